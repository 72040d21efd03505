//! Resources: the VM's objects that stand for values, and their terms.
//!
//! A value gets an object when it first becomes a term. The object is one word, the address of the
//! value, and has the one resource type of this library; the class before the value tells the Rust
//! types apart. While Rust has handles the object has one count for all of them, so that a term can
//! be made of it at any time; each term has one more, and gives it up when it is collected.
#![expect(
    unsafe_code,
    reason = "makes AtomVM's resource objects and is called to destroy them"
)]

use core::ffi::{CStr, c_void};
use core::ptr::{self, NonNull};

use avm_term::vm::{OutOfMemory, RawResource};

use crate::abi::{self, NifEnv, ResourceType, ResourceTypeInit};
use crate::handles::Left;
use crate::platform::{AtomicPtr, Mutex, Ordering};
use crate::version::global;
use crate::{block, ending, postman, types};

/// A resource type of the VM, made when it is first used: there is no taking over.
pub(crate) struct Type {
    name: &'static CStr,
    destructor: unsafe extern "C" fn(*mut NifEnv, *mut c_void),
    made: AtomicPtr<ResourceType>,
    making: Mutex<()>,
}

impl Type {
    pub(crate) const fn new(
        name: &'static CStr,
        destructor: unsafe extern "C" fn(*mut NifEnv, *mut c_void),
    ) -> Self {
        Self {
            name,
            destructor,
            made: AtomicPtr::new(ptr::null_mut()),
            making: Mutex::new(()),
        }
    }

    /// The type; null before it was made.
    #[inline]
    pub(crate) fn get(&self) -> *mut ResourceType {
        self.made.load(Ordering::Acquire)
    }

    fn make(&self) -> Result<*mut ResourceType, OutOfMemory> {
        let _making = self.making.lock();
        if !self.get().is_null() {
            return Ok(self.get());
        }
        let init = ResourceTypeInit {
            members: 1,
            dtor: Some(self.destructor),
            stop: None,
            down: None,
        };
        let made = types::register(global(), self.name, &init).ok_or(OutOfMemory)?;
        self.made.store(made, Ordering::Release);
        Ok(made)
    }

    /// Makes an object of these words, with a count of 1. Not while the VM ends.
    pub(crate) fn allocate<const N: usize>(
        &self,
        words: [*mut c_void; N],
    ) -> Result<*mut c_void, OutOfMemory> {
        if ending::vm_ended() {
            return Err(OutOfMemory);
        }
        postman::hire()?;
        let kind = match self.get() {
            made if made.is_null() => self.make()?,
            made => made,
        };
        let size = size_of_val(&words) as u32;
        // SAFETY: the type is registered.
        let object = unsafe { abi::enif_alloc_resource(kind, size) };
        if object.is_null() {
            return Err(OutOfMemory);
        }
        // SAFETY: the object has room for the words, and is aligned for them.
        unsafe { object.cast::<[*mut c_void; N]>().write(words) };
        Ok(object)
    }
}

pub(crate) static RESOURCE: Type = Type::new(c"avm_resource", destroy);

/// One more handle.
///
/// # Safety
///
/// The value is kept by a handle, or by a term of a live environment.
#[inline]
pub(crate) unsafe fn keep(value: RawResource) {
    // SAFETY: as the caller promises.
    let header = unsafe { block::header(value) };
    if header.handles.add() {
        // SAFETY: the first handle comes out of a term, whose count keeps the object.
        unsafe { abi::enif_keep_resource(header.object.load(Ordering::Acquire)) };
    }
}

/// One handle less. The value is dropped if it was the last, and there is no term.
///
/// # Safety
///
/// The handle was the caller's, who does not use the value again.
#[inline]
pub(crate) unsafe fn release(value: RawResource) {
    // SAFETY: the caller's handle keeps the block.
    let header = unsafe { block::header(value) };
    // Read first: at the end of the VM an object takes its block along.
    let object = header.object.load(Ordering::Acquire);
    match header.handles.remove() {
        Left::Handles => {}
        // SAFETY: the last handle, as just counted.
        Left::Nothing => unsafe { last_released(value, object) },
        // SAFETY: the last handle, and no object.
        Left::NothingAfterTheVm => unsafe { block::end(value) },
    }
}

/// Gives up what the handles had; `object` is what was known when there still was one.
unsafe fn last_released(value: RawResource, mut object: *mut c_void) {
    if object.is_null() {
        // SAFETY: an object that was made since has a count for the handles, which is ours now.
        object = unsafe { block::header(value) }
            .object
            .load(Ordering::Acquire);
    }
    if object.is_null() {
        // SAFETY: a value that never was a term, and has no handle.
        unsafe { block::end(value) };
    } else if !ending::vm_ended() {
        // SAFETY: the count that stood for the handles.
        let _ = unsafe { abi::enif_release_resource(object) };
    }
    // When the VM ends, the destruction of the object finds no handle.
}

/// The object of a value, made if there was none.
///
/// # Safety
///
/// As for [`keep`].
pub(crate) unsafe fn object(value: RawResource) -> Result<*mut c_void, OutOfMemory> {
    // SAFETY: as the caller promises.
    let header = unsafe { block::header(value) };
    if ending::vm_ended() {
        return Err(OutOfMemory);
    }
    let known = header.object.load(Ordering::Acquire);
    if !known.is_null() {
        return Ok(known);
    }
    let made = RESOURCE.allocate([value.value().as_ptr().cast()])?;
    let set =
        header
            .object
            .compare_exchange(ptr::null_mut(), made, Ordering::AcqRel, Ordering::Acquire);
    let Err(other) = set else { return Ok(made) };
    // Another thread was faster; this one stands for nothing.
    // SAFETY: the object has room for a word.
    unsafe { made.cast::<*mut c_void>().write(ptr::null_mut()) };
    // SAFETY: the count of `allocate`.
    let _ = unsafe { abi::enif_release_resource(made) };
    Ok(other)
}

/// The destructor of an object: no term refers to it any more, and no handle; or the VM ends.
unsafe extern "C" fn destroy(_: *mut NifEnv, object: *mut c_void) {
    // SAFETY: AtomVM destroys this object.
    let ended = unsafe { ending::note(object) };
    // SAFETY: the one word of the object.
    let value = unsafe { object.cast::<*mut ()>().read() };
    let Some(value) = NonNull::new(value).map(RawResource::new) else {
        return;
    };
    ending::destructor(|| {
        // SAFETY: the object keeps the block, up to here.
        let handles = unsafe { &block::header(value).handles };
        // Handles have a count of the object, so but for the VM's end there is none.
        if !ended || handles.lose_object() {
            // SAFETY: no object, no handle.
            unsafe { block::end(value) };
        }
    });
}
