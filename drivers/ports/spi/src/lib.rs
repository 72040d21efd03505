//! The SPI port: transactions with one device.
//!
//! [`Spi`] is generic over the board; it knows no part and no VM. It keeps data in three homes:
//! its [`Options`] are a resource that any process may hold, answers come out of the board's
//! ring, and who waits for them is in a table behind transaction ids.
//!
//! | request | reply |
//! |---|---|
//! | `{transfer, #{write => Binary, read => N}}` | `{ok, Binary}`, the `N` bytes that were read |
//! | `{submit, #{write => Binary, read => N}}` | `{ok, Id}`, at once |
//! | `get_config` | `{ok, Resource}` |
//! | `{read_config, #{config => Resource}}` | `{ok, #{clock_hz, mode, bit_order}}` |
//! | `get_stats` | `{stats, #{submitted, completed, failed, in_flight, limit, ...}}` |
//!
//! A transaction writes, then reads; what is left out is empty. Who submitted gets
//! `{spi, Port, {done, Id, {ok, Binary} | {error, Reason}}}`. Answers come in the order of the
//! requests, those of `transfer` too. Up to `limit` transactions, and as many bytes as the board
//! has room for, are in flight at a time; more are `{error, busy}`.
//!
//! More than `max_transfer` bytes to write or to read are `{error, {too_long, Bytes, Max}}`;
//! nothing to write nor to read is `{error, {bad_option, read, 0}}`; a bus that failed is
//! `{error, {bus, Kind}}`.
//!
//! Options: `clock_hz` (1000000), `mode` (0 to 3; 0), `bit_order` (`msb_first` or `lsb_first`;
//! `msb_first`); see [`Options`].
//!
//! ```
//! use std::time::Duration;
//!
//! use port_spi::Spi;
//!
//! let mut vm = vm_host::Vm::new();
//! let port = vm.open::<Spi<board_sim::Board>>("#{clock_hz => 8000000}").unwrap();
//! // The board has a flash, which tells its maker, type and size.
//! let request = "{transfer, #{write => <<16#9F>>, read => 3}}";
//! let call = vm.start_call(vm.main(), port, request);
//! vm.run();
//! vm.wait(Duration::from_secs(10));
//! assert_eq!(vm.answer(call).to_string(), "{ok,<<239,64,20>>}");
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod options;
mod port;
mod stats;
mod transaction;
mod transactions;

pub use options::{BitOrder, Options, SPI_CONFIGS};
pub use port::{Request, Spi};
pub use transaction::Transaction;
