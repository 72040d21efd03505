//! AtomVM's C functions and structures, as 0.6.6 and main both have them.
//!
//! Only functions that are real symbols of the executable in both versions are declared; what is
//! `static inline` there is written in Rust here, and what only one version has is looked up at
//! run time ([`crate::version`]). Files named below are under AtomVM's `src/libAtomVM`.
#![expect(unsafe_code, reason = "declares C functions")]

use core::ffi::{c_char, c_int, c_uint, c_void};

/// `GlobalContext`; its fields vary with the build and are never touched.
#[repr(C)]
pub(crate) struct GlobalContext {
    opaque: [u8; 0],
}

/// `Context`; its fields are reached through [`crate::layout`] alone.
#[repr(C)]
pub(crate) struct Context {
    opaque: [u8; 0],
}

/// `Mailbox`.
#[repr(C)]
pub(crate) struct Mailbox {
    opaque: [u8; 0],
}

/// `ErlNifResourceType`.
#[repr(C)]
pub(crate) struct ResourceType {
    opaque: [u8; 0],
}

/// `HeapFragment` (`memory.h`), without its storage, which follows.
#[repr(C)]
pub(crate) struct Fragment {
    pub(crate) next: *mut Fragment,
    /// A root fragment holds the list of what must be released, any other its end.
    pub(crate) mso_list: usize,
}

/// `Heap` (`memory.h`).
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct Heap {
    pub(crate) root: *mut Fragment,
    pub(crate) start: *mut usize,
    pub(crate) ptr: *mut usize,
    pub(crate) end: *mut usize,
}

/// `ErlNifEnv` (`erl_nif_priv.h`): what a heap that is no process's looks like to `enif_*`.
#[repr(C)]
pub(crate) struct NifEnv {
    pub(crate) global: *mut GlobalContext,
    pub(crate) heap: Heap,
    /// Null tells AtomVM that this is no `Context`.
    pub(crate) stack_pointer: *mut usize,
    pub(crate) x: [usize; 2],
}

/// `Message` (`mailbox.h`) of type `NormalMessage`, without the rest of its storage.
#[repr(C)]
pub(crate) struct Message {
    pub(crate) next: *mut Message,
    pub(crate) kind: usize,
    pub(crate) message: usize,
    pub(crate) heap_end: *mut usize,
    pub(crate) mso_list: usize,
}

/// `ErlNifResourceTypeInit` (`erl_nif.h`).
#[repr(C)]
pub(crate) struct ResourceTypeInit {
    pub(crate) members: c_int,
    pub(crate) dtor: Option<unsafe extern "C" fn(*mut NifEnv, *mut c_void)>,
    pub(crate) stop: Option<unsafe extern "C" fn()>,
    pub(crate) down:
        Option<unsafe extern "C" fn(*mut NifEnv, *mut c_void, *const i32, *const c_void) -> ()>,
}

/// `AtomStringIntPair` (`interop.h`).
#[repr(C)]
pub(crate) struct AtomStringIntPair {
    pub(crate) atom: *const u8,
    pub(crate) value: c_int,
}

/// `MEMORY_GC_OK` (`memory.h`).
pub(crate) const GC_OK: c_int = 0;
/// `MEMORY_NO_SHRINK` (`memory.h`): may collect.
pub(crate) const NO_SHRINK: c_int = 0;
/// `NativeContinue` and `NativeTerminate` (`context.h`).
pub(crate) const NATIVE_CONTINUE: c_int = 2;
pub(crate) const NATIVE_TERMINATE: c_int = 1;
/// `ERL_NIF_RT_CREATE` (`erl_nif.h`).
pub(crate) const RT_CREATE: c_int = 1;

unsafe extern "C" {
    // context.c
    pub(crate) fn context_new(global: *mut GlobalContext) -> *mut Context;
    // globalcontext.c
    pub(crate) fn globalcontext_get_process_lock(g: *mut GlobalContext, pid: i32) -> *mut Context;
    pub(crate) fn globalcontext_get_process_unlock(g: *mut GlobalContext, c: *mut Context);
    pub(crate) fn globalcontext_process_exists(g: *mut GlobalContext, pid: i32) -> bool;
    pub(crate) fn globalcontext_existing_term_from_atom_string(
        g: *mut GlobalContext,
        atom: *const u8,
    ) -> usize;
    // mailbox.c
    pub(crate) fn mailbox_first(mailbox: *mut Mailbox) -> *mut Message;
    pub(crate) fn mailbox_take_message(mailbox: *mut Mailbox) -> *mut Message;
    #[cfg(not(target_os = "none"))]
    pub(crate) fn mailbox_enqueue_message(context: *mut Context, message: *mut Message);
    // scheduler.c
    pub(crate) fn scheduler_terminate(context: *mut Context);
    #[cfg(not(target_os = "none"))]
    pub(crate) fn scheduler_signal_message(context: *mut Context);
    // The C of the artefact (`c/avm_vm.c`, `c/avm_nif_unix.c`), as it is a macro in `nifs.h`.
    pub(crate) fn avm_vm_raise(context: *mut Context, reason: usize) -> usize;
    // memory.c
    pub(crate) fn memory_ensure_free_with_roots(
        context: *mut Context,
        words: usize,
        num_roots: usize,
        roots: *mut usize,
        mode: c_int,
    ) -> c_int;
    pub(crate) fn memory_erl_nif_env_ensure_free(env: *mut NifEnv, words: usize) -> c_int;
    pub(crate) fn memory_copy_term_tree(heap: *mut Heap, term: usize) -> usize;
    pub(crate) fn memory_sweep_mso_list(mso_list: usize, g: *mut GlobalContext, from_task: bool);
    // term.c
    pub(crate) fn term_compare(a: usize, b: usize, opts: c_int, g: *mut GlobalContext) -> c_int;
    pub(crate) fn term_snprint(
        into: *mut c_char,
        size: usize,
        term: usize,
        g: *mut GlobalContext,
    ) -> c_int;
    // refc_binary.c
    pub(crate) fn refc_binary_get_data(refc: *mut c_void) -> *mut u8;
    // interop.c
    pub(crate) fn interop_atom_term_select_atom(
        table: *const AtomStringIntPair,
        value: c_int,
        g: *mut GlobalContext,
    ) -> usize;
    // resources.c
    pub(crate) fn enif_init_resource_type(
        env: *mut NifEnv,
        name: *const c_char,
        init: *const ResourceTypeInit,
        flags: c_int,
        tried: *mut c_int,
    ) -> *mut ResourceType;
    pub(crate) fn enif_alloc_resource(kind: *mut ResourceType, size: c_uint) -> *mut c_void;
    pub(crate) fn enif_make_resource(env: *mut NifEnv, object: *mut c_void) -> usize;
    pub(crate) fn enif_keep_resource(object: *mut c_void) -> c_int;
    pub(crate) fn enif_release_resource(object: *mut c_void) -> c_int;
    pub(crate) fn enif_monitor_process(
        env: *mut NifEnv,
        object: *mut c_void,
        pid: *const i32,
        monitor: *mut c_void,
    ) -> c_int;
}
