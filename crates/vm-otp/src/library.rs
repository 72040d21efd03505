//! The library as the VM loads it: what is in it, loading and upgrade.
#![expect(unsafe_code, reason = "called by the VM to load the library")]

use core::ffi::{CStr, c_int, c_void};
use std::sync::OnceLock;

use avm_nif::Function;
use avm_port::{Driver, guarded};

use crate::abi::{self, Entry, Func};
use crate::nif::{self, Module};
use crate::{ending, types};

/// The functions of a library: this crate's, and those that the library adds. Made by
/// [`library!`](crate::library!).
#[derive(Debug)]
#[repr(transparent)]
pub struct Functions<const N: usize>([Func; N]);

// SAFETY: static texts and functions, which nobody changes.
unsafe impl<const N: usize> Sync for Functions<N> {}

/// How many functions this crate has.
pub const OWN: usize = crate::port::FUNCTIONS.len();

impl Functions<OWN> {
    /// The functions of this crate.
    pub const fn own() -> Self {
        Self(crate::port::FUNCTIONS)
    }
}

impl<const N: usize> Functions<N> {
    /// Functions of a library of NIFs.
    pub const fn of(functions: [NifFunction; N]) -> Self {
        let mut all = [crate::port::FUNCTIONS[0]; N];
        let mut at = 0;
        while at < N {
            all[at] = functions[at].0;
            at += 1;
        }
        Self(all)
    }
}

/// A NIF as the VM has it. Made by [`nif_library!`](crate::nif_library!).
#[derive(Clone, Copy, Debug)]
pub struct NifFunction(Func);

impl NifFunction {
    /// The NIF of a function.
    pub const fn of<F: Function>() -> Self {
        Self(nif::function::<F>())
    }
}

/// What the VM gets when it loads the library. Made by [`library!`](crate::library!).
#[derive(Debug)]
#[repr(transparent)]
pub struct Library(Entry);

// SAFETY: static texts and functions, which nobody changes.
unsafe impl Sync for Library {}

impl Library {
    /// A library with these functions, which are of this module.
    pub const fn new<const N: usize>(
        module: &'static CStr,
        functions: &'static Functions<N>,
    ) -> Self {
        Self(Entry {
            major: 2,
            minor: 16,
            name: module.as_ptr(),
            num_of_funcs: N as c_int,
            funcs: functions.0.as_ptr(),
            load: Some(load),
            reload: None,
            upgrade: Some(upgrade),
            unload: Some(unload),
            vm_variant: c"beam.vanilla".as_ptr(),
            options: 1,
            sizeof_resource_type_init: size_of::<abi::ResourceTypeInit>(),
            min_erts: c"erts-12.0".as_ptr(),
        })
    }

    /// What `nif_init` returns.
    pub fn init(
        &'static self,
        drivers: &'static [Driver],
        nifs: &'static [Module],
    ) -> *const c_void {
        let _ = DRIVERS.set(drivers);
        nif::set(nifs);
        core::ptr::from_ref(&self.0).cast()
    }
}

static DRIVERS: OnceLock<&'static [Driver]> = OnceLock::new();

/// The drivers of this library.
pub(crate) fn drivers() -> &'static [Driver] {
    DRIVERS.get().copied().unwrap_or_default()
}

/// The module is loaded, and no older code of it has this library.
unsafe extern "C" fn load(env: *mut abi::Env, _: *mut *mut c_void, _: usize) -> c_int {
    start(env)
}

/// The module is loaded anew, while there is older code of it that has the library, or another.
unsafe extern "C" fn upgrade(
    env: *mut abi::Env,
    _: *mut *mut c_void,
    _: *mut *mut c_void,
    _: usize,
) -> c_int {
    start(env)
}

/// The code is purged. Ports and values that are left live on; see [`ending::stay`].
unsafe extern "C" fn unload(_: *mut abi::Env, _: *mut c_void) {}

fn start(env: *mut abi::Env) -> c_int {
    let started = guarded(|| {
        ending::stay();
        types::open(env)
    });
    match started {
        Ok(Some(())) => 0,
        _ => 1,
    }
}
