//! Who may use which channel, and for what.

use core::fmt;
use core::ops::BitOr;

use crate::legacy::endpoint;

/// What may be done with a channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rights(u8);

/// The channels that a domain has rights to, as a fiber of Rumpk has: 64 of
/// them at most.
#[derive(Clone, Debug)]
pub struct CSpace([Slot; endpoint::RIGHTS_PER_FIBER]);

/// A channel and the rights to it; without any, the slot is free.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    channel: u64,
    rights: Rights,
}

/// There is no right to do that with that channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Denied {
    /// The channel.
    pub channel: u64,
    /// What it was to be used for.
    pub wanted: Rights,
    /// What it may be used for.
    pub held: Rights,
}

/// All slots of the space are in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NoSlot;

impl Rights {
    /// None.
    pub const NONE: Self = Self(0);
    /// To pop.
    pub const READ: Self = Self(1);
    /// To push.
    pub const WRITE: Self = Self(2);
    /// Both.
    pub const BOTH: Self = Self(3);

    /// The rights of these bits; `None` if there is a bit that is no right.
    pub const fn from_bits(bits: u32) -> Option<Self> {
        match bits {
            0..=3 => Some(Self(bits as u8)),
            _ => None,
        }
    }

    /// A bit for each right.
    pub const fn bits(self) -> u32 {
        self.0 as u32
    }

    /// Whether all of `others` are among them.
    pub const fn contains(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// Whether there is none.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for Rights {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl CSpace {
    /// No right to any channel.
    pub const fn new() -> Self {
        let free = Slot {
            channel: 0,
            rights: Rights::NONE,
        };
        Self([free; endpoint::RIGHTS_PER_FIBER])
    }

    /// Says what a channel may be used for; [`Rights::NONE`] takes all away.
    ///
    /// # Errors
    ///
    /// There are rights to 64 other channels.
    pub fn set(&mut self, channel: u64, rights: Rights) -> Result<(), NoSlot> {
        let held = |slot: &Slot| slot.channel == channel && !slot.rights.is_none();
        let known = self.0.iter().position(held);
        if known.is_none() && rights.is_none() {
            return Ok(());
        }
        let free = || self.0.iter().position(|slot| slot.rights.is_none());
        let place = known.or_else(free).ok_or(NoSlot)?;
        if let Some(slot) = self.0.get_mut(place) {
            *slot = Slot { channel, rights };
        }
        Ok(())
    }

    /// What a channel may be used for.
    pub fn rights(&self, channel: u64) -> Rights {
        let held = |slot: &&Slot| slot.channel == channel && !slot.rights.is_none();
        let slot = self.0.iter().find(held);
        slot.map_or(Rights::NONE, |slot| slot.rights)
    }

    /// Makes sure that a channel may be used for all of that.
    ///
    /// # Errors
    ///
    /// It may not.
    pub fn check(&self, channel: u64, wanted: Rights) -> Result<(), Denied> {
        let held = self.rights(channel);
        if held.contains(wanted) {
            return Ok(());
        }
        Err(Denied {
            channel,
            wanted,
            held,
        })
    }
}

impl Default for CSpace {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            match (self.contains(Self::READ), self.contains(Self::WRITE)) {
                (false, false) => "nothing",
                (true, false) => "read",
                (false, true) => "write",
                (true, true) => "read and write",
            },
        )
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            channel,
            wanted,
            held,
        } = self;
        write!(
            f,
            "channel {channel:#x}: to {wanted}, where {held} is allowed"
        )
    }
}

impl fmt::Display for NoSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let most = endpoint::RIGHTS_PER_FIBER;
        write!(f, "there are rights to {most} channels already")
    }
}

impl core::error::Error for Denied {}
impl core::error::Error for NoSlot {}
