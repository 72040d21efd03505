//! NIFs, as AtomVM finds and calls them.
//!
//! A call works on the heap of the calling process, where the arguments are and the result must be.
//! Nothing is collected meanwhile: what does not fit is added to the heap as a fragment, and AtomVM
//! collects the heap after the call.
#![expect(unsafe_code, reason = "called by the VM, on its contexts")]

use core::ffi::{CStr, c_char, c_int, c_uint, c_void};
use core::ptr;

use avm_nif::{Function, MAX_ARITY, Nif, Raised, Term};
use avm_term::vm::{OutOfMemory, RawEnv, RawTerm};
use avm_term::{Env, atom};

use crate::abi::{self, Context, GlobalContext};
use crate::platform::{AtomicBool, Ordering};
use crate::{heap, version, watch, wrap};

/// What AtomVM calls a NIF by: `struct Nif` (`exportedfunction.h`).
#[derive(Debug)]
#[repr(C)]
pub struct Export {
    /// `NIFFunctionType`. Where enums are short, the first byte of this is what is read.
    kind: c_uint,
    call: unsafe extern "C" fn(*mut c_void, c_int, *mut usize) -> usize,
}

/// A NIF of a collection.
#[derive(Debug)]
pub struct Entry {
    nif: Nif,
    export: Export,
}

impl Entry {
    /// The entry of a function that is a NIF.
    #[must_use]
    pub const fn of<F: Function>() -> Self {
        let (kind, call) = (2, call::<F>);
        Self {
            nif: F::NIF,
            export: Export { kind, call },
        }
    }
}

/// Finds a NIF by the name that AtomVM has for it, `Module:Name/Arity`; null if there is none.
///
/// # Safety
///
/// `name` is zero-terminated.
pub unsafe fn find(module: &str, entries: &'static [Entry], name: *const c_char) -> *const Export {
    // SAFETY: as the caller promises.
    let name = unsafe { CStr::from_ptr(name) };
    let found = name
        .to_str()
        .ok()
        .and_then(|name| among(module, entries, name));
    found.map_or(ptr::null(), |entry| &raw const entry.export)
}

fn among(module: &str, entries: &'static [Entry], name: &str) -> Option<&'static Entry> {
    let function = name.strip_prefix(module)?.strip_prefix(':')?;
    let (function, arity) = function.rsplit_once('/')?;
    let arity = arity.parse().ok()?;
    entries.iter().find(|entry| entry.nif.is(function, arity))
}

/// The function that AtomVM calls: one for each NIF, because it is told nothing but the arguments.
unsafe extern "C" fn call<F: Function>(
    context: *mut c_void,
    argc: c_int,
    argv: *mut usize,
) -> usize {
    // SAFETY: called by AtomVM with the process that calls, and its arguments.
    unsafe { run(const { &F::NIF }, context.cast(), argc as usize, argv) }
}

/// Runs a NIF; returns its result, or no term after an exception was raised.
///
/// # Safety
///
/// The context is live, and this thread runs it; `argv` are `argc` terms of it.
unsafe fn run(nif: &Nif, context: *mut Context, argc: usize, argv: *const usize) -> usize {
    let on_heap = |raw| {
        // SAFETY: as the caller promises.
        match unsafe { outcome(&raw, nif, argc, argv) } {
            Ok(term) => Ok(term.raw().0),
            Err(Raised::Error(reason)) => Err(reason.raw().0),
            Err(Raised::Badarg) => Err(NO_TERM),
        }
    };
    // SAFETY: as the caller promises.
    let ended = unsafe { heap::with_process(context, on_heap) };
    ended.unwrap_or_else(|reason| {
        // SAFETY: the reason is of the process's heap, or no term, which means `badarg`.
        unsafe { abi::avm_vm_raise(context, reason) }
    })
}

/// What `term_invalid_term` returns (`term.h`).
const NO_TERM: usize = 0;

/// Calls a NIF with terms of the environment; does not unwind.
///
/// # Safety
///
/// As for [`run`], of which this is the heap.
unsafe fn outcome<'a>(
    raw: &'a RawEnv,
    nif: &Nif,
    argc: usize,
    argv: *const usize,
) -> Result<Term<'a>, Raised<'a>> {
    let env = wrap(raw);
    // SAFETY: the environment is live.
    let global = unsafe { heap::global(*raw) };
    prepare(global).map_err(|OutOfMemory| no_memory(env))?;
    let mut terms = [env.nil(); MAX_ARITY];
    let terms = terms.get_mut(..argc).ok_or(Raised::Badarg)?;
    for (index, term) in terms.iter_mut().enumerate() {
        // SAFETY: `argv` has so many.
        let raw = RawTerm(unsafe { argv.wrapping_add(index).read() });
        // SAFETY: an argument is live during the call; nothing moves it.
        *term = unsafe { env.wrap(raw) };
    }
    nif.call(env, terms)
}

/// Gets this library ready for the VM, as the opening of a port does; the first NIF may come before
/// any port.
fn prepare(global: *mut GlobalContext) -> Result<(), OutOfMemory> {
    static READY: AtomicBool = AtomicBool::new(false);
    if READY.load(Ordering::Acquire) {
        return Ok(());
    }
    version::set_global(global);
    watch::prepare(global)?;
    READY.store(true, Ordering::Release);
    Ok(())
}

fn no_memory(env: Env<'_>) -> Raised<'_> {
    let reason = atom!("out_of_memory").term(env);
    reason.map_or(Raised::Badarg, Raised::Error)
}
