//! The VM interface on AtomVM 0.6.6 and 0.7.
//!
//! A library of ports for AtomVM's generic_unix platform names this crate once, and exports each
//! port under the name that AtomVM looks for:
//!
//! ```
//! # use avm_port::{Call, Flow, OpenContext, Port, PortError};
//! # struct Touch;
//! # #[derive(avm_term::FromTerm)]
//! # struct Options {}
//! # #[derive(avm_term::FromTerm)]
//! # enum Request { Ping }
//! # impl Port for Touch {
//! #     const NAME: &'static str = "touch";
//! #     type Options<'a> = Options;
//! #     type Request<'a> = Request;
//! #     fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> { Ok(Touch) }
//! #     fn call(&mut self, _: Request, call: Call<'_>) -> Flow { call.reply(&()) }
//! # }
//! # // Without AtomVM around it the doctest must not link the port, so it only names it.
//! # const _: avm_port::Driver = avm_port::Driver::of::<Touch>();
//! # #[cfg(any())]
//! vm_atomvm::export_port!(touch_create_port, Touch);
//! ```
//!
//! The same library runs in both versions: which one it is in it finds out when it is loaded, and
//! a VM that is laid out like neither is refused before anything is written to it.
//!
//! # What holds here
//!
//! * A port allocates nothing on its own `Context`, so AtomVM has nothing to collect there.
//! * The C functions that abort the VM when memory is short are not called, but where the memory
//!   was made sure of just before.
//! * No message is delivered from a destructor, and a bell touches nothing of the VM.
//! * Nothing of the VM is touched once it has begun to end.
//! * No panic leaves this crate.

#![no_std]

extern crate alloc;
#[cfg(not(target_os = "none"))]
extern crate std;

mod abi;
mod anchor;
mod block;
mod context;
mod copy;
mod ending;
mod handles;
mod heap;
pub mod layout;
mod monitors;
pub mod nif;
mod platform;
mod port;
mod ports;
mod postman;
mod provider;
mod read;
mod resource;
mod resource_terms;
mod send;
mod types;
mod version;
mod watch;
mod word;
mod write;

#[cfg(target_os = "none")]
pub use platform::{Malloc, panicked};
pub use port::create;

/// Says a line to who runs the VM: on standard error, or a microcontroller's console.
pub fn report(line: &str) {
    platform::report(line);
}

/// Exports a port under the symbol that AtomVM looks up: `NAME_create_port`, in a library that it
/// finds as `./avm_NAME_port_driver.so`.
#[macro_export]
macro_rules! export_port {
    ($symbol:ident, $port:ty) => {
        /// Makes a port; called by AtomVM's `open_port/2`.
        ///
        /// # Safety
        ///
        /// Called by AtomVM alone.
        // SAFETY: the name belongs to this port, which is exported once.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $symbol(
            global: *mut ::core::ffi::c_void,
            options: usize,
        ) -> *mut ::core::ffi::c_void {
            static DRIVER: $crate::Driver = $crate::Driver::of::<$port>();
            // SAFETY: called by AtomVM's `open_port/2`, as `create` asks.
            unsafe { $crate::create(&DRIVER, global, options) }
        }
    };
}

/// Exports the NIFs of an Erlang module as a collection, under the symbol that the C of a firmware
/// names: `AVM_NIFS(display)` looks for `display_get_nif`.
///
/// The module has functions of the same names and arities, which AtomVM leaves out for the NIFs
/// where they are called by the module's name.
///
/// ```
/// # use avm_nif::nif;
/// #[nif]
/// fn area(width: u32, height: u32) -> u64 {
///     u64::from(width) * u64::from(height)
/// }
///
/// # // Without AtomVM around it the doctest must not link the NIF, so it only names it.
/// # #[cfg(any())]
/// vm_atomvm::nif_collection!(display_get_nif, "display_nif", [area]);
/// # let _ = area::NIF;
/// ```
#[macro_export]
macro_rules! nif_collection {
    ($symbol:ident, $module:literal, [$($nif:ty),* $(,)?]) => {
        /// Finds the NIF that AtomVM calls `Module:Name/Arity`; null for any other name.
        ///
        /// # Safety
        ///
        /// Called by AtomVM alone.
        // SAFETY: the name belongs to this collection, which is exported once.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $symbol(
            name: *const ::core::ffi::c_char,
        ) -> *const $crate::nif::Export {
            static NIFS: &[$crate::nif::Entry] = &[$($crate::nif::Entry::of::<$nif>()),*];
            // SAFETY: called by AtomVM with a name of its own, as `find` asks.
            unsafe { $crate::nif::find($module, NIFS, name) }
        }
    };
}

/// Makes a static library a firmware's: its memory is AtomVM's, and a panic, which nothing can catch
/// there, is said on the console and ends as AtomVM's own abort does. Named once in the library.
#[cfg(target_os = "none")]
#[macro_export]
macro_rules! firmware {
    () => {
        #[global_allocator]
        static ALLOCATOR: $crate::Malloc = $crate::Malloc;

        #[panic_handler]
        fn panicked(info: &::core::panic::PanicInfo<'_>) -> ! {
            $crate::panicked(info)
        }
    };
}

pub use avm_port::Driver;

use avm_term::Env;
use avm_term::vm::RawEnv;

/// Wraps a heap of `crate::heap` for the time of a borrow.
#[expect(unsafe_code, reason = "the one place where a heap becomes an `Env`")]
pub(crate) fn wrap(raw: &RawEnv) -> Env<'_> {
    // SAFETY: `with_heap` shows the name only to the closure in which the heap is live, and a
    // borrow of it is no longer than that.
    unsafe { Env::from_raw(*raw) }
}
