//! The store's messages: replies are matched by their request's number.
//!
//! A [`Server`] answers for a [`Storelet`](super::Storelet) what comes through a
//! [`Pipe`](crate::pipe::Pipe), such as the [ring](crate::legacy::XenstorePage) that a Xen guest
//! shares with its store. A [`Client`] asks, any number of things at a time, and takes the answers
//! in whatever order they come; [`Waiting`] makes a [`Store`](super::Store) of it.

mod client;
mod inbox;
mod server;
mod waiting;

pub use client::{Answer, Client};
pub use server::Server;
pub use waiting::Waiting;

use alloc::vec::Vec;

use super::{MAX_PAYLOAD, Perm, StoreError};

/// The parts of a payload, each of which ends in NUL.
fn parts(payload: &[u8]) -> Result<Vec<&str>, StoreError> {
    let text = core::str::from_utf8(payload).map_err(|_| StoreError::Invalid)?;
    let text = text.strip_suffix('\0').ok_or(StoreError::Invalid)?;
    Ok(text.split('\0').collect())
}

/// Parts as a payload.
fn joined<'a>(parts: impl IntoIterator<Item = &'a str>) -> Result<Vec<u8>, StoreError> {
    let mut payload = Vec::new();
    for part in parts {
        if part.contains('\0') {
            return Err(StoreError::Invalid);
        }
        payload.extend_from_slice(part.as_bytes());
        payload.push(0);
    }
    if payload.len() > MAX_PAYLOAD {
        return Err(StoreError::TooBig);
    }
    Ok(payload)
}

/// The entries of a payload.
fn perms(texts: &[&str]) -> Result<Vec<Perm>, StoreError> {
    texts.iter().map(|text| Perm::from_text(text)).collect()
}
