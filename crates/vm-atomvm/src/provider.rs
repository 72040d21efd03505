//! The operations of the VM interface, as AtomVM has them.
#![expect(
    unsafe_code,
    reason = "implements the unsafe trait `Vm` and names itself in `set_vm!`"
)]
// Each function's contract is that of `Vm`, so each block below stands on it.

use core::cmp::Ordering;

use avm_term::vm::{
    MakeError, MonitorError, OutOfMemory, RawEnv, RawPid, RawResource, RawTerm, ResourceClass,
    Sent, Shape, Vm,
};
use avm_term::{AtomName, Kind, PortId};

use crate::abi::{self, AtomStringIntPair};
use crate::port::process_id;
use crate::version::{global, vm};
use crate::{
    block, copy, ending, heap, monitors, platform, ports, read, resource, resource_terms, send,
    word, write,
};

struct AtomVm;

avm_term::set_vm!(AtomVm);

fn pair((first, second): (usize, usize)) -> (RawTerm, RawTerm) {
    (RawTerm(first), RawTerm(second))
}

// SAFETY: environments are heaps of `crate::heap`, which never move a term; binaries stay where
// they are while something refers to them, and the heap or the message does. Nothing unwinds:
// there is no panic on any path but those that a broken VM would take.
unsafe impl Vm for AtomVm {
    #[inline(always)]
    unsafe fn kind(_: RawEnv, t: RawTerm) -> Kind {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::kind(t.0) }
    }
    #[inline(always)]
    unsafe fn signed(_: RawEnv, t: RawTerm) -> Option<i64> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::signed(t.0) }
    }
    unsafe fn unsigned(_: RawEnv, t: RawTerm) -> Option<u64> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::unsigned(t.0) }
    }
    unsafe fn float(_: RawEnv, t: RawTerm) -> Option<f64> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::float(t.0) }
    }
    unsafe fn atom_text(_: RawEnv, t: RawTerm, into: &mut [u8]) -> Option<usize> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::atom_text(t.0, into) }
    }
    unsafe fn binary(_: RawEnv, t: RawTerm) -> Option<(*const u8, usize)> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::binary(t.0) }
    }
    #[inline(always)]
    unsafe fn arity(_: RawEnv, t: RawTerm) -> Option<usize> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::arity(t.0) }
    }
    #[inline(always)]
    unsafe fn element(_: RawEnv, t: RawTerm, index: usize) -> Option<RawTerm> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::element(t.0, index) }.map(RawTerm)
    }
    #[inline(always)]
    unsafe fn elements(_: RawEnv, t: RawTerm, into: &mut [RawTerm]) -> bool {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::elements(t.0, into) }
    }
    unsafe fn cell(_: RawEnv, t: RawTerm) -> Option<(RawTerm, RawTerm)> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::cell(t.0) }.map(pair)
    }
    unsafe fn map_size(_: RawEnv, t: RawTerm) -> Option<usize> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::map_size(t.0) }
    }
    unsafe fn map_get(_: RawEnv, t: RawTerm, key: RawTerm) -> Option<RawTerm> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::map_get(t.0, key.0) }.map(RawTerm)
    }
    unsafe fn map_pair(_: RawEnv, t: RawTerm, index: usize) -> Option<(RawTerm, RawTerm)> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::map_pair(t.0, index) }.map(pair)
    }
    #[inline(always)]
    unsafe fn pid(_: RawEnv, t: RawTerm) -> Option<RawPid> {
        read::pid(t.0).map(RawPid)
    }
    unsafe fn compare(_: RawEnv, a: RawTerm, b: RawTerm) -> Ordering {
        // SAFETY: the caller's, see `Vm`.
        unsafe { read::compare(a.0, b.0) }
    }

    #[inline(always)]
    fn words(shape: Shape) -> usize {
        write::words(shape)
    }
    #[inline(always)]
    unsafe fn reserve(env: RawEnv, words: usize) -> Result<(), OutOfMemory> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { heap::reserve(env, words) }
    }
    unsafe fn make_atom(_: RawEnv, name: AtomName) -> Result<RawTerm, OutOfMemory> {
        intern(name)
    }
    unsafe fn existing_atom(_: RawEnv, text: &str) -> Option<RawTerm> {
        existing(text)
    }
    #[inline(always)]
    unsafe fn make_signed(env: RawEnv, value: i64) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { write::make_signed(env, value) }
    }
    #[inline(always)]
    unsafe fn make_unsigned(env: RawEnv, value: u64) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { write::make_unsigned(env, value) }
    }
    unsafe fn make_float(env: RawEnv, value: f64) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { write::make_float(env, value) }
    }
    unsafe fn make_binary(env: RawEnv, bytes: &[u8]) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { write::make_binary(env, bytes) }
    }
    #[inline(always)]
    unsafe fn make_tuple(env: RawEnv, elements: &[RawTerm]) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { write::make_tuple(env, elements) }
    }
    #[inline(always)]
    unsafe fn make_cell(env: RawEnv, head: RawTerm, tail: RawTerm) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { write::make_cell(env, head, tail) }
    }
    #[inline(always)]
    fn nil() -> RawTerm {
        RawTerm(word::NIL)
    }
    unsafe fn make_map(
        env: RawEnv,
        pairs: &mut [(RawTerm, RawTerm)],
    ) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { write::make_map(env, pairs) }
    }
    fn make_pid(pid: RawPid) -> RawTerm {
        RawTerm(pid.0 << 4 | word::PID)
    }
    unsafe fn term_words(_: RawEnv, t: RawTerm) -> Result<usize, OutOfMemory> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { copy::words(t.0) }
    }
    unsafe fn copy(env: RawEnv, _: RawEnv, t: RawTerm) -> Result<RawTerm, OutOfMemory> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { copy::copy(env, t) }
    }

    unsafe fn new_resource(class: &'static ResourceClass) -> Result<RawResource, OutOfMemory> {
        block::new(class)
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
    unsafe fn resource(_: RawEnv, t: RawTerm) -> Option<(RawResource, &'static ResourceClass)> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { resource_terms::read(t.0) }
    }
    unsafe fn make_resource(env: RawEnv, resource: RawResource) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { resource_terms::make(env, resource) }
    }
    unsafe fn make_resource_binary(
        env: RawEnv,
        resource: RawResource,
        bytes: *const u8,
        length: usize,
    ) -> Result<RawTerm, MakeError> {
        // SAFETY: the caller's, see `Vm`.
        unsafe { resource_terms::make_binary(env, resource, bytes, length) }
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
        heap::open(global())
    }
    unsafe fn close_env(env: RawEnv) {
        // SAFETY: the caller's, see `Vm`.
        unsafe { send::close(env) }
    }

    fn is_alive(pid: RawPid) -> bool {
        send::is_alive(global(), process_id(pid))
    }
    fn begin_message(words: usize) -> Result<RawEnv, OutOfMemory> {
        send::begin(global(), words)
    }
    unsafe fn post(message: RawEnv, to: RawPid, t: RawTerm) -> Sent {
        // SAFETY: the caller's, see `Vm`.
        unsafe { send::post(global(), message, process_id(to), t) }
    }
    fn port_term(port: u32) -> Option<RawTerm> {
        let pid = ports::pid(PortId::from_raw(port))?;
        Some(RawTerm((pid as usize) << 4 | vm().tags.port))
    }
    fn listen(_: u32) -> Result<(), OutOfMemory> {
        platform::listen(global())
    }
    fn wake(port: u32) {
        platform::ring(PortId::from_raw(port));
    }
    fn now_us() -> u64 {
        platform::now_us()
    }
}

/// Interns by a table of one entry: the one way that both versions export.
fn intern(name: AtomName) -> Result<RawTerm, OutOfMemory> {
    if ending::vm_ended() {
        return Err(OutOfMemory);
    }
    let entry = |atom| AtomStringIntPair { atom, value: 0 };
    let table = [entry(name.prefixed().as_ptr()), entry(core::ptr::null())];
    // SAFETY: the table ends with a null, and the text is static, as AtomVM keeps a pointer to it.
    match unsafe { abi::interop_atom_term_select_atom(table.as_ptr(), 0, global()) } {
        0 => Err(OutOfMemory),
        term => Ok(RawTerm(term)),
    }
}

fn existing(text: &str) -> Option<RawTerm> {
    if ending::vm_ended() {
        return None;
    }
    let mut prefixed = [0u8; 256];
    let (length, bytes) = prefixed.split_first_mut()?;
    *length = u8::try_from(text.len()).ok()?;
    bytes
        .get_mut(..text.len())?
        .copy_from_slice(text.as_bytes());
    // SAFETY: a length and so many bytes, which are only looked at.
    let term =
        unsafe { abi::globalcontext_existing_term_from_atom_string(global(), prefixed.as_ptr()) };
    (term != 0).then_some(RawTerm(term))
}
