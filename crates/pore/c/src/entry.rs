//! A side as the table has it: of either kind, with its number and its lock.

use std::os::fd::{AsFd, BorrowedFd, IntoRawFd, OwnedFd};
use std::sync::{Arc, Mutex};

use pore::channel::{CmdPacket, IonPacket, Slot};

use crate::border::of_system;
use crate::side::{Common, Side};
use crate::types::{HAL_SLOT_CMD, HAL_SLOT_ION, HalDescriptors, HalResult};

/// A side of a channel.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    Ion(Arc<Mutex<Side<IonPacket>>>),
    Cmd(Arc<Mutex<Side<CmdPacket>>>),
}

/// What the peer of a side is sent.
#[derive(Debug)]
pub(crate) struct Descriptors {
    region: OwnedFd,
    bell: OwnedFd,
}

impl Descriptors {
    /// Leaves them to a caller, who closes them.
    pub(crate) fn leave(self) -> HalDescriptors {
        HalDescriptors {
            region: self.region.into_raw_fd(),
            bell: self.bell.into_raw_fd(),
        }
    }
}

/// Packets that C has.
pub(crate) trait Packet: Slot {
    /// The side, if it has such packets.
    fn side(entry: &Entry) -> Option<&Arc<Mutex<Side<Self>>>>;
}

impl Packet for IonPacket {
    fn side(entry: &Entry) -> Option<&Arc<Mutex<Side<Self>>>> {
        match entry {
            Entry::Ion(side) => Some(side),
            Entry::Cmd(_) => None,
        }
    }
}

impl Packet for CmdPacket {
    fn side(entry: &Entry) -> Option<&Arc<Mutex<Side<Self>>>> {
        match entry {
            Entry::Ion(_) => None,
            Entry::Cmd(side) => Some(side),
        }
    }
}

impl Entry {
    /// A side of such packets on a ring of 2^`order` bytes, and descriptors for its
    /// peer.
    pub(crate) fn new(kind: u32, order: u32) -> Result<(Self, Descriptors), HalResult> {
        match kind {
            HAL_SLOT_ION => {
                let side = Side::new(order)?;
                let fds = descriptors(&side)?;
                Ok((Self::Ion(Arc::new(Mutex::new(side))), fds))
            }
            HAL_SLOT_CMD => {
                let side = Side::new(order)?;
                let fds = descriptors(&side)?;
                Ok((Self::Cmd(Arc::new(Mutex::new(side))), fds))
            }
            _ => Err(HalResult::Invalid),
        }
    }

    /// The side, whatever its packets are.
    pub(crate) fn common(&self) -> Arc<Mutex<dyn Common>> {
        match self {
            Self::Ion(side) => side.clone(),
            Self::Cmd(side) => side.clone(),
        }
    }
}

/// Copies of a side's descriptors, to be sent to its peer.
fn descriptors<S: Slot>(side: &Side<S>) -> Result<Descriptors, HalResult> {
    let copy = |fd: BorrowedFd<'_>| fd.try_clone_to_owned().map_err(|error| of_system(&error));
    Ok(Descriptors {
        region: copy(side.region().as_fd())?,
        bell: copy(side.bell().as_fd())?,
    })
}
