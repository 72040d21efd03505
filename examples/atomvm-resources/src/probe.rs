//! The resources of the tests: they say what becomes of them.

use std::sync::{Mutex, PoisonError};

use avm_resource::{Counters, Down, Monitor, Resource, ResourceArc};
use avm_term::{Pid, atom};

/// A value that tells a process when it is dropped, and when what it monitors ends.
#[derive(Debug)]
pub(crate) struct Probe {
    pub(crate) number: u32,
    /// Who is told.
    pub(crate) tell: Option<Pid>,
    /// Itself: as long as it is there, the value has a holder that only `down` can let go.
    pub(crate) itself: Mutex<Option<ResourceArc<Probe>>>,
    /// Another value, which lives for as long.
    pub(crate) inner: Option<ResourceArc<Probe>>,
}

/// The probes.
pub(crate) static PROBES: Counters = Counters::new();

impl Probe {
    pub(crate) fn new(number: u32, tell: Option<Pid>) -> Self {
        Self {
            number,
            tell,
            itself: Mutex::new(None),
            inner: None,
        }
    }

    /// Gives the value a holder inside of it.
    pub(crate) fn hold_itself(this: &ResourceArc<Self>) {
        *this.itself.lock().unwrap_or_else(PoisonError::into_inner) = Some(this.clone());
    }
}

impl Resource for Probe {
    const NAME: &'static str = "probe";
    const IMPLEMENTS_DOWN: bool = true;

    /// Sends `{down, Number, Who, IsTheReceiverAlive}`, then lets go of itself.
    fn down(&self, who: Down, _: Monitor) {
        if let Some(to) = self.tell {
            let _ = to.send(&(atom!("down"), self.number, who, to.is_alive()));
        }
        let mut itself = self.itself.lock().unwrap_or_else(PoisonError::into_inner);
        let held = itself.take();
        drop(itself);
        // Not the last holder's end before `down` has returned.
        drop(held);
    }

    fn counters() -> &'static Counters {
        &PROBES
    }
}

impl Drop for Probe {
    /// Sends `{dropped, Number}`, or says so on standard error where nobody is to be told.
    fn drop(&mut self) {
        match self.tell {
            Some(to) if to.is_alive() => {
                let _ = to.send(&(atom!("dropped"), self.number));
            }
            _ if std::env::var_os("AVM_TRACE_DROP").is_some() => {
                let inner = self.inner.as_ref().map(|inner| inner.number);
                eprintln!("avm: probe {} dropped with {inner:?}", self.number);
            }
            _ => {}
        }
    }
}

/// A value of another type, with nothing to say.
#[derive(Debug)]
pub(crate) struct Plain(pub(crate) u64);

/// The plain values.
pub(crate) static PLAIN: Counters = Counters::new();

impl Resource for Plain {
    const NAME: &'static str = "plain";

    fn counters() -> &'static Counters {
        &PLAIN
    }
}

/// A value that is aligned to more than `malloc` cares for.
#[derive(Debug)]
#[repr(align(128))]
pub(crate) struct Aligned(pub(crate) u8);

impl Resource for Aligned {
    const NAME: &'static str = "aligned";
}
