//! A pore on its way from one port to another, as a resource.

use alloc::vec::Vec;
use core::cell::RefCell;

use avm_port::PortError;
use avm_resource::{Counters, Resource};
use avm_term::atom;
use critical_section::Mutex;
use pore::ring::Closed;

use crate::source::End;

/// The pores on their way that there were and are.
pub static GIFTS: Counters = Counters::new();

/// A pore on its way from one port to another. Whoever holds the term may take it, once. If
/// nobody does, it is closed with the last term.
pub struct Gift<E>(Mutex<RefCell<Option<Parcel<E>>>>);

/// What a port hands on.
pub(crate) struct Parcel<E> {
    pub(crate) end: E,
    /// Bytes that were read but not delivered.
    pub(crate) held: Vec<u8>,
    pub(crate) over: Option<Closed>,
}

impl<E> From<E> for Parcel<E> {
    fn from(end: E) -> Self {
        Self {
            end,
            held: Vec::new(),
            over: None,
        }
    }
}

impl<E: End> Gift<E> {
    pub(crate) fn new(parcel: Parcel<E>) -> Self {
        Self(Mutex::new(RefCell::new(Some(parcel))))
    }

    /// Takes the pore, if nobody has.
    pub(crate) fn take(&self) -> Result<Parcel<E>, PortError> {
        let parcel = critical_section::with(|cs| {
            let mut place = self.0.borrow(cs).try_borrow_mut().ok()?;
            place.take()
        });
        parcel.ok_or(PortError::new(atom!("taken")))
    }

    /// What nobody else has seen yet.
    pub(crate) fn into_parcel(self) -> Option<Parcel<E>> {
        self.0.into_inner().into_inner()
    }
}

impl<E: End> Resource for Gift<E> {
    const NAME: &'static str = "pore";

    fn counters() -> &'static Counters {
        &GIFTS
    }
}
