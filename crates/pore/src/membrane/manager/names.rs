//! Ports that have names.

use alloc::format;
use alloc::string::ToString;

use super::{Membrane, NameError};
use crate::membrane::store::{Access, DomId, Perm, Store, StoreError, Tx};
use crate::membrane::{Platform, Port};

const NAMES: &str = "data/names";
const MAX_NAME: usize = 64;

impl<S: Store, P: Platform> Membrane<S, P> {
    /// Gives a port of this domain a name, under which others find it.
    ///
    /// # Errors
    ///
    /// The name is none, or the store refuses.
    pub fn name(&mut self, name: &str, port: Port) -> Result<(), NameError> {
        let path = format!("{NAMES}/{}", checked(name)?);
        let Port(number) = port;
        let perms = [Perm::new(Access::Read, self.me)];
        let named = self.transact(|store, tx| {
            store.mkdir(tx, NAMES)?;
            store.set_perms(tx, NAMES, &perms)?;
            store.write(tx, &path, number.to_string().as_bytes())
        });
        named.map_err(NameError::Store)
    }

    /// Takes a name back; that there is none is as well.
    ///
    /// # Errors
    ///
    /// The name is none, or the store refuses.
    pub fn unname(&mut self, name: &str) -> Result<(), NameError> {
        let path = format!("{NAMES}/{}", checked(name)?);
        match self.store.remove(Tx::NONE, &path) {
            Ok(()) | Err(StoreError::NoEntry) => Ok(()),
            Err(error) => Err(NameError::Store(error)),
        }
    }

    /// The port of a peer that has this name.
    ///
    /// # Errors
    ///
    /// The name is none, the peer has none such, or the store refuses.
    pub fn resolve(&mut self, peer: DomId, name: &str) -> Result<Port, NameError> {
        let path = format!("/local/domain/{peer}/{NAMES}/{}", checked(name)?);
        let bytes = match self.store.read(Tx::NONE, &path) {
            Ok(bytes) => bytes,
            Err(StoreError::NoEntry | StoreError::Access) => return Err(NameError::NotFound),
            Err(error) => return Err(NameError::Store(error)),
        };
        let digits = core::str::from_utf8(&bytes).ok();
        let number = digits.and_then(|digits| digits.parse().ok());
        number.map(Port).ok_or(NameError::NotFound)
    }
}

fn checked(name: &str) -> Result<&str, NameError> {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_name = (1..=MAX_NAME).contains(&name.len()) && name.bytes().all(is_letter);
    is_name.then_some(name).ok_or(NameError::Name)
}
