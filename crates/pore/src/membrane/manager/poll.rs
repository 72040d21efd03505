//! Going on when there is news.

use alloc::vec::Vec;

use port_state::Handle;

use super::entry::from_token;
use super::{KNOCKS, Membrane, RELEASES};
use crate::legacy::Role;
use crate::membrane::store::{Store, StoreError, Tx};
use crate::membrane::{Input, Platform, State};

/// The most news of one turn.
const MOST_EVENTS: usize = 1024;

impl<S: Store, P: Platform> Membrane<S, P> {
    /// Goes on with all pores, as far as that is possible now.
    ///
    /// # Errors
    ///
    /// The store is gone, or does not tell what has changed. Pores that are there work on.
    pub fn poll(&mut self, now: u64) -> Result<(), StoreError> {
        for litter in core::mem::take(&mut self.litter) {
            self.clear(litter);
        }
        for handle in self.those(|membrane, handle| membrane.is_to_look(handle)) {
            self.look(handle, now)?;
        }
        if core::mem::take(&mut self.knocks_again) {
            self.hear("data/straw", now)?;
        }
        if core::mem::take(&mut self.releases_again) {
            self.released(now)?;
        }
        for _ in 0..MOST_EVENTS {
            let Some(event) = self.store.next_event()? else {
                break;
            };
            match event.token.as_str() {
                KNOCKS => self.hear(&event.path, now)?,
                RELEASES => self.released(now)?,
                token => {
                    if let Some(handle) = from_token(token) {
                        self.look(handle, now)?;
                    }
                }
            }
        }
        for handle in self.those(|membrane, handle| membrane.is_late(handle, now)) {
            self.step(handle, Input::Tick, now);
        }
        Ok(())
    }

    /// When to [`poll`](Self::poll) at the latest, whatever the store tells; never where `None`.
    pub fn deadline(&self) -> Option<u64> {
        let deadlines = self.entries.iter();
        deadlines
            .filter_map(|(_, entry)| entry.fsm.deadline())
            .min()
    }

    fn those(&self, which: impl Fn(&Self, Handle) -> bool) -> Vec<Handle> {
        let handles = self.entries.iter().map(|(handle, _)| handle);
        handles.filter(|handle| which(self, *handle)).collect()
    }

    fn is_to_look(&self, handle: Handle) -> bool {
        self.entries
            .get(handle)
            .is_some_and(|entry| entry.look_again)
    }

    fn is_late(&self, handle: Handle, now: u64) -> bool {
        let deadline = |entry: &super::Entry<P::Pore>| entry.fsm.deadline();
        let deadline = self.entries.get(handle).and_then(deadline);
        deadline.is_some_and(|deadline| deadline <= now)
    }

    /// Looks at the state of a pore's peer.
    fn look(&mut self, handle: Handle, now: u64) -> Result<(), StoreError> {
        let Some(entry) = self.entries.get_mut(handle) else {
            return Ok(());
        };
        entry.look_again = false;
        let (key, role) = (entry.key, entry.fsm.role());
        // Who opened has no answer yet, for a while.
        let may_be_none = role == Role::Passive && entry.fsm.peer().is_none();
        let path = self.directories(key, role).peers_state();
        let input = match self.store.read(Tx::NONE, &path) {
            Ok(digits) => Input::Peer(State::from_digits(&digits)),
            Err(StoreError::NoEntry) if may_be_none => return Ok(()),
            Err(StoreError::NoEntry | StoreError::Access) => Input::PeerGone,
            Err(StoreError::Gone) => return Err(StoreError::Gone),
            Err(_) => {
                if let Some(entry) = self.entries.get_mut(handle) {
                    entry.look_again = true;
                }
                return Ok(());
            }
        };
        self.step(handle, input, now);
        Ok(())
    }

    /// Something has changed where peers knock.
    fn hear(&mut self, path: &str, now: u64) -> Result<(), StoreError> {
        let heard = self.heard(path, now);
        self.knocks_again |= heard.is_err();
        only_if_gone(heard)
    }

    /// Some domain is no more.
    fn released(&mut self, now: u64) -> Result<(), StoreError> {
        let looked = self.look_for_released(now);
        self.releases_again |= looked.is_err();
        only_if_gone(looked)
    }

    fn look_for_released(&mut self, now: u64) -> Result<(), StoreError> {
        for handle in self.those(|_, _| true) {
            let Some(peer) = self.entries.get(handle).map(|entry| entry.key.peer) else {
                continue;
            };
            if !self.is_there(peer)? {
                self.step(handle, Input::PeerGone, now);
            }
        }
        self.clear_released()
    }
}

/// What will be tried again is no failure.
fn only_if_gone(done: Result<(), StoreError>) -> Result<(), StoreError> {
    match done {
        Err(StoreError::Gone) => Err(StoreError::Gone),
        _ => Ok(()),
    }
}
