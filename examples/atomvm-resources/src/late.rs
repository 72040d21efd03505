//! What a thread of the VM's still has when the VM is gone.

use std::cell::RefCell;
use std::fs;

use avm_resource::ResourceArc;
use avm_term::{OwnedEnv, OwnedTerm, Pid, Term, atom};

use crate::probe::Probe;

thread_local! {
    static LATE: RefCell<Option<Late>> = const { RefCell::new(None) };
}

/// A process, and a kept term of a binary, a resource and two atoms.
struct Late {
    tell: Pid,
    term: OwnedTerm,
}

/// Leaves a term to the thread that runs this, if that is the first of the process: what it has is
/// dropped at the very end, when the VM is gone. `false`: it was another thread.
pub(crate) fn leave(tell: Pid, term: Term<'_>) -> bool {
    let Ok(term) = OwnedTerm::copy_of(term) else {
        return false;
    };
    if is_first_thread() {
        LATE.set(Some(Late { tell, term }));
        return true;
    }
    false
}

/// Whether the thread has the number of its process.
fn is_first_thread() -> bool {
    let link = fs::read_link("/proc/thread-self").unwrap_or_default();
    let text = link.to_string_lossy();
    let (process, thread) = text.split_once("/task/").unwrap_or_default();
    !process.is_empty() && process == thread
}

impl Drop for Late {
    /// Does all that can be done with a term and a process, and says what still could.
    fn drop(&mut self) {
        let term = self.term.term();
        let part = |index| term.element(index).unwrap_or(term);
        let heap = OwnedEnv::new();
        let named = |heap: OwnedEnv| heap.env().make(&atom!("said by nobody before")).is_ok();
        let done = [
            ("binary", part(0).binary().is_some()),
            ("resource", part(1).get::<ResourceArc<Probe>>().is_ok()),
            ("text", part(2).atom_text(&mut [0; 8]).is_some()),
            ("equal", part(2).compare(part(3)).is_none_or(|o| o.is_eq())),
            ("copy", OwnedTerm::copy_of(term).is_ok()),
            ("atom", heap.is_ok_and(named)),
            ("existing", term.env().existing_atom("true").is_some()),
            ("alive", self.tell.is_alive()),
            ("sent", self.tell.send(&term).is_ok()),
        ];
        let can = done.into_iter().filter(|(_, done)| *done);
        let can: Vec<_> = can.map(|(what, _)| what).collect();
        eprintln!("avm: late, and can {can:?}");
    }
}
