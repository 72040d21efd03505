//! Ranges of regions that both sides know, in place of addresses.

use core::fmt;
use core::ops::Range;

use crate::legacy::IonPacket;

/// The regions that the packets of a channel may name, by number.
///
/// A side says how long each is, as it maps it itself; nothing of it comes from
/// the peer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regions([Option<u64>; Regions::MOST]);

/// Bytes of a region, all of which are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// Which region.
    pub region: u32,
    /// Where they begin.
    pub offset: u64,
    /// How many they are.
    pub len: u16,
}

/// What a packet hands over is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reject {
    /// There is no region of this number.
    Region(u64),
    /// The region ends before the bytes do.
    Range {
        /// Where they would begin.
        offset: u64,
        /// How many they would be.
        len: u16,
        /// How many the region has.
        bytes: u64,
    },
}

/// There is no such number for a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NoRegion(pub u32);

impl Regions {
    /// Regions are numbered from 0 to one less.
    pub const MOST: usize = 8;

    /// None.
    pub const fn new() -> Self {
        Self([None; Self::MOST])
    }

    /// Says how many bytes a region has.
    ///
    /// # Errors
    ///
    /// The number is not below [`MOST`](Self::MOST).
    pub fn set(&mut self, region: u32, bytes: u64) -> Result<(), NoRegion> {
        let place = self.0.get_mut(region as usize).ok_or(NoRegion(region))?;
        *place = Some(bytes);
        Ok(())
    }

    /// Forgets a region.
    pub fn remove(&mut self, region: u32) {
        if let Some(place) = self.0.get_mut(region as usize) {
            *place = None;
        }
    }

    /// What a packet hands over: its `phys` is the number of a region, and its
    /// `data` an offset there.
    ///
    /// # Errors
    ///
    /// Not all of it is there.
    pub fn span(&self, packet: &IonPacket) -> Result<Span, Reject> {
        let (offset, len) = (packet.data, packet.len);
        let named = u32::try_from(packet.phys).ok();
        let known = named.and_then(|region| Some((region, (*self.0.get(region as usize)?)?)));
        let Some((region, bytes)) = known else {
            return Err(Reject::Region(packet.phys));
        };
        let span = Span {
            region,
            offset,
            len,
        };
        match offset.checked_add(u64::from(len)) {
            Some(end) if end <= bytes => Ok(span),
            _ => Err(Reject::Range { offset, len, bytes }),
        }
    }
}

impl Span {
    /// The packet that hands it over as the buffer `id`.
    pub fn packet(self, id: u16) -> IonPacket {
        IonPacket {
            data: self.offset,
            phys: u64::from(self.region),
            len: self.len,
            id,
            pad: 0,
        }
    }

    /// Where it is in its region.
    pub fn range(self) -> Range<u64> {
        self.offset..self.offset.saturating_add(u64::from(self.len))
    }
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Region(number) => write!(f, "there is no region {number}"),
            Self::Range { offset, len, bytes } => {
                write!(f, "{len} bytes at {offset} of a region of {bytes}")
            }
        }
    }
}

impl fmt::Display for NoRegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = Regions::MOST - 1;
        write!(f, "region {}: they are numbered 0 to {last}", self.0)
    }
}

impl core::error::Error for Reject {}
impl core::error::Error for NoRegion {}
