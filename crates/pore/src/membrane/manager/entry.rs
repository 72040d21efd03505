//! One pore, as its manager knows it.

use alloc::string::{String, ToString};

use port_state::Handle;

use super::Rights;
use crate::legacy::Role;
use crate::membrane::{Fsm, Key, Keys};

pub(super) struct Entry<Pore> {
    pub(super) key: Key,
    pub(super) owner: u64,
    pub(super) rights: Rights,
    pub(super) fsm: Fsm,
    pub(super) pore: Option<Pore>,
    /// What the peer wants of the stream.
    pub(super) peers_keys: Keys,
    /// The peer's state could not be read.
    pub(super) look_again: bool,
    /// Bytes that the peer had not read when the pore was let go.
    pub(super) undelivered: u64,
}

impl<Pore> Entry<Pore> {
    pub(super) fn new(key: Key, owner: u64, rights: Rights, fsm: Fsm) -> Self {
        Self {
            key,
            owner,
            rights,
            fsm,
            pore: None,
            peers_keys: Keys::default(),
            look_again: false,
            undelivered: 0,
        }
    }
}

/// What a pore has in the store, to be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Litter {
    pub(super) key: Key,
    pub(super) role: Role,
    /// Of the watch; `None` where there is none of a pore's own.
    pub(super) handle: Option<Handle>,
    /// The peer still waits for an answer to its knock, and is to hear that there will be none.
    pub(super) refused: bool,
}

impl Litter {
    /// What a peer has left where it knocks.
    pub(super) fn of_knock(key: Key) -> Self {
        Self {
            key,
            role: Role::Active,
            handle: None,
            refused: false,
        }
    }
}

/// The token of a pore's watch.
pub(super) fn token(handle: Handle) -> String {
    handle.to_bits().to_string()
}

/// The pore whose watch has this token.
pub(super) fn from_token(token: &str) -> Option<Handle> {
    Handle::from_bits(token.parse().ok()?)
}
