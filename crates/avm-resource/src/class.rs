//! What the VM must know of a type: its class.
#![expect(
    unsafe_code,
    reason = "the functions that the VM calls with the address of a value"
)]

use core::alloc::Layout;
use core::any::TypeId;
use core::marker::PhantomData;

use avm_term::vm::{RawResource, RawTerm, ResourceClass};
use avm_term::{Invalid, Term};

use crate::monitor::{Down, Monitor};
use crate::resource::Resource;

/// The class of a type.
pub(crate) struct Class<T>(PhantomData<T>);

impl<T: Resource> Class<T> {
    /// What the VM keeps beside each value of the type.
    pub(crate) const CLASS: &'static ResourceClass = &ResourceClass {
        name: T::NAME,
        id: TypeId::of::<T>(),
        layout: Layout::new::<T>(),
        drop: drop_value::<T>,
        down: if T::IMPLEMENTS_DOWN {
            Some(down::<T>)
        } else {
            None
        },
    };
}

/// Finds the value of type `T` behind a term. It is held by the term alone.
#[inline]
pub(crate) fn find<T: Resource>(term: Term<'_>) -> Result<RawResource, Invalid<'_>> {
    match term.resource() {
        Some((resource, class)) if class.id == TypeId::of::<T>() => Ok(resource),
        _ => Err(Invalid::Resource),
    }
}

/// Drops a value in place.
unsafe fn drop_value<T: Resource>(value: *mut ()) {
    T::counters().count_dropped();
    // SAFETY: by the contract of `ResourceClass` this is the address of a value of the class,
    // which nobody holds any more, and this is the only call with it.
    unsafe { value.cast::<T>().drop_in_place() }
}

/// Tells a value that what it monitored has ended.
unsafe fn down<T: Resource>(value: *mut (), who: RawTerm, monitor: u64) {
    // SAFETY: by the contract of `ResourceClass` this is the address of a value of the class,
    // which is held for the time of the call; all who hold it share it.
    let value = unsafe { &*value.cast::<T>() };
    value.down(Down::new(who), Monitor(monitor));
}
