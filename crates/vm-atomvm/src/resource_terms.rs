//! The terms of resources: making and reading them.
#![expect(
    unsafe_code,
    reason = "writes and reads the words of terms that own resources"
)]

use core::ffi::c_void;
use core::ptr::{self, NonNull};

use avm_term::vm::{MakeError, OutOfMemory, RawEnv, RawResource, RawTerm, ResourceClass};

use crate::abi::{self, NifEnv, ResourceType};
use crate::resource::{self, RESOURCE, Type};
use crate::version::vm;
use crate::word::{BOXED, LIST, REFC_BINARY, REFC_IS_CONST, binary_words, header};
use crate::{block, ending, heap, read, write};

/// `TERM_BOXED_REFC_BINARY_SIZE` (`term.h`).
const REFC_BINARY_WORDS: usize = 6;

/// The heap words of a resource.
pub(crate) fn words() -> usize {
    vm().layout.resource_words
}

/// The heap words of a binary that a resource owns.
pub(crate) fn binary_words_of(bytes: usize) -> usize {
    match vm().layout.refc_resource_managed {
        0 => binary_words(bytes),
        _ => REFC_BINARY_WORDS,
    }
}

fn no_memory(_: OutOfMemory) -> MakeError {
    MakeError::OutOfMemory
}

/// Makes the term of a resource, as `term_from_resource` (`term.h`) does, but without aborting the
/// VM when there is no memory.
///
/// # Safety
///
/// `env` is live, and the value kept by a handle or by a term of a live environment.
pub(crate) unsafe fn make(env: RawEnv, value: RawResource) -> Result<RawTerm, MakeError> {
    let layout = &vm().layout;
    // SAFETY: as the caller promises.
    let object = unsafe { resource::object(value) }.map_err(no_memory)?;
    // SAFETY: as the caller promises.
    let at = unsafe { heap::alloc(env, layout.resource_words) }.map_err(no_memory)?;
    // SAFETY: the value has a handle, or a term; either has a count of the object.
    let _ = unsafe { abi::enif_keep_resource(object) };
    let refc = refc(object);
    if layout.resource_pointer_index == 1 {
        // SAFETY: `alloc` gave out four words.
        unsafe {
            at.cast::<[usize; 2]>()
                .write([layout.header_resource, refc])
        };
    } else {
        // A binary of no bytes, and without flags.
        let words = [layout.header_resource, 0, 0, refc];
        // SAFETY: `alloc` gave out six words.
        unsafe { at.cast::<[usize; 4]>().write(words) };
    }
    // SAFETY: the last two of the words are the cell.
    Ok(unsafe { own(env, at, layout.resource_mso_index) })
}

/// The structure that an object's data are a part of, as it stands in terms.
fn refc(object: *mut c_void) -> usize {
    object
        .wrapping_byte_sub(vm().layout.refc_data)
        .expose_provenance()
}

/// Has the heap release what a new term refers to, when the term is gone: by a cell inside the
/// term, which is linked into the heap's list.
///
/// # Safety
///
/// `at` is the term, new in `env`, and its words from `cell` on are for this.
unsafe fn own(env: RawEnv, at: *mut usize, cell: usize) -> RawTerm {
    let term = at as usize | BOXED;
    // SAFETY: by the caller's promise it is a live `NifEnv`, and `alloc` left a root.
    let root = unsafe { (*heap::env(env)).heap.root };
    // SAFETY: a heap's root is a live fragment.
    let list = unsafe { &mut (*root).mso_list };
    let cell = at.wrapping_add(cell);
    // SAFETY: the term has two words for the cell: the tail, then the head.
    unsafe { cell.cast::<[usize; 2]>().write([*list, term]) };
    *list = cell as usize | LIST;
    RawTerm(term)
}

/// The type of what main calls a resource binary: two words, who owns the bytes and where they are
/// (`struct ResourceBinary`, `resources.h`). Ours is another type than AtomVM's own, because the
/// owner is a value, and because AtomVM crashes when it has no memory for one.
static BINARY: Type = Type::new(c"avm_resource_binary", destroy_binary);

/// Makes a binary of bytes that a resource owns; on 0.6, which has no such binaries, a copy.
///
/// # Safety
///
/// As for [`make`]; and the bytes stay as they are while the value lives.
pub(crate) unsafe fn make_binary(
    env: RawEnv,
    value: RawResource,
    bytes: *const u8,
    len: usize,
) -> Result<RawTerm, MakeError> {
    let managed = vm().layout.refc_resource_managed;
    if managed == 0 {
        // SAFETY: as the caller promises.
        let bytes = unsafe { core::slice::from_raw_parts(bytes, len) };
        // SAFETY: as the caller promises.
        return unsafe { write::make_binary(env, bytes) };
    }
    // SAFETY: as the caller promises.
    let object = unsafe { binary_object(value, bytes) }.map_err(no_memory)?;
    // SAFETY: as the caller promises.
    let Ok(at) = (unsafe { heap::alloc(env, REFC_BINARY_WORDS) }) else {
        // SAFETY: the count of `binary_object`.
        let _ = unsafe { abi::enif_release_resource(object) };
        return Err(MakeError::OutOfMemory);
    };
    // The term takes over the count of `binary_object`.
    let head = header(REFC_BINARY_WORDS - 1, REFC_BINARY);
    // SAFETY: `alloc` gave out six words.
    unsafe {
        at.cast::<[usize; 4]>()
            .write([head, len, managed, refc(object)])
    };
    // SAFETY: the last two of the words are the cell.
    Ok(unsafe { own(env, at, 4) })
}

/// The object behind a binary; it has a handle of the value.
unsafe fn binary_object(value: RawResource, bytes: *const u8) -> Result<*mut c_void, OutOfMemory> {
    // SAFETY: as the caller promises.
    unsafe { resource::keep(value) };
    let made = BINARY.allocate([value.value().as_ptr().cast(), bytes.cast_mut().cast()]);
    if made.is_err() {
        // SAFETY: kept above.
        unsafe { resource::release(value) };
    }
    made
}

/// The destructor of an object of [`BINARY`]: no binary refers to the bytes any more.
unsafe extern "C" fn destroy_binary(_: *mut NifEnv, object: *mut c_void) {
    // SAFETY: AtomVM destroys this object.
    unsafe { ending::note(object) };
    // SAFETY: the first word of the object.
    let value = unsafe { object.cast::<*mut ()>().read() };
    if let Some(value) = NonNull::new(value) {
        // SAFETY: the handle that the object had.
        ending::destructor(|| unsafe { resource::release(RawResource::new(value)) });
    }
}

/// Reads the value of a resource of this library; `None` for all else.
///
/// # Safety
///
/// `term` is live.
#[inline]
pub(crate) unsafe fn read(term: usize) -> Option<(RawResource, &'static ResourceClass)> {
    let layout = &vm().layout;
    // SAFETY: as the caller promises.
    if unsafe { read::header(term) }? != layout.header_resource || ending::vm_ended() {
        return None;
    }
    if layout.resource_pointer_index == 3 {
        // Where a resource is a binary, one of a module's constants has the same header.
        // SAFETY: the header counts five words.
        let flags = unsafe { read::at(term, 2) };
        if flags & REFC_IS_CONST != 0 {
            return None;
        }
    }
    // SAFETY: the header counts the pointer's word.
    let refc = unsafe { read::at(term, layout.resource_pointer_index) };
    let refc = ptr::with_exposed_provenance_mut::<c_void>(refc);
    let kind = refc.wrapping_byte_add(layout.refc_type);
    // SAFETY: the term keeps its `RefcBinary`, which has a type, or null.
    let kind = unsafe { kind.cast::<*mut ResourceType>().read() };
    if kind.is_null() || kind != RESOURCE.get() {
        return None;
    }
    let value = refc.wrapping_byte_add(layout.refc_data);
    // SAFETY: an object of our type is one word.
    let value = unsafe { value.cast::<*mut ()>().read() };
    let value = RawResource::new(NonNull::new(value)?);
    // SAFETY: the term keeps the object, and that the value.
    Some((value, unsafe { block::header(value) }.class))
}
