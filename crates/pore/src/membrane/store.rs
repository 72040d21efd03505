//! The store in which two sides negotiate, with the rules of Xen's.
//!
//! [`Store`] is what a membrane needs of a store. [`Storelet`] is a whole one in this process;
//! [`LocalStore`] is a connection to it, and [`wire`] speaks to one through bytes. [`Faulty`] makes
//! any of them fail where a test wants it to.
//!
//! | rule | |
//! |---|---|
//! | paths | `/a/b`, at most 3072 bytes; without the first `/` below `/local/domain/ID`, at most 2048 |
//! | letters | `a-z A-Z 0-9 - _ @`; no empty names |
//! | payload | path, NUL and value together at most 4096 bytes |
//! | rights | `n r w b` and a domain; the first entry is the owner, its letter what all others may |
//! | watches | tell at once, then of each change at the path and below; a deletion tells the watched path |
//! | transactions | are kept only if nobody changed what they looked at: otherwise [`StoreError::Again`] |

mod change;
mod error;
mod faulty;
mod local;
mod path;
mod perms;
mod quota;
mod scope;
mod storelet;
mod tree;
mod watch;
pub mod wire;

use alloc::string::String;
use alloc::vec::Vec;

pub use error::StoreError;
pub use faulty::{Faulty, Plan};
pub use local::LocalStore;
pub use path::{MAX_ABSOLUTE, MAX_RELATIVE};
pub use perms::{Access, Perm};
pub use quota::Quota;
pub use storelet::Storelet;

/// Names a domain. 0 may do everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomId(pub u16);

impl core::fmt::Display for DomId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.0.fmt(f)
    }
}

/// A transaction of one connection, or none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tx(pub u32);

impl Tx {
    /// At once, for all to see.
    pub const NONE: Self = Self(0);
}

/// What a watch tells: something may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Where, written as the watch was.
    pub path: String,
    /// Which watch, as it was called when it was set.
    pub token: String,
}

/// A store, as one domain is connected to it.
///
/// A path without a `/` at its beginning is below the domain's own directory.
pub trait Store {
    /// Whose connection this is.
    fn domid(&self) -> DomId;

    /// The value at a path.
    ///
    /// # Errors
    ///
    /// There is none, it may not be read, or the path is none.
    fn read(&mut self, tx: Tx, path: &str) -> Result<Vec<u8>, StoreError>;

    /// Sets the value at a path, and makes it and what is above it if need be.
    ///
    /// # Errors
    ///
    /// It may not be written, the path is none, or it is too much.
    fn write(&mut self, tx: Tx, path: &str, value: &[u8]) -> Result<(), StoreError>;

    /// Makes a path with an empty value, if there is none.
    ///
    /// # Errors
    ///
    /// It may not be written, the path is none, or it is too much.
    fn mkdir(&mut self, tx: Tx, path: &str) -> Result<(), StoreError>;

    /// Deletes a path and all below it. That there is none is fine, if there is one above it.
    ///
    /// # Errors
    ///
    /// It may not be written, or there is none above it either.
    fn remove(&mut self, tx: Tx, path: &str) -> Result<(), StoreError>;

    /// The names right below a path, in order.
    ///
    /// # Errors
    ///
    /// There is no such path, it may not be read, or the names are more than a reply may hold.
    fn list(&mut self, tx: Tx, path: &str) -> Result<Vec<String>, StoreError>;

    /// Who may do what at a path.
    ///
    /// # Errors
    ///
    /// There is no such path, or it may not be read.
    fn get_perms(&mut self, tx: Tx, path: &str) -> Result<Vec<Perm>, StoreError>;

    /// Sets who may do what at a path.
    ///
    /// # Errors
    ///
    /// Only the owner may, and stays it; there must be an entry.
    fn set_perms(&mut self, tx: Tx, path: &str, perms: &[Perm]) -> Result<(), StoreError>;

    /// Asks to be told of changes at a path and below it, whether it is there or not.
    ///
    /// # Errors
    ///
    /// There is such a watch, there are too many, or the path is none.
    fn watch(&mut self, path: &str, token: &str) -> Result<(), StoreError>;

    /// Takes a watch back; what it had to tell is forgotten.
    ///
    /// # Errors
    ///
    /// There is no such watch.
    fn unwatch(&mut self, path: &str, token: &str) -> Result<(), StoreError>;

    /// Begins a transaction.
    ///
    /// # Errors
    ///
    /// There are too many.
    fn begin(&mut self) -> Result<Tx, StoreError>;

    /// Ends a transaction: keeps what it did, or forgets it.
    ///
    /// # Errors
    ///
    /// There is no such transaction; or it cannot be kept, because what it saw has changed.
    fn end(&mut self, tx: Tx, keep: bool) -> Result<(), StoreError>;

    /// What a watch has to tell, if one has.
    ///
    /// # Errors
    ///
    /// The connection is no more.
    fn next_event(&mut self) -> Result<Option<Event>, StoreError>;
}

/// The most bytes of a request or a reply.
pub(crate) use crate::legacy::MAX_PAYLOAD;
