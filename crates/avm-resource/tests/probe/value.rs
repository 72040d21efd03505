//! The values that tests hand to Erlang.

use std::sync::Arc;

use avm_resource::{Down, Monitor, Resource};
use avm_term::{FromTerm, Pid, atom};

use super::Log;

/// What a value does when something that it monitors ends.
#[derive(FromTerm, Clone, Copy, PartialEq)]
#[avm(atoms)]
pub(crate) enum OnDown {
    /// Notes it.
    Note,
    /// Notes it, then lets go of the holder that it was made with.
    Release,
    /// Notes it, then sends a message.
    Send,
}

/// A number that notes its end.
pub(crate) struct Value {
    pub(crate) number: u32,
    pub(crate) down: OnDown,
    pub(crate) tell: Option<Pid>,
    pub(crate) holder: usize,
    pub(crate) log: Arc<Log>,
}

impl Value {
    /// The value without what it would note.
    pub(crate) fn disarm(mut self) -> Self {
        self.log = Arc::default();
        self
    }
}

impl Resource for Value {
    const NAME: &'static str = "value";
    const IMPLEMENTS_DOWN: bool = true;

    fn down(&self, who: Down, monitor: Monitor) {
        self.log.note_down(self.number, monitor, who);
        if self.down == OnDown::Release {
            drop(self.log.take_holder(self.holder));
        }
        if let (OnDown::Send, Some(to)) = (self.down, self.tell) {
            // Looks at the table of processes, and writes to it.
            assert!(to.is_alive());
            to.send(&(atom!("down"), self.number, who)).expect("memory");
        }
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        self.log.note_drop(self.number);
    }
}

/// A number of another type.
pub(crate) struct Other(pub(crate) u32);

impl Resource for Other {
    const NAME: &'static str = "other";
}

/// A number that notes its end, and monitors nothing.
pub(crate) struct Plain(pub(crate) u32, pub(crate) Arc<Log>);

impl Resource for Plain {
    const NAME: &'static str = "plain";
}

impl Drop for Plain {
    fn drop(&mut self) {
        self.1.note_drop(self.0);
    }
}

/// The owner of ten bytes, which notes its end.
pub(crate) struct Owner {
    number: u32,
    log: Arc<Log>,
}

impl Owner {
    pub(crate) fn new(number: u32, log: Arc<Log>) -> Self {
        Self { number, log }
    }
}

impl AsRef<[u8]> for Owner {
    fn as_ref(&self) -> &[u8] {
        b"helloworld"
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.log.note_drop(self.number);
    }
}
