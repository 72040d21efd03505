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
mod port;
mod ports;
mod provider;
mod read;
mod resource;
mod send;
mod types;
mod write;

pub use avm_port::Driver;
pub use library::{Functions, Library, OWN};

/// Makes the library that `avm_port_nif` loads: defines `nif_init`. Once in the whole artefact.
#[macro_export]
macro_rules! library {
    (ports: [$($port:ty),* $(,)?] $(,)?) => {
        const _: () = {
            static DRIVERS: &[$crate::Driver] = &[$($crate::Driver::of::<$port>()),*];
            static FUNCTIONS: $crate::Functions<{ $crate::OWN }> = $crate::Functions::own();
            static LIBRARY: $crate::Library = $crate::Library::new(&FUNCTIONS);

            /// Called by the VM when it loads the library.
            // SAFETY: the name is that of `erl_nif.h`, and defined only here.
            #[unsafe(no_mangle)]
            pub extern "C" fn nif_init() -> *const ::core::ffi::c_void {
                LIBRARY.init(DRIVERS)
            }
        };
    };
}
