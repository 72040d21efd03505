//! Channels of packets for other languages, by handles instead of addresses.
//!
//! The functions of [`abi`] are what `include/pore_channel.h` declares. A program
//! makes a space, gives it rights to channels, creates its side of a channel and
//! sends the two descriptors to the peer, attaches the peer's two, pushes and pops:
//!
//! ```
//! use pore_c::abi::*;
//! use pore_c::types::*;
//!
//! let (mut space, mut handle) = (0, 0);
//! // SAFETY: all of these are places of this program.
//! unsafe {
//!     assert_eq!(hal_space_new(&mut space), HalResult::Ok);
//!     assert_eq!(hal_space_grant(space, 0x500, HAL_READ | HAL_WRITE), HalResult::Ok);
//!     let mut mine = HalDescriptors { region: -1, bell: -1 };
//!     let made = hal_channel_create(space, 0x500, HAL_SLOT_CMD, 12, &mut mine, &mut handle);
//!     assert_eq!(made, HalResult::Ok);
//!     // ... send `mine`, receive the peer's, attach ...
//!     assert_eq!(hal_cmd_push(handle, std::ptr::null()), HalResult::Invalid);
//!     assert_eq!(hal_channel_close(handle), HalResult::Ok);
//!     assert_eq!(hal_channel_close(handle), HalResult::Stale);
//!     assert_eq!(hal_space_close(space), HalResult::Ok);
//! }
//! ```
//!
//! Any thread may call any function at any time. None of them panics, blocks but
//! for [`hal_channel_wait`](abi::hal_channel_wait), or reads an address that is
//! not among its arguments.

#![cfg(target_os = "linux")]

pub mod abi;
mod border;
mod entry;
mod side;
pub mod types;
mod world;
