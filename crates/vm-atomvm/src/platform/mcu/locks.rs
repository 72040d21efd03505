//! Locks of AtomVM's own kind; where it has one thread, none.
#![expect(unsafe_code, reason = "guards a cell by a lock of the C shim")]

use core::cell::UnsafeCell;
use core::ffi::c_void;
use core::ops::{Deref, DerefMut};
use core::ptr;

unsafe extern "C" {
    // avm_vm.c
    fn avm_vm_lock(lock: *mut *mut c_void);
    fn avm_vm_unlock(lock: *mut *mut c_void);
}

/// A value that one thread of the VM looks at after the other; no interrupt does.
///
/// Invariant: only who holds `lock` has a reference into `value`, and there is one [`Guard`].
pub(crate) struct Mutex<T> {
    lock: UnsafeCell<*mut c_void>,
    value: UnsafeCell<T>,
}

// SAFETY: `value` is reached under the lock alone, by one thread after the other.
unsafe impl<T: Send> Sync for Mutex<T> {}

/// What a lock guards, for as long as it is held.
pub(crate) struct Guard<'l, T>(&'l Mutex<T>);

impl<T> Mutex<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self {
            lock: UnsafeCell::new(ptr::null_mut()),
            value: UnsafeCell::new(value),
        }
    }

    /// Waits until nobody else looks at it.
    pub(crate) fn lock(&self) -> Guard<'_, T> {
        // SAFETY: the word is the shim's alone. It does not return while anybody holds the lock.
        unsafe { avm_vm_lock(self.lock.get()) };
        Guard(self)
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the guard holds the lock.
        unsafe { &*self.0.value.get() }
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the guard holds the lock, and is borrowed mutably.
        unsafe { &mut *self.0.value.get() }
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        // SAFETY: the guard holds the lock.
        unsafe { avm_vm_unlock(self.0.lock.get()) };
    }
}
