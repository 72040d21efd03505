//! The resource types of this library, and the terms that it has at hand.
//!
//! The names are made unique by the address of a static. A library that is loaded a second time
//! has the same statics: it takes its types over, and what was made before is as good as new. A
//! copy of the file has statics of its own, and so types of its own: what the one made is foreign
//! to the other.
#![expect(unsafe_code, reason = "opens resource types and asks for constants")]

use core::ffi::{CStr, c_void};
use core::ptr;
use core::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::ffi::CString;
use std::format;

use avm_term::vm::RawEnv;
use avm_term::{Env, atom};

use crate::abi::{self, ResourceType, ResourceTypeInit};
use crate::{monitors, ports, resource};

/// A resource type, once it is open.
pub(crate) struct Type(AtomicPtr<ResourceType>);

impl Type {
    const fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    /// The type; null before the library is loaded.
    #[inline(always)]
    pub(crate) fn get(&self) -> *mut ResourceType {
        self.0.load(Ordering::Relaxed)
    }
}

/// Ports.
pub(crate) static PORT: Type = Type::new();
/// Values without a `down`, which the VM makes with less.
pub(crate) static VALUE: Type = Type::new();
/// Values with a `down`.
pub(crate) static WATCHER: Type = Type::new();

/// The empty list.
static NIL: AtomicUsize = AtomicUsize::new(0);
/// The message that stands for a bell.
static WAKE: AtomicUsize = AtomicUsize::new(0);

#[inline(always)]
pub(crate) fn nil() -> usize {
    NIL.load(Ordering::Relaxed)
}

pub(crate) fn wake() -> usize {
    WAKE.load(Ordering::Relaxed)
}

/// Opens the types, or takes them over. `None`: the VM does not let us.
pub(crate) fn open(env: *mut abi::Env) -> Option<()> {
    let plain = |dtor| ResourceTypeInit {
        dtor: Some(dtor),
        stop: None,
        down: None,
        members: 3,
        dyncall: None,
    };
    let watcher = ResourceTypeInit {
        down: Some(monitors::on_down),
        ..plain(resource::destroy)
    };
    register(env, &PORT, "port", &plain(ports::destroy))?;
    register(env, &VALUE, "value", &plain(resource::destroy))?;
    register(env, &WATCHER, "watcher", &watcher)?;
    // SAFETY: a list of no elements.
    let nil = unsafe { abi::enif_make_list_from_array(env, ptr::null(), 0) };
    NIL.store(nil, Ordering::Relaxed);
    let raw = RawEnv(env.cast());
    // SAFETY: live until the callback of the VM returns.
    let wake = atom!("$avm_wake")
        .term(unsafe { Env::from_raw(raw) })
        .ok()?;
    WAKE.store(wake.raw().0, Ordering::Relaxed);
    Some(())
}

fn register(
    env: *mut abi::Env,
    into: &'static Type,
    what: &str,
    init: &ResourceTypeInit,
) -> Option<()> {
    let unique = ptr::from_ref(into).addr();
    let name = CString::new(format!("avm_{what}_{unique:x}")).ok()?;
    let opened = open_type(env, &name, init);
    into.0.store(opened, Ordering::Relaxed);
    (!opened.is_null()).then_some(())
}

fn open_type(env: *mut abi::Env, name: &CStr, init: &ResourceTypeInit) -> *mut ResourceType {
    let mut tried = 0;
    // SAFETY: called by the VM to load the library, with a whole `ErlNifResourceTypeInit`.
    unsafe {
        abi::enif_init_resource_type(
            env,
            name.as_ptr(),
            init,
            abi::RT_CREATE_OR_TAKEOVER,
            &raw mut tried,
        )
    }
}

/// Makes an object of a type; `None` without memory, and before the library is loaded.
pub(crate) fn allocate(kind: &'static Type, bytes: usize) -> Option<ptr::NonNull<c_void>> {
    let kind = kind.get();
    if kind.is_null() {
        return None;
    }
    // SAFETY: the type is open.
    ptr::NonNull::new(unsafe { abi::enif_alloc_resource(kind, bytes) })
}

/// Finds the object of a type behind a term of `env`.
///
/// # Safety
///
/// The environment is live, and the term of it.
#[inline]
pub(crate) unsafe fn find(
    env: *mut abi::Env,
    term: usize,
    kind: &'static Type,
) -> Option<*mut c_void> {
    let mut object = ptr::null_mut();
    // SAFETY: as the caller promises. A type that is not open is none of any object's.
    let is = unsafe { abi::enif_get_resource(env, term, kind.get(), &raw mut object) };
    (is != 0).then_some(object)
}
