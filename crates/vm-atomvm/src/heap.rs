//! Heaps that are no process's: of callbacks, and of kept terms.
//!
//! A port never allocates on its own `Context`. Each callback gets a heap on the C stack that
//! grows by `malloc` when it must and is gone afterwards; the port's own heap stays as it was
//! made, so that AtomVM never has to collect it.
#![expect(unsafe_code, reason = "lays out AtomVM's heaps and frees them")]

use core::ffi::c_void;
use core::mem::MaybeUninit;
use core::ptr;

use avm_term::vm::{OutOfMemory, RawEnv};

use crate::abi::{self, Context, Fragment, GlobalContext, Heap, NifEnv};
use crate::platform::{self, MALLOC_ALIGN};
use crate::{ending, word};

/// Words on the C stack of a callback. Replies and messages are built elsewhere, so this is for
/// what a driver makes beside them.
const STACK_WORDS: usize = 64;

/// A fragment with its storage.
#[repr(C)]
struct Storage {
    fragment: MaybeUninit<Fragment>,
    words: [MaybeUninit<usize>; STACK_WORDS],
}

/// An environment without a heap yet.
pub(crate) fn env_on(global: *mut GlobalContext) -> NifEnv {
    let heap = Heap {
        root: ptr::null_mut(),
        start: ptr::null_mut(),
        ptr: ptr::null_mut(),
        end: ptr::null_mut(),
    };
    NifEnv {
        global,
        heap,
        stack_pointer: ptr::null_mut(),
        x: [0; 2],
    }
}

/// A heap on one fragment that is followed by so many words: `memory_init_heap_root_fragment`
/// (`memory.c`).
///
/// # Safety
///
/// `root` may be written to, and lives as long as the heap is used.
#[inline(always)]
pub(crate) unsafe fn heap_on(root: *mut Fragment, words: usize) -> Heap {
    let fragment = Fragment {
        next: ptr::null_mut(),
        mso_list: word::NIL,
    };
    // SAFETY: as the caller promises.
    unsafe { root.write(fragment) };
    let start = root.wrapping_add(1).cast::<usize>();
    Heap {
        root,
        start,
        ptr: start,
        end: start.wrapping_add(words),
    }
}

/// The environment behind its name.
pub(crate) fn env(raw: RawEnv) -> *mut NifEnv {
    raw.0.cast()
}

/// The VM that an environment is of.
///
/// # Safety
///
/// `raw` is a live environment of this module.
pub(crate) unsafe fn global(raw: RawEnv) -> *mut GlobalContext {
    // SAFETY: as the caller promises.
    unsafe { (*env(raw)).global }
}

/// Runs `f` in a heap that is gone afterwards. `f` does not unwind.
pub(crate) fn with_heap<R>(global: *mut GlobalContext, f: impl FnOnce(RawEnv) -> R) -> R {
    let mut storage = Storage {
        fragment: MaybeUninit::uninit(),
        words: [MaybeUninit::uninit(); STACK_WORDS],
    };
    let mut env = env_on(global);
    let root = (&raw mut storage).cast::<Fragment>();
    // SAFETY: `root` is followed by `STACK_WORDS` words, and both outlive `env`.
    env.heap = unsafe { heap_on(root, STACK_WORDS) };
    let result = f(RawEnv((&raw mut env).cast()));
    free(&env, root);
    result
}

/// Runs `f` on the heap of a process, which calls a NIF; what was made there stays. `f` does not
/// unwind.
///
/// The environment has as its heap what is free of the process's: AtomVM's own calls for that, of
/// which one is needed when it is used up, only add a fragment (`MEMORY_NO_GC`), so nothing moves.
///
/// # Safety
///
/// The context is live, and this thread runs it.
pub(crate) unsafe fn with_process<R>(context: *mut Context, f: impl FnOnce(RawEnv) -> R) -> R {
    // SAFETY: a context begins as an environment does (`erl_nif_priv.h`).
    let mut env = env_on(unsafe { (*context.cast::<NifEnv>()).global });
    env.x[LENT] = context.expose_provenance();
    borrow(&mut env);
    let result = f(RawEnv((&raw mut env).cast()));
    give_back(&env);
    result
}

/// Where an environment of [`with_process`] has the process; 0 in any other.
const LENT: usize = 1;

/// The process of an environment of [`with_process`]; null for any other.
fn lender(env: &NifEnv) -> *mut NifEnv {
    ptr::with_exposed_provenance_mut(env.x[LENT])
}

/// Takes what is free of the lender's heap. Its stack grows into that from the other side, if it is
/// in the same fragment (`context_avail_free_memory`, `context.h`).
fn borrow(env: &mut NifEnv) {
    // SAFETY: the lender is live while it is lent.
    let lender = unsafe { &*lender(env) };
    env.heap = lender.heap;
    if (lender.heap.start..=lender.heap.end).contains(&lender.stack_pointer) {
        env.heap.end = lender.stack_pointer;
    }
}

/// Tells the lender what is used.
fn give_back(env: &NifEnv) {
    // SAFETY: as above; the borrowed heap began where the lender's free words did.
    unsafe { (*lender(env)).heap.ptr = env.heap.ptr };
}

/// Opens a heap that lives until it is closed.
pub(crate) fn open(global: *mut GlobalContext) -> Result<RawEnv, OutOfMemory> {
    let env = platform::allocate(size_of::<NifEnv>(), MALLOC_ALIGN).cast::<NifEnv>();
    if env.is_null() {
        return Err(OutOfMemory);
    }
    // SAFETY: `env` is a block of that size, aligned for any type.
    unsafe { env.write(env_on(global)) };
    Ok(RawEnv(env.cast()))
}

/// Closes what [`open`] opened.
///
/// # Safety
///
/// `raw` came from [`open`] and is not used again.
pub(crate) unsafe fn close(raw: RawEnv) {
    let env = env(raw);
    // SAFETY: by the caller's promise it is a live `NifEnv`.
    free(unsafe { &*env }, ptr::null_mut());
    // SAFETY: `open` took it.
    unsafe { platform::release(env.cast::<c_void>(), MALLOC_ALIGN) };
}

/// Releases what the heap's binaries and resources hold, then frees its fragments, but for
/// `kept`, which is no block of its own. What `memory_destroy_heap` of `memory.h` does.
pub(crate) fn free(env: &NifEnv, kept: *mut Fragment) {
    let mut fragment = env.heap.root;
    if fragment.is_null() {
        return;
    }
    // SAFETY: a heap's root is a live fragment.
    let mso_list = unsafe { (*fragment).mso_list };
    // SAFETY: the list is the root's own, and its terms are not looked at afterwards.
    unsafe { release(env.global, mso_list) };
    while !fragment.is_null() {
        // SAFETY: the chain holds live fragments up to its null.
        let next = unsafe { (*fragment).next };
        if fragment != kept {
            // SAFETY: AtomVM took every fragment but `kept` from `malloc`.
            unsafe { platform::release(fragment.cast::<c_void>(), MALLOC_ALIGN) };
        }
        fragment = next;
    }
}

/// Gives up what binaries and resources of a heap hold. At its end the VM does that by itself.
///
/// # Safety
///
/// The list is a heap's own, whose terms are not looked at afterwards.
#[inline(always)]
pub(crate) unsafe fn release(global: *mut GlobalContext, mso_list: usize) {
    if mso_list != word::NIL && !ending::vm_ended() {
        // SAFETY: as the caller promises.
        unsafe { abi::memory_sweep_mso_list(mso_list, global, false) };
    }
}

/// Makes room for so many words without moving any term.
///
/// # Safety
///
/// `raw` is a live environment of this module.
pub(crate) unsafe fn reserve(raw: RawEnv, words: usize) -> Result<(), OutOfMemory> {
    // SAFETY: by the caller's promise it is a live `NifEnv`.
    let env = unsafe { &mut *env(raw) };
    if lender(env).is_null() {
        return extend(env, words);
    }
    give_back(env);
    // SAFETY: the lender is live while it is lent.
    let extended = extend(unsafe { &mut *lender(env) }, words);
    borrow(env);
    extended
}

/// Adds a fragment if less is free; that of a process, too, is not collected by this.
fn extend(env: &mut NifEnv, words: usize) -> Result<(), OutOfMemory> {
    // SAFETY: a live environment.
    match unsafe { abi::memory_erl_nif_env_ensure_free(env, words) } {
        abi::GC_OK => Ok(()),
        _ => Err(OutOfMemory),
    }
}

/// Takes so many words off the heap, and adds a fragment if they were not reserved.
///
/// # Safety
///
/// `raw` is a live environment of this module.
#[inline(always)]
pub(crate) unsafe fn alloc(raw: RawEnv, words: usize) -> Result<*mut usize, OutOfMemory> {
    let env = env(raw);
    // SAFETY: by the caller's promise it is a live `NifEnv`.
    let heap = unsafe { &mut (*env).heap };
    let free = (heap.end as usize).wrapping_sub(heap.ptr as usize) / size_of::<usize>();
    if free < words {
        // SAFETY: as the caller promises.
        unsafe { reserve(raw, words) }?;
    }
    // SAFETY: by the caller's promise it is a live `NifEnv`.
    let heap = unsafe { &mut (*env).heap };
    let at = heap.ptr;
    heap.ptr = at.wrapping_add(words);
    Ok(at)
}
