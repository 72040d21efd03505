//! Room and bytes that are lent in place.

use crate::doorbell::Doorbell;
use crate::memory::{Memory, Own};
use crate::ring::{Closed, Consumer, Producer, Slice, SliceMut, copy};

/// Room in the ring that was lent to write in.
///
/// What is not [committed](Self::commit) was never written.
#[derive(Debug)]
#[must_use = "what is not committed is not sent"]
pub struct Claim<'a, O, P, B> {
    producer: &'a mut Producer<O, P, B>,
    room: u32,
    filled: u32,
}

impl<'a, O: Own, P: Memory, B: Doorbell> Claim<'a, O, P, B> {
    pub(crate) fn new(producer: &'a mut Producer<O, P, B>, room: u32) -> Self {
        Self {
            producer,
            room,
            filled: 0,
        }
    }

    /// Bytes that are free still.
    pub fn room(&self) -> u32 {
        self.room.saturating_sub(self.filled)
    }

    /// Bytes that were put or filled.
    pub fn filled(&self) -> u32 {
        self.filled
    }

    /// Copies as many bytes as there is room for behind the last, and tells how
    /// many.
    #[inline]
    pub fn put(&mut self, bytes: &[u8]) -> usize {
        let fits = bytes.len().min(self.room() as usize);
        let bytes = bytes.get(..fits).unwrap_or_default();
        self.producer.put(self.filled, bytes);
        self.filled = self.filled.saturating_add(fits as u32);
        fits
    }

    /// The room that is free still, in place: up to the end of the ring, and from
    /// its beginning on.
    pub fn slices(&mut self) -> [SliceMut<'_>; 2] {
        let words = self.producer.half.mine().data;
        let at = self.producer.prod.wrapping_add(self.filled);
        Slice::pair(words, self.producer.mask(), at, self.room()).map(SliceMut::new)
    }

    /// Says that so many bytes were filled in place; more than there is room for
    /// are as many as there is room for.
    pub fn fill(&mut self, bytes: u32) {
        self.filled = self.filled.saturating_add(bytes.min(self.room()));
    }

    /// Hands over all that was put or filled at one blow, and tells how much.
    #[inline]
    pub fn commit(self) -> u32 {
        self.producer.publish(self.filled);
        self.filled
    }
}

/// Bytes in the ring that were lent to read.
///
/// They are the peer's: whoever looks at one twice may see two values. What
/// is not [released](Self::release) is there the next time.
#[derive(Debug)]
#[must_use = "what is not released is there the next time"]
pub struct Grant<'a, O, P, B> {
    consumer: &'a mut Consumer<O, P, B>,
    len: u32,
}

impl<'a, O: Own, P: Memory, B: Doorbell> Grant<'a, O, P, B> {
    pub(crate) fn new(consumer: &'a mut Consumer<O, P, B>, len: u32) -> Self {
        Self { consumer, len }
    }

    /// How many bytes were lent.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Copies bytes from the `skip`th on, as many as there are and as fit, and
    /// tells how many.
    #[inline]
    pub fn peek(&self, skip: u32, bytes: &mut [u8]) -> usize {
        let there = self.len.saturating_sub(skip) as usize;
        let fits = bytes.len().min(there);
        let bytes = bytes.get_mut(..fits).unwrap_or_default();
        let at = self.consumer.cons.wrapping_add(skip);
        copy::load(
            self.consumer.half.peer().data,
            self.consumer.mask(),
            at,
            bytes,
        );
        fits
    }

    /// The bytes in place: up to the end of the ring, and from its beginning on.
    pub fn slices(&self) -> [Slice<'_>; 2] {
        let words = self.consumer.half.peer().data;
        Slice::pair(words, self.consumer.mask(), self.consumer.cons, self.len)
    }

    /// Gives the first so many bytes back to the peer at one blow.
    ///
    /// # Errors
    ///
    /// [`Closed::Restarted`] when the peer began anew in the meantime: the bytes
    /// may be of either life, and are best forgotten.
    #[inline]
    pub fn release(self, bytes: u32) -> Result<(), Closed> {
        self.consumer.release(bytes.min(self.len))
    }
}
