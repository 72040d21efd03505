//! What pores of every kind have in common.
//!
//! | Kind | Its ends are in | Opened by |
//! |---|---|---|
//! | [`Link`] | any two regions | [`Opening`](crate::ring::Opening) |
//! | `UnixPore` | two processes | `Connecting`, `Endpoint` |
//! | `TablePore` | two cores | `Knock` of a [table](crate::membrane) |
//! | `LocalPore` | two threads | `LocalPore::pair`, a [membrane](crate::membrane) |

use core::fmt;

use crate::doorbell::Doorbell;
use crate::memory::{Memory, Own};
use crate::ring::{Closed, Link, PeerConfig, Rights};

/// What is waited for; either is enough. With nothing wanted, it is the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// So many bytes to read; 0: none are waited for.
    pub filled: u32,
    /// So many free bytes to write; 0: none are waited for.
    pub free: u32,
}

impl Wanted {
    /// Something to read.
    pub const INPUT: Self = Self { filled: 1, free: 0 };
    /// Some room to write.
    pub const ROOM: Self = Self { filled: 0, free: 1 };
    /// Something to read, or some room to write.
    pub const EITHER: Self = Self { filled: 1, free: 1 };
    /// The end of the pore.
    pub const END: Self = Self { filled: 0, free: 0 };
}

/// What can be done now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Avail {
    /// Bytes that can be read.
    pub filled: u32,
    /// Bytes that can be written.
    pub free: u32,
}

/// What is known of a pore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    /// Bytes of the ring that this side writes.
    pub capacity: u32,
    /// What the peer said of itself.
    pub peer: PeerConfig,
    /// What this side may do.
    pub rights: Rights,
    /// Bytes that were written and that the peer has not read, as far as it has told.
    pub undelivered: u32,
    /// Why it is over, if that is known.
    pub closed: Option<Closed>,
}

/// A pore, whatever its kind. No call waits.
pub trait AnyPore {
    /// Writes as many of these bytes as fit, and tells how many: 0 when it is full.
    ///
    /// # Errors
    ///
    /// Why the pore is over; [`Closed::Denied`] if this side may not write.
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Closed>;

    /// Reads as many bytes as there are and as fit, and tells how many: 0 when it is empty.
    ///
    /// # Errors
    ///
    /// Why the pore is over, once all that came before was read; [`Closed::Denied`] if this side
    /// may not read.
    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Closed>;

    /// How much can be read, and written; nothing where this side may not.
    ///
    /// # Errors
    ///
    /// Why the pore is over, once all that came before was read.
    fn avail(&mut self) -> Result<Avail, Closed>;

    /// Asks to be rung for when what is wanted is there; true if it is, and nobody will ring.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read) and [`write`](Self::write).
    fn notify_when(&mut self, wanted: Wanted) -> Result<bool, Closed>;

    /// It was rung for, or that may be: forgets the rings so far, and looks whether the peer is
    /// there. What is wanted has to be said again.
    fn heard(&mut self);

    /// What is known of it.
    fn info(&self) -> Info;

    /// Rings for the peer, whatever it waits for.
    fn poke(&self);

    /// Ends it in order: the peer still reads what was written. Twice is as once.
    fn close(&mut self);
}

/// A pore that is being opened, or a place where pores come from; whatever its kind.
pub trait Opens {
    /// What comes of it.
    type Pore: AnyPore;
    /// Why nothing comes of it.
    type Error: Copy + fmt::Debug + fmt::Display;

    /// Does what can be done now, and never waits; `None`: it has to hear of the peer.
    ///
    /// # Errors
    ///
    /// Why nothing comes of it.
    fn poll_open(&mut self) -> Result<Option<Self::Pore>, Self::Error>;
}

impl<O: Own, P: Memory, B: Doorbell> AnyPore for Link<O, P, B> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Closed> {
        self.nothing_came()?;
        self.producer.write(bytes)
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Closed> {
        self.nothing_came()?;
        self.consumer.read(bytes)
    }

    fn avail(&mut self) -> Result<Avail, Closed> {
        self.nothing_came()?;
        // First, so that what came before the end is seen after it; and always, as who sends learns
        // by this what the peer has read.
        let free = self.producer.free();
        let filled = match self.consumer.filled() {
            Err(Closed::Denied) => 0,
            filled => filled?,
        };
        let free = match free {
            Err(Closed::Denied) => 0,
            Err(_) if filled > 0 => 0,
            free => free?,
        };
        Ok(Avail { filled, free })
    }

    fn notify_when(&mut self, wanted: Wanted) -> Result<bool, Closed> {
        self.wish(wanted)
    }

    fn heard(&mut self) {}

    fn info(&self) -> Info {
        Info {
            capacity: self.producer.capacity(),
            peer: self.peer(),
            rights: self.rights(),
            undelivered: self.producer.undelivered(),
            closed: self.closed(),
        }
    }

    fn poke(&self) {
        self.producer.poke();
        self.consumer.poke();
    }

    fn close(&mut self) {
        Self::close(self);
    }
}

/// A pore that is a link and something more, by its link.
#[cfg(feature = "std")]
macro_rules! by_link {
    ($pore:ty, $(<$($life:lifetime,)? $($param:ident: $bound:path),*>,)? |$this:ident| $heard:expr) => {
        impl $(<$($life,)? $($param: $bound),*>)? $crate::any::AnyPore for $pore {
            fn write(&mut self, bytes: &[u8]) -> Result<usize, $crate::ring::Closed> {
                $crate::any::AnyPore::write(&mut self.link, bytes)
            }

            fn read(&mut self, bytes: &mut [u8]) -> Result<usize, $crate::ring::Closed> {
                $crate::any::AnyPore::read(&mut self.link, bytes)
            }

            fn avail(&mut self) -> Result<$crate::any::Avail, $crate::ring::Closed> {
                $crate::any::AnyPore::avail(&mut self.link)
            }

            fn notify_when(
                &mut self,
                wanted: $crate::any::Wanted,
            ) -> Result<bool, $crate::ring::Closed> {
                $crate::any::AnyPore::notify_when(&mut self.link, wanted)
            }

            fn heard(&mut self) {
                let $this = self;
                $heard
            }

            fn info(&self) -> $crate::any::Info {
                $crate::any::AnyPore::info(&self.link)
            }

            fn poke(&self) {
                $crate::any::AnyPore::poke(&self.link);
            }

            fn close(&mut self) {
                self.link.close();
            }
        }
    };
}

#[cfg(feature = "std")]
pub(crate) use by_link;
