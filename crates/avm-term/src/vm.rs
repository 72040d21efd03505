//! The VM interface: what a virtual machine must be able to do.
//!
//! One crate of the final artefact implements [`Vm`] and names it in [`set_vm!`](crate::set_vm).
//! Everybody else reaches it through this crate's safe types. The functions are symbols that the
//! linker resolves, as those of `critical-section` are; with link-time optimisation they inline.
#![expect(
    unsafe_code,
    reason = "the border to the VM: declares and calls its functions"
)]

use core::cmp::Ordering;

use crate::atom::AtomName;
use crate::term::Kind;

pub mod resource;

pub use resource::{MonitorError, RawResource, ResourceClass};

/// A term as the VM represents it: one machine word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct RawTerm(pub usize);

/// A heap as the VM names it: an address, or a number that its provider understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct RawEnv(pub *mut ());

/// A local process: the bits that make its pid a word without a heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct RawPid(pub usize);

/// The provider's allocation failed, or it refused to allocate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory;

/// Why a value could not become a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MakeError {
    /// No heap.
    OutOfMemory,
    /// This VM has no such term: a float that is not finite, or an integer above its largest.
    Unrepresentable,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It was handed to the VM.
    Delivered,
    /// The receiver is dead; as in Erlang, that is no error of the sender.
    NoProcess,
    /// The VM had no memory for it; nothing was sent.
    OutOfMemory,
}

/// A term whose heap words are to be counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A signed integer.
    Signed(i64),
    /// An unsigned integer.
    Unsigned(u64),
    /// A float.
    Float,
    /// A binary of so many bytes.
    Binary(usize),
    /// A tuple of so many elements.
    Tuple(usize),
    /// One cell of a list.
    Cell,
    /// A map of so many pairs.
    Map(usize),
    /// A resource.
    Resource,
    /// A binary of so many bytes that a resource owns.
    ResourceBinary(usize),
}

/// The operations of a virtual machine.
///
/// # Safety
///
/// An implementer guarantees, for as long as the `env` of a call is live:
/// * a term that it returns for an `env` may be passed back with the same `env`;
/// * bytes that [`binary`](Vm::binary) returns do not move and do not change;
/// * nothing here unwinds, and nothing here moves or frees an existing term (no garbage
///   collection that the caller could see).
///
/// # Safety of the functions
///
/// A caller of any of the unsafe functions guarantees that `env` is live, that it is used on the
/// thread that it was given to, and that every term argument was made in that `env` or is an
/// immediate.
#[expect(
    clippy::missing_safety_doc,
    reason = "one contract for all, stated on the trait"
)]
pub unsafe trait Vm {
    /// Tells what `term` is.
    unsafe fn kind(env: RawEnv, term: RawTerm) -> Kind;
    /// Reads an integer that fits; `None` for all else.
    unsafe fn signed(env: RawEnv, term: RawTerm) -> Option<i64>;
    /// Reads a non-negative integer that fits; `None` for all else.
    unsafe fn unsigned(env: RawEnv, term: RawTerm) -> Option<u64>;
    /// Reads a float; `None` for all else, integers included.
    unsafe fn float(env: RawEnv, term: RawTerm) -> Option<f64>;
    /// Copies an atom's UTF-8 text; returns its length, or `None` if it is no atom or does not fit.
    unsafe fn atom_text(env: RawEnv, term: RawTerm, into: &mut [u8]) -> Option<usize>;
    /// Finds the bytes of a binary; `None` for all else, bitstrings of odd bits included.
    unsafe fn binary(env: RawEnv, term: RawTerm) -> Option<(*const u8, usize)>;
    /// Counts the elements of a tuple.
    unsafe fn arity(env: RawEnv, term: RawTerm) -> Option<usize>;
    /// Reads an element of a tuple, counted from 0; `None` past its end.
    unsafe fn element(env: RawEnv, term: RawTerm, index: usize) -> Option<RawTerm>;
    /// Reads all elements of a tuple of exactly so many; false, and nothing read, for all else.
    unsafe fn elements(env: RawEnv, term: RawTerm, into: &mut [RawTerm]) -> bool {
        // SAFETY: the caller's.
        if unsafe { Self::arity(env, term) } != Some(into.len()) {
            return false;
        }
        for (index, element) in into.iter_mut().enumerate() {
            // SAFETY: the caller's.
            if let Some(found) = unsafe { Self::element(env, term, index) } {
                *element = found;
            }
        }
        true
    }
    /// Takes a list cell apart into head and tail.
    unsafe fn cell(env: RawEnv, term: RawTerm) -> Option<(RawTerm, RawTerm)>;
    /// Counts the pairs of a map.
    unsafe fn map_size(env: RawEnv, term: RawTerm) -> Option<usize>;
    /// Looks a key up in a map.
    unsafe fn map_get(env: RawEnv, term: RawTerm, key: RawTerm) -> Option<RawTerm>;
    /// Reads a pair of a map by position, in the VM's own order; `None` past its end.
    unsafe fn map_pair(env: RawEnv, term: RawTerm, index: usize) -> Option<(RawTerm, RawTerm)>;
    /// Reads a local pid; `None` for all else, pids of other nodes included.
    unsafe fn pid(env: RawEnv, term: RawTerm) -> Option<RawPid>;
    /// Compares in Erlang's term order.
    unsafe fn compare(env: RawEnv, a: RawTerm, b: RawTerm) -> Ordering;

    /// Counts the heap words that a term takes; 0 where the VM reserves by itself.
    fn words(shape: Shape) -> usize;
    /// Makes room for `words` more heap words without moving any term.
    unsafe fn reserve(env: RawEnv, words: usize) -> Result<(), OutOfMemory>;
    /// Interns an atom; the provider keeps no borrow beyond the `'static` one.
    unsafe fn make_atom(env: RawEnv, name: AtomName) -> Result<RawTerm, OutOfMemory>;
    /// Finds an atom by its text without making one.
    unsafe fn existing_atom(env: RawEnv, text: &str) -> Option<RawTerm>;
    /// Makes an integer.
    unsafe fn make_signed(env: RawEnv, value: i64) -> Result<RawTerm, MakeError>;
    /// Makes an integer.
    unsafe fn make_unsigned(env: RawEnv, value: u64) -> Result<RawTerm, MakeError>;
    /// Makes a float.
    unsafe fn make_float(env: RawEnv, value: f64) -> Result<RawTerm, MakeError>;
    /// Makes a binary with a copy of `bytes`.
    unsafe fn make_binary(env: RawEnv, bytes: &[u8]) -> Result<RawTerm, MakeError>;
    /// Makes a tuple.
    unsafe fn make_tuple(env: RawEnv, elements: &[RawTerm]) -> Result<RawTerm, MakeError>;
    /// Makes a list cell.
    unsafe fn make_cell(env: RawEnv, head: RawTerm, tail: RawTerm) -> Result<RawTerm, MakeError>;
    /// The empty list.
    fn nil() -> RawTerm;
    /// Makes a map; reorders `pairs` as it needs. Keys that are equal are [`MakeError`]s.
    unsafe fn make_map(env: RawEnv, pairs: &mut [(RawTerm, RawTerm)])
    -> Result<RawTerm, MakeError>;
    /// Makes the pid term of a process; an immediate on every VM.
    fn make_pid(pid: RawPid) -> RawTerm;
    /// Counts the heap words that a copy of a term takes; 0 where the VM reserves by itself.
    unsafe fn term_words(env: RawEnv, term: RawTerm) -> Result<usize, OutOfMemory>;
    /// Copies a term of `from` into `env`; both environments are live.
    unsafe fn copy(env: RawEnv, from: RawEnv, term: RawTerm) -> Result<RawTerm, OutOfMemory>;

    /// Makes room for a value, with a count of 1. The caller writes the value at once.
    unsafe fn new_resource(class: &'static ResourceClass) -> Result<RawResource, OutOfMemory>;
    /// Counts one holder more of a resource that is held; from any thread.
    unsafe fn keep_resource(resource: RawResource);
    /// Gives up a count; from any thread. The last one drops the value, once, and no lock that
    /// the value's `Drop` could need is held meanwhile.
    unsafe fn release_resource(resource: RawResource);
    /// Finds the resource behind a term; `None` for all else, resources of others included.
    unsafe fn resource(env: RawEnv, term: RawTerm)
    -> Option<(RawResource, &'static ResourceClass)>;
    /// Makes a term of a resource that is held. The term, and each copy, is one more holder.
    unsafe fn make_resource(env: RawEnv, resource: RawResource) -> Result<RawTerm, MakeError>;
    /// Makes a binary of `length` bytes at `bytes`, which stay as they are while the resource is
    /// held. Either the binary is one more holder, or it is a copy.
    unsafe fn make_resource_binary(
        env: RawEnv,
        resource: RawResource,
        bytes: *const u8,
        length: usize,
    ) -> Result<RawTerm, MakeError>;
    /// Monitors a local pid or a port for a resource that is held and whose class has a `down`,
    /// which runs at most once, with the resource held, and with no lock held that it could need.
    unsafe fn monitor(resource: RawResource, target: RawTerm) -> Result<u64, MonitorError>;
    /// Ends a monitor; `true`: its `down` has not run and will not run.
    unsafe fn demonitor(resource: RawResource, monitor: u64) -> bool;

    /// Opens an environment that belongs to no process: for keeping terms, and for sending from
    /// outside a callback. It may move between threads, but is used by one at a time.
    fn open_env() -> Result<RawEnv, OutOfMemory>;
    /// Closes what [`open_env`](Vm::open_env) or [`begin_message`](Vm::begin_message) opened; its
    /// terms are gone.
    unsafe fn close_env(env: RawEnv);

    /// Opens an environment for the terms of one message, with room for `words`.
    fn begin_message(words: usize) -> Result<RawEnv, OutOfMemory>;
    /// Sends `term`, made in `message`, and closes that environment, whatever becomes of it.
    unsafe fn post(message: RawEnv, to: RawPid, term: RawTerm) -> Sent;
    /// Whether the process lives.
    fn is_alive(pid: RawPid) -> bool;
    /// The term that Erlang knows the port by, if the port is open.
    fn port_term(port: u32) -> Option<RawTerm>;
    /// Gets ready to be woken for a port. Called in a callback of the VM, before the first
    /// [`wake`](Vm::wake); a VM that is always ready need not implement it.
    fn listen(port: u32) -> Result<(), OutOfMemory> {
        let _ = port;
        Ok(())
    }
    /// Makes the VM call the port's `event` soon; from any thread, also an interrupt.
    /// A port that is gone is ignored.
    fn wake(port: u32);
    /// Microseconds on a clock that never goes back; its zero is the provider's choice.
    fn now_us() -> u64;
}

/// Declares every function of the interface once: as an imported symbol, and in [`set_vm!`].
macro_rules! interface {
    ($(fn $name:ident [$symbol:ident] ($($arg:ident: $ty:ty),*) $(-> $ret:ty)?;)*) => {
        // SAFETY: `set_vm!` defines these symbols with the same signatures; it is the only
        // sanctioned way to define them.
        unsafe extern "Rust" {
            $(pub(crate) unsafe fn $symbol($($arg: $ty),*) $(-> $ret)?;)*
        }
        $(
            #[inline(always)]
            pub(crate) unsafe fn $name($($arg: $ty),*) $(-> $ret)? {
                // SAFETY: the caller keeps the contract stated on `Vm`.
                unsafe { $symbol($($arg),*) }
            }
        )*

        /// Names the type that implements [`vm::Vm`](crate::vm::Vm) for the whole artefact.
        ///
        /// Called once, in the crate that provides the VM; twice does not link.
        #[macro_export]
        macro_rules! set_vm {
            ($vm:ty) => {
                const _: () = {
                    use $crate::vm::*;
                    use $crate::{AtomName, Kind};
                    use ::core::cmp::Ordering;
                    $(
                        // SAFETY: the name is reserved for this macro, and defined only here.
                        #[unsafe(no_mangle)]
                        #[inline(always)]
                        unsafe fn $symbol($($arg: $ty),*) $(-> $ret)? {
                            // SAFETY: the caller keeps the contract stated on `Vm`.
                            #[allow(unused_unsafe)]
                            unsafe { <$vm as Vm>::$name($($arg),*) }
                        }
                    )*
                };
            };
        }
    };
}

interface! {
    fn kind [avm_no_vm_provider__use_set_vm__kind] (env: RawEnv, term: RawTerm) -> Kind;
    fn signed [avm_no_vm_provider__use_set_vm__signed] (env: RawEnv, term: RawTerm) -> Option<i64>;
    fn unsigned [avm_no_vm_provider__use_set_vm__unsigned] (env: RawEnv, term: RawTerm) -> Option<u64>;
    fn float [avm_no_vm_provider__use_set_vm__float] (env: RawEnv, term: RawTerm) -> Option<f64>;
    fn atom_text [avm_no_vm_provider__use_set_vm__atom_text] (env: RawEnv, term: RawTerm, into: &mut [u8]) -> Option<usize>;
    fn binary [avm_no_vm_provider__use_set_vm__binary] (env: RawEnv, term: RawTerm) -> Option<(*const u8, usize)>;
    fn arity [avm_no_vm_provider__use_set_vm__arity] (env: RawEnv, term: RawTerm) -> Option<usize>;
    fn element [avm_no_vm_provider__use_set_vm__element] (env: RawEnv, term: RawTerm, index: usize) -> Option<RawTerm>;
    fn elements [avm_no_vm_provider__use_set_vm__elements] (env: RawEnv, term: RawTerm, into: &mut [RawTerm]) -> bool;
    fn cell [avm_no_vm_provider__use_set_vm__cell] (env: RawEnv, term: RawTerm) -> Option<(RawTerm, RawTerm)>;
    fn map_size [avm_no_vm_provider__use_set_vm__map_size] (env: RawEnv, term: RawTerm) -> Option<usize>;
    fn map_get [avm_no_vm_provider__use_set_vm__map_get] (env: RawEnv, term: RawTerm, key: RawTerm) -> Option<RawTerm>;
    fn map_pair [avm_no_vm_provider__use_set_vm__map_pair] (env: RawEnv, term: RawTerm, index: usize) -> Option<(RawTerm, RawTerm)>;
    fn pid [avm_no_vm_provider__use_set_vm__pid] (env: RawEnv, term: RawTerm) -> Option<RawPid>;
    fn compare [avm_no_vm_provider__use_set_vm__compare] (env: RawEnv, a: RawTerm, b: RawTerm) -> Ordering;
    fn words [avm_no_vm_provider__use_set_vm__words] (shape: Shape) -> usize;
    fn reserve [avm_no_vm_provider__use_set_vm__reserve] (env: RawEnv, words: usize) -> Result<(), OutOfMemory>;
    fn make_atom [avm_no_vm_provider__use_set_vm__make_atom] (env: RawEnv, name: AtomName) -> Result<RawTerm, OutOfMemory>;
    fn existing_atom [avm_no_vm_provider__use_set_vm__existing_atom] (env: RawEnv, text: &str) -> Option<RawTerm>;
    fn make_signed [avm_no_vm_provider__use_set_vm__make_signed] (env: RawEnv, value: i64) -> Result<RawTerm, MakeError>;
    fn make_unsigned [avm_no_vm_provider__use_set_vm__make_unsigned] (env: RawEnv, value: u64) -> Result<RawTerm, MakeError>;
    fn make_float [avm_no_vm_provider__use_set_vm__make_float] (env: RawEnv, value: f64) -> Result<RawTerm, MakeError>;
    fn make_binary [avm_no_vm_provider__use_set_vm__make_binary] (env: RawEnv, bytes: &[u8]) -> Result<RawTerm, MakeError>;
    fn make_tuple [avm_no_vm_provider__use_set_vm__make_tuple] (env: RawEnv, elements: &[RawTerm]) -> Result<RawTerm, MakeError>;
    fn make_cell [avm_no_vm_provider__use_set_vm__make_cell] (env: RawEnv, head: RawTerm, tail: RawTerm) -> Result<RawTerm, MakeError>;
    fn nil [avm_no_vm_provider__use_set_vm__nil] () -> RawTerm;
    fn make_map [avm_no_vm_provider__use_set_vm__make_map] (env: RawEnv, pairs: &mut [(RawTerm, RawTerm)]) -> Result<RawTerm, MakeError>;
    fn make_pid [avm_no_vm_provider__use_set_vm__make_pid] (pid: RawPid) -> RawTerm;
    fn term_words [avm_no_vm_provider__use_set_vm__term_words] (env: RawEnv, term: RawTerm) -> Result<usize, OutOfMemory>;
    fn copy [avm_no_vm_provider__use_set_vm__copy] (env: RawEnv, from: RawEnv, term: RawTerm) -> Result<RawTerm, OutOfMemory>;
    fn new_resource [avm_no_vm_provider__use_set_vm__new_resource] (class: &'static ResourceClass) -> Result<RawResource, OutOfMemory>;
    fn keep_resource [avm_no_vm_provider__use_set_vm__keep_resource] (resource: RawResource);
    fn release_resource [avm_no_vm_provider__use_set_vm__release_resource] (resource: RawResource);
    fn resource [avm_no_vm_provider__use_set_vm__resource] (env: RawEnv, term: RawTerm) -> Option<(RawResource, &'static ResourceClass)>;
    fn make_resource [avm_no_vm_provider__use_set_vm__make_resource] (env: RawEnv, resource: RawResource) -> Result<RawTerm, MakeError>;
    fn make_resource_binary [avm_no_vm_provider__use_set_vm__make_resource_binary] (env: RawEnv, resource: RawResource, bytes: *const u8, length: usize) -> Result<RawTerm, MakeError>;
    fn monitor [avm_no_vm_provider__use_set_vm__monitor] (resource: RawResource, target: RawTerm) -> Result<u64, MonitorError>;
    fn demonitor [avm_no_vm_provider__use_set_vm__demonitor] (resource: RawResource, monitor: u64) -> bool;
    fn open_env [avm_no_vm_provider__use_set_vm__open_env] () -> Result<RawEnv, OutOfMemory>;
    fn close_env [avm_no_vm_provider__use_set_vm__close_env] (env: RawEnv);
    fn begin_message [avm_no_vm_provider__use_set_vm__begin_message] (words: usize) -> Result<RawEnv, OutOfMemory>;
    fn post [avm_no_vm_provider__use_set_vm__post] (message: RawEnv, to: RawPid, term: RawTerm) -> Sent;
    fn is_alive [avm_no_vm_provider__use_set_vm__is_alive] (pid: RawPid) -> bool;
    fn port_term [avm_no_vm_provider__use_set_vm__port_term] (port: u32) -> Option<RawTerm>;
    fn listen [avm_no_vm_provider__use_set_vm__listen] (port: u32) -> Result<(), OutOfMemory>;
    fn wake [avm_no_vm_provider__use_set_vm__wake] (port: u32);
    fn now_us [avm_no_vm_provider__use_set_vm__now_us] () -> u64;
}
