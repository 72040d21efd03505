//! The operations of the VM interface, as Erlang/OTP has them.
#![expect(
    unsafe_code,
    reason = "implements the unsafe trait `Vm` and names itself in `set_vm!`"
)]
// Each function's contract is that of `Vm`, so each block below stands on it.

use core::cmp::Ordering;
use std::sync::OnceLock;
use std::time::Instant;

use avm_term::vm::{
    MakeError, MonitorError, OutOfMemory, RawEnv, RawPid, RawResource, RawTerm, ResourceClass,
    Sent, Shape, Vm,
};
use avm_term::{AtomName, Kind, PortId};

use crate::send::env;
use crate::{abi, atoms, maps, monitors, ports, read, resource, send, types, write};

struct Otp;

avm_term::set_vm!(Otp);

fn pair((first, second): (usize, usize)) -> (RawTerm, RawTerm) {
    (RawTerm(first), RawTerm(second))
}

fn as_words(terms: &mut [RawTerm]) -> &mut [usize] {
    let (start, length) = (terms.as_mut_ptr().cast::<usize>(), terms.len());
    // SAFETY: a `RawTerm` is a word, transparently.
    unsafe { core::slice::from_raw_parts_mut(start, length) }
}

// SAFETY: environments are the VM's own, which never move a term while they live: nothing is
// collected while a native function runs. A binary stays where it is while a term refers to it;
// one that had to be aligned is kept by the environment. Nothing unwinds: there is no panic on any
// path.
unsafe impl Vm for Otp {
    #[inline(always)]
    unsafe fn kind(e: RawEnv, t: RawTerm) -> Kind {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::kind(env(e), t.0) }
    }
    #[inline(always)]
    unsafe fn signed(e: RawEnv, t: RawTerm) -> Option<i64> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::signed(env(e), t.0) }
    }
    #[inline(always)]
    unsafe fn unsigned(e: RawEnv, t: RawTerm) -> Option<u64> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::unsigned(env(e), t.0) }
    }
    unsafe fn float(e: RawEnv, t: RawTerm) -> Option<f64> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::float(env(e), t.0) }
    }
    unsafe fn atom_text(e: RawEnv, t: RawTerm, into: &mut [u8]) -> Option<usize> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { atoms::text(env(e), t.0, into) }
    }
    unsafe fn binary(e: RawEnv, t: RawTerm) -> Option<(*const u8, usize)> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::binary(env(e), t.0) }
    }
    #[inline(always)]
    unsafe fn arity(e: RawEnv, t: RawTerm) -> Option<usize> {
        // SAFETY: the caller's, see `Vm`.
        Some(unsafe { read::tuple(env(e), t.0) }?.1)
    }
    #[inline(always)]
    unsafe fn element(e: RawEnv, t: RawTerm, index: usize) -> Option<RawTerm> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::element(env(e), t.0, index) }.map(RawTerm)
    }
    #[inline(always)]
    unsafe fn elements(e: RawEnv, t: RawTerm, into: &mut [RawTerm]) -> bool {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::elements(env(e), t.0, as_words(into)) }
    }
    #[inline(always)]
    unsafe fn cell(e: RawEnv, t: RawTerm) -> Option<(RawTerm, RawTerm)> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::cell(env(e), t.0) }.map(pair)
    }
    unsafe fn map_size(e: RawEnv, t: RawTerm) -> Option<usize> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::map_size(env(e), t.0) }
    }
    unsafe fn map_get(e: RawEnv, t: RawTerm, key: RawTerm) -> Option<RawTerm> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::map_get(env(e), t.0, key.0) }.map(RawTerm)
    }
    unsafe fn map_pair(e: RawEnv, t: RawTerm, index: usize) -> Option<(RawTerm, RawTerm)> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { maps::pair(env(e), t.0, index) }.map(pair)
    }
    #[inline(always)]
    unsafe fn pid(e: RawEnv, t: RawTerm) -> Option<RawPid> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::pid(env(e), t.0) }.map(RawPid)
    }
    unsafe fn compare(_: RawEnv, a: RawTerm, b: RawTerm) -> Ordering {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::compare(a.0, b.0) }
    }

    /// Nothing is reserved by it: it tells long messages from short ones. Integers that are large
    /// are few.
    #[inline(always)]
    fn words(shape: Shape) -> usize {
        match shape {
            Shape::Signed(_) | Shape::Unsigned(_) => 0,
            Shape::Float | Shape::Cell => 2,
            Shape::Tuple(elements) => 1 + elements,
            Shape::Map(pairs) => 3 + 2 * pairs,
            Shape::Binary(bytes) if bytes <= read::ON_HEAP => 2 + bytes / size_of::<usize>(),
            Shape::Binary(_) | Shape::Resource | Shape::ResourceBinary(_) => send::KEEPS,
        }
    }
    #[inline(always)]
    unsafe fn reserve(_: RawEnv, _: usize) -> Result<(), OutOfMemory> {
        Ok(())
    }
    unsafe fn make_atom(e: RawEnv, name: AtomName) -> Result<RawTerm, OutOfMemory> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { atoms::make(env(e), name.text()) }.map(RawTerm)
    }
    unsafe fn existing_atom(e: RawEnv, text: &str) -> Option<RawTerm> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { atoms::existing(env(e), text) }.map(RawTerm)
    }
    #[inline(always)]
    unsafe fn make_signed(e: RawEnv, value: i64) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        Ok(RawTerm(unsafe { abi::enif_make_int64(env(e), value) }))
    }
    #[inline(always)]
    unsafe fn make_unsigned(e: RawEnv, value: u64) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        Ok(RawTerm(unsafe { abi::enif_make_uint64(env(e), value) }))
    }
    unsafe fn make_float(e: RawEnv, value: f64) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { write::float(env(e), value) }
    }
    unsafe fn make_binary(e: RawEnv, bytes: &[u8]) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { write::binary(env(e), bytes) }
    }
    #[inline(always)]
    unsafe fn make_tuple(e: RawEnv, elements: &[RawTerm]) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { write::tuple(env(e), elements) }
    }
    #[inline(always)]
    unsafe fn make_cell(e: RawEnv, head: RawTerm, tail: RawTerm) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        let cell = unsafe { abi::enif_make_list_cell(env(e), head.0, tail.0) };
        Ok(RawTerm(cell))
    }
    #[inline(always)]
    fn nil() -> RawTerm {
        RawTerm(types::nil())
    }
    unsafe fn make_map(e: RawEnv, pairs: &mut [(RawTerm, RawTerm)]) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { write::map(env(e), pairs) }
    }
    #[inline(always)]
    fn make_pid(pid: RawPid) -> RawTerm {
        RawTerm(pid.0)
    }
    /// What the callback was given its process has on its heap already. What another term keeps is
    /// not known.
    #[inline(always)]
    unsafe fn term_words(e: RawEnv, _: RawTerm) -> Result<usize, OutOfMemory> {
        match send::is_callback(e) {
            true => Ok(0),
            false => Ok(send::KEEPS),
        }
    }
    unsafe fn copy(e: RawEnv, _: RawEnv, t: RawTerm) -> Result<RawTerm, OutOfMemory> {
        // SAFETY: the caller's, see `Vm`.
        Ok(RawTerm(unsafe { abi::enif_make_copy(env(e), t.0) }))
    }

    #[inline]
    unsafe fn new_resource(class: &'static ResourceClass) -> Result<RawResource, OutOfMemory> {
        resource::new(class)
    }
    #[inline]
    unsafe fn keep_resource(resource: RawResource) {
        // SAFETY: the caller's, see `Vm`.
        unsafe { resource::keep(resource) }
    }
    #[inline]
    unsafe fn release_resource(resource: RawResource) {
        // SAFETY: the caller's, see `Vm`.
        unsafe { resource::release(resource) }
    }
    #[inline]
    unsafe fn resource(e: RawEnv, t: RawTerm) -> Option<(RawResource, &'static ResourceClass)> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { resource::read(env(e), t.0) }
    }
    #[inline]
    unsafe fn make_resource(e: RawEnv, resource: RawResource) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { resource::make(env(e), resource) }
    }
    unsafe fn make_resource_binary(
        e: RawEnv,
        resource: RawResource,
        bytes: *const u8,
        length: usize,
    ) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { resource::make_binary(env(e), resource, bytes, length) }
    }
    unsafe fn monitor(resource: RawResource, target: RawTerm) -> Result<u64, MonitorError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { monitors::monitor(resource, target) }
    }
    unsafe fn demonitor(resource: RawResource, monitor: u64) -> bool {
        // SAFETY: the caller's, see `Vm`.
        unsafe { monitors::demonitor(resource, monitor) }
    }

    fn open_env() -> Result<RawEnv, OutOfMemory> {
        send::open()
    }
    unsafe fn close_env(e: RawEnv) {
        // SAFETY: the caller's, see `Vm`.
        unsafe { send::close(e) }
    }
    #[inline(always)]
    fn begin_message(words: usize) -> Result<RawEnv, OutOfMemory> {
        send::begin(words)
    }
    #[inline(always)]
    unsafe fn post(message: RawEnv, to: RawPid, t: RawTerm) -> Sent {
        // SAFETY: the caller's, see `Vm`.
        unsafe { send::post(message, to.0, t) }
    }
    fn is_alive(pid: RawPid) -> bool {
        send::is_alive(pid.0)
    }
    fn port_term(port: u32) -> Option<RawTerm> {
        ports::process(PortId::from_raw(port)).map(RawTerm)
    }
    fn wake(port: u32) {
        ports::ring(PortId::from_raw(port));
    }
    fn now_us() -> u64 {
        // The VM's clock can be read on its own threads only.
        static START: OnceLock<Instant> = OnceLock::new();
        let us = START.get_or_init(Instant::now).elapsed().as_micros();
        u64::try_from(us).unwrap_or(u64::MAX)
    }
}
