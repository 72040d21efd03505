//! The block that a resource's value lies in: counted here, not by the VM.
//!
//! AtomVM frees a resource's memory when its last term goes, and at the end of the VM in an order
//! of its own, whoever still points there. So the value has a block of its own, and the VM's object
//! ([`crate::resource`]) only points to it. The block counts
//!
//! * `handles`: how many counts Rust holds, and
//! * `holds`: one for handles and terms together, one for each `down` that is running.
//!
//! The value is dropped, and the block freed, when `holds` is 0.
#![expect(
    unsafe_code,
    reason = "lays out the blocks of values, counts and frees them"
)]

use core::ffi::c_void;
use core::ptr::{self, NonNull};

use avm_port::guarded;
use avm_term::vm::{OutOfMemory, RawResource, ResourceClass};

use crate::handles::Handles;
use crate::monitors;
use crate::platform::{self, AtomicPtr, AtomicUsize, MALLOC_ALIGN, Ordering};

/// What stands before a value.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) class: &'static ResourceClass,
    pub(crate) handles: Handles,
    holds: AtomicUsize,
    /// How many monitors of the value there are.
    pub(crate) monitors: AtomicUsize,
    /// The VM's object; null as long as there was no term.
    pub(crate) object: AtomicPtr<c_void>,
}

/// How far behind the start of its block a value lies: the header ends where the value begins.
const fn offset(class: &ResourceClass) -> usize {
    let align = class.layout.align();
    let align = if align < MALLOC_ALIGN {
        MALLOC_ALIGN
    } else {
        align
    };
    size_of::<Header>().next_multiple_of(align)
}

/// The header of a live value.
fn at(value: RawResource) -> *mut Header {
    value.value().as_ptr().cast::<Header>().wrapping_sub(1)
}

/// The header of a value.
///
/// # Safety
///
/// The value's block is not freed while the borrow is used.
#[inline(always)]
pub(crate) unsafe fn header<'b>(value: RawResource) -> &'b Header {
    // SAFETY: a header stands before every value, and is only ever shared.
    unsafe { &*at(value) }
}

/// Makes a block for a value that the caller writes: one handle, no term.
pub(crate) fn new(class: &'static ResourceClass) -> Result<RawResource, OutOfMemory> {
    let start = allocate(class).ok_or(OutOfMemory)?;
    let value = start.as_ptr().wrapping_byte_add(offset(class));
    let value = RawResource::new(NonNull::new(value).ok_or(OutOfMemory)?);
    let header = Header {
        class,
        handles: Handles::one(),
        holds: AtomicUsize::new(1),
        monitors: AtomicUsize::new(0),
        object: AtomicPtr::new(ptr::null_mut()),
    };
    // SAFETY: `offset` leaves room for a header, aligned for pointers, before the value.
    unsafe { at(value).write(header) };
    Ok(value)
}

fn allocate(class: &ResourceClass) -> Option<NonNull<()>> {
    let bytes = offset(class).checked_add(class.layout.size())?;
    NonNull::new(platform::allocate(bytes, class.layout.align()).cast())
}

/// Lets a value live until [`unhold`].
///
/// # Safety
///
/// The value is not dropped yet, and something keeps it so during the call.
pub(crate) unsafe fn hold(value: RawResource) {
    // SAFETY: as the caller promises.
    unsafe { header(value) }
        .holds
        .fetch_add(1, Ordering::Relaxed);
}

/// Ends a [`hold`]; the last one drops the value.
///
/// # Safety
///
/// The hold was the caller's, who does not use the value again.
pub(crate) unsafe fn unhold(value: RawResource) {
    // SAFETY: the caller's hold keeps the block.
    let header = unsafe { header(value) };
    // Ordering as for the counts of `Arc`: what others did with the value is before its drop.
    if header.holds.fetch_sub(1, Ordering::Release) != 1 {
        return;
    }
    core::sync::atomic::fence(Ordering::Acquire);
    let class = header.class;
    // SAFETY: nobody holds the value any more, so this is its only drop.
    let _ = guarded(|| unsafe { (class.drop)(value.value().as_ptr()) });
    let start = value.value().as_ptr().wrapping_byte_sub(offset(class));
    // SAFETY: `allocate` took the block with this alignment.
    unsafe { platform::release(start.cast(), class.layout.align()) };
}

/// Ends what handles and terms together hold: none of either is left, or will be.
///
/// # Safety
///
/// As it says, and called once for a value.
pub(crate) unsafe fn end(value: RawResource) {
    // SAFETY: the hold of handles and terms keeps the block.
    if unsafe { header(value) }.monitors.load(Ordering::Acquire) != 0 {
        monitors::forget(value);
    }
    // SAFETY: the hold of handles and terms, which the caller gives up.
    unsafe { unhold(value) };
}

// A header ends where its value begins, so its size keeps what follows aligned.
const _: () = assert!(align_of::<Header>() <= MALLOC_ALIGN);
