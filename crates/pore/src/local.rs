//! Pores between threads of one program.

use std::sync::Arc;

use crate::any::by_link;
use crate::doorbell::{Bells, ThreadBell};
use crate::memory::Heap;
use crate::pipe::Pipe;
use crate::ring::{Closed, Config, Link, OpenError, Opening, Rights};

/// The rings of a pore between threads.
pub type LocalLink = Link<Arc<Heap>, Arc<Heap>, ThreadBell>;

/// A pore between threads. Dropped, it is closed.
#[derive(Debug)]
pub struct LocalPore {
    link: LocalLink,
    /// Rung by the peer.
    bells: Bells<ThreadBell>,
}

impl LocalPore {
    /// Both ends of a pore of 2^`order` bytes each way, and what either may do.
    ///
    /// # Errors
    ///
    /// [`OpenError::Order`] for an order that no region has.
    pub fn pair(order: u32, rights: [Rights; 2]) -> Result<(Self, Self), OpenError> {
        let region = || Heap::new(order).map(Arc::new);
        let (Some(left), Some(right)) = (region(), region()) else {
            return Err(OpenError::Order(order));
        };
        let bells = [(); 2].map(|()| Bells {
            data: ThreadBell::new(),
            space: ThreadBell::new(),
        });
        let config = rights.map(|rights| Config {
            features: rights.in_features(0),
            ..Config::default()
        });
        let [of_left, of_right] = bells.clone();
        let (mine, peer) = (left.clone(), right.clone());
        let mut here = Opening::new(mine, peer, of_right, config[0])?;
        let mut there = Opening::new(right, left, of_left, config[1])?;
        // Each sees what the other did before: three looks are enough.
        while !(here.poll()? & there.poll()?) {}
        let [left, right] = bells;
        let here = Self::new(here, left, rights[0]);
        let there = Self::new(there, right, rights[1]);
        here.zip(there).ok_or(OpenError::Order(order))
    }

    fn new(
        opening: Opening<Arc<Heap>, Arc<Heap>, ThreadBell>,
        bells: Bells<ThreadBell>,
        rights: Rights,
    ) -> Option<Self> {
        let mut link = opening.link().ok()?;
        link.restrict(rights.with_peer(link.peer().features));
        Some(Self { link, bells })
    }

    /// The rings themselves, for what is more than reading and writing: loans, slots.
    pub fn link(&mut self) -> &mut LocalLink {
        &mut self.link
    }

    /// How often the peer has rung.
    pub fn rings(&self) -> u64 {
        self.bells.data.rings() + self.bells.space.rings()
    }

    /// Writes as many of these bytes as fit, and tells how many: 0 when it is full.
    ///
    /// # Errors
    ///
    /// Why the pore is over; [`Closed::Denied`] if this side may not write.
    pub fn write(&mut self, bytes: &[u8]) -> Result<usize, Closed> {
        crate::any::AnyPore::write(&mut self.link, bytes)
    }

    /// Reads as many bytes as there are and as fit, and tells how many: 0 when it is empty.
    ///
    /// # Errors
    ///
    /// Why the pore is over, once all that came before was read; [`Closed::Denied`] if this side
    /// may not read.
    pub fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Closed> {
        crate::any::AnyPore::read(&mut self.link, bytes)
    }
}

by_link!(LocalPore, |this| {
    this.bells.data.clear();
    this.bells.space.clear();
});

#[cfg(target_os = "linux")]
impl crate::wait::Waitable for LocalPore {
    fn ears(&self) -> crate::wait::Ears<'_> {
        crate::wait::Ears(crate::wait::Hearing::Bells(&self.bells))
    }
}

impl Pipe for LocalPore {
    type Error = Closed;

    fn write(&mut self, bytes: &[u8]) -> Result<usize, Closed> {
        Self::write(self, bytes)
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Closed> {
        Self::read(self, bytes)
    }
}

impl Drop for LocalPore {
    fn drop(&mut self) {
        self.link.close();
    }
}
