//! Peers that knock.

use alloc::format;
use alloc::string::String;

use super::entry::{Entry, Litter, token};
use super::{Membrane, Peers, Rights};
use crate::legacy::Role;
use crate::membrane::store::{Store, StoreError, Tx};
use crate::membrane::{Action, Fsm, Input, Key, Platform, Port, Reason, State};

impl<S: Store, P: Platform> Membrane<S, P> {
    /// Lets peers open pores to a port; they will be `owner`'s, who gets these rights.
    ///
    /// # Errors
    ///
    /// The store refuses to make room for listed peers.
    pub fn listen(&mut self, port: Port, owner: u64, rights: Rights) -> Result<(), StoreError> {
        self.listeners.insert(port, (owner, rights));
        if let Peers::Listed(peers) = self.config.peers.clone() {
            for peer in peers {
                if !self.handles.contains_key(&Key { peer, port }) {
                    self.admit(peer, port)?;
                }
            }
        }
        Ok(())
    }

    /// Takes that back; pores that there are stay.
    pub fn unlisten(&mut self, port: Port) {
        let was_there = self.listeners.remove(&port).is_some();
        if let Peers::Listed(peers) = self.config.peers.clone()
            && was_there
        {
            for peer in peers {
                let key = Key { peer, port };
                if !self.handles.contains_key(&key) {
                    self.clear(Litter::of_knock(key));
                }
            }
        }
    }

    /// Something has changed where peers knock.
    pub(super) fn heard(&mut self, path: &str, now: u64) -> Result<(), StoreError> {
        let below = path.strip_prefix("data/straw");
        let name = below.map(|below| below.trim_start_matches('/'));
        match name.map(|name| name.split_once('/')) {
            // The whole directory, after too many changes: look at all of it.
            Some(None) if path == "data/straw" => {
                for name in self.store.list(Tx::NONE, path)? {
                    self.knocked(&name, now)?;
                }
                Ok(())
            }
            Some(Some((name, "warts"))) => {
                let name = String::from(name);
                self.knocked(&name, now)
            }
            _ => Ok(()),
        }
    }

    fn knocked(&mut self, name: &str, now: u64) -> Result<(), StoreError> {
        let Some(key) = Key::from_directory(name).filter(|key| key.peer != self.me) else {
            self.refused += 1;
            return Ok(());
        };
        let at = self.directories(key, Role::Active);
        let link = match self.store.read(Tx::NONE, &format!("{}/warts", at.straw)) {
            Ok(link) => link,
            Err(StoreError::NoEntry) => {
                self.took_back(key);
                return Ok(());
            }
            Err(StoreError::Access) => return Ok(()),
            Err(error) => return Err(error),
        };
        if self.handles.contains_key(&key) && !self.gives_way(key) {
            return Ok(());
        }
        if self.is_refused(&at.own_state())? {
            return Ok(());
        }
        let listener = self.listeners.get(&key.port).copied();
        let is_full = self.entries.len() >= self.entries.capacity();
        match listener {
            Some((owner, rights)) if link == at.warts.as_bytes() && !is_full => {
                self.accept(key, owner, rights, now);
                Ok(())
            }
            _ => self.refuse(&at.own_state()),
        }
    }

    /// A peer that knocked has thought better of it, before it was let in.
    fn took_back(&mut self, key: Key) {
        let state = self.directories(key, Role::Active).own_state();
        let has_answered = self.store.read(Tx::NONE, &state).is_ok();
        if !self.handles.contains_key(&key) && has_answered {
            self.clear(Litter::of_knock(key));
        }
    }

    /// Whether the peer was told already, and has not taken note yet.
    fn is_refused(&mut self, state: &str) -> Result<bool, StoreError> {
        match self.store.read(Tx::NONE, state) {
            Ok(state) => Ok(state == State::Closed.digit().as_bytes()),
            Err(StoreError::NoEntry | StoreError::Access) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Tells a peer that there will be nothing; it takes back what it wrote.
    fn refuse(&mut self, state: &str) -> Result<(), StoreError> {
        self.refused += 1;
        match self
            .store
            .write(Tx::NONE, state, State::Closed.digit().as_bytes())
        {
            Err(StoreError::Gone) => Err(StoreError::Gone),
            // Then it takes its time to notice.
            _ => Ok(()),
        }
    }

    /// Both have opened at the same time: the lower one takes back its own attempt, and becomes the
    /// active side.
    fn gives_way(&mut self, key: Key) -> bool {
        let Some(handle) = self.handles.get(&key).copied() else {
            return false;
        };
        let is_opening = self
            .entries
            .get(handle)
            .is_some_and(|entry| entry.fsm.role() == Role::Passive && entry.fsm.is_opening());
        is_opening && self.me < key.peer
    }

    fn accept(&mut self, key: Key, owner: u64, rights: Rights, now: u64) {
        let (fsm, action) = Fsm::new(Role::Active, now, self.config.patience);
        let handle = match self.handles.get(&key).copied() {
            Some(handle) => {
                self.clear(Litter {
                    key,
                    role: Role::Passive,
                    handle: Some(handle),
                    refused: false,
                });
                if let Some(entry) = self.entries.get_mut(handle) {
                    entry.fsm = fsm;
                }
                handle
            }
            None => match self.entries.insert((), Entry::new(key, owner, rights, fsm)) {
                Ok(handle) => handle,
                Err(_) => return,
            },
        };
        self.handles.insert(key, handle);
        self.run(handle, action, now);
        let is_over = |entry: &Entry<P::Pore>| entry.fsm.is_over();
        if self.entries.get(handle).is_none_or(is_over) || action == Action::Wait {
            return;
        }
        let watched = self.directories(key, Role::Active).peers_state();
        if self.store.watch(&watched, &token(handle)).is_err() {
            self.step(handle, Input::Failed(Reason::Failed), now);
        }
    }
}
