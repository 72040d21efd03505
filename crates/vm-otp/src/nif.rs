//! NIFs: of a library that has ports, too, and of a library of their own.
//!
//! The VM loads a library for one module, whose functions it replaces. So the NIFs beside ports are
//! called by one function of `avm_port_nif`, which finds them by module, name and arity; a library
//! that [`nif_library!`](crate::nif_library!) makes replaces the functions of its own module.
#![expect(unsafe_code, reason = "called by the VM with its terms")]

use core::ffi::c_int;
use std::sync::OnceLock;

use avm_nif::{Function, MAX_ARITY, Nif, Raised};
use avm_port::guarded;
use avm_term::vm::{RawEnv, RawTerm};
use avm_term::{BuildError, Builder, Env, IntoTerm, Term, atom};

use crate::abi::{self, Func};
use crate::callback;

/// The NIFs of an Erlang module, beside ports. Made by [`library!`](crate::library!).
#[derive(Clone, Copy, Debug)]
pub struct Module {
    /// The module.
    pub name: &'static str,
    /// Its NIFs.
    pub nifs: &'static [Nif],
}

/// The NIFs beside the ports of this library.
static MODULES: OnceLock<&'static [Module]> = OnceLock::new();

/// Says which NIFs this library has.
pub(crate) fn set(modules: &'static [Module]) {
    let _ = MODULES.set(modules);
}

/// A NIF, by the words that the VM has for the names.
struct Row {
    module: usize,
    name: usize,
    nif: &'static Nif,
}

/// All NIFs beside ports. The VM keeps its atoms as long as it runs.
static ROWS: OnceLock<Vec<Row>> = OnceLock::new();

fn find(env: Env<'_>, module: Term<'_>, name: Term<'_>, arity: usize) -> Option<&'static Nif> {
    let (module, name) = (module.raw().0, name.raw().0);
    let mut rows = ROWS.get_or_init(|| rows(env)).iter();
    let row = rows.find(|row| row.name == name && row.module == module && row.nif.arity() == arity);
    row.map(|row| row.nif)
}

fn rows(env: Env<'_>) -> Vec<Row> {
    let word = |name| env.make(&Name(name)).map(|term| term.raw().0);
    let modules = MODULES.get().copied().unwrap_or_default().iter();
    let nifs = modules.flat_map(|module| module.nifs.iter().map(move |nif| (module.name, nif)));
    let row = |(module, nif): (_, &'static Nif)| {
        let (module, name) = (word(module)?, word(nif.name())?);
        Ok::<_, BuildError>(Row { module, name, nif })
    };
    // What the VM cannot name nobody can call.
    nifs.filter_map(|nif| row(nif).ok()).collect()
}

/// An atom that the VM may not have yet.
struct Name(&'static str);

impl IntoTerm for Name {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.named_atom(self.0)
    }
}

/// `call_nif(Module, Name, Arguments)`: what the NIF returns, or the exception that it raises;
/// `error:undef` if the library has none of this name and arity. One that blocks is called once
/// more, on a scheduler for that.
///
/// # Safety
///
/// Called by the VM with these.
pub(crate) unsafe extern "C" fn call_nif(
    raw: *mut abi::Env,
    argc: c_int,
    argv: *const usize,
) -> usize {
    // SAFETY: called by the VM.
    let answer = unsafe { answer(raw, argc, argv, found) };
    answer.unwrap_or_else(|| {
        let (name, flags) = (c"call_nif".as_ptr(), abi::DIRTY_IO as c_int);
        // SAFETY: called by the VM with these, on a scheduler of processes.
        unsafe { abi::enif_schedule_nif(raw, name, flags, call_nif, argc, argv) }
    })
}

/// The function that the VM calls in the place of one of the library's module.
unsafe extern "C" fn call<F: Function>(
    raw: *mut abi::Env,
    argc: c_int,
    argv: *const usize,
) -> usize {
    // SAFETY: called by the VM.
    let answer = unsafe { answer(raw, argc, argv, known::<F>) };
    answer.unwrap_or(0)
}

/// Calls a NIF that is found by its names; `None` for later, on another scheduler. Does not unwind.
fn found(call: Call<'_>) -> Result<Option<usize>, Raised<'_>> {
    let mut arguments = [call.env.nil(); MAX_ARITY];
    let inner = guarded(|| call.inner(&mut arguments));
    let (nif, arguments) = inner.unwrap_or(Err(Raised::Badarg))?;
    if nif.blocks() && !is_dirty() {
        return Ok(None);
    }
    nif.call(call.env, arguments).map(word)
}

/// Calls a NIF that is known. Up to four arguments, which most have, stay in registers.
#[inline(always)]
fn known<F: Function>(call: Call<'_>) -> Result<Option<usize>, Raised<'_>> {
    match const { F::NIF.arity() } {
        0 => call.exactly::<F, 0>(),
        1 => call.exactly::<F, 1>(),
        2 => call.exactly::<F, 2>(),
        3 => call.exactly::<F, 3>(),
        4 => call.exactly::<F, 4>(),
        _ => {
            let mut arguments = [call.env.nil(); MAX_ARITY];
            let arguments = call.terms(&mut arguments).ok_or(Raised::Badarg)?;
            avm_nif::call::<F>(call.env, arguments).map(word)
        }
    }
}

/// A call of the VM.
///
/// Invariant: the words are terms that the VM made in this environment.
#[derive(Clone, Copy)]
struct Call<'a> {
    env: Env<'a>,
    words: &'a [usize],
}

impl<'a> Call<'a> {
    /// Calls a NIF of so many arguments.
    #[inline(always)]
    fn exactly<F: Function, const N: usize>(self) -> Result<Option<usize>, Raised<'a>> {
        let words: &[usize; N] = self.words.try_into().map_err(|_| Raised::Badarg)?;
        // SAFETY: by the invariant.
        let arguments = words.map(|word| unsafe { self.env.wrap(RawTerm(word)) });
        avm_nif::call::<F>(self.env, &arguments).map(word)
    }

    /// The arguments; `None` if they are too many.
    fn terms<'t>(self, into: &'t mut [Term<'a>]) -> Option<&'t [Term<'a>]> {
        let into = into.get_mut(..self.words.len())?;
        for (term, word) in into.iter_mut().zip(self.words) {
            // SAFETY: by the invariant.
            *term = unsafe { self.env.wrap(RawTerm(*word)) };
        }
        Some(into)
    }

    /// The NIF that `call_nif` is to call, and its arguments.
    fn inner<'t>(
        self,
        into: &'t mut [Term<'a>; MAX_ARITY],
    ) -> Result<(&'static Nif, &'t [Term<'a>]), Raised<'a>> {
        let Some(&[module, name, list]) = self.terms(&mut into[..]) else {
            return Err(Raised::Badarg);
        };
        let mut count = 0;
        for item in list.list().ok_or(Raised::Badarg)? {
            let place = into.get_mut(count).ok_or_else(|| undef(self.env))?;
            *place = item.map_err(|_| Raised::Badarg)?;
            count += 1;
        }
        let nif = find(self.env, module, name, count).ok_or_else(|| undef(self.env))?;
        Ok((nif, into.get(..count).unwrap_or_default()))
    }
}

/// What the VM is given of a term.
fn word(term: Term<'_>) -> Option<usize> {
    Some(term.raw().0)
}

fn undef(env: Env<'_>) -> Raised<'_> {
    let reason = atom!("undef").term(env);
    reason.map_or(Raised::Badarg, Raised::Error)
}

/// Whether this thread is a scheduler for what blocks.
fn is_dirty() -> bool {
    // SAFETY: asks nothing of the caller.
    let thread = unsafe { abi::enif_thread_type() };
    thread == abi::THREAD_DIRTY_CPU || thread == abi::THREAD_DIRTY_IO
}

/// Runs what the VM called; returns a term or an exception, as the VM wants it, and `None` if `f`
/// did. Nothing here unwinds, if `f` does not.
///
/// # Safety
///
/// Called by the VM with these.
#[inline(always)]
unsafe fn answer(
    raw: *mut abi::Env,
    argc: c_int,
    argv: *const usize,
    f: impl for<'a> FnOnce(Call<'a>) -> Result<Option<usize>, Raised<'a>>,
) -> Option<usize> {
    let words = match usize::try_from(argc) {
        // SAFETY: the VM passes so many arguments.
        Ok(count @ 1..) => unsafe { core::slice::from_raw_parts(argv, count) },
        _ => &[],
    };
    // SAFETY: live until the function returns, on this thread.
    let env = unsafe { Env::from_raw(RawEnv(raw.cast())) };
    match callback::in_process(raw, || f(Call { env, words })) {
        Ok(answer) => answer,
        Err(Raised::Error(reason)) => {
            let reason = reason.raw().0;
            // SAFETY: the environment is the call's, and the reason of it.
            Some(unsafe { abi::enif_raise_exception(raw, reason) })
        }
        // SAFETY: the environment is the call's.
        Err(Raised::Badarg) => Some(unsafe { abi::enif_make_badarg(raw) }),
    }
}

/// The VM's entry of a NIF, in a library of its own.
pub(crate) const fn function<F: Function>() -> Func {
    let name = F::NIF.c_name();
    assert!(
        name.to_bytes().is_ascii(),
        "the VM reads other names as Latin-1"
    );
    Func {
        name: name.as_ptr(),
        arity: F::NIF.arity() as u32,
        function: call::<F>,
        flags: if F::NIF.blocks() { abi::DIRTY_IO } else { 0 },
    }
}
