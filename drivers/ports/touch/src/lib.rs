//! The touch port: what Erlang talks to.
//!
//! [`Touch`] is generic over the board; it knows no chip and no VM. Events come out of the
//! board's ring, which its interrupt side fills.
//!
//! | request | reply |
//! |---|---|
//! | `read_events` | `{events, [Event]}`, oldest first, or `no_events` |
//! | `get_stats` | `{stats, #{offered, delivered, dropped, queued, high_water, capacity}}` |
//! | `get_faults` | `{faults, #{reads, bus, overfull, duplicates, clamped, missed, throttled, stuck}}` |
//! | `{subscribe, #{active => true \| once \| 1..32767}}` | `ok`; `active` is `true` if left out |
//! | `unsubscribe` | `ok` |
//!
//! An `Event` is `{touch, Kind, Id, X, Y, Pressure, TimestampUs}`, `Kind` one of `down`, `move`
//! and `up`. A subscriber gets `{touch, Port, [Event]}`, and `{touch_passive, Port}` once a count
//! is used up; events that nobody takes wait in the ring, and what does not fit there is counted.
//!
//! Options: `swap_xy`, `invert_x`, `invert_y`, all `false` if left out, and `display`, the
//! configuration of a display, whose pixels the points then are; see [`Options`]. A `display` that
//! is no such resource is `{error, bad_resource}`.
//!
//! ```
//! use port_touch::Touch;
//!
//! let mut vm = vm_host::Vm::new();
//! let port = vm.open::<Touch<board_sim::Board>>("#{swap_xy => false}").unwrap();
//! assert_eq!(vm.call(port, "close_the_door").to_string(), "{error,{unknown_command,close_the_door}}");
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod geometry;
mod port;
mod queue;
mod term;

pub use geometry::Options;
pub use port::{Request, Subscribe, Touch};
