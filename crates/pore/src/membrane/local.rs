//! Pores between domains that are parts of one program, for a membrane.
//!
//! Memory and doorbells of all of them are in one [`LocalMemory`]; each domain's [`LocalPlatform`]
//! offers out of it and maps what was offered to it, by numbers that are looked up and never
//! addresses. So a membrane can be used, and tried, from end to end.
//!
//! # Examples
//!
//! ```
//! use std::cell::RefCell;
//! use std::rc::Rc;
//! use pore::membrane::local::{LocalMemory, LocalPlatform};
//! use pore::membrane::store::{DomId, LocalStore, Storelet};
//! use pore::membrane::{Config, Key, Membrane, Note, Port, Rights};
//!
//! let mut storelet = Storelet::default();
//! for domain in [1, 2] {
//!     storelet.introduce(DomId(domain))?;
//! }
//! let (storelet, memory) = (Rc::new(RefCell::new(storelet)), LocalMemory::new());
//! let domain = |me| {
//!     let platform = LocalPlatform::new(&memory, DomId(me), 10);
//!     Membrane::new(LocalStore::new(&storelet, DomId(me)), platform, Config::DEFAULT)
//! };
//! let (mut one, mut two) = (domain(1)?, domain(2)?);
//!
//! // Process 70 of domain 2 listens; process 50 of domain 1 opens.
//! let (port, now) = (Port(0), 0);
//! two.listen(port, 70, Rights::BOTH)?;
//! one.open(50, Key { peer: DomId(2), port }, Rights::BOTH, now)?;
//! for _ in 0..10 {
//!     one.poll(now)?;
//!     two.poll(now)?;
//! }
//! let opened = |note| match note {
//!     Some(Note::Opened { handle, .. }) => handle,
//!     other => panic!("{other:?}"),
//! };
//! let (here, there) = (opened(one.next_note()), opened(two.next_note()));
//!
//! one.pore(here, 50, Rights::WRITE)?.write(b"through the membrane")?;
//! // Given away, with a right less.
//! two.give_away(there, 70, 71, Rights::READ)?;
//! let mut bytes = [0; 20];
//! assert_eq!(two.pore(there, 71, Rights::READ)?.read(&mut bytes), Ok(20));
//! assert!(two.pore(there, 71, Rights::WRITE).is_err());
//!
//! // The process is no more, and so is what it had.
//! one.destroy_owned_by(50, now);
//! for _ in 0..10 {
//!     one.poll(now)?;
//!     two.poll(now)?;
//! }
//! assert!(one.is_empty() && two.is_empty() && memory.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::store::DomId;
use super::{Key, Offer, Platform, REFS};
use crate::any::AnyPore;
use crate::local::LocalPore;
use crate::ring::{OpenError, Rights};

/// What all domains of a program share. Its clones are the same memory.
#[derive(Clone, Debug, Default)]
pub struct LocalMemory(Arc<Mutex<Shared>>);

#[derive(Debug, Default)]
struct Shared {
    /// The first number of the next offer.
    next: u32,
    /// What was offered and not mapped, by its first number.
    offered: BTreeMap<u32, Offered>,
    /// Ends that are held, the offered ones among them.
    held: usize,
}

#[derive(Debug)]
struct Offered {
    from: DomId,
    /// The pore, as who offers calls it.
    key: Key,
    end: LocalPore,
}

/// Why a pore could not be made or mapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalError {
    /// Rings of this order cannot be.
    Open(OpenError),
    /// As many ends as there may be.
    Full,
    /// Nothing was offered by these numbers, or not to this domain for this pore.
    NotOffered,
}

impl fmt::Display for LocalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(error) => error.fmt(f),
            Self::Full => f.write_str("there are too many pores"),
            Self::NotOffered => f.write_str("nothing was offered by these numbers"),
        }
    }
}

impl core::error::Error for LocalError {}

impl LocalMemory {
    /// The most ends that there may be.
    pub const MOST: usize = 1 << 16;

    /// Nothing so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends that are held by all domains, and offered.
    pub fn len(&self) -> usize {
        self.lock().held
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes and maps the pores of one domain.
#[derive(Debug)]
pub struct LocalPlatform {
    memory: LocalMemory,
    me: DomId,
    order: u32,
}

impl LocalPlatform {
    /// For the domain of this number, with rings of 2^`order` bytes.
    pub fn new(memory: &LocalMemory, me: DomId, order: u32) -> Self {
        Self {
            memory: memory.clone(),
            me,
            order,
        }
    }
}

/// The numbers of an offer.
fn numbers(first: u32) -> Offer {
    Offer {
        refs: core::array::from_fn(|nth| first.wrapping_add(nth as u32)),
        channel: first.wrapping_add(REFS as u32),
    }
}

impl Platform for LocalPlatform {
    type Pore = LocalPore;
    type Error = LocalError;

    fn offer(&mut self, key: Key) -> Result<(Offer, LocalPore), LocalError> {
        let pair = LocalPore::pair(self.order, [Rights::BOTH; 2]);
        let (here, end) = pair.map_err(LocalError::Open)?;
        let mut shared = self.memory.lock();
        if shared.held >= LocalMemory::MOST {
            return Err(LocalError::Full);
        }
        let first = shared.next;
        shared.next = first.wrapping_add(REFS as u32 + 1);
        let from = self.me;
        shared.offered.insert(first, Offered { from, key, end });
        shared.held += 2;
        Ok((numbers(first), here))
    }

    fn map(&mut self, key: Key, offer: &Offer) -> Result<LocalPore, LocalError> {
        let first = offer.refs[0];
        let mut shared = self.memory.lock();
        let is_for_me = |offered: &Offered| {
            let Key { peer, port } = offered.key;
            (offered.from, peer, port) == (key.peer, self.me, key.port)
        };
        if *offer != numbers(first) || !shared.offered.get(&first).is_some_and(is_for_me) {
            return Err(LocalError::NotOffered);
        }
        let offered = shared.offered.remove(&first);
        offered
            .map(|offered| offered.end)
            .ok_or(LocalError::NotOffered)
    }

    fn release(&mut self, key: Key, mut pore: LocalPore) -> u64 {
        // Learns what the peer has read.
        let _over = pore.avail();
        let undelivered = pore.info().undelivered;
        drop(pore);
        let mut shared = self.memory.lock();
        shared.held -= 1;
        // Nobody maps any more what was offered for it.
        let before = shared.offered.len();
        let is_mine = |offered: &Offered| (offered.from, offered.key) == (self.me, key);
        shared.offered.retain(|_, offered| !is_mine(offered));
        shared.held -= before - shared.offered.len();
        undelivered.into()
    }
}
