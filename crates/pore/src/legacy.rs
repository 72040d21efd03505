//! Rings of others, byte for byte, safe against whatever stands in them.
//!
//! Peers that speak these layouts exist, and tests of conformance need them. A layout is a struct
//! of atomics, checked at compile time, so a mapping of it needs no unsafe code here. What is safe
//! is what an end does with it:
//!
//! * An end keeps its own index to itself; the shared copy of it is only written. A peer that
//!   overwrites it changes nothing.
//! * The peer's index is loaded once for each call. One that no honest peer could leave ends the
//!   ring for good, with a [`RingCorrupt`] that names the word and its value.
//! * Writing and reading take as much as there is room for and say how much that was.
//!
//! | ring | of | indices |
//! |---|---|---|
//! | [`StrawPages`] | LING's straw, two byte rings on 8 pages | 0 to 16375, one byte stays free |
//! | [`XenstorePage`] | Xen's store, two byte rings | free-running, 32 bits |
//! | [`IonRing`], [`CmdRing`] | Rumpk's channels, of packets | 0 to 255, one slot stays free |

mod bytes;
mod index;
mod others;
mod packet;
mod rumpk;
mod slots;
mod sockmsg;
mod straw;
mod xenstore;

pub use bytes::{ByteEnd, Receiver, Sender};
pub use index::{RingCorrupt, Word};
pub use others::{RPMSG_HEADER_BYTES, RpmsgHeader, VCHAN_HEAD_BYTES, VchanHead};
pub use packet::{CmdPacket, IonPacket, Packet, SpanError};
pub use rumpk::{CmdClass, endpoint, sys_table};
pub use slots::{CmdRing, IonRing, PacketReceiver, PacketSender, SlotRing};
pub use sockmsg::{MAX_PAYLOAD, Operation, SOCKMSG_BYTES, SockMsg, SockMsgError};
pub use straw::{Role, STRAW_PAGES_BYTES, STRAW_RING_BYTES, StrawPages};
pub use xenstore::{Side, XENSTORE_ERROR_RINGIDX, XENSTORE_RING_BYTES, XenstorePage};
