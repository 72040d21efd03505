//! What every VM must show of ports and terms: one suite, a runner for each.
//!
//! The suite is text: scenarios of a few steps each, in the folder `suite`. It knows no VM. Who
//! runs it prints one line for each scenario, `NAME: ok`, or what was not as it should be; the
//! tests compare line by line.
//!
//! - on `vm-host`, [`host`] carries out each step itself;
//! - on AtomVM and on Erlang/OTP, [`erlang`] writes the same steps as data of an Erlang module,
//!   which `erlang/conformance.erl` carries out there.
//!
//! After each scenario the board must be at rest, without a thread, and no resource and no port
//! left; so each of them shows what its end leaves behind.
//!
//! Besides, [`terms`] makes up terms from a seed, which go to a probe and back in five ways.
//!
//! # A scenario
//!
//! ```text
//! == spi: a transfer answers with what was read
//! P = open spi []
//! call P {transfer, #{write => <<16#9F>>, read => 3}} -> {ok, <<239,64,20>>}
//! close P
//! ```
//!
//! [`script`] lists the steps. What a VM does otherwise stands below the step, as
//! `on VM: PATTERN -- a sentence`, and what it cannot show at all below the name, as
//! `not on VM: a sentence`. [`differences`] makes the page of these.
#![forbid(unsafe_code)]

pub mod differences;
pub mod erlang;
pub mod host;
pub mod script;
pub mod template;
pub mod terms;
