//! A side of a channel of packets of one layout, through all its epochs.

use std::sync::Arc;

use pore::channel::{Channel, PopError, PushError, Regions, Slot};
use pore::doorbell::{Doorbell, TimerFd};
use pore::memory::{OwnMapping, PeerMapping};
use pore::ring::{Closed, Opening, Wake};

use crate::border::of_system;
use crate::types::{HAL_READ, HAL_WHY_MISMATCH, HAL_WHY_OPEN, HalResult, HalStats, number};

type Own = Arc<OwnMapping>;
type Peer = Arc<PeerMapping>;

/// A side: its region stays, its peers come and go.
#[derive(Debug)]
pub(crate) struct Side<S: Slot> {
    region: Own,
    /// What the peer rings.
    bell: TimerFd,
    /// A thread waits for it.
    is_awaited: bool,
    /// The number of its life; the region's copy is for the peer.
    epoch: u32,
    regions: Regions,
    stage: Stage<S>,
    /// What earlier channels on the region did.
    before: HalStats,
}

#[derive(Debug)]
enum Stage<S: Slot> {
    /// No peer was attached, or what one left is this number.
    Alone(u32),
    Opening(Opening<Own, Peer, TimerFd>),
    Open(Box<Channel<S, Own, Peer, TimerFd>>),
}

/// What can be done with a side whatever its packets are.
pub(crate) trait Common: Send {
    fn attach(&mut self, region: PeerMapping, bell: TimerFd) -> Result<(), HalResult>;
    fn set_region(&mut self, region: u32, bytes: u64) -> Result<(), HalResult>;
    /// Asks for a ring; the bell to wait at, or none if there is something already.
    /// Whoever is given one says when it has [woken](Self::woken).
    fn arm(&mut self, rights: u32) -> Result<Option<TimerFd>, HalResult>;
    /// Nobody waits any more.
    fn woken(&mut self);
    fn stats(&mut self) -> HalStats;
    fn peer_gone(&mut self);
    fn close(&mut self);
}

impl<S: Slot> Side<S> {
    /// A side that waits for its peer, on a ring of 2^`order` bytes.
    pub(crate) fn new(order: u32) -> Result<Self, HalResult> {
        let region = OwnMapping::new(order).map_err(|error| of_system(&error))?;
        let bell = TimerFd::new().map_err(|error| of_system(&error))?;
        if 1_usize << order < size_of::<S::Bytes>() {
            return Err(HalResult::Invalid);
        }
        Ok(Self {
            region: Arc::new(region),
            bell,
            is_awaited: false,
            epoch: 0,
            regions: Regions::new(),
            stage: Stage::Alone(HAL_WHY_OPEN),
            before: HalStats::default(),
        })
    }

    pub(crate) fn region(&self) -> &OwnMapping {
        &self.region
    }

    pub(crate) fn bell(&self) -> &TimerFd {
        &self.bell
    }

    pub(crate) fn push(&mut self, packet: S) -> Result<(), HalResult> {
        let Some(channel) = self.meet()? else {
            self.before.full += 1;
            return Err(HalResult::Full);
        };
        channel.sender.push(packet).map_err(|why| match why {
            PushError::Full => HalResult::Full,
            PushError::Rejected(_) => HalResult::Invalid,
            PushError::Closed(_) => HalResult::Closed,
        })
    }

    pub(crate) fn pop(&mut self) -> Result<S, HalResult> {
        let channel = self.meet()?.ok_or(HalResult::Empty)?;
        channel.receiver.pop().map_err(|why| match why {
            PopError::Empty => HalResult::Empty,
            PopError::Rejected(_) => HalResult::Invalid,
            PopError::Closed(_) => HalResult::Closed,
        })
    }

    /// The channel, if the peer is there; looks whether it has come.
    fn meet(&mut self) -> Result<Option<&mut Channel<S, Own, Peer, TimerFd>>, HalResult> {
        if let Stage::Opening(opening) = &mut self.stage {
            match opening.poll() {
                Ok(true) => self.open(),
                Ok(false) => {}
                Err(_refused) => self.end(HAL_WHY_MISMATCH),
            }
        }
        match &mut self.stage {
            Stage::Open(channel) => Ok(Some(&mut **channel)),
            Stage::Opening(_) | Stage::Alone(HAL_WHY_OPEN) => Ok(None),
            Stage::Alone(_) => Err(HalResult::Closed),
        }
    }

    /// Makes the channel, once both are connected.
    fn open(&mut self) {
        let before = std::mem::replace(&mut self.stage, Stage::Alone(HAL_WHY_MISMATCH));
        let Stage::Opening(opening) = before else {
            return;
        };
        if let Some(mut channel) = opening.link().ok().and_then(|link| Channel::new(link).ok()) {
            channel.set_regions(&self.regions);
            self.stage = Stage::Open(Box::new(channel));
        }
    }

    /// Asks for rings; false if there is something already.
    fn is_worth_waiting(&mut self, rights: u32) -> Result<bool, HalResult> {
        let Some(channel) = self.meet()? else {
            return Ok(true);
        };
        let armed = |wake: Result<Wake, Closed>| {
            let wake = wake.map_err(|_| HalResult::Closed)?;
            Ok(wake == Wake::Armed)
        };
        let reads = rights & HAL_READ != 0;
        let writes = rights & !HAL_READ != 0;
        let nothing_to_read = !reads || armed(channel.receiver.notify_when(1))?;
        let no_room = !writes || armed(channel.sender.notify_when(1))?;
        Ok(nothing_to_read && no_room)
    }

    /// Ends the channel, or the wait for a peer, and tells the peer.
    fn end(&mut self, why: u32) {
        match std::mem::replace(&mut self.stage, Stage::Alone(why)) {
            Stage::Alone(_) => {}
            Stage::Opening(opening) => drop(opening.abandon()),
            Stage::Open(channel) => {
                self.before.add(channel.stats());
                drop(channel.into_link().finish());
            }
        }
    }
}

impl<S: Slot> Common for Side<S> {
    fn attach(&mut self, region: PeerMapping, bell: TimerFd) -> Result<(), HalResult> {
        self.end(HAL_WHY_OPEN);
        let (mine, peer) = (Arc::clone(&self.region), Arc::new(region));
        self.epoch = self.epoch.wrapping_add(1).max(1);
        let opening = Opening::with_epoch(mine, peer, bell, S::config(0), self.epoch);
        self.stage = Stage::Opening(opening.map_err(|_| HalResult::Invalid)?);
        self.meet().map(|_| ())
    }

    fn set_region(&mut self, region: u32, bytes: u64) -> Result<(), HalResult> {
        let set = self.regions.set(region, bytes);
        set.map_err(|_| HalResult::Invalid)?;
        if let Stage::Open(channel) = &mut self.stage {
            channel.set_regions(&self.regions);
        }
        Ok(())
    }

    fn arm(&mut self, rights: u32) -> Result<Option<TimerFd>, HalResult> {
        if self.is_awaited {
            // It would take the other one's ring.
            return Err(HalResult::Busy);
        }
        let bell = self.bell.clone();
        // What it was rung for before is seen by the look that follows.
        bell.clear();
        self.is_awaited = self.is_worth_waiting(rights)?;
        Ok(self.is_awaited.then_some(bell))
    }

    fn woken(&mut self) {
        self.is_awaited = false;
    }

    fn stats(&mut self) -> HalStats {
        let mut stats = self.before;
        match &self.stage {
            Stage::Alone(why) => stats.why = *why,
            Stage::Opening(_) => {}
            Stage::Open(channel) => {
                stats.add(channel.stats());
                stats.why = channel.closed().map_or(HAL_WHY_OPEN, number);
                stats.connected = u32::from(channel.closed().is_none());
            }
        }
        stats
    }

    fn peer_gone(&mut self) {
        if let Stage::Open(channel) = &mut self.stage {
            channel.peer_gone();
        } else {
            self.end(number(Closed::Gone));
        }
        self.bell.ring();
    }

    fn close(&mut self) {
        self.end(number(Closed::Here));
        self.bell.ring();
    }
}
