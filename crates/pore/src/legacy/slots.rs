//! Rumpk's rings of packets (`hal/channel.zig`).

use core::marker::PhantomData;
use core::mem::{align_of, offset_of, size_of};
use core::sync::atomic::AtomicU32;
use core::sync::atomic::Ordering::{Acquire, Relaxed};

use super::index::{Count, Cursor, Indices};
use super::{CmdPacket, IonPacket, Packet, RingCorrupt, Word};

/// Slots of a ring; one of them stays free.
const SLOTS: usize = 256;
const SIZE: u32 = 256;
/// What the mask must be.
const MASK: u32 = 255;

/// A ring of 256 packets of type `P`, each of `WORDS` words: [`IonRing`] or [`CmdRing`].
#[derive(Debug)]
#[repr(C, align(8))]
pub struct SlotRing<P, const WORDS: usize> {
    /// How far the producer is: 0 to 255.
    pub head: AtomicU32,
    /// How far the consumer is: 0 to 255.
    pub tail: AtomicU32,
    /// 255. Looked at once, when an end is made.
    pub mask: AtomicU32,
    pad: AtomicU32,
    /// The packets.
    pub data: [[AtomicU32; WORDS]; SLOTS],
    packets: PhantomData<fn(P)>,
}

/// Rumpk's ring of [`IonPacket`]s: 6160 bytes.
pub type IonRing = SlotRing<IonPacket, 6>;
/// Rumpk's ring of [`CmdPacket`]s: 8208 bytes.
pub type CmdRing = SlotRing<CmdPacket, 8>;

const _: () = {
    assert!(size_of::<IonRing>() == 6160 && align_of::<IonRing>() == 8);
    assert!(size_of::<CmdRing>() == 8208 && align_of::<CmdRing>() == 8);
    assert!(offset_of!(IonRing, tail) == 4 && offset_of!(CmdRing, tail) == 4);
    assert!(offset_of!(IonRing, mask) == 8 && offset_of!(CmdRing, mask) == 8);
    assert!(offset_of!(IonRing, data) == 16 && offset_of!(CmdRing, data) == 16);
    assert!(SIZE as usize == SLOTS);
};

/// The end that pushes. There is one; it is not `Clone`.
#[derive(Debug)]
pub struct PacketSender<'m, P, const WORDS: usize> {
    ring: &'m SlotRing<P, WORDS>,
    cursor: Cursor<'m>,
}

/// The end that pops. There is one; it is not `Clone`.
#[derive(Debug)]
pub struct PacketReceiver<'m, P, const WORDS: usize> {
    ring: &'m SlotRing<P, WORDS>,
    cursor: Cursor<'m>,
}

impl<P: Packet<Words = [u32; WORDS]>, const WORDS: usize> SlotRing<P, WORDS> {
    /// An empty ring.
    pub const fn new() -> Self {
        Self {
            head: AtomicU32::new(0),
            tail: AtomicU32::new(0),
            mask: AtomicU32::new(MASK),
            pad: AtomicU32::new(0),
            data: [const { [const { AtomicU32::new(0) }; WORDS] }; SLOTS],
            packets: PhantomData,
        }
    }

    /// The end that pushes, of a ring that a peer maps too. The mapping is lent for as long as
    /// the end lives.
    ///
    /// # Errors
    ///
    /// The mask is not 255, or an index is above it.
    pub fn sender<M: AsRef<Self>>(
        mapping: &mut M,
    ) -> Result<PacketSender<'_, P, WORDS>, RingCorrupt> {
        let ring = (*mapping).as_ref();
        let cursor = ring.cursor(true)?;
        Ok(PacketSender { ring, cursor })
    }

    /// The end that pops, of a ring that a peer maps too. The mapping is lent for as long as the
    /// end lives.
    ///
    /// # Errors
    ///
    /// The mask is not 255, or an index is above it.
    pub fn receiver<M: AsRef<Self>>(
        mapping: &mut M,
    ) -> Result<PacketReceiver<'_, P, WORDS>, RingCorrupt> {
        let ring = (*mapping).as_ref();
        let cursor = ring.cursor(false)?;
        Ok(PacketReceiver { ring, cursor })
    }

    /// Both ends of a ring that nobody else maps.
    ///
    /// # Errors
    ///
    /// The mask is not 255, or an index is above it.
    pub fn ends(
        &mut self,
    ) -> Result<(PacketSender<'_, P, WORDS>, PacketReceiver<'_, P, WORDS>), RingCorrupt> {
        let (pushes, pops) = (self.cursor(true)?, self.cursor(false)?);
        let sender = PacketSender {
            ring: self,
            cursor: pushes,
        };
        let receiver = PacketReceiver {
            ring: self,
            cursor: pops,
        };
        Ok((sender, receiver))
    }

    fn cursor(&self, produces: bool) -> Result<Cursor<'_>, RingCorrupt> {
        let value = self.mask.load(Acquire);
        if value != MASK {
            let word = Word::Mask;
            return Err(RingCorrupt { word, value });
        }
        let indices = Indices {
            producer: &self.head,
            consumer: &self.tail,
            count: Count::Laps,
            size: SIZE,
            report: None,
        };
        indices.cursor(produces)
    }
}

impl<P: Packet<Words = [u32; WORDS]>, const WORDS: usize> PacketSender<'_, P, WORDS> {
    /// Packets that there is room for, at most 255.
    ///
    /// # Errors
    ///
    /// The peer's index cannot be; so on every later call.
    pub fn room(&mut self) -> Result<usize, RingCorrupt> {
        Ok(self.cursor.ready()? as usize)
    }

    /// Pushes a packet; false when the ring is full.
    ///
    /// # Errors
    ///
    /// The peer's index cannot be; so on every later call.
    pub fn push(&mut self, packet: P) -> Result<bool, RingCorrupt> {
        if self.cursor.ready()? == 0 {
            return Ok(false);
        }
        if let Some(slot) = self.ring.data.get(self.cursor.place(0)) {
            for (place, word) in slot.iter().zip(packet.to_words()) {
                place.store(word, Relaxed);
            }
        }
        self.cursor.publish(1);
        Ok(true)
    }
}

impl<P: Packet<Words = [u32; WORDS]>, const WORDS: usize> PacketReceiver<'_, P, WORDS> {
    /// Packets that can be popped, at most 255.
    ///
    /// # Errors
    ///
    /// The peer's index cannot be; so on every later call.
    pub fn available(&mut self) -> Result<usize, RingCorrupt> {
        Ok(self.cursor.ready()? as usize)
    }

    /// Pops a packet, if there is one.
    ///
    /// # Errors
    ///
    /// The peer's index cannot be; so on every later call.
    pub fn pop(&mut self) -> Result<Option<P>, RingCorrupt> {
        if self.cursor.ready()? == 0 {
            return Ok(None);
        }
        let mut words = [0; WORDS];
        if let Some(slot) = self.ring.data.get(self.cursor.place(0)) {
            for (word, place) in words.iter_mut().zip(slot) {
                *word = place.load(Relaxed);
            }
        }
        self.cursor.publish(1);
        Ok(Some(P::from_words(&words)))
    }
}

impl<P: Packet<Words = [u32; WORDS]>, const WORDS: usize> Default for SlotRing<P, WORDS> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P, const WORDS: usize> AsRef<Self> for SlotRing<P, WORDS> {
    fn as_ref(&self) -> &Self {
        self
    }
}
