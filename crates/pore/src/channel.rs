//! Channels: packets of one layout each, through the rings of a pore.
//!
//! A channel is a [`Link`](crate::ring::Link) on which both sides move slots of
//! one size and [kind](Slot::KIND), and nothing else: [`IonPacket`] and
//! [`CmdPacket`] have the layouts of Rumpk's channels, `[u8; N]` any other. What
//! two sides think a slot is, is compared once, when the channel is made.
//!
//! No packet has an address. What an `IonPacket` hands over is a range of a
//! [region](Regions) that both sides know by number, and it is checked on its
//! way out and on its way in. A packet with any other range is refused and
//! counted; the channel goes on.
//!
//! There is one [`Sender`] and one [`Receiver`] on each side. Who may have them is
//! what a [`CSpace`] says.
//!
//! # Examples
//!
//! ```
//! use pore::channel::{Channel, IonPacket, PopError, PushError, Slot, Span};
//! # use pore::memory::{Ended, OwnRegion, Region};
//! # use pore::ring::Opening;
//! # #[derive(Debug)]
//! # struct Flag;
//! # impl pore::doorbell::Doorbell for Flag { fn ring(&self) {} }
//! # let bell = &Flag;
//! # let (left, right) = (&Region::<8>::new(), &Region::<8>::new());
//! # let [one, other] = &[Ended::new(), Ended::new()];
//! let config = IonPacket::config(0);
//! let mut here = Opening::new(OwnRegion::new(left, one), right, bell, config)?;
//! let mut there = Opening::new(OwnRegion::new(right, other), left, bell, config)?;
//! while !(here.poll()? & there.poll()?) {}
//! let mut here = Channel::new(here.link().expect("connected"))?;
//! let mut there = Channel::new(there.link().expect("connected"))?;
//!
//! // Both sides share 4096 bytes that they call region 1.
//! here.sender.regions.set(1, 4096)?;
//! there.receiver.regions.set(1, 4096)?;
//! let span = Span { region: 1, offset: 512, len: 64 };
//! here.sender.push(span.packet(7))?;
//! let packet: IonPacket = there.receiver.pop()?;
//! assert_eq!((packet.id, there.receiver.regions.span(&packet)), (7, Ok(span)));
//!
//! let beyond = Span { offset: 4090, ..span };
//! let refused = here.sender.push(beyond.packet(8));
//! assert!(matches!(refused, Err(PushError::Rejected(_))));
//! assert_eq!(there.receiver.pop(), Err(PopError::Empty));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

mod ends;
mod error;
mod receiver;
mod rights;
mod sender;
mod slot;
mod span;

pub use crate::legacy::{CmdClass, CmdPacket, IonPacket, endpoint};
pub use ends::{Channel, Stats};
pub use error::{PopError, PushError, WrongSlots};
pub use receiver::Receiver;
pub use rights::{CSpace, Denied, NoSlot, Rights};
pub use sender::Sender;
pub use slot::Slot;
pub use span::{NoRegion, Regions, Reject, Span};
