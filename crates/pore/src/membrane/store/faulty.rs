//! A store that fails where it is told to, and writes down what it was asked.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{DomId, Event, Perm, Store, StoreError, Tx};

/// When a [`Faulty`] store fails. Requests are counted from 0; asking for events is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// This request is refused, and is not done.
    pub fail: Option<(usize, StoreError)>,
    /// From this request on the connection is gone, as if its owner had crashed before it.
    pub crash: Option<usize>,
}

/// A store over another one.
#[derive(Debug)]
pub struct Faulty<S> {
    /// `None` after the crash.
    inner: Option<S>,
    domid: DomId,
    plan: Plan,
    /// Each request that was asked: its name, its transaction, its path, its value.
    pub trace: Vec<String>,
}

impl<S: Store> Faulty<S> {
    /// A store that does what `inner` does, until the plan says otherwise.
    pub fn new(inner: S, plan: Plan) -> Self {
        Self {
            domid: inner.domid(),
            inner: Some(inner),
            plan,
            trace: Vec::new(),
        }
    }

    /// Whether the crash has come.
    pub fn is_crashed(&self) -> bool {
        self.inner.is_none()
    }

    fn step(&mut self, name: &str, tx: Tx, path: &str, rest: &str) -> Result<&mut S, StoreError> {
        let step = self.trace.len();
        let Tx(number) = tx;
        let line = match (number, rest) {
            (0, "") => format!("{name} {path}"),
            (0, rest) => format!("{name} {path} {rest}"),
            (number, "") => format!("{name}[{number}] {path}"),
            (number, rest) => format!("{name}[{number}] {path} {rest}"),
        };
        self.trace.push(line);
        if self.plan.crash.is_some_and(|crash| step >= crash) {
            self.inner = None;
        }
        match self.plan.fail {
            Some((fail, error)) if fail == step => Err(error),
            _ => self.inner.as_mut().ok_or(StoreError::Gone),
        }
    }
}

fn text(bytes: &[u8]) -> String {
    format!("{}", bytes.escape_ascii())
}

impl<S: Store> Store for Faulty<S> {
    fn domid(&self) -> DomId {
        self.domid
    }

    fn read(&mut self, tx: Tx, path: &str) -> Result<Vec<u8>, StoreError> {
        self.step("read", tx, path, "")?.read(tx, path)
    }

    fn write(&mut self, tx: Tx, path: &str, value: &[u8]) -> Result<(), StoreError> {
        let store = self.step("write", tx, path, &text(value))?;
        store.write(tx, path, value)
    }

    fn mkdir(&mut self, tx: Tx, path: &str) -> Result<(), StoreError> {
        self.step("mkdir", tx, path, "")?.mkdir(tx, path)
    }

    fn remove(&mut self, tx: Tx, path: &str) -> Result<(), StoreError> {
        self.step("remove", tx, path, "")?.remove(tx, path)
    }

    fn list(&mut self, tx: Tx, path: &str) -> Result<Vec<String>, StoreError> {
        self.step("list", tx, path, "")?.list(tx, path)
    }

    fn get_perms(&mut self, tx: Tx, path: &str) -> Result<Vec<Perm>, StoreError> {
        self.step("get_perms", tx, path, "")?.get_perms(tx, path)
    }

    fn set_perms(&mut self, tx: Tx, path: &str, perms: &[Perm]) -> Result<(), StoreError> {
        let texts: Vec<String> = perms.iter().map(|perm| perm.to_text()).collect();
        let store = self.step("set_perms", tx, path, &texts.join(" "))?;
        store.set_perms(tx, path, perms)
    }

    fn watch(&mut self, path: &str, token: &str) -> Result<(), StoreError> {
        let store = self.step("watch", Tx::NONE, path, "")?;
        store.watch(path, token)
    }

    fn unwatch(&mut self, path: &str, token: &str) -> Result<(), StoreError> {
        let store = self.step("unwatch", Tx::NONE, path, "")?;
        store.unwatch(path, token)
    }

    fn begin(&mut self) -> Result<Tx, StoreError> {
        self.step("begin", Tx::NONE, "", "")?.begin()
    }

    fn end(&mut self, tx: Tx, keep: bool) -> Result<(), StoreError> {
        let name = if keep { "commit" } else { "rollback" };
        self.step(name, tx, "", "")?.end(tx, keep)
    }

    fn next_event(&mut self) -> Result<Option<Event>, StoreError> {
        self.inner.as_mut().ok_or(StoreError::Gone)?.next_event()
    }
}
