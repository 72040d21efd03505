//! The functions of `avm_port_nif`: a port opened, handling messages, closed.
#![expect(unsafe_code, reason = "called by the VM with its terms")]

use core::ffi::c_int;

use avm_port::{AnyPort, Driver, Flow, guarded};
use avm_term::vm::{RawEnv, RawTerm};
use avm_term::{Env, IntoTerm, StaticAtom, Term, atom};

use crate::abi::{self, Func, Function};
use crate::callback;
use crate::library::drivers;
use crate::nif;
use crate::ports::{self, State};

/// What the Erlang side must know of this side; `avm_port_nif` has the same number.
pub(crate) const VERSION: u32 = 1;

const fn func(name: &'static core::ffi::CStr, arity: u32, function: Function, flags: u32) -> Func {
    Func {
        name: name.as_ptr(),
        arity,
        function,
        flags,
    }
}

/// What `avm_port_nif` calls. Ports that block are called by their functions for dirty schedulers.
pub(crate) const FUNCTIONS: [Func; 9] = [
    func(c"version", 0, version, 0),
    func(c"open", 2, open, 0),
    func(c"message", 2, message, 0),
    func(c"event", 1, event, 0),
    func(c"close", 1, close, 0),
    func(c"message_blocking", 2, message, abi::DIRTY_IO),
    func(c"event_blocking", 1, event, abi::DIRTY_IO),
    func(c"close_blocking", 1, close, abi::DIRTY_IO),
    func(c"call_nif", 3, nif::call_nif, 0),
];

/// A call of the VM: its environment and its arguments.
#[derive(Clone, Copy)]
struct Arguments<'a> {
    raw: *mut abi::Env,
    env: Env<'a>,
    words: &'a [usize],
}

impl<'a> Arguments<'a> {
    fn word(self, index: usize) -> Option<usize> {
        self.words.get(index).copied()
    }

    fn term(self, index: usize) -> Option<Term<'a>> {
        let word = self.word(index)?;
        // SAFETY: the VM made the term in this environment.
        Some(unsafe { self.env.wrap(RawTerm(word)) })
    }

    fn port(self) -> Option<&'a State> {
        // SAFETY: the environment is live for `'a`, and the VM made the term in it.
        unsafe { ports::find(self.raw, self.word(0)?) }
    }

    fn atom(self, atom: &'static StaticAtom) -> Option<usize> {
        atom.term(self.env).ok().map(|term| term.raw().0)
    }

    fn make<T: IntoTerm>(self, value: &T) -> Option<usize> {
        self.env.make(value).ok().map(|term| term.raw().0)
    }
}

/// Runs what the VM called; what it cannot answer is a `badarg`. No panic leaves it.
///
/// # Safety
///
/// Called by the VM with these.
#[inline(always)]
unsafe fn run(
    env: *mut abi::Env,
    argc: c_int,
    argv: *const usize,
    f: impl FnOnce(Arguments<'_>) -> Option<usize>,
) -> usize {
    let answer = guarded(|| {
        let length = usize::try_from(argc).unwrap_or(0);
        let words = match length {
            0 => &[],
            // SAFETY: the VM passes so many arguments.
            _ => unsafe { core::slice::from_raw_parts(argv, length) },
        };
        let arguments = Arguments {
            raw: env,
            // SAFETY: live until the function returns, on this thread.
            env: unsafe { Env::from_raw(RawEnv(env.cast())) },
            words,
        };
        callback::in_process(env, || f(arguments))
    });
    match answer {
        Ok(Some(term)) => term,
        // SAFETY: the environment is the VM's.
        _ => unsafe { abi::enif_make_badarg(env) },
    }
}

/// `version()`: what this side speaks.
unsafe extern "C" fn version(env: *mut abi::Env, argc: c_int, argv: *const usize) -> usize {
    // SAFETY: called by the VM.
    unsafe { run(env, argc, argv, |arguments| arguments.make(&VERSION)) }
}

/// `open(Name, Owner)`: a port that waits for its `{'$open', Options}`; `{ok, Port, Blocks}` or
/// `{error, Reason}`. The process that calls it is the port's.
unsafe extern "C" fn open(env: *mut abi::Env, argc: c_int, argv: *const usize) -> usize {
    // SAFETY: called by the VM.
    unsafe { run(env, argc, argv, try_open) }
}

fn try_open(arguments: Arguments<'_>) -> Option<usize> {
    let name = arguments.term(0)?;
    let owner = arguments.term(1)?.pid()?;
    let Some(driver) = driver(name) else {
        return arguments.make(&(atom!("error"), (atom!("no_driver"), name)));
    };
    let Ok(state) = ports::open(driver, owner, this_process(arguments)) else {
        return arguments.make(&(atom!("error"), atom!("out_of_memory")));
    };
    // SAFETY: the environment is live.
    let Some(port) = (unsafe { ports::make(arguments.raw, state) }) else {
        return arguments.make(&(atom!("error"), atom!("out_of_memory")));
    };
    // SAFETY: made in this environment just now.
    let port = unsafe { arguments.env.wrap(RawTerm(port)) };
    arguments.make(&(atom!("ok"), port, driver.blocks()))
}

/// The driver that an atom names.
fn driver(name: Term<'_>) -> Option<&'static Driver> {
    let mut text = [0; 1020];
    let name = name.atom_text(&mut text)?;
    drivers().iter().find(|driver| driver.name() == name)
}

/// The process that runs here.
fn this_process(arguments: Arguments<'_>) -> usize {
    let mut pid = abi::Pid { pid: 0 };
    // SAFETY: the environment is that of a process.
    unsafe { abi::enif_self(arguments.raw, &raw mut pid) };
    pid.pid
}

/// `message(Port, Message)`: `ok`, `collect` if the process holds what it should let go of, or the
/// reason that it is to end for.
unsafe extern "C" fn message(env: *mut abi::Env, argc: c_int, argv: *const usize) -> usize {
    let serve = |arguments: Arguments<'_>| {
        let message = arguments.term(1)?;
        serve(arguments, |port| port.message(message))
    };
    // SAFETY: called by the VM.
    unsafe { run(env, argc, argv, serve) }
}

/// `event(Port)`: the same for the ring of a bell.
unsafe extern "C" fn event(env: *mut abi::Env, argc: c_int, argv: *const usize) -> usize {
    let serve = |arguments: Arguments<'_>| {
        if let Some(state) = arguments.port() {
            state.quiet();
        }
        serve(arguments, |port| port.event(arguments.env))
    };
    // SAFETY: called by the VM.
    unsafe { run(env, argc, argv, serve) }
}

/// What ends the turn of a process, in percent. A port that is flooded so lets others run after
/// some callbacks, each of a millisecond at most.
const WHOLE_TURN: c_int = 100;

/// Runs a callback of the port. None of them unwinds, as `AnyPort` promises.
#[inline(always)]
fn serve(arguments: Arguments<'_>, f: impl FnOnce(&mut dyn AnyPort) -> Flow) -> Option<usize> {
    let Some(state) = arguments.port() else {
        return arguments.atom(atom!("unloaded"));
    };
    let mut port = state.enter();
    let Some(open) = port.as_mut().and_then(|port| port.as_deref_mut()) else {
        return arguments.atom(atom!("normal"));
    };
    let flow = f(open);
    if state.has_had_its_turn() {
        // SAFETY: the environment is that of the process; on a dirty scheduler it is no matter.
        let _ = unsafe { abi::enif_consume_timeslice(arguments.raw, WHOLE_TURN) };
    }
    if flow == Flow::Continue {
        return match callback::take_holds() {
            false => arguments.atom(atom!("ok")),
            true => arguments.atom(atom!("collect")),
        };
    }
    let reason = open.exit_reason();
    drop(port);
    ports::close(state);
    arguments.atom(reason)
}

/// `close(Port)`: the port's process is about to end; `ok`.
unsafe extern "C" fn close(env: *mut abi::Env, argc: c_int, argv: *const usize) -> usize {
    let close = |arguments: Arguments<'_>| {
        if let Some(state) = arguments.port() {
            ports::close(state);
        }
        arguments.atom(atom!("ok"))
    };
    // SAFETY: called by the VM.
    unsafe { run(env, argc, argv, close) }
}
