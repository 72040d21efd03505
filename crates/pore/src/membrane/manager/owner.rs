//! What owners do with their pores.

use alloc::vec::Vec;

use port_state::Handle;

use super::entry::Entry;
use super::{HandleError, Membrane, OpenError, Rights};
use crate::legacy::Role;
use crate::membrane::store::{Store, StoreError, Tx};
use crate::membrane::{Fsm, Input, Key, Keys, Platform, State};

impl<S: Store, P: Platform> Membrane<S, P> {
    /// Begins to open a pore to a peer, for an owner with these rights. A
    /// [`Note`](super::Note) tells when it is there, or why it will not be.
    ///
    /// # Errors
    ///
    /// Nothing was begun.
    pub fn open(
        &mut self,
        owner: u64,
        key: Key,
        rights: Rights,
        now: u64,
    ) -> Result<Handle, OpenError> {
        let is_litter = self.litter.iter().any(|litter| litter.key == key);
        if self.handles.contains_key(&key) || is_litter {
            return Err(OpenError::Exists);
        }
        if key.peer == self.me {
            return Err(OpenError::NotFound);
        }
        if self.entries.len() >= self.entries.capacity() {
            return Err(OpenError::Full);
        }
        let at = self.directories(key, Role::Passive);
        match self.store.read(Tx::NONE, &at.warts) {
            Ok(_) => return Err(OpenError::Exists),
            Err(StoreError::NoEntry) => {}
            Err(error) => return Err(OpenError::Store(error)),
        }
        match self.store.mkdir(Tx::NONE, &at.straw) {
            Ok(()) => {}
            Err(StoreError::Access | StoreError::NoEntry) => return Err(OpenError::NotFound),
            Err(error) => return Err(OpenError::Store(error)),
        }
        let (fsm, action) = Fsm::new(Role::Passive, now, self.config.patience);
        let entry = Entry::new(key, owner, rights, fsm);
        let inserted = self.entries.insert((), entry);
        let handle = inserted.map_err(|_| OpenError::Full)?;
        self.handles.insert(key, handle);
        self.run(handle, action, now);
        Ok(handle)
    }

    /// Ends a pore in order; a [`Note`](super::Note) tells when it is over. False if there is no
    /// such pore any more.
    ///
    /// # Errors
    ///
    /// It is somebody else's.
    pub fn close(&mut self, handle: Handle, owner: u64, now: u64) -> Result<bool, HandleError> {
        match self.owned(handle, owner) {
            Ok(_) => self.step(handle, Input::Close, now),
            Err(HandleError::Stale) => return Ok(false),
            Err(error) => return Err(error),
        }
        Ok(true)
    }

    /// Gives a pore to another owner, with no more rights than the first one has.
    ///
    /// # Errors
    ///
    /// There is no such pore, it is somebody else's, or the rights are more.
    pub fn give_away(
        &mut self,
        handle: Handle,
        from: u64,
        to: u64,
        rights: Rights,
    ) -> Result<(), HandleError> {
        let entry = self.owned(handle, from)?;
        if !entry.rights.allow(rights) {
            return Err(HandleError::Rights);
        }
        entry.owner = to;
        entry.rights = rights;
        Ok(())
    }

    /// An owner is no more: its pores are closed in order, and it listens no longer. How many pores
    /// these were.
    pub fn destroy_owned_by(&mut self, owner: u64, now: u64) -> usize {
        let is_owned = |(_, entry): &(Handle, &Entry<P::Pore>)| entry.owner == owner;
        let owned: Vec<Handle> = self
            .entries
            .iter()
            .filter(is_owned)
            .map(|(handle, _)| handle)
            .collect();
        let ports: Vec<_> = self
            .listeners
            .iter()
            .filter(|(_, (other, _))| *other == owner)
            .map(|(port, _)| *port)
            .collect();
        for port in ports {
            self.unlisten(port);
        }
        for handle in &owned {
            self.step(*handle, Input::Close, now);
        }
        owned.len()
    }

    /// Ends all pores in order, whosever they are.
    pub fn close_all(&mut self, now: u64) {
        let all: Vec<Handle> = self.entries.iter().map(|(handle, _)| handle).collect();
        for handle in all {
            self.step(handle, Input::Close, now);
        }
    }

    /// A pore, for its owner to do what it may.
    ///
    /// # Errors
    ///
    /// Why not.
    pub fn pore(
        &mut self,
        handle: Handle,
        owner: u64,
        need: Rights,
    ) -> Result<&mut P::Pore, HandleError> {
        let entry = self.owned(handle, owner)?;
        if !entry.rights.allow(need) {
            return Err(HandleError::Rights);
        }
        let is_connected = entry.fsm.is_connected();
        let pore = entry.pore.as_mut().filter(|_| is_connected);
        pore.ok_or(HandleError::NotConnected)
    }

    /// To whom a pore is, how far both sides are, and what the peer wants of the stream.
    ///
    /// # Errors
    ///
    /// There is no such pore, or it is somebody else's.
    pub fn info(
        &mut self,
        handle: Handle,
        owner: u64,
    ) -> Result<(Key, State, Option<State>, Keys), HandleError> {
        let entry = self.owned(handle, owner)?;
        let (own, peer) = (entry.fsm.state(), entry.fsm.peer());
        Ok((entry.key, own, peer, entry.peers_keys.clone()))
    }

    fn owned(&mut self, handle: Handle, owner: u64) -> Result<&mut Entry<P::Pore>, HandleError> {
        let entry = self.entries.get_mut(handle).ok_or(HandleError::Stale)?;
        if entry.owner != owner {
            return Err(HandleError::NotOwner);
        }
        Ok(entry)
    }
}
