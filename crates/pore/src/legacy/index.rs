//! How the indices of a ring count, and what no honest peer leaves in them.

use core::fmt;

/// A word of a ring that can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Word {
    /// How far the producer is.
    Producer,
    /// How far the consumer is.
    Consumer,
    /// The number of slots less one, where the ring holds it.
    Mask,
}

/// A word of a ring holds what cannot be. The ring is of no more use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RingCorrupt {
    /// Which word.
    pub word: Word,
    /// What it holds.
    pub value: u32,
}

impl fmt::Display for RingCorrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.word {
            Word::Producer => "producer index",
            Word::Consumer => "consumer index",
            Word::Mask => "mask",
        };
        write!(f, "the ring's {word} cannot be {:#x}", self.value)
    }
}

impl core::error::Error for RingCorrupt {}

/// How the indices of a ring of some size count.
#[derive(Clone, Copy, Debug)]
pub(super) enum Count {
    /// Through all 32 bits; the size is a power of two, and all of it is used.
    Free,
    /// From 0 to the size less one; full is one less than the size.
    Laps,
}

impl Count {
    /// The most that a ring holds.
    pub(super) fn capacity(self, size: u32) -> u32 {
        match self {
            Self::Free => size,
            Self::Laps => size.saturating_sub(1),
        }
    }

    /// What stands between two indices, if they can stand so.
    pub(super) fn used(self, size: u32, producer: u32, consumer: u32) -> Option<u32> {
        match self {
            Self::Free => Some(producer.wrapping_sub(consumer)).filter(|used| *used <= size),
            Self::Laps if producer >= size || consumer >= size => None,
            Self::Laps if producer >= consumer => Some(producer - consumer),
            Self::Laps => Some(size - consumer + producer),
        }
    }

    /// The index after `by` more, at most the size.
    pub(super) fn advance(self, size: u32, index: u32, by: u32) -> u32 {
        match self {
            Self::Free => index.wrapping_add(by),
            // Both are at most the size, which is far from 2^31.
            Self::Laps if index + by >= size => index + by - size,
            Self::Laps => index + by,
        }
    }

    /// Where in the ring an index points.
    pub(super) fn place(self, size: u32, index: u32) -> usize {
        match self {
            Self::Free => (index & size.wrapping_sub(1)) as usize,
            Self::Laps => index as usize,
        }
    }
}

/// One end's view of the indices: its own, which nobody else changes, and the other's.
#[derive(Debug)]
pub(super) struct Cursor<'m> {
    own: &'m core::sync::atomic::AtomicU32,
    other: &'m core::sync::atomic::AtomicU32,
    count: Count,
    size: u32,
    /// True for the end that writes the data.
    produces: bool,
    at: u32,
    corrupt: Option<RingCorrupt>,
    report: Option<Report<'m>>,
}

/// Where a peer is told that its index cannot be, and as which number.
pub(super) type Report<'m> = (&'m core::sync::atomic::AtomicU32, u32);

/// The two index words of a ring, and how they count.
pub(super) struct Indices<'m> {
    pub(super) producer: &'m core::sync::atomic::AtomicU32,
    pub(super) consumer: &'m core::sync::atomic::AtomicU32,
    pub(super) count: Count,
    pub(super) size: u32,
    pub(super) report: Option<Report<'m>>,
}

impl<'m> Indices<'m> {
    /// The view of the end that writes, or of the one that reads, from where the words stand.
    pub(super) fn cursor(&self, produces: bool) -> Result<Cursor<'m>, RingCorrupt> {
        use core::sync::atomic::Ordering::Acquire;
        let (own, other) = if produces {
            (self.producer, self.consumer)
        } else {
            (self.consumer, self.producer)
        };
        let mut cursor = Cursor {
            own,
            other,
            count: self.count,
            size: self.size,
            produces,
            at: own.load(Acquire),
            corrupt: None,
            report: self.report,
        };
        if matches!(self.count, Count::Laps) && cursor.at >= self.size {
            return Err(RingCorrupt {
                word: if produces {
                    Word::Producer
                } else {
                    Word::Consumer
                },
                value: cursor.at,
            });
        }
        cursor.ready()?;
        Ok(cursor)
    }
}

impl Cursor<'_> {
    /// How much this end may write, or read, now: one look at the other's index.
    pub(super) fn ready(&mut self) -> Result<u32, RingCorrupt> {
        use core::sync::atomic::Ordering::Acquire;
        if let Some(corrupt) = self.corrupt {
            return Err(corrupt);
        }
        let other = self.other.load(Acquire);
        let (producer, consumer) = if self.produces {
            (self.at, other)
        } else {
            (other, self.at)
        };
        let capacity = self.count.capacity(self.size);
        match self.count.used(self.size, producer, consumer) {
            Some(used) if self.produces => Ok(capacity - used),
            Some(used) => Ok(used),
            None => {
                let corrupt = RingCorrupt {
                    word: if self.produces {
                        Word::Consumer
                    } else {
                        Word::Producer
                    },
                    value: other,
                };
                self.corrupt = Some(corrupt);
                if let Some((word, number)) = self.report {
                    word.store(number, core::sync::atomic::Ordering::Release);
                }
                Err(corrupt)
            }
        }
    }

    /// The place `ahead` of this end's index.
    pub(super) fn place(&self, ahead: u32) -> usize {
        let index = self.count.advance(self.size, self.at, ahead);
        self.count.place(self.size, index)
    }

    /// Hands over the next `by` places, of those that were ready.
    pub(super) fn publish(&mut self, by: u32) {
        self.at = self.count.advance(self.size, self.at, by);
        self.own
            .store(self.at, core::sync::atomic::Ordering::Release);
    }
}
