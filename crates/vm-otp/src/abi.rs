//! Erlang's C functions and structures: `erl_nif.h`, version 2.16.
//!
//! Version 2.16 is that of OTP 24 and 25; later versions add to it and change nothing. Declared is
//! only what is used. A term is a word, `ERL_NIF_TERM`.
#![expect(unsafe_code, reason = "declares C functions")]

use core::ffi::{c_char, c_double, c_int, c_uint, c_void};

/// `ErlNifEnv`.
#[repr(C)]
pub(crate) struct Env {
    opaque: [u8; 0],
}

/// `ErlNifResourceType`.
#[repr(C)]
pub(crate) struct ResourceType {
    opaque: [u8; 0],
}

/// `ErlNifPid`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct Pid {
    pub(crate) pid: usize,
}

/// `ErlNifBinary`.
#[repr(C)]
pub(crate) struct Binary {
    pub(crate) size: usize,
    pub(crate) data: *mut u8,
    pub(crate) ref_bin: *mut c_void,
    pub(crate) spare: [*mut c_void; 2],
}

impl Binary {
    pub(crate) const EMPTY: Self = Self {
        size: 0,
        data: core::ptr::null_mut(),
        ref_bin: core::ptr::null_mut(),
        spare: [core::ptr::null_mut(); 2],
    };
}

/// `ErlNifMonitor`, which is `ErlDrvMonitor` (`erl_drv_nif.h`).
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct Monitor {
    pub(crate) data: [u8; 4 * size_of::<*mut c_void>()],
}

/// `ErlNifMapIterator`: seven words that are the VM's own.
#[repr(C)]
pub(crate) struct MapIterator {
    pub(crate) words: [usize; 7],
}

/// A function of `ErlNifFunc`.
pub(crate) type Function = unsafe extern "C" fn(*mut Env, c_int, *const usize) -> usize;

/// `ErlNifFunc`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Func {
    pub(crate) name: *const c_char,
    pub(crate) arity: c_uint,
    pub(crate) function: Function,
    pub(crate) flags: c_uint,
}

/// `ErlNifEntry`.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) major: c_int,
    pub(crate) minor: c_int,
    pub(crate) name: *const c_char,
    pub(crate) num_of_funcs: c_int,
    pub(crate) funcs: *const Func,
    pub(crate) load: Option<unsafe extern "C" fn(*mut Env, *mut *mut c_void, usize) -> c_int>,
    pub(crate) reload: Option<unsafe extern "C" fn(*mut Env, *mut *mut c_void, usize) -> c_int>,
    pub(crate) upgrade:
        Option<unsafe extern "C" fn(*mut Env, *mut *mut c_void, *mut *mut c_void, usize) -> c_int>,
    pub(crate) unload: Option<unsafe extern "C" fn(*mut Env, *mut c_void)>,
    pub(crate) vm_variant: *const c_char,
    pub(crate) options: c_uint,
    pub(crate) sizeof_resource_type_init: usize,
    pub(crate) min_erts: *const c_char,
}

/// `ErlNifResourceTypeInit`.
#[repr(C)]
pub(crate) struct ResourceTypeInit {
    pub(crate) dtor: Option<unsafe extern "C" fn(*mut Env, *mut c_void)>,
    pub(crate) stop: Option<unsafe extern "C" fn(*mut Env, *mut c_void, c_int, c_int)>,
    pub(crate) down:
        Option<unsafe extern "C" fn(*mut Env, *mut c_void, *const Pid, *const Monitor)>,
    /// How many of the functions count: `dtor`, `stop` and `down` are 3.
    pub(crate) members: c_int,
    pub(crate) dyncall: Option<unsafe extern "C" fn(*mut Env, *mut c_void, *mut c_void)>,
}

/// `ERL_NIF_RT_CREATE | ERL_NIF_RT_TAKEOVER`.
pub(crate) const RT_CREATE_OR_TAKEOVER: c_int = 1 | 2;
/// `ERL_NIF_LATIN1`, whose lower half is ASCII.
pub(crate) const LATIN1: c_int = 1;
/// `ERL_NIF_BIN2TERM_SAFE`: no new atoms.
pub(crate) const BIN2TERM_SAFE: c_uint = 0x2000_0000;
/// `ERL_NIF_MAP_ITERATOR_FIRST`.
pub(crate) const MAP_FIRST: c_int = 1;
/// `ERL_NIF_DIRTY_JOB_IO_BOUND`.
pub(crate) const DIRTY_IO: c_uint = 2;

/// `ERL_NIF_THR_DIRTY_CPU_SCHEDULER`.
pub(crate) const THREAD_DIRTY_CPU: c_int = 2;
/// `ERL_NIF_THR_DIRTY_IO_SCHEDULER`.
pub(crate) const THREAD_DIRTY_IO: c_int = 3;

/// `ErlNifTermType`.
pub(crate) mod term_type {
    use core::ffi::c_int;

    pub(crate) const ATOM: c_int = 1;
    pub(crate) const BITSTRING: c_int = 2;
    pub(crate) const FLOAT: c_int = 3;
    pub(crate) const FUN: c_int = 4;
    pub(crate) const INTEGER: c_int = 5;
    pub(crate) const LIST: c_int = 6;
    pub(crate) const MAP: c_int = 7;
    pub(crate) const PID: c_int = 8;
    pub(crate) const PORT: c_int = 9;
    pub(crate) const TUPLE: c_int = 11;
}

unsafe extern "C" {
    // Reading terms.
    pub(crate) fn enif_term_type(env: *mut Env, term: usize) -> c_int;
    // `erl_nif_api_funcs.h` renames these four where a `long` has 64 bits.
    #[cfg_attr(target_pointer_width = "64", link_name = "enif_get_long")]
    pub(crate) fn enif_get_int64(env: *mut Env, term: usize, into: *mut i64) -> c_int;
    #[cfg_attr(target_pointer_width = "64", link_name = "enif_get_ulong")]
    pub(crate) fn enif_get_uint64(env: *mut Env, term: usize, into: *mut u64) -> c_int;
    pub(crate) fn enif_get_double(env: *mut Env, term: usize, into: *mut c_double) -> c_int;
    pub(crate) fn enif_is_atom(env: *mut Env, term: usize) -> c_int;
    pub(crate) fn enif_get_atom(
        env: *mut Env,
        term: usize,
        into: *mut c_char,
        size: c_uint,
        encoding: c_int,
    ) -> c_int;
    pub(crate) fn enif_is_binary(env: *mut Env, term: usize) -> c_int;
    pub(crate) fn enif_inspect_binary(env: *mut Env, term: usize, into: *mut Binary) -> c_int;
    pub(crate) fn enif_get_tuple(
        env: *mut Env,
        term: usize,
        arity: *mut c_int,
        elements: *mut *const usize,
    ) -> c_int;
    pub(crate) fn enif_get_list_cell(
        env: *mut Env,
        term: usize,
        head: *mut usize,
        tail: *mut usize,
    ) -> c_int;
    pub(crate) fn enif_get_map_size(env: *mut Env, term: usize, size: *mut usize) -> c_int;
    pub(crate) fn enif_get_map_value(
        env: *mut Env,
        map: usize,
        key: usize,
        value: *mut usize,
    ) -> c_int;
    pub(crate) fn enif_map_iterator_create(
        env: *mut Env,
        map: usize,
        iterator: *mut MapIterator,
        entry: c_int,
    ) -> c_int;
    pub(crate) fn enif_map_iterator_destroy(env: *mut Env, iterator: *mut MapIterator);
    pub(crate) fn enif_map_iterator_next(env: *mut Env, iterator: *mut MapIterator) -> c_int;
    pub(crate) fn enif_map_iterator_get_pair(
        env: *mut Env,
        iterator: *mut MapIterator,
        key: *mut usize,
        value: *mut usize,
    ) -> c_int;
    pub(crate) fn enif_get_local_pid(env: *mut Env, term: usize, pid: *mut Pid) -> c_int;
    pub(crate) fn enif_compare(a: usize, b: usize) -> c_int;
    pub(crate) fn enif_term_to_binary(env: *mut Env, term: usize, into: *mut Binary) -> c_int;
    pub(crate) fn enif_release_binary(binary: *mut Binary);

    // Making terms.
    #[cfg_attr(target_pointer_width = "64", link_name = "enif_make_long")]
    pub(crate) fn enif_make_int64(env: *mut Env, value: i64) -> usize;
    #[cfg_attr(target_pointer_width = "64", link_name = "enif_make_ulong")]
    pub(crate) fn enif_make_uint64(env: *mut Env, value: u64) -> usize;
    pub(crate) fn enif_make_double(env: *mut Env, value: c_double) -> usize;
    pub(crate) fn enif_make_atom_len(env: *mut Env, name: *const c_char, length: usize) -> usize;
    pub(crate) fn enif_make_existing_atom_len(
        env: *mut Env,
        name: *const c_char,
        length: usize,
        atom: *mut usize,
        encoding: c_int,
    ) -> c_int;
    pub(crate) fn enif_make_new_binary(env: *mut Env, size: usize, term: *mut usize) -> *mut u8;
    pub(crate) fn enif_make_tuple_from_array(
        env: *mut Env,
        elements: *const usize,
        count: c_uint,
    ) -> usize;
    pub(crate) fn enif_make_list_from_array(
        env: *mut Env,
        elements: *const usize,
        count: c_uint,
    ) -> usize;
    pub(crate) fn enif_make_list_cell(env: *mut Env, head: usize, tail: usize) -> usize;
    pub(crate) fn enif_make_map_from_arrays(
        env: *mut Env,
        keys: *const usize,
        values: *const usize,
        count: usize,
        map: *mut usize,
    ) -> c_int;
    pub(crate) fn enif_make_copy(env: *mut Env, term: usize) -> usize;
    pub(crate) fn enif_binary_to_term(
        env: *mut Env,
        bytes: *const u8,
        size: usize,
        term: *mut usize,
        options: c_uint,
    ) -> usize;
    pub(crate) fn enif_make_badarg(env: *mut Env) -> usize;
    pub(crate) fn enif_raise_exception(env: *mut Env, reason: usize) -> usize;

    // Schedulers.
    pub(crate) fn enif_thread_type() -> c_int;
    pub(crate) fn enif_schedule_nif(
        env: *mut Env,
        name: *const c_char,
        flags: c_int,
        function: Function,
        argc: c_int,
        argv: *const usize,
    ) -> usize;

    // Environments and messages.
    pub(crate) fn enif_alloc_env() -> *mut Env;
    pub(crate) fn enif_free_env(env: *mut Env);
    pub(crate) fn enif_clear_env(env: *mut Env);
    pub(crate) fn enif_send(
        caller: *mut Env,
        to: *const Pid,
        message: *mut Env,
        term: usize,
    ) -> c_int;
    pub(crate) fn enif_consume_timeslice(env: *mut Env, percent: c_int) -> c_int;
    pub(crate) fn enif_self(env: *mut Env, pid: *mut Pid) -> *mut Pid;
    pub(crate) fn enif_is_process_alive(env: *mut Env, pid: *const Pid) -> c_int;

    // Resources.
    pub(crate) fn enif_init_resource_type(
        env: *mut Env,
        name: *const c_char,
        init: *const ResourceTypeInit,
        flags: c_int,
        tried: *mut c_int,
    ) -> *mut ResourceType;
    pub(crate) fn enif_alloc_resource(kind: *mut ResourceType, size: usize) -> *mut c_void;
    pub(crate) fn enif_keep_resource(object: *mut c_void);
    pub(crate) fn enif_release_resource(object: *mut c_void);
    pub(crate) fn enif_make_resource(env: *mut Env, object: *mut c_void) -> usize;
    pub(crate) fn enif_make_resource_binary(
        env: *mut Env,
        object: *mut c_void,
        bytes: *const c_void,
        size: usize,
    ) -> usize;
    pub(crate) fn enif_get_resource(
        env: *mut Env,
        term: usize,
        kind: *mut ResourceType,
        object: *mut *mut c_void,
    ) -> c_int;
    pub(crate) fn enif_monitor_process(
        env: *mut Env,
        object: *mut c_void,
        pid: *const Pid,
        monitor: *mut Monitor,
    ) -> c_int;
    pub(crate) fn enif_demonitor_process(
        env: *mut Env,
        object: *mut c_void,
        monitor: *const Monitor,
    ) -> c_int;
    pub(crate) fn enif_compare_monitors(a: *const Monitor, b: *const Monitor) -> c_int;
}

/// Stands in for the VM, which unit tests do not have: they read no map, but link what would.
#[cfg(test)]
mod without_vm {
    // SAFETY: the name is the VM's, and no VM is linked with a unit test.
    #[unsafe(no_mangle)]
    extern "C" fn enif_map_iterator_destroy() {
        unreachable!("a unit test reads no map");
    }
}
