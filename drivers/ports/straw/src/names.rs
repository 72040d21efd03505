//! The names of a node that peers may send to.

use std::sync::{Arc, Mutex, PoisonError};

use avm_resource::{Counters, Resource};
use avm_term::{Pid, Term};
use pore::straw::{ExportError, Exports};

use crate::encode::MAX_ATOM;

/// The names of nodes that there were and are.
pub static NAMES: Counters = Counters::new();

/// The names that peers may send to: made by the port that listens, used by all straws of a node.
///
/// Who delivers looks at the table as it was when its turn began, so a message that was under way
/// may still come after its name was taken back.
#[derive(Debug)]
pub struct Names(Mutex<Arc<Exports<Pid>>>);

impl Resource for Names {
    const NAME: &'static str = "straw_names";

    fn counters() -> &'static Counters {
        &NAMES
    }
}

impl Names {
    /// No names; at most `most`.
    pub(crate) fn new(most: usize) -> Self {
        Self(Mutex::new(Arc::new(Exports::new(most))))
    }

    /// The table as it is.
    pub(crate) fn now(&self) -> Arc<Exports<Pid>> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets peers send to a process by this name.
    pub(crate) fn export(&self, name: &str, pid: Pid) -> Result<(), ExportError> {
        let mut names = (*self.now()).clone();
        names.export(name, pid)?;
        self.put(names);
        Ok(())
    }

    /// Takes a name back; false if there is none.
    pub(crate) fn unexport(&self, name: &str) -> bool {
        let mut names = (*self.now()).clone();
        let found = names.unexport(name).is_some();
        self.put(names);
        found
    }

    /// Only the port that listens changes the names, so none is lost.
    fn put(&self, names: Exports<Pid>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(names);
    }
}

/// Calls with the text that an atom or a binary is; `None` for all else.
pub(crate) fn with_text<R>(term: Term<'_>, f: impl FnOnce(&str) -> R) -> Option<R> {
    if let Some(bytes) = term.binary() {
        return core::str::from_utf8(bytes).ok().map(f);
    }
    let mut buffer = [0; MAX_ATOM];
    term.atom_text(&mut buffer).map(f)
}
