//! Taking terms apart.
#![expect(unsafe_code, reason = "calls the VM's functions that read terms")]
// Each function's contract is that of `Vm`, so each block below stands on it.

use core::cmp::Ordering;
use core::ffi::c_int;
use core::ptr;

use avm_term::Kind;

use crate::abi::{self, Binary, Env, Pid, term_type};
use crate::callback;

/// Binaries of up to so many bytes are on the heap (`ERL_ONHEAP_BIN_LIMIT`), larger ones elsewhere.
pub(crate) const ON_HEAP: usize = 64;

/// Tells what a term is.
#[inline]
pub(crate) unsafe fn kind(env: *mut Env, term: usize) -> Kind {
    // SAFETY: the caller's, see `Vm`.
    match unsafe { abi::enif_term_type(env, term) } {
        term_type::ATOM => Kind::Atom,
        // SAFETY: the caller's, see `Vm`.
        term_type::BITSTRING if unsafe { abi::enif_is_binary(env, term) } != 0 => Kind::Binary,
        term_type::BITSTRING => Kind::Bitstring,
        term_type::FLOAT => Kind::Float,
        term_type::FUN => Kind::Function,
        term_type::INTEGER => Kind::Integer,
        term_type::LIST => Kind::List,
        term_type::MAP => Kind::Map,
        term_type::PID => Kind::Pid,
        term_type::PORT => Kind::Port,
        term_type::TUPLE => Kind::Tuple,
        _ => Kind::Reference,
    }
}

#[inline]
pub(crate) unsafe fn signed(env: *mut Env, term: usize) -> Option<i64> {
    let mut value = 0;
    // SAFETY: the caller's, see `Vm`.
    let is = unsafe { abi::enif_get_int64(env, term, &raw mut value) };
    (is != 0).then_some(value)
}

#[inline]
pub(crate) unsafe fn unsigned(env: *mut Env, term: usize) -> Option<u64> {
    let mut value = 0;
    // SAFETY: the caller's, see `Vm`.
    let is = unsafe { abi::enif_get_uint64(env, term, &raw mut value) };
    (is != 0).then_some(value)
}

pub(crate) unsafe fn float(env: *mut Env, term: usize) -> Option<f64> {
    let mut value = 0.0;
    // SAFETY: the caller's, see `Vm`.
    let is = unsafe { abi::enif_get_double(env, term, &raw mut value) };
    (is != 0).then_some(value)
}

#[inline]
pub(crate) unsafe fn binary(env: *mut Env, term: usize) -> Option<(*const u8, usize)> {
    let mut binary = Binary::EMPTY;
    // SAFETY: the caller's, see `Vm`.
    let is = unsafe { abi::enif_inspect_binary(env, term, &raw mut binary) };
    if binary.size > ON_HEAP {
        callback::holds();
    }
    (is != 0).then_some((binary.data.cast_const(), binary.size))
}

/// Where the elements of a tuple stand, and how many there are.
#[inline]
pub(crate) unsafe fn tuple(env: *mut Env, term: usize) -> Option<(*const usize, usize)> {
    let mut arity: c_int = 0;
    let mut elements = ptr::null();
    // SAFETY: the caller's, see `Vm`.
    let is = unsafe { abi::enif_get_tuple(env, term, &raw mut arity, &raw mut elements) };
    (is != 0).then_some((elements, usize::try_from(arity).unwrap_or(0)))
}

#[inline]
pub(crate) unsafe fn element(env: *mut Env, term: usize, index: usize) -> Option<usize> {
    // SAFETY: the caller's, see `Vm`.
    let (elements, arity) = unsafe { tuple(env, term) }?;
    // SAFETY: the index is below the arity.
    (index < arity).then(|| unsafe { elements.wrapping_add(index).read() })
}

#[inline]
pub(crate) unsafe fn elements(env: *mut Env, term: usize, into: &mut [usize]) -> bool {
    // SAFETY: the caller's, see `Vm`.
    match unsafe { tuple(env, term) } {
        Some((elements, arity)) if arity == into.len() => {
            // SAFETY: so many elements stand there, and `into` is elsewhere.
            unsafe { ptr::copy_nonoverlapping(elements, into.as_mut_ptr(), arity) };
            true
        }
        _ => false,
    }
}

#[inline]
pub(crate) unsafe fn cell(env: *mut Env, term: usize) -> Option<(usize, usize)> {
    let (mut head, mut tail) = (0, 0);
    // SAFETY: the caller's, see `Vm`.
    let is = unsafe { abi::enif_get_list_cell(env, term, &raw mut head, &raw mut tail) };
    (is != 0).then_some((head, tail))
}

pub(crate) unsafe fn map_size(env: *mut Env, term: usize) -> Option<usize> {
    let mut size = 0;
    // SAFETY: the caller's, see `Vm`.
    let is = unsafe { abi::enif_get_map_size(env, term, &raw mut size) };
    (is != 0).then_some(size)
}

pub(crate) unsafe fn map_get(env: *mut Env, map: usize, key: usize) -> Option<usize> {
    let mut value = 0;
    // SAFETY: the caller's, see `Vm`.
    let is = unsafe { abi::enif_get_map_value(env, map, key, &raw mut value) };
    (is != 0).then_some(value)
}

#[inline]
pub(crate) unsafe fn pid(env: *mut Env, term: usize) -> Option<usize> {
    let mut pid = Pid { pid: 0 };
    // SAFETY: the caller's, see `Vm`.
    let is = unsafe { abi::enif_get_local_pid(env, term, &raw mut pid) };
    (is != 0).then_some(pid.pid)
}

pub(crate) unsafe fn compare(a: usize, b: usize) -> Ordering {
    // SAFETY: the caller's, see `Vm`.
    unsafe { abi::enif_compare(a, b) }.cmp(&0)
}
