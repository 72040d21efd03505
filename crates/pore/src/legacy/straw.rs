//! LING's straw: two byte rings on 8 pages (`core/include/pore.h`).

use core::mem::{offset_of, size_of};
use core::sync::atomic::{AtomicU8, AtomicU32};

use super::index::{Count, Indices};
use super::{ByteEnd, Receiver, RingCorrupt, Sender};

/// Bytes of each of the two rings; one of them stays free.
pub const STRAW_RING_BYTES: usize = 16376;
/// Bytes of the 8 pages.
pub const STRAW_PAGES_BYTES: usize = 32768;

const SIZE: u32 = 16376;

/// The 8 pages of a straw, as LING and pystraw lay them out. All zeros are an empty straw.
///
/// The words are of the active end's view, which allocated the pages: it reads `input`, and the
/// passive end writes it.
#[derive(Debug)]
#[repr(C)]
pub struct StrawPages {
    /// How far the passive end has written `input`: 0 to 16375.
    pub in_prod: AtomicU32,
    /// How far the active end has read `input`.
    pub in_cons: AtomicU32,
    /// How far the passive end has read `output`.
    pub out_cons: AtomicU32,
    /// How far the active end has written `output`.
    pub out_prod: AtomicU32,
    /// From the passive end to the active one.
    pub input: [AtomicU8; STRAW_RING_BYTES],
    /// From the active end to the passive one.
    pub output: [AtomicU8; STRAW_RING_BYTES],
}

const _: () = {
    assert!(size_of::<StrawPages>() == STRAW_PAGES_BYTES);
    assert!(STRAW_PAGES_BYTES == 8 * 4096);
    assert!(offset_of!(StrawPages, in_prod) == 0);
    assert!(offset_of!(StrawPages, in_cons) == 4);
    assert!(offset_of!(StrawPages, out_cons) == 8);
    assert!(offset_of!(StrawPages, out_prod) == 12);
    assert!(offset_of!(StrawPages, input) == 16);
    assert!(offset_of!(StrawPages, output) == 16392);
    assert!(SIZE as usize == STRAW_RING_BYTES);
};

/// Which end of a straw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The one that gave the pages: it reads `input` and writes `output`.
    Active,
    /// The one that maps them.
    Passive,
}

impl StrawPages {
    /// Pages of zeros.
    pub const fn new() -> Self {
        Self {
            in_prod: AtomicU32::new(0),
            in_cons: AtomicU32::new(0),
            out_cons: AtomicU32::new(0),
            out_prod: AtomicU32::new(0),
            input: [const { AtomicU8::new(0) }; STRAW_RING_BYTES],
            output: [const { AtomicU8::new(0) }; STRAW_RING_BYTES],
        }
    }

    /// One end of pages that a peer maps too, from where their indices stand. The mapping is lent
    /// for as long as the end lives, so there is no second one of it.
    ///
    /// # Errors
    ///
    /// An index is none of 0 to 16375.
    pub fn attach<M: AsRef<Self>>(mapping: &mut M, role: Role) -> Result<ByteEnd<'_>, RingCorrupt> {
        (*mapping).as_ref().end(role)
    }

    /// Both ends of pages that nobody else maps: active, passive.
    ///
    /// # Errors
    ///
    /// An index is none of 0 to 16375.
    pub fn ends(&mut self) -> Result<(ByteEnd<'_>, ByteEnd<'_>), RingCorrupt> {
        Ok((self.end(Role::Active)?, self.end(Role::Passive)?))
    }

    fn end(&self, role: Role) -> Result<ByteEnd<'_>, RingCorrupt> {
        let input = Indices {
            producer: &self.in_prod,
            consumer: &self.in_cons,
            count: Count::Laps,
            size: SIZE,
            report: None,
        };
        let output = Indices {
            producer: &self.out_prod,
            consumer: &self.out_cons,
            ..input
        };
        let (sends, receives) = match role {
            Role::Active => ((&self.output, &output), (&self.input, &input)),
            Role::Passive => ((&self.input, &input), (&self.output, &output)),
        };
        Ok(ByteEnd::new(
            Sender::new(sends.0, sends.1)?,
            Receiver::new(receives.0, receives.1)?,
        ))
    }
}

impl Default for StrawPages {
    fn default() -> Self {
        Self::new()
    }
}

impl AsRef<Self> for StrawPages {
    fn as_ref(&self) -> &Self {
        self
    }
}
