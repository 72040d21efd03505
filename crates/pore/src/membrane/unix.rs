//! Two processes of Linux find each other by name, and share pages.
//!
//! A process [binds](Endpoint::bind) an [`Endpoint`] to a [`Name`] and [accepts](Endpoint::accept);
//! another one [connects](connect) to the name. Each makes a region of its own, sealed so that the
//! other can map it to be read only, and two doorbells; each learns from the kernel who the other
//! is. What both then hold is a [`UnixPore`]. When a process ends, however it does, the kernel
//! closes its socket, and the other one is told. Who connects anew has fresh pages and another
//! epoch.
//!
//! # On the wire
//!
//! A `SOCK_SEQPACKET` unix socket. Each side sends its offer at once, and its answer once it has met
//! the other in the shared pages; a pore is one when both answers were taken. All numbers have
//! 32 bits, little-endian:
//!
//! | Message | Words | Descriptors |
//! |---|---|---|
//! | offer | [magic](crate::layout::MAGIC), version 1, kind 1, length 32, `order`, `features`, `max_frame`, `epoch` | the region, a bell for data, a bell for space |
//! | answer | magic, version 1, kind 2, length 20, 0 or a [`Refusal`] | none |
//!
//! The region is a `memfd` of 256 + 2^`order` bytes, sealed against shrinking and growing. The bells
//! are timers (`timerfd`), rung by who receives them. Nothing else is ever sent; who does is told nothing but
//! a refusal, and is left.
//!
//! # Examples
//!
//! ```
//! use pore::membrane::unix::{Endpoint, Name, Settings, connect};
//!
//! let name = Name::hidden(format!("doc-{}", std::process::id()))?;
//! let mut endpoint = Endpoint::bind(&name, Settings::DEFAULT)?;
//! let other = std::thread::spawn(move || connect(&name, Settings::DEFAULT));
//! let mut here = endpoint.accept(None)?;
//! let mut there = other.join().expect("a thread")?;
//!
//! here.write(b"through shared pages")?;
//! let mut bytes = [0; 20];
//! assert_eq!(there.read(&mut bytes), Ok(20));
//! assert_eq!(here.peer().pid, std::process::id());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod access;
mod bell;
mod check;
mod credentials;
mod endpoint;
mod epoch;
mod error;
mod leavings;
mod name;
mod negotiation;
mod offer;
mod opens;
mod pore;
mod settings;
mod sleeper;
mod socket;

pub use crate::any::Wanted;
pub use access::{Access, Peer};
pub use bell::Bell;
pub use endpoint::Endpoint;
pub use error::{Refusal, UnixError, Violation};
pub use name::{MAX_NAME, Name, NameError};
pub use negotiation::{Negotiation, Step, connect};
pub use opens::Connecting;
pub use pore::{UnixLink, UnixPore};
pub use settings::Settings;
