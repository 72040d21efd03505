//! A pore's two rings of bytes, between sides that do not trust each other.
//!
//! Each side has a [region](crate::layout) that it writes and the peer reads:
//! it holds the data that the side sends, and both its cursors. What a side
//! knows and decides is private, such as its cursors and whether it has ended the
//! pore; what stands in its region is a copy for the peer, never read back. What
//! the peer wrote is looked at once and checked: a cursor that no honest peer could
//! have ends the pore, with an error that says so.
//!
//! A side is [opened](Opening) on its region, becomes a [`Link`] once the peer
//! is there, and splits into a [`Producer`] and a [`Consumer`].
//!
//! # Examples
//!
//! ```
//! use pore::memory::{Ended, OwnRegion, Region};
//! use pore::ring::{Closed, Config, Opening};
//!
//! # #[derive(Debug)]
//! # struct Flag;
//! # impl pore::doorbell::Doorbell for Flag { fn ring(&self) {} }
//! # let bell = &Flag;
//! let (left, right) = (&Region::<8>::new(), &Region::<8>::new());
//! let [one, other] = &[Ended::new(), Ended::new()];
//! let mut here = Opening::new(OwnRegion::new(left, one), right, bell, Config::default())?;
//! let mut there = Opening::new(OwnRegion::new(right, other), left, bell, Config::default())?;
//! while !(here.poll()? & there.poll()?) {}
//! let mut here = here.link().expect("connected");
//! let mut there = there.link().expect("connected");
//!
//! assert_eq!(here.producer.write(b"sixty-four bytes at most"), Ok(24));
//! let mut bytes = [0; 64];
//! assert_eq!(there.consumer.read(&mut bytes), Ok(24));
//! assert_eq!(bytes[..24], *b"sixty-four bytes at most");
//!
//! here.close();
//! assert_eq!(there.consumer.read(&mut bytes), Err(Closed::Peer));
//! # Ok::<(), pore::ring::OpenError>(())
//! ```

mod closed;
mod config;
mod consumer;
mod copy;
pub mod features;
mod grant;
mod half;
mod link;
mod opening;
mod producer;
mod rights;
mod slice;
mod slots;
mod state;
mod wake;

pub use closed::{Closed, Protocol};
pub use config::{Config, OpenError, PeerConfig};
pub use consumer::Consumer;
pub use grant::{Claim, Grant};
pub(crate) use link::Life;
pub use link::Link;
pub use opening::Opening;
pub use producer::Producer;
pub use rights::Rights;
pub use slice::{Slice, SliceMut};
pub use state::State;
pub use wake::Wake;
