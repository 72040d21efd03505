//! The domain's own part of the store, and taking away what is left in it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::entry::{Litter, token};
use super::{KNOCKS, Membrane, Peers, RELEASES};
use crate::legacy::Role;
use crate::membrane::store::{Access, DomId, Perm, Store, StoreError, Tx};
use crate::membrane::{Key, Platform, Port, State};

const STRAW: &str = "data/straw";
const WARTS: &str = "data/warts";

/// How often a transaction is tried again.
const TRIES: usize = 8;

/// What is as good as done.
fn or_gone(done: Result<(), StoreError>) -> Result<(), StoreError> {
    match done {
        Err(StoreError::NoEntry | StoreError::Access) => Ok(()),
        other => other,
    }
}

impl<S: Store, P: Platform> Membrane<S, P> {
    pub(super) fn prepare_home(&mut self) -> Result<(), StoreError> {
        self.take_back_knocks()?;
        for top in [STRAW, WARTS] {
            or_gone(self.store.remove(Tx::NONE, top))?;
        }
        let letter = match self.config.peers {
            Peers::Any => Access::Both,
            Peers::Listed(_) => Access::None,
        };
        self.store.mkdir(Tx::NONE, STRAW)?;
        let perms = [Perm::new(letter, self.me)];
        self.store.set_perms(Tx::NONE, STRAW, &perms)?;
        self.store.mkdir(Tx::NONE, WARTS)?;
        let perms = [Perm::new(Access::Read, self.me)];
        self.store.set_perms(Tx::NONE, WARTS, &perms)?;
        self.store.watch(STRAW, KNOCKS)?;
        self.store.watch("@releaseDomain", RELEASES)
    }

    /// What an earlier membrane of this domain has asked of others.
    fn take_back_knocks(&mut self) -> Result<(), StoreError> {
        let names = match self.store.list(Tx::NONE, WARTS) {
            Ok(names) => names,
            Err(StoreError::NoEntry) => return Ok(()),
            Err(error) => return Err(error),
        };
        for key in names.iter().filter_map(|name| Key::from_directory(name)) {
            self.clear_passive(key)?;
        }
        Ok(())
    }

    /// Does something in a transaction, again if others were in between.
    pub(super) fn transact<T>(
        &mut self,
        work: impl Fn(&mut S, Tx) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut tries = 0;
        loop {
            let tx = self.store.begin()?;
            let done = work(&mut self.store, tx);
            let ended = self.store.end(tx, done.is_ok());
            if ended.is_err() {
                // It has ended, unless the store failed before it got that far.
                let _ = self.store.end(tx, false);
            }
            let done = done?;
            tries += 1;
            match ended {
                Ok(()) => return Ok(done),
                Err(StoreError::Again) if tries < TRIES => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Makes the directory where one peer may knock, if peers are listed.
    pub(super) fn admit(&mut self, peer: DomId, port: Port) -> Result<(), StoreError> {
        let straw = Key::straw(peer, self.me, port);
        let perms = self.admission(peer);
        self.transact(|store, tx| {
            store.mkdir(tx, &straw)?;
            store.set_perms(tx, &straw, &perms)
        })
    }

    fn admission(&self, peer: DomId) -> Vec<Perm> {
        let both = |domid| Perm::new(Access::Both, domid);
        [Perm::new(Access::None, self.me), both(self.me), both(peer)].to_vec()
    }

    /// Takes away what a pore has in the store; what cannot be taken away now is tried later.
    pub(super) fn clear(&mut self, litter: Litter) {
        if self.try_clear(litter).is_err() {
            self.litter.push(litter);
        }
    }

    pub(super) fn try_clear(&mut self, litter: Litter) -> Result<(), StoreError> {
        let Litter {
            key,
            role,
            handle,
            refused,
        } = litter;
        if let Some(handle) = handle {
            let path = self.directories(key, role).peers_state();
            or_gone(self.store.unwatch(&path, &token(handle)))?;
        }
        match role {
            Role::Passive => self.clear_passive(key),
            Role::Active => self.clear_active(key, refused),
        }
    }

    /// This side's directory goes, and its knock at the peer's.
    fn clear_passive(&mut self, key: Key) -> Result<(), StoreError> {
        let at = self.directories(key, Role::Passive);
        or_gone(self.store.remove(Tx::NONE, &at.warts))?;
        let knock = format!("{}/warts", at.straw);
        match self.store.read(Tx::NONE, &knock) {
            Ok(link) if link == at.warts.as_bytes() => {
                or_gone(self.store.remove(Tx::NONE, &knock))?;
            }
            Ok(_) | Err(StoreError::NoEntry | StoreError::Access) => {}
            Err(error) => return Err(error),
        }
        self.remove_if_own_and_empty(&at.straw)
    }

    /// A directory that this side made at the peer's, and nobody has written to.
    fn remove_if_own_and_empty(&mut self, straw: &str) -> Result<(), StoreError> {
        let names = match self.store.list(Tx::NONE, straw) {
            Ok(names) => names,
            Err(StoreError::NoEntry | StoreError::Access) => return Ok(()),
            Err(error) => return Err(error),
        };
        if !names.is_empty() {
            return Ok(());
        }
        let perms = self.store.get_perms(Tx::NONE, straw)?;
        if perms.first().is_some_and(|first| first.domid == self.me) {
            or_gone(self.store.remove(Tx::NONE, straw))?;
        }
        Ok(())
    }

    /// The directory where the peer knocked goes. If the peer waits there, it is to hear that it is
    /// refused; or it has knocked again since, and will be heard.
    fn clear_active(&mut self, key: Key, refused: bool) -> Result<(), StoreError> {
        let at = self.directories(key, Role::Active);
        let (state, own_state) = (at.peers_state(), at.own_state());
        let knock = format!("{}/warts", at.straw);
        let listens = self.listeners.contains_key(&key.port);
        let admission = match &self.config.peers {
            Peers::Listed(peers) if listens && peers.contains(&key.peer) => {
                Some(self.admission(key.peer))
            }
            _ => None,
        };
        self.transact(|store, tx| {
            let link = match store.read(tx, &knock) {
                Ok(link) if link == at.warts.as_bytes() => Some(link),
                Ok(_) | Err(StoreError::NoEntry | StoreError::Access) => None,
                Err(error) => return Err(error),
            };
            let waits = match store.read(tx, &state) {
                Ok(state) => link.is_some() && state == State::InitWait.digit().as_bytes(),
                Err(StoreError::NoEntry | StoreError::Access) => false,
                Err(error) => return Err(error),
            };
            or_gone(store.remove(tx, &at.straw))?;
            if let Some(perms) = &admission {
                store.mkdir(tx, &at.straw)?;
                store.set_perms(tx, &at.straw, perms)?;
            }
            let Some(link) = link.filter(|_| waits) else {
                return Ok(());
            };
            if refused {
                let closed = State::Closed.digit().as_bytes();
                store.write(tx, &own_state, closed)?;
            }
            store.write(tx, &knock, &link)
        })
    }

    /// Takes away what domains that are no more have left here.
    pub(super) fn clear_released(&mut self) -> Result<(), StoreError> {
        for name in self.store.list(Tx::NONE, STRAW)? {
            let Some(key) = Key::from_directory(&name) else {
                continue;
            };
            let is_used = self.handles.contains_key(&key);
            if !is_used && !self.is_there(key.peer)? && self.has_written(&name)? {
                self.clear(Litter::of_knock(key));
            }
        }
        Ok(())
    }

    fn has_written(&mut self, name: &str) -> Result<bool, StoreError> {
        let path = format!("{STRAW}/{name}");
        let is_admitted = matches!(self.config.peers, Peers::Listed(_));
        Ok(!is_admitted || !self.store.list(Tx::NONE, &path)?.is_empty())
    }

    /// Whether a domain is there.
    pub(super) fn is_there(&mut self, domid: DomId) -> Result<bool, StoreError> {
        let home: String = format!("/local/domain/{domid}");
        match self.store.list(Tx::NONE, &home) {
            Ok(_) | Err(StoreError::Access | StoreError::TooBig) => Ok(true),
            Err(StoreError::NoEntry) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
