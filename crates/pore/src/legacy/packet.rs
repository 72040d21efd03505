//! The packets of Rumpk's channels (`hal/channel.zig`, `core/ion.nim`).

use core::fmt;
use core::mem::{align_of, offset_of, size_of};
use core::ops::Range;

/// Bytes of memory that are handed over: 24, aligned to 8.
///
/// The layout has room for an address. Here it never is one: [`span`](Self::span) turns it into a
/// range of a region that both sides know, or into an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(C, align(8))]
pub struct IonPacket {
    /// Where the bytes are, as the sender counts.
    pub data: u64,
    /// Where they are physically.
    pub phys: u64,
    /// How many they are.
    pub len: u16,
    /// Which buffer of its pool.
    pub id: u16,
    /// Fills up to 24 bytes; the layout of `membrane/ion.zig` leaves it out.
    pub pad: u32,
}

/// A command: 32 bytes, aligned to 8, as in Nim; Zig's alignment of 16 has the same offsets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(C, align(8))]
pub struct CmdPacket {
    /// What to do; see [`CmdClass`](super::CmdClass).
    pub kind: u32,
    /// Fills up to 8 bytes.
    pub pad: u32,
    /// What to do it with.
    pub arg: u64,
    /// Where the command comes from: a SipHash of 16 bytes.
    pub id: [u8; 16],
}

const _: () = {
    assert!(size_of::<IonPacket>() == 24 && align_of::<IonPacket>() == 8);
    assert!(offset_of!(IonPacket, phys) == 8);
    assert!(offset_of!(IonPacket, len) == 16);
    assert!(offset_of!(IonPacket, id) == 18);
    assert!(offset_of!(IonPacket, pad) == 20);
    assert!(size_of::<CmdPacket>() == 32 && align_of::<CmdPacket>() == 8);
    assert!(offset_of!(CmdPacket, pad) == 4);
    assert!(offset_of!(CmdPacket, arg) == 8);
    assert!(offset_of!(CmdPacket, id) == 16);
};

/// What a slot of a ring holds: words in the machine's own order of bytes.
pub trait Packet: Copy + sealed::Sealed {
    /// The words of a slot.
    type Words: AsRef<[u32]> + AsMut<[u32]> + Default;

    /// The packet as it stands in a slot.
    fn to_words(self) -> Self::Words;

    /// The packet that stands in a slot.
    fn from_words(words: &Self::Words) -> Self;
}

mod sealed {
    /// Packets are those of this module.
    pub trait Sealed {}
    impl Sealed for super::IonPacket {}
    impl Sealed for super::CmdPacket {}
}

impl Packet for IonPacket {
    type Words = [u32; 6];

    fn to_words(self) -> [u32; 6] {
        let [a, b] = halves(self.data);
        let [c, d] = halves(self.phys);
        let ([e, f], [g, h]) = (self.len.to_ne_bytes(), self.id.to_ne_bytes());
        [a, b, c, d, u32::from_ne_bytes([e, f, g, h]), self.pad]
    }

    fn from_words(words: &[u32; 6]) -> Self {
        let [a, b, c, d, e, pad] = *words;
        let [f, g, h, i] = e.to_ne_bytes();
        Self {
            data: whole(a, b),
            phys: whole(c, d),
            len: u16::from_ne_bytes([f, g]),
            id: u16::from_ne_bytes([h, i]),
            pad,
        }
    }
}

impl Packet for CmdPacket {
    type Words = [u32; 8];

    fn to_words(self) -> [u32; 8] {
        let [a, b] = halves(self.arg);
        let id = u128::from_ne_bytes(self.id);
        let ([c, d], [e, f]) = (halves(first(id)), halves(second(id)));
        [self.kind, self.pad, a, b, c, d, e, f]
    }

    fn from_words(words: &[u32; 8]) -> Self {
        let [kind, pad, a, b, c, d, e, f] = *words;
        let mut id = [0; 16];
        for (bytes, word) in id.chunks_exact_mut(4).zip([c, d, e, f]) {
            bytes.copy_from_slice(&word.to_ne_bytes());
        }
        Self {
            kind,
            pad,
            arg: whole(a, b),
            id,
        }
    }
}

/// The two words of a number, in the order in which they stand in memory.
fn halves(number: u64) -> [u32; 2] {
    let [a, b, c, d, e, f, g, h] = number.to_ne_bytes();
    [
        u32::from_ne_bytes([a, b, c, d]),
        u32::from_ne_bytes([e, f, g, h]),
    ]
}

fn whole(first: u32, second: u32) -> u64 {
    let ([a, b, c, d], [e, f, g, h]) = (first.to_ne_bytes(), second.to_ne_bytes());
    u64::from_ne_bytes([a, b, c, d, e, f, g, h])
}

/// The eight bytes that stand first in memory.
fn first(number: u128) -> u64 {
    if cfg!(target_endian = "little") {
        number as u64
    } else {
        (number >> 64) as u64
    }
}

fn second(number: u128) -> u64 {
    first(number.rotate_left(64))
}

/// The bytes of a packet do not lie in the region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SpanError {
    /// Where they would be.
    pub data: u64,
    /// How many they would be.
    pub len: u16,
}

impl fmt::Display for SpanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { data, len } = self;
        write!(f, "{len} bytes at {data:#x} are not of the region")
    }
}

impl core::error::Error for SpanError {}

impl IonPacket {
    /// The bytes as a range of a region that begins at `base`, as the sender counts, and has
    /// `length` bytes.
    ///
    /// # Errors
    ///
    /// Not all of them are in it.
    pub fn span(&self, base: u64, length: usize) -> Result<Range<usize>, SpanError> {
        let inside = || {
            let start = usize::try_from(self.data.checked_sub(base)?).ok()?;
            let end = start.checked_add(usize::from(self.len))?;
            (end <= length).then_some(start..end)
        };
        inside().ok_or(SpanError {
            data: self.data,
            len: self.len,
        })
    }
}
