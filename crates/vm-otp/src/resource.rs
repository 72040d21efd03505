//! Values that the VM counts.
//!
//! The VM's object begins with the value's address; the value lies where its class's alignment
//! has it, behind a [`Header`], which ends where the value begins. If its class has a `down`, a list
//! of its monitors follows the address:
//!
//! ```text
//! object: address of the value | Monitors, if any | gap | Header | value
//! ```
#![expect(unsafe_code, reason = "lays out the objects of values, and drops them")]

use core::ffi::c_void;
use core::mem::size_of;
use core::ptr::NonNull;

use avm_port::guarded;
use avm_term::vm::{MakeError, OutOfMemory, RawResource, RawTerm, ResourceClass};

use crate::abi::{self, Env};
use crate::callback;
use crate::monitors::Monitors;
use crate::types::{self, VALUE, WATCHER};

/// What stands before a value.
pub(crate) struct Header {
    pub(crate) class: &'static ResourceClass,
    /// The VM's object.
    pub(crate) object: *mut c_void,
}

impl Header {
    /// The monitors of a value, if its class has them.
    pub(crate) fn monitors(&self) -> Option<&Monitors> {
        self.class.down?;
        // SAFETY: `new` wrote a list there, as the class has a `down`; it is only ever shared while
        // the value is held, and whoever has the header holds it.
        Some(unsafe { &*monitors(self.object) })
    }
}

/// Where the list of monitors stands in an object that has one.
fn monitors(object: *mut c_void) -> *mut Monitors {
    object.cast::<usize>().wrapping_add(1).cast()
}

/// What the VM aligns its objects to, at least.
const OBJECT_ALIGN: usize = 8;

/// What stands before the header: the address, and the list.
const fn front(class: &ResourceClass) -> usize {
    match class.down {
        Some(_) => size_of::<usize>() + size_of::<Monitors>(),
        None => size_of::<usize>(),
    }
}

/// The header of a live value.
fn at(value: RawResource) -> *mut Header {
    value.value().as_ptr().cast::<Header>().wrapping_sub(1)
}

/// The header of a value.
///
/// # Safety
///
/// The value is held while the borrow is used.
#[inline(always)]
pub(crate) unsafe fn header<'h>(value: RawResource) -> &'h Header {
    // SAFETY: a header stands before every value, and is only ever shared.
    unsafe { &*at(value) }
}

/// Makes room for a value that the caller writes.
#[inline]
pub(crate) fn new(class: &'static ResourceClass) -> Result<RawResource, OutOfMemory> {
    let align = class.layout.align().max(OBJECT_ALIGN);
    let before = front(class) + size_of::<Header>();
    // The VM aligns an object less than a value may want to be.
    let bytes = (before + align - OBJECT_ALIGN).checked_add(class.layout.size());
    let kind = if class.down.is_some() {
        &WATCHER
    } else {
        &VALUE
    };
    let object = types::allocate(kind, bytes.ok_or(OutOfMemory)?).ok_or(OutOfMemory)?;
    let object = object.as_ptr();
    let offset = (object.addr() + before).next_multiple_of(align) - object.addr();
    let address = object.wrapping_byte_add(offset).cast::<()>();
    let value = RawResource::new(NonNull::new(address).ok_or(OutOfMemory)?);
    // SAFETY: the object begins with room for an address.
    unsafe { object.cast::<*mut ()>().write(address) };
    if class.down.is_some() {
        // SAFETY: `front` leaves room for it behind the address.
        unsafe { monitors(object).write(Monitors::default()) };
    }
    // SAFETY: `before` leaves room for a header before the value, whose alignment is the header's
    // or more.
    unsafe { at(value).write(Header { class, object }) };
    Ok(value)
}

const _: () = assert!(align_of::<Monitors>() <= OBJECT_ALIGN);
const _: () = assert!(align_of::<Header>() <= OBJECT_ALIGN);

/// One holder more.
///
/// # Safety
///
/// The value is held.
#[inline]
pub(crate) unsafe fn keep(value: RawResource) {
    // SAFETY: held, as the caller promises.
    let object = unsafe { header(value) }.object;
    // SAFETY: the object of a value that is held.
    unsafe { abi::enif_keep_resource(object) };
}

/// One holder less.
///
/// # Safety
///
/// One count is the caller's, who gives it up.
#[inline]
pub(crate) unsafe fn release(value: RawResource) {
    // SAFETY: held, as the caller promises.
    let object = unsafe { header(value) }.object;
    // SAFETY: the caller's count. The VM calls the destructor on a thread and at a time of its own.
    unsafe { abi::enif_release_resource(object) };
}

/// The value of an object.
///
/// # Safety
///
/// The object is one of [`new`].
#[inline(always)]
pub(crate) unsafe fn value(object: *mut c_void) -> Option<RawResource> {
    // SAFETY: it begins with the value's address.
    NonNull::new(unsafe { object.cast::<*mut ()>().read() }).map(RawResource::new)
}

/// Finds the value behind a term.
///
/// # Safety
///
/// As for `Vm::resource`.
#[inline]
pub(crate) unsafe fn read(
    env: *mut Env,
    term: usize,
) -> Option<(RawResource, &'static ResourceClass)> {
    // SAFETY: the caller's, see `Vm`.
    let plain = unsafe { types::find(env, term, &VALUE) };
    // SAFETY: the caller's, see `Vm`.
    let object = plain.or_else(|| unsafe { types::find(env, term, &WATCHER) })?;
    callback::holds();
    // SAFETY: objects of both types are made by `new`.
    let value = unsafe { value(object) }?;
    // SAFETY: the term holds it.
    Some((value, unsafe { header(value) }.class))
}

/// Makes a term of a value.
///
/// # Safety
///
/// As for `Vm::make_resource`.
#[inline]
pub(crate) unsafe fn make(env: *mut Env, value: RawResource) -> Result<RawTerm, MakeError> {
    callback::holds_in(env);
    // SAFETY: held, as the caller promises.
    let object = unsafe { header(value) }.object;
    // SAFETY: the object of a value that is held, and the caller's for the environment.
    Ok(RawTerm(unsafe { abi::enif_make_resource(env, object) }))
}

/// Makes a binary of bytes that a value owns.
///
/// # Safety
///
/// As for `Vm::make_resource_binary`.
pub(crate) unsafe fn make_binary(
    env: *mut Env,
    value: RawResource,
    bytes: *const u8,
    length: usize,
) -> Result<RawTerm, MakeError> {
    callback::holds_in(env);
    // SAFETY: held, as the caller promises.
    let object = unsafe { header(value) }.object;
    // SAFETY: the caller promises that the bytes stay while the object is held.
    let term = unsafe { abi::enif_make_resource_binary(env, object, bytes.cast(), length) };
    Ok(RawTerm(term))
}

/// The destructor: nobody holds the value any more.
///
/// # Safety
///
/// Called by the VM alone, with an object of [`new`].
pub(crate) unsafe extern "C" fn destroy(env: *mut Env, object: *mut c_void) {
    // SAFETY: an object of ours.
    let Some(value) = (unsafe { value(object) }) else {
        return;
    };
    // SAFETY: nobody else has the value or its header any more, and the VM frees the object.
    let Header { class, object } = unsafe { at(value).read() };
    if class.down.is_some() {
        // SAFETY: `new` wrote it, and nobody else reads it any more.
        drop(unsafe { monitors(object).read() });
    }
    let address = value.value().as_ptr();
    let _ = guarded(|| {
        // SAFETY: nobody holds the value any more, so this is its only drop.
        callback::without_process(env, || unsafe { (class.drop)(address) });
    });
}
