//! The manager of a domain's pores.

mod accept;
mod entry;
mod home;
mod names;
mod negotiate;
mod owner;
mod poll;
mod types;

use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;

use port_state::{Handle, Table};

use super::store::{DomId, Store, StoreError};
use super::{Key, Platform, Port};
use crate::legacy::Role;
use crate::ring::Rights;
use entry::{Entry, Litter};
pub use types::{Config, HandleError, NameError, Note, OpenError, Peers};

/// Manages all pores of a domain and all negotiation about them.
///
/// Nothing here waits: [`open`](Self::open) begins, [`poll`](Self::poll) goes on when the store has
/// something to tell or time has gone by, and [`next_note`](Self::next_note) says what came of it.
/// `now` is any clock that does not go back; [`Config::patience`] is in its unit. What goes wrong
/// with one peer stays with that peer.
pub struct Membrane<S, P: Platform> {
    store: S,
    platform: P,
    config: Config,
    me: DomId,
    entries: Table<Entry<P::Pore>, ()>,
    handles: BTreeMap<Key, Handle>,
    listeners: BTreeMap<Port, (u64, Rights)>,
    /// What could not be taken away yet.
    litter: Vec<Litter>,
    notes: VecDeque<Note>,
    /// Knocks that were not let in.
    refused: u64,
    /// The store failed while these were looked at: look at all of them again.
    knocks_again: bool,
    releases_again: bool,
}

/// The token of the watch on where peers knock.
const KNOCKS: &str = "knocks";
/// The token of the watch on domains that go.
const RELEASES: &str = "releases";

impl<S: Store, P: Platform> Membrane<S, P> {
    /// A membrane for the domain of a connection. What an earlier one left behind is taken away.
    ///
    /// # Errors
    ///
    /// The store refuses, or there is no memory for so many pores: [`StoreError::NoMemory`].
    pub fn new(store: S, platform: P, config: Config) -> Result<Self, StoreError> {
        let entries = Table::try_with_capacity(config.pores).map_err(|_| StoreError::NoMemory)?;
        let mut membrane = Self {
            me: store.domid(),
            store,
            platform,
            config,
            entries,
            handles: BTreeMap::new(),
            listeners: BTreeMap::new(),
            litter: Vec::new(),
            notes: VecDeque::new(),
            refused: 0,
            knocks_again: false,
            releases_again: false,
        };
        membrane.prepare_home()?;
        Ok(membrane)
    }

    /// What has come of something.
    pub fn next_note(&mut self) -> Option<Note> {
        self.notes.pop_front()
    }

    /// How many pores there are, in whatever state.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no pore.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How often a peer knocked and was not let in.
    pub fn refused(&self) -> u64 {
        self.refused
    }

    /// Whether something could not be taken away from the store yet; [`poll`](Self::poll) tries
    /// again.
    pub fn has_litter(&self) -> bool {
        !self.litter.is_empty()
    }

    /// The machine.
    pub fn platform(&mut self) -> &mut P {
        &mut self.platform
    }

    /// The store.
    pub fn store(&mut self) -> &mut S {
        &mut self.store
    }

    /// The directories of a pore: of the passive side, and of the active one.
    fn directories(&self, key: Key, role: Role) -> Directories {
        let (passive, active) = match role {
            Role::Passive => (self.me, key.peer),
            Role::Active => (key.peer, self.me),
        };
        Directories {
            warts: Key::warts(passive, active, key.port),
            straw: Key::straw(passive, active, key.port),
            role,
        }
    }
}

/// Where a pore is negotiated.
struct Directories {
    warts: alloc::string::String,
    straw: alloc::string::String,
    /// Of this side.
    role: Role,
}

impl Directories {
    /// Where this side writes.
    fn own(&self) -> &str {
        match self.role {
            Role::Passive => &self.warts,
            Role::Active => &self.straw,
        }
    }

    /// Where the peer writes.
    fn peers(&self) -> &str {
        match self.role {
            Role::Passive => &self.straw,
            Role::Active => &self.warts,
        }
    }

    fn own_state(&self) -> alloc::string::String {
        alloc::format!("{}/state", self.own())
    }

    fn peers_state(&self) -> alloc::string::String {
        alloc::format!("{}/state", self.peers())
    }
}

impl<S: core::fmt::Debug, P: Platform> core::fmt::Debug for Membrane<S, P> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Membrane")
            .field("me", &self.me)
            .field("pores", &self.entries.len())
            .finish_non_exhaustive()
    }
}
