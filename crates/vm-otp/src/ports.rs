//! The open ports: by number, and behind the objects of their processes.
//!
//! A port's value lies in a [`State`], which is known to the process that serves the port, by a
//! resource that never leaves it, and to the table here, by the port's number. It ends by whoever
//! comes first: the process when it is told to, the VM when it collects the process, or the end of
//! the VM. Whoever it is takes the value out, so it is dropped once.
#![expect(unsafe_code, reason = "makes and destroys the objects of ports")]

use core::ffi::c_void;
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::boxed::Box;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use avm_port::{AnyPort, Driver, guarded};
use avm_term::vm::OutOfMemory;
use avm_term::{Pid, PortId, now_us};
use try_lock::{Locked, TryLock};

use crate::abi::{self, Env};
use crate::types::{self, PORT};
use crate::{callback, send};

/// An open port.
pub(crate) struct State {
    /// Its number.
    pub(crate) id: PortId,
    /// The process that serves it.
    pub(crate) process: usize,
    /// Its `Drop` may take long.
    blocks: bool,
    /// How many callbacks ran; wraps.
    callbacks: AtomicUsize,
    /// When that was looked at last, in milliseconds; wraps.
    looked_ms: AtomicUsize,
    /// It was rung, and the process is not told yet, or has not come to it.
    rung: AtomicBool,
    /// `None` once it ended. Locked while a callback runs, and for a moment by the end of the VM:
    /// nobody else finds it locked, so nobody waits for it.
    port: TryLock<Option<Box<dyn AnyPort>>>,
}

#[derive(Default)]
struct Table {
    ports: BTreeMap<u32, Arc<State>>,
    last: u32,
}

/// Locked for a few instructions, never across a call into the VM or into a driver.
static TABLE: Mutex<Table> = Mutex::new(Table {
    ports: BTreeMap::new(),
    last: 0,
});

fn table() -> MutexGuard<'static, Table> {
    // Nothing that is done under the lock leaves the table in pieces.
    TABLE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Table {
    /// A number that no open port has. After four milliards of ports numbers come again.
    fn number(&mut self) -> u32 {
        loop {
            self.last = self.last.wrapping_add(1);
            if !self.ports.contains_key(&self.last) {
                return self.last;
            }
        }
    }
}

impl State {
    /// The port, locked while a callback of it runs. `None`: the VM ends, and takes it.
    #[inline(always)]
    pub(crate) fn enter(&self) -> Option<Locked<'_, Option<Box<dyn AnyPort>>>> {
        self.port.try_lock()
    }

    /// Counts a callback, with the port locked. True if it is time to let others run: of so many
    /// callbacks one looks at the clock, and a millisecond has gone by.
    #[inline]
    pub(crate) fn has_had_its_turn(&self) -> bool {
        const TURN: usize = 8;
        let count = self.callbacks.load(Ordering::Relaxed).wrapping_add(1);
        self.callbacks.store(count, Ordering::Relaxed);
        count.is_multiple_of(TURN) && self.looked()
    }

    fn looked(&self) -> bool {
        let now = (now_us() / 1_000) as usize;
        let before = self.looked_ms.load(Ordering::Relaxed);
        self.looked_ms.store(now, Ordering::Relaxed);
        now != before
    }

    /// Takes the bell's mark away, before the port looks what there is.
    pub(crate) fn quiet(&self) {
        self.rung.store(false, Ordering::SeqCst);
    }
}

/// Makes a port that is served by a process.
pub(crate) fn open(driver: &Driver, owner: Pid, process: usize) -> Result<Arc<State>, OutOfMemory> {
    let mut table = table();
    let number = table.number();
    let id = PortId::from_raw(number);
    let state = Arc::new(State {
        id,
        process,
        blocks: driver.blocks(),
        callbacks: AtomicUsize::new(0),
        looked_ms: AtomicUsize::new(0),
        rung: AtomicBool::new(false),
        port: TryLock::new(Some(driver.create(id, owner)?)),
    });
    table.ports.insert(number, Arc::clone(&state));
    Ok(state)
}

/// Ends a port: it is open no longer, and its value is dropped. Nothing if that was done before.
/// Does not unwind.
pub(crate) fn close(state: &State) {
    let known = table().ports.remove(&state.id.raw());
    let port = state.enter().and_then(|mut port| port.take());
    // Both under no lock.
    drop(known);
    let _ = guarded(|| drop(port));
}

/// The process that serves an open port.
pub(crate) fn process(port: PortId) -> Option<usize> {
    table().ports.get(&port.raw()).map(|state| state.process)
}

/// Rings a port: its process is sent one message, however often before it comes to it.
pub(crate) fn ring(port: PortId) {
    let rung = |state: &Arc<State>| {
        let first = !state.rung.swap(true, Ordering::SeqCst);
        first.then_some(state.process)
    };
    let process = table().ports.get(&port.raw()).and_then(rung);
    if let Some(process) = process {
        send::immediate(process, types::wake());
    }
}

/// How long the end of the VM waits for a callback or a `Drop`.
const PATIENCE_MS: u32 = 500;

/// Ends all ports, with the VM. One whose callback does not return is left alone.
pub(crate) fn close_all() {
    while let Some((_, state)) = { table().ports.pop_first() } {
        let port = patiently(|| state.enter().map(|mut port| port.take()));
        let _ = guarded(|| drop(port));
    }
    let _ = patiently(|| (DROPPING.load(Ordering::SeqCst) == 0).then_some(()));
}

/// Tries until it is done, or patience is at its end.
fn patiently<T>(mut f: impl FnMut() -> Option<T>) -> Option<T> {
    for _ in 0..PATIENCE_MS {
        if let Some(done) = f() {
            return Some(done);
        }
        std::thread::sleep(core::time::Duration::from_millis(1));
    }
    None
}

/// Makes the term of a port for the process that serves it. `None`: no memory; the port is closed.
///
/// # Safety
///
/// The environment is live.
pub(crate) unsafe fn make(env: *mut Env, state: Arc<State>) -> Option<usize> {
    let Some(object) = types::allocate(&PORT, size_of::<Arc<State>>()) else {
        close(&state);
        return None;
    };
    // SAFETY: the object has room for it, and is aligned for a pointer.
    unsafe { object.as_ptr().cast::<Arc<State>>().write(state) };
    // SAFETY: the environment is live, as the caller promises.
    let term = unsafe { abi::enif_make_resource(env, object.as_ptr()) };
    // SAFETY: the count of the allocation; the term has its own.
    unsafe { abi::enif_release_resource(object.as_ptr()) };
    Some(term)
}

/// Finds the port behind a term.
///
/// # Safety
///
/// The environment is live while the borrow is used, and the term of it.
#[inline]
pub(crate) unsafe fn find<'e>(env: *mut Env, term: usize) -> Option<&'e State> {
    // SAFETY: as the caller promises.
    let object = unsafe { types::find(env, term, &PORT) }?;
    // SAFETY: `make` put it there, and the term keeps the object.
    Some(unsafe { &*object.cast::<Arc<State>>() })
}

/// The destructor: the process that served the port is gone.
///
/// # Safety
///
/// Called by the VM alone, with an object of [`make`].
pub(crate) unsafe extern "C" fn destroy(env: *mut Env, object: *mut c_void) {
    // SAFETY: `make` put it there, and the VM frees the object.
    let state = unsafe { object.cast::<Arc<State>>().read() };
    let _ = guarded(|| callback::without_process(env, || abandon(&state)));
    drop(state);
}

/// Threads that drop ports which block.
static DROPPING: AtomicUsize = AtomicUsize::new(0);

/// Ends a port whose process was killed, on a thread of the VM. One that blocks is dropped on a
/// thread of its own, so that no process waits for it.
fn abandon(state: &Arc<State>) {
    if !state.blocks || state.enter().is_none_or(|port| port.is_none()) {
        return close(state);
    }
    DROPPING.fetch_add(1, Ordering::SeqCst);
    let dropped = Arc::clone(state);
    let dropping = move || {
        close(&dropped);
        drop(dropped);
        DROPPING.fetch_sub(1, Ordering::SeqCst);
    };
    let name = String::from("avm_drop");
    if std::thread::Builder::new()
        .name(name)
        .spawn(dropping)
        .is_err()
    {
        DROPPING.fetch_sub(1, Ordering::SeqCst);
        close(state);
    }
}
