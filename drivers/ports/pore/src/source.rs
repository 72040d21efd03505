//! Where pores come from, and what the port needs of one.

use avm_port::{Bell, PortError};
use pore::any::{AnyPore, Info};
use pore::ring::Closed;

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

/// One end of a pore: a pore, and what wakes its port. Dropped, it is closed.
pub trait End: Send + 'static {
    /// Whatever it is between.
    type Pore: AnyPore;

    /// Has this bell rung from now on.
    ///
    /// # Errors
    ///
    /// What is lacking for that.
    fn attach(&mut self, bell: Bell) -> Result<(), PortError>;

    /// Has no bell rung any more.
    fn detach(&mut self);

    /// The pore. What rang for it is heard by [`hear`](Self::hear), and it is poked by
    /// [`poke`](Self::poke).
    fn pore(&mut self) -> &mut Self::Pore;

    /// Writes as many of these bytes as fit, if their number is taken: before that, the peer sees
    /// nothing of them.
    ///
    /// # Errors
    ///
    /// Why the pore is over; [`Closed::Denied`] if this side may not write.
    fn write(&mut self, bytes: &[u8], take: impl FnOnce(usize) -> bool) -> Result<(), Closed>;

    /// Takes note of what rang; true if it was the peer.
    fn hear(&mut self) -> bool;

    /// Has the port's bell rung at the next sign of the peer, or, without `bells`, only when it
    /// is gone. False if that cannot be had.
    fn sleep(&mut self, bells: bool) -> bool;

    /// Rings for the peer, once.
    fn poke(&mut self);

    /// What is known of it.
    fn facts(&self) -> Facts;
}

/// What is known of a pore.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// What is known of every pore.
    pub pore: Info,
    /// The peer: a process, its user, its group. A core has none of them.
    pub peer: Option<(u32, u32, u32)>,
    /// The numbers of this life, here and there.
    pub epochs: (u32, u32),
    /// How often this side rang for the peer.
    pub rings: u64,
}

impl Facts {
    /// Bytes of the rings that this side writes and reads.
    pub(crate) fn capacities(&self) -> (u32, u32) {
        (self.pore.capacity, 1 << self.pore.peer.order)
    }
}
