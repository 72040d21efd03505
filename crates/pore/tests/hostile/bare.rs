//! Pages without a membrane: channels, and links that begin anew.

use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use pore::channel::{Channel, CmdPacket, IonPacket, PopError, PushError, Slot, Span};
use pore::doorbell::{Bells, TimerFd};
use pore::memory::{Memory, OwnMapping, PeerMapping};
use pore::ring::{Config, Link, Opening};

use crate::chance::Chance;
use crate::raw::{Raw, Share};
use crate::tally::{add, closed, kind, moved, not_met};
use crate::watchdog::during;

type Side = Link<Arc<OwnMapping>, Arc<PeerMapping>, TimerFd>;
type Waiting = Opening<Arc<OwnMapping>, Arc<PeerMapping>, TimerFd>;

const WORK: Duration = Duration::from_millis(8);
/// How often it begins anew.
const LIVES: u32 = 4;

/// Shares pages with the peer, and works with what comes of it.
pub(crate) fn one(control: &Raw, chance: &mut Chance) {
    let share = Share::new(5 + chance.below(6));
    let kind = b"ICPP"[chance.below(4) as usize];
    control.send(&[kind], &share.fds());
    let (_, fds) = control.receive();
    let Some((peer, bells)) = of_peer(fds) else {
        return not_met("no region and bells");
    };
    let config = config(kind, chance.word());
    let (mine, bytes) = (Arc::clone(&share.region), peer.view().data_bytes());
    let mut opening = Opening::new(mine, Arc::new(peer), bells, config).ok();
    for _ in 0..LIVES {
        let link = opening.take().and_then(meet);
        if let Some(link) = &link {
            let claimed = link.consumer.capacity() as usize;
            assert!(claimed <= bytes, "{claimed} bytes in a region of {bytes}");
        }
        let Some(link) = link.and_then(|link| used(link, kind)) else {
            return;
        };
        opening = during("reopen", || link.reopen(config)).ok();
    }
}

/// What a side says of itself that has slots of such a kind.
pub(crate) fn config(kind: u8, start: u32) -> Config {
    match kind {
        b'I' => IonPacket::config(start),
        b'C' => CmdPacket::config(start),
        _ => Config {
            start,
            ..Config::default()
        },
    }
}

fn of_peer(fds: Vec<OwnedFd>) -> Option<(PeerMapping, Bells<TimerFd>)> {
    let [region, data, space] = <[OwnedFd; 3]>::try_from(fds).ok()?;
    let data = TimerFd::of_peer(data).ok()?;
    let space = TimerFd::of_peer(space).ok()?;
    Some((PeerMapping::new(region).ok()?, Bells { data, space }))
}

/// Meets, if the peer lets it.
fn meet(mut opening: Waiting) -> Option<Side> {
    let until = Instant::now() + WORK;
    while Instant::now() < until {
        match during("poll", || opening.poll()) {
            Ok(true) => return opening.link().ok(),
            Ok(false) => thread::yield_now(),
            Err(error) => not_met(&kind(error)),
        }
    }
    not_met("in time");
    None
}

/// The link again, unless it was lost.
fn used(link: Side, kind: u8) -> Option<Side> {
    let until = Instant::now() + WORK;
    let span = |offset| Span {
        region: 1,
        offset,
        len: 8,
    };
    match kind {
        b'I' => packets::<IonPacket>(link, until, |offset| span(offset).packet(3)),
        b'C' => packets::<CmdPacket>(link, until, |_| {
            CmdPacket::from_bytes(&<CmdPacket as Slot>::ZERO)
        }),
        _ => Some(plain(link, until)),
    }
}

fn plain(mut link: Side, until: Instant) -> Side {
    let mut bytes = [0; 200];
    while Instant::now() < until {
        if moved("written", during("write", || link.producer.write(&bytes))).is_none()
            || moved("read", during("read", || link.consumer.read(&mut bytes))).is_none()
        {
            break;
        }
    }
    link
}

/// A channel on a link, if the peer has such slots.
fn packets<S: Slot>(link: Side, until: Instant, packet: impl Fn(u64) -> S) -> Option<Side> {
    let Ok(mut channel) = during("channel", || Channel::<S, _, _, _>::new(link)) else {
        add("closed: other slots", 1);
        return None;
    };
    let _set = channel.receiver.regions.set(1, 4096);
    let _set = channel.sender.regions.set(1, 4096);
    let mut number = 0;
    while Instant::now() < until {
        number += 8;
        match during("push", || channel.sender.push(packet(number % 5000))) {
            Ok(()) => add("data: packets pushed", 1),
            Err(PushError::Full) => add("back-pressure: packets", 1),
            Err(PushError::Rejected(_)) => add("data: packets rejected", 1),
            Err(PushError::Closed(why)) => {
                closed(why);
                break;
            }
        }
        match during("pop", || channel.receiver.pop()) {
            Ok(_) => add("data: packets popped", 1),
            Err(PopError::Empty) => add("back-pressure: packets", 1),
            Err(PopError::Rejected(_)) => add("data: packets rejected", 1),
            Err(PopError::Closed(why)) => {
                closed(why);
                break;
            }
        }
    }
    Some(channel.into_link())
}
