//! Registering resource types: each once, as the VM has no taking over.
#![expect(unsafe_code, reason = "registers resource types with the VM")]

use core::ffi::CStr;
use core::ptr;

use crate::abi::{self, GlobalContext, ResourceType, ResourceTypeInit};
use crate::heap;
use crate::platform::{self, MALLOC_ALIGN};

/// More than AtomVM allocates for a type, its name and its locks.
const ROOM: usize = 4096;

/// Registers a type; `None`: the VM has no memory.
pub(crate) fn register(
    global: *mut GlobalContext,
    name: &'static CStr,
    init: &ResourceTypeInit,
) -> Option<*mut ResourceType> {
    if !has_room() {
        return None;
    }
    let made = heap::with_heap(global, |raw| {
        let (env, name) = (heap::env(raw), name.as_ptr());
        let (init, tried) = (ptr::from_ref(init), ptr::null_mut());
        // SAFETY: of the env only `global` is read; name and `init` are copied.
        unsafe { abi::enif_init_resource_type(env, name, init, abi::RT_CREATE, tried) }
    });
    (!made.is_null()).then_some(made)
}

/// Whether there is memory: AtomVM aborts when it finds none for a lock (`smp_rwlock_create`).
fn has_room() -> bool {
    let block = platform::allocate(ROOM, MALLOC_ALIGN);
    // SAFETY: from `allocate`, or null.
    unsafe { platform::release(block, MALLOC_ALIGN) };
    !block.is_null()
}
