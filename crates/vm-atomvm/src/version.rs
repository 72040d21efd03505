//! The VM around this library, and what differs between its versions.

use core::ptr;

use crate::abi::GlobalContext;
use crate::platform::{AtomicPtr, Facts, Ordering};
use crate::word::Tags;

pub(crate) use crate::platform::vm;

/// What differs between the versions.
#[repr(C)]
pub(crate) struct Version {
    pub(crate) layout: Facts,
    pub(crate) tags: Tags,
}

/// The VM that loaded this library; there is one in a process.
static GLOBAL: AtomicPtr<GlobalContext> = AtomicPtr::new(ptr::null_mut());

/// Remembers the VM.
pub(crate) fn set_global(global: *mut GlobalContext) {
    GLOBAL.store(global, Ordering::Release);
}

/// The VM; null before the first port.
pub(crate) fn global() -> *mut GlobalContext {
    GLOBAL.load(Ordering::Acquire)
}
