//! What an endpoint is called.

use core::fmt;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::string::String;
use std::vec::Vec;

use rustix::net::SocketAddrUnix;

/// The most bytes of a name.
pub const MAX_NAME: usize = 107;

/// What an endpoint is called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// A name that is in no file system, and is gone with its endpoint. Every user of the machine
    /// may take it, so who connects looks at [who is there](super::Access).
    Hidden(Vec<u8>),
    /// The path of a socket; its folder says who may take it.
    Path(PathBuf),
}

/// A name that no endpoint can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameError {
    /// It has no bytes.
    Empty,
    /// It has so many bytes, more than [`MAX_NAME`].
    TooLong(usize),
    /// There is a NUL in it.
    Nul,
}

impl Name {
    /// A name that is in no file system.
    ///
    /// # Errors
    ///
    /// Why it cannot be one.
    pub fn hidden(name: impl Into<String>) -> Result<Self, NameError> {
        let name = name.into().into_bytes();
        checked(&name)?;
        Ok(Self::Hidden(name))
    }

    /// A path.
    ///
    /// # Errors
    ///
    /// Why it cannot be one.
    pub fn path(path: impl AsRef<Path>) -> Result<Self, NameError> {
        let path = path.as_ref();
        checked(path.as_os_str().as_bytes())?;
        Ok(Self::Path(path.into()))
    }

    /// The address, for whoever made the name by hand as well.
    pub(super) fn address(&self) -> Result<SocketAddrUnix, NameError> {
        let (bytes, address) = match self {
            Self::Hidden(name) => (name.as_slice(), SocketAddrUnix::new_abstract_name(name)),
            Self::Path(path) => {
                let bytes = path.as_os_str().as_bytes();
                (bytes, SocketAddrUnix::new(path))
            }
        };
        checked(bytes)?;
        address.map_err(|_| NameError::TooLong(bytes.len()))
    }
}

fn checked(bytes: &[u8]) -> Result<(), NameError> {
    if bytes.is_empty() {
        return Err(NameError::Empty);
    }
    if bytes.len() > MAX_NAME {
        return Err(NameError::TooLong(bytes.len()));
    }
    if bytes.contains(&0) {
        return Err(NameError::Nul);
    }
    Ok(())
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hidden(name) => write!(f, "@{}", OsStr::from_bytes(name).display()),
            Self::Path(path) => path.display().fmt(f),
        }
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a name has at least one byte"),
            Self::TooLong(bytes) => write!(f, "a name of {bytes} bytes; at most {MAX_NAME}"),
            Self::Nul => f.write_str("a name has no NUL in it"),
        }
    }
}

impl core::error::Error for NameError {}
