//! The stream port: blocks that an interrupt fills become Erlang's binaries.
//!
//! ```text
//! interrupt --fill--> BlockPool --take--> port --{stream, Port, Binary}--> process
//!     ^                                                                       |
//!     +---- free again once nobody holds the binary any more <----------------+
//! ```
//!
//! This is the third home of data, to be copied: [`Stream`] is the port, [`Converter`] stands for
//! an ADC with its DMA, and [`HasAdc`] is what a board says to have one. A binary owns its block:
//! nothing is copied on a VM that has such binaries, so a block of 64 KiB costs what one of 64
//! bytes costs. A process that keeps a binary for ever keeps one block; `binary:copy/1` is for who
//! wants to keep the bytes. When no block is free that is counted, and nobody waits.
//!
//! | request | reply |
//! |---|---|
//! | `{start, #{blocks => 0..4294967295, rate_hz => 1..100000000}}` | `ok`, or `{error, busy}` while a run is on |
//! | `stop` | `ok`, also when nothing runs |
//! | `{subscribe, #{active => true \| once \| 1..32767}}` | `ok`; `active` is `true` if left out |
//! | `unsubscribe` | `ok` |
//! | `get_stats` | `{stats, #{filled, delivered, overruns, free, filling, queued, held, capacity}}` |
//!
//! A run of `blocks` blocks fills or loses each of them: once it is over, `filled + overruns` has
//! grown by `blocks`. A run without a number goes on until `stop`. `rate_hz` is that of samples.
//!
//! The subscriber gets `{stream, Port, Binary}`, one message for a block, and `{stream_passive,
//! Port}` once a count is used up. The last subscriber is the only one; blocks that nobody takes
//! wait in the pool. [`wave`] tells what is in a block.
//!
//! ```
//! use stream_port::{Converter, HasAdc, Opened, AdcError, Stream};
//! use avm_port::Bell;
//!
//! static ADC: Converter<1024, 8> = Converter::new();
//!
//! struct Board;
//!
//! impl HasAdc for Board {
//!     type Adc = Opened<1024, 8>;
//!
//!     fn adc(bell: Bell) -> Result<Self::Adc, AdcError> {
//!         ADC.open(bell)
//!     }
//! }
//!
//! let mut vm = vm_host::Vm::new();
//! let port = vm.open::<Stream<Board>>("#{}").unwrap();
//! assert_eq!(vm.call(port, "{subscribe, #{active => once}}").to_string(), "ok");
//! assert_eq!(vm.call(port, "{start, #{blocks => 1}}").to_string(), "ok");
//! while ADC.stats().held == 0 {
//!     vm.wait(std::time::Duration::from_millis(5));
//! }
//! let main = vm.main();
//! assert_eq!(vm.mailbox(main).len(), 1);
//! vm.collect(main);
//! assert_eq!(ADC.stats().free, 8);
//! ```
#![forbid(unsafe_code)]

mod adc;
mod at_once;
mod converter;
mod port;
mod queue;
mod term;
pub mod wave;

pub use adc::{Adc, AdcError, HasAdc, Run};
pub use at_once::AtOnce;
pub use converter::{Converter, Opened};
pub use port::{Options, Request, Stream, Subscribe};
