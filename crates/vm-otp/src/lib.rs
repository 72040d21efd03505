//! The VM interface on Erlang/OTP 25 and later, over `erl_nif`.
//!
//! A library of ports names this crate once, and lists what is in it:
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
//! # // Without a VM around it the doctest must not link the port, so it only names it.
//! # const _: avm_port::Driver = avm_port::Driver::of::<Touch>();
//! # #[cfg(any())]
//! vm_otp::library! { ports: [Touch] }
//! ```
//!
//! The Erlang module `avm_port_nif` loads it; `avm_port_server` is the process that each port has,
//! and so what Erlang knows the port by. Everything of one system is in one library, because
//! statics and resource types exist once for each.
//!
//! # What holds here
//!
//! * A port's value is reached by the process that serves it, and by nobody else. However that
//!   process ends, the value is dropped once; when the whole VM ends by `halt`, too.
//! * Callbacks of a port run on a scheduler and return within a millisecond; those of a port that
//!   says [`BLOCKS`](avm_port::Port::BLOCKS) run on a dirty one.
//! * Threads that are not the VM's ring bells, each of which becomes one message.
//! * A library that is loaded twice has one set of statics and types; it is never unmapped.
//! * No panic leaves this crate.

mod abi;
mod atoms;
mod callback;
mod ending;
mod library;
mod maps;
mod monitors;
mod nif;
mod port;
mod ports;
mod provider;
mod read;
mod resource;
mod send;
mod thread;
mod types;
mod write;

pub use avm_port::Driver;
pub use library::{Functions, Library, NifFunction, OWN};
pub use nif::Module;

#[doc(hidden)]
pub use avm_nif;

/// Makes the library that `avm_port_nif` loads: defines `nif_init`. Once in the whole artefact.
///
/// A port that is listed as `"left_touch" => Touch<Left>` is opened by that name.
///
/// The NIFs of Erlang modules, which may have the resources of the ports, stand beside these:
///
/// ```
/// # use avm_nif::nif;
/// #[nif]
/// fn area(width: u32, height: u32) -> u64 {
///     u64::from(width) * u64::from(height)
/// }
///
/// # // Without a VM around it the doctest must not link the NIF, so it only names it.
/// # #[cfg(any())]
/// vm_otp::library! {
///     ports: [],
///     nifs: { "display_nif" => [area] },
/// }
/// # let _ = area::NIF;
/// ```
///
/// The functions of such a module call `avm_nif:call(?MODULE, area, [Width, Height])`.
#[macro_export]
macro_rules! library {
    (
        ports: [$($($name:literal =>)? $port:ty),* $(,)?]
        $(, nifs: { $($module:literal => [$($nif:ty),* $(,)?]),* $(,)? })?
        $(,)?
    ) => {
        const _: () = {
            static DRIVERS: &[$crate::Driver] =
                &[$($crate::Driver::of::<$port>()$(.named($name))?),*];
            static NIFS: &[$crate::Module] = &[$($($crate::Module {
                name: $module,
                nifs: &[$(<$nif as $crate::avm_nif::Function>::NIF),*],
            }),*)?];
            static FUNCTIONS: $crate::Functions<{ $crate::OWN }> = $crate::Functions::own();
            static LIBRARY: $crate::Library = $crate::Library::new(c"avm_port_nif", &FUNCTIONS);

            /// Called by the VM when it loads the library.
            // SAFETY: the name is that of `erl_nif.h`, and defined only here.
            #[unsafe(no_mangle)]
            pub extern "C" fn nif_init() -> *const ::core::ffi::c_void {
                LIBRARY.init(DRIVERS, NIFS)
            }
        };
    };
}

/// Makes a library of NIFs for one Erlang module, which loads it by `erlang:load_nif/2`: defines
/// `nif_init`. Once in the whole artefact.
///
/// The VM calls such a NIF without anything between. Ports are in another library, and so are the
/// resources of ports.
///
/// ```
/// # use avm_nif::nif;
/// #[nif]
/// fn area(width: u32, height: u32) -> u64 {
///     u64::from(width) * u64::from(height)
/// }
///
/// # // Without a VM around it the doctest must not link the NIF, so it only names it.
/// # #[cfg(any())]
/// vm_otp::nif_library!("display_nif", [area]);
/// # let _ = area::NIF;
/// ```
#[macro_export]
macro_rules! nif_library {
    ($module:literal, [$($nif:ty),* $(,)?]) => {
        const _: () = {
            const NIFS: &[$crate::NifFunction] = &[$($crate::NifFunction::of::<$nif>()),*];
            const MODULE: &::core::ffi::CStr = $crate::module_name(concat!($module, "\0"));
            static FUNCTIONS: $crate::Functions<{ NIFS.len() }> =
                $crate::Functions::of([$($crate::NifFunction::of::<$nif>()),*]);
            static LIBRARY: $crate::Library = $crate::Library::new(MODULE, &FUNCTIONS);

            /// Called by the VM when it loads the library.
            // SAFETY: the name is that of `erl_nif.h`, and defined only here.
            #[unsafe(no_mangle)]
            pub extern "C" fn nif_init() -> *const ::core::ffi::c_void {
                LIBRARY.init(&[], &[])
            }
        };
    };
}

/// The name of a module, behind which is a zero. Fails to compile if there are more.
#[doc(hidden)]
pub const fn module_name(text: &'static str) -> &'static core::ffi::CStr {
    match core::ffi::CStr::from_bytes_with_nul(text.as_bytes()) {
        Ok(name) => name,
        Err(_) => panic!("no byte of a name is zero"),
    }
}
