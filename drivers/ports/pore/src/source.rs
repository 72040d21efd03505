//! Where pores come from, and what the port needs of one.

use avm_port::{Bell, PortError};
use pore::ring::{Closed, Rights};

use crate::options::Terms;

/// Where pores come from: processes of one machine find each other in another way than cores of
/// one chip. Nothing here waits: what is to be waited for rings the port's bell.
pub trait Source: Sized + Send + 'static {
    /// One end of a pore.
    type End: End;
    /// A pore that is being negotiated.
    type Opening: Send + 'static;
    /// A name that others can connect to.
    type Endpoint: Send + 'static;

    /// Begins to connect to a name.
    ///
    /// # Errors
    ///
    /// Why nothing comes of it.
    fn connect(terms: &Terms, bell: Bell) -> Result<Self::Opening, PortError>;

    /// Does what can be done now; what waits rings when there is more, or its time is up.
    ///
    /// # Errors
    ///
    /// Why nothing comes of it.
    fn step(opening: Self::Opening) -> Result<Step<Self>, PortError>;

    /// Takes a name.
    ///
    /// # Errors
    ///
    /// Why it cannot be had.
    fn listen(terms: &Terms, bell: Bell) -> Result<Self::Endpoint, PortError>;

    /// Looks whether somebody has come. The end rings nobody before it is
    /// [attached](End::attach).
    fn accept(endpoint: &mut Self::Endpoint) -> Accepted<Self::End>;

    /// Has the bell rung when [`accept`](Self::accept) finds something, and at this time of the
    /// VM's clock at the latest. Without `peers` it is the time alone.
    fn sleep(endpoint: &mut Self::Endpoint, peers: bool, until_us: Option<u64>);
}

/// How far a negotiation is.
pub enum Step<S: Source> {
    /// It needs to hear of the peer.
    Waiting(S::Opening),
    /// Both have the pore; this end is attached.
    Done(S::End),
}

/// What a look at an endpoint finds.
pub enum Accepted<E> {
    /// Nobody.
    Nobody,
    /// A peer.
    Pore(E),
    /// One that was sent away, or that went.
    Refused,
    /// Nobody can be taken now, for want of something here.
    Failed(PortError),
}

/// One end of a pore. Dropped, it is closed.
pub trait End: Send + 'static {
    /// Has this bell rung from now on.
    ///
    /// # Errors
    ///
    /// What is lacking for that.
    fn attach(&mut self, bell: Bell) -> Result<(), PortError>;

    /// Has no bell rung any more.
    fn detach(&mut self);

    /// Reads as many bytes as there are and as fit.
    ///
    /// # Errors
    ///
    /// Why the pore is over, once all that came before was read.
    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Closed>;

    /// Writes as many of these bytes as fit, if their number is taken: before that, the peer sees
    /// nothing of them.
    ///
    /// # Errors
    ///
    /// Why the pore is over.
    fn write(&mut self, bytes: &[u8], take: impl FnOnce(usize) -> bool) -> Result<(), Closed>;

    /// How many bytes there are to read.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    fn filled(&mut self) -> Result<u32, Closed>;

    /// How many bytes can be written.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    fn free(&mut self) -> Result<u32, Closed>;

    /// True if there are so many bytes to read; if not, the peer rings once there are.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    fn await_filled(&mut self, bytes: u32) -> Result<bool, Closed>;

    /// True if so many bytes can be written; if not, the peer rings once they can.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    fn await_free(&mut self, bytes: u32) -> Result<bool, Closed>;

    /// Takes note of what rang; true if it was the peer.
    fn hear(&mut self) -> bool;

    /// Has the port's bell rung at the next sign of the peer, or, without `bells`, only when it
    /// is gone. False if that cannot be had.
    fn sleep(&mut self, bells: bool) -> bool;

    /// Rings for the peer.
    fn poke(&mut self);

    /// What is known of it.
    fn facts(&self) -> Facts;
}

/// What is known of a pore.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// The peer: a process, its user, its group. A core has none of them.
    pub peer: Option<(u32, u32, u32)>,
    /// The numbers of this life, here and there.
    pub epochs: (u32, u32),
    /// This side sends through 2^the first bytes, the peer through 2^the second.
    pub orders: (u32, u32),
    /// How often this side rang for the peer.
    pub rings: u64,
    /// Bytes that the peer has not read, as far as is known.
    pub undelivered: u32,
    /// What this side may do.
    pub rights: Rights,
}
