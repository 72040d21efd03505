//! The atom table, one for the process: `atom!` keeps its words across VMs.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::lock::{Guard, Lock};

/// All atoms; an atom's word is its place, so it is never given up.
#[derive(Default)]
struct Atoms {
    places: BTreeMap<String, usize>,
    texts: Vec<String>,
}

fn atoms() -> Guard<'static, Atoms> {
    // The table is whole between any two statements, so a panic elsewhere does not harm it.
    static ATOMS: Lock<Atoms> = Lock::new(Atoms::default);
    ATOMS.lock()
}

/// Interns a text.
pub(crate) fn intern(text: &str) -> usize {
    let mut atoms = atoms();
    if let Some(place) = atoms.places.get(text) {
        return *place;
    }
    let place = atoms.texts.len();
    atoms.texts.push(text.to_owned());
    atoms.places.insert(text.to_owned(), place);
    place
}

/// Finds a text that is interned already.
pub(crate) fn find(text: &str) -> Option<usize> {
    atoms().places.get(text).copied()
}

/// The text of an atom; empty for a place that was never given out.
pub(crate) fn text(place: usize) -> String {
    atoms().texts.get(place).cloned().unwrap_or_default()
}
