//! Doing what the protocol says.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use port_state::Handle;

use super::entry::{Litter, token};
use super::{Membrane, Note};
use crate::legacy::Role;
use crate::membrane::store::{Store, StoreError, Tx};
use crate::membrane::{Action, Breach, Input, Keys, Offer, Platform, Reason, State};

impl<S: Store, P: Platform> Membrane<S, P> {
    /// Tells a pore what happened, and does what follows.
    pub(super) fn step(&mut self, handle: Handle, input: Input, now: u64) {
        let Some(entry) = self.entries.get_mut(handle) else {
            return;
        };
        let was_connected = entry.fsm.is_connected();
        let action = entry.fsm.step(input, now);
        let is_new = entry.fsm.is_connected() && !was_connected;
        let (key, owner, role) = (entry.key, entry.owner, entry.fsm.role());
        self.run(handle, action, now);
        let is_there = self.entries.get(handle).is_some();
        if is_new && is_there {
            self.notes.push_back(Note::Opened {
                handle,
                key,
                owner,
                role,
            });
        }
    }

    pub(super) fn run(&mut self, handle: Handle, action: Action, now: u64) {
        let done = match action {
            Action::Wait => return,
            Action::Announce => self.announce(handle).map_err(|_| Reason::Failed),
            Action::Publish(state) => self.publish(handle, state).map_err(|_| Reason::Failed),
            Action::Offer => self.offer(handle),
            Action::Map => self.map(handle),
            Action::Release(state, end) => {
                let undelivered = self.release(handle);
                let said = match state {
                    Some(state) => self.publish(handle, state),
                    None => Ok(()),
                };
                if let Some(reason) = end {
                    return self.finish(handle, reason, undelivered);
                }
                said.map_err(|_| Reason::Failed)
            }
        };
        match (done, action) {
            (Err(reason), _) => self.step(handle, Input::Failed(reason), now),
            (Ok(()), Action::Offer | Action::Map) => self.step(handle, Input::Done, now),
            (Ok(()), _) => {}
        }
    }

    fn publish(&mut self, handle: Handle, state: State) -> Result<(), StoreError> {
        let entry = self.entries.get(handle).ok_or(StoreError::NoEntry)?;
        let path = self.directories(entry.key, entry.fsm.role()).own_state();
        self.store.write(Tx::NONE, &path, state.digit().as_bytes())
    }

    /// The passive side's first word; it wakes the peer.
    fn announce(&mut self, handle: Handle) -> Result<(), StoreError> {
        let entry = self.entries.get(handle).ok_or(StoreError::NoEntry)?;
        let at = self.directories(entry.key, Role::Passive);
        let wants = wants(&self.config.keys, &at.warts);
        self.transact(|store, tx| {
            store.mkdir(tx, &at.warts)?;
            store.write(tx, &format!("{}/straw", at.warts), at.straw.as_bytes())?;
            store.write(tx, &at.own_state(), State::InitWait.digit().as_bytes())?;
            for (path, value) in &wants {
                store.write(tx, path, value)?;
            }
            store.write(tx, &format!("{}/warts", at.straw), at.warts.as_bytes())
        })?;
        self.store.watch(&at.peers_state(), &token(handle))
    }

    /// The active side's offer.
    fn offer(&mut self, handle: Handle) -> Result<(), Reason> {
        let entry = self.entries.get(handle).ok_or(Reason::Failed)?;
        let key = entry.key;
        let at = self.directories(key, Role::Active);
        let peers_keys = self.peers_keys(at.peers())?;
        let (offer, pore) = self.platform.offer(key).map_err(|_| Reason::Failed)?;
        if let Some(entry) = self.entries.get_mut(handle) {
            entry.pore = Some(pore);
            entry.peers_keys = peers_keys;
        }
        let wants = wants(&self.config.keys, &at.straw);
        let said = self.transact(|store, tx| {
            for (number, reference) in (1..).zip(offer.refs) {
                let path = format!("{}/ring-ref-{number}", at.straw);
                store.write(tx, &path, reference.to_string().as_bytes())?;
            }
            let path = format!("{}/event-channel", at.straw);
            store.write(tx, &path, offer.channel.to_string().as_bytes())?;
            for (path, value) in &wants {
                store.write(tx, path, value)?;
            }
            store.write(tx, &at.own_state(), State::Initialised.digit().as_bytes())
        });
        said.map_err(|_| Reason::Failed)
    }

    /// The passive side takes the offer.
    fn map(&mut self, handle: Handle) -> Result<(), Reason> {
        let entry = self.entries.get(handle).ok_or(Reason::Failed)?;
        let key = entry.key;
        let at = self.directories(key, Role::Passive);
        let mut offer = Offer::default();
        for (number, reference) in (1..).zip(&mut offer.refs) {
            *reference = self.number(&format!("{}/ring-ref-{number}", at.straw))?;
        }
        offer.channel = self.number(&format!("{}/event-channel", at.straw))?;
        let peers_keys = self.peers_keys(at.peers())?;
        let mapped = self.platform.map(key, &offer);
        let pore = mapped.map_err(|_| Reason::Failed)?;
        if let Some(entry) = self.entries.get_mut(handle) {
            entry.pore = Some(pore);
            entry.peers_keys = peers_keys;
        }
        Ok(())
    }

    /// A number that the peer wrote.
    fn number(&mut self, path: &str) -> Result<u32, Reason> {
        let bytes = match self.store.read(Tx::NONE, path) {
            Ok(bytes) => bytes,
            Err(StoreError::NoEntry) => return Err(Reason::Protocol(Breach::Offer)),
            Err(StoreError::Access) => return Err(Reason::Gone),
            Err(_) => return Err(Reason::Failed),
        };
        let digits = core::str::from_utf8(&bytes).ok();
        digits
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok())
            .ok_or(Reason::Protocol(Breach::Offer))
    }

    fn peers_keys(&mut self, directory: &str) -> Result<Keys, Reason> {
        Ok(Keys {
            format: self.optional(&format!("{directory}/format"))?,
            max_frame: self.optional(&format!("{directory}/max-frame"))?,
        })
    }

    fn optional(&mut self, path: &str) -> Result<Option<Vec<u8>>, Reason> {
        match self.store.read(Tx::NONE, path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(StoreError::NoEntry | StoreError::Access) => Ok(None),
            Err(_) => Err(Reason::Failed),
        }
    }

    fn release(&mut self, handle: Handle) -> u64 {
        let Some(entry) = self.entries.get_mut(handle) else {
            return 0;
        };
        let key = entry.key;
        let Some(pore) = entry.pore.take() else {
            return 0;
        };
        let undelivered = self.platform.release(key, pore);
        if let Some(entry) = self.entries.get_mut(handle) {
            entry.undelivered = undelivered;
        }
        undelivered
    }

    fn finish(&mut self, handle: Handle, reason: Reason, undelivered: u64) {
        let Some(entry) = self.entries.remove(handle) else {
            return;
        };
        let (key, owner, role) = (entry.key, entry.owner, entry.fsm.role());
        self.handles.remove(&key);
        let still_knocks = matches!(entry.fsm.peer(), None | Some(State::InitWait));
        self.clear(Litter {
            key,
            role,
            handle: Some(handle),
            refused: still_knocks && reason != Reason::Gone,
        });
        self.notes.push_back(Note::Closed {
            handle,
            key,
            owner,
            reason,
            undelivered: undelivered.max(entry.undelivered),
        });
    }
}

/// What this side wants, and where it says so.
fn wants(keys: &Keys, directory: &str) -> Vec<(String, Vec<u8>)> {
    let named = [("format", &keys.format), ("max-frame", &keys.max_frame)];
    named
        .into_iter()
        .filter_map(|(name, value)| Some((format!("{directory}/{name}"), value.clone()?)))
        .collect()
}
