//! Two sides of a channel in one program.

use std::fmt::Debug;
use std::sync::Arc;

use pore::channel::{Channel, CmdPacket, IonPacket, Slot, Span, WrongSlots};
use pore::doorbell::ThreadBell;
use pore::memory::{Heap, Raw};
use pore::ring::{Config, Link, Opening};

/// A region on the heap.
pub(crate) type Shared = Arc<Heap>;
/// A side that is connected.
pub(crate) type Joint = Link<Shared, Shared, ThreadBell>;
/// A side of a channel.
pub(crate) type Side<S> = Channel<S, Shared, Shared, ThreadBell>;

/// A region of 2^`order` bytes.
pub(crate) fn region(order: u32) -> Shared {
    Arc::new(Heap::new(order).expect("an order that is allowed"))
}

/// Two sides on these regions, each opened with its own configuration.
pub(crate) fn linked(regions: [&Shared; 2], configs: [Config; 2]) -> [(Joint, ThreadBell); 2] {
    let [left, right] = regions.map(Arc::clone);
    let bells = [ThreadBell::new(), ThreadBell::new()];
    let open = |mine: &Shared, peer: &Shared, bell: &ThreadBell, config| {
        let (mine, peer) = (Arc::clone(mine), Arc::clone(peer));
        Opening::new(mine, peer, bell.clone(), config).expect("a good size")
    };
    let [ours, theirs] = configs;
    let [here_bell, there_bell] = bells;
    let mut here = open(&left, &right, &there_bell, ours);
    let mut there = open(&right, &left, &here_bell, theirs);
    for _ in 0..4 {
        if [here.poll(), there.poll()] == [Ok(true), Ok(true)] {
            let [here, there] = [here, there].map(|side| side.link().expect("it is"));
            return [(here, here_bell), (there, there_bell)];
        }
    }
    panic!("not connected after 4 looks");
}

/// Both sides of a channel with rings of 2^`order` bytes, beginning at `start`,
/// and what rings for each.
pub(crate) fn joined<S: Slot>(order: u32, start: u32) -> [(Side<S>, ThreadBell); 2] {
    let regions = [region(order), region(order)];
    let config = S::config(start);
    let made = |(link, bell)| (Channel::new(link).expect("the same slots"), bell);
    linked(regions.each_ref(), [config; 2]).map(made)
}

/// One side, and a peer that writes what it likes.
pub(crate) fn against_raw<S: Slot>(order: u32, start: u32) -> (Side<S>, Raw<Shared>) {
    let regions = [region(order), region(order)];
    let [(here, _), _] = linked(regions.each_ref(), [S::config(start); 2]);
    let [_, theirs] = regions;
    (Channel::new(here).expect("the same slots"), Raw(theirs))
}

/// What a side says that is asked to be a channel of `S`.
pub(crate) fn wrong<S: Slot + Debug>(link: Joint) -> WrongSlots {
    Channel::<S, _, _, _>::new(link).expect_err("not these slots")
}

/// A packet that hands over 16 bytes of region 1.
pub(crate) fn ion(id: u16) -> IonPacket {
    let span = Span {
        region: 1,
        offset: u64::from(id) * 16,
        len: 16,
    };
    span.packet(id)
}

/// A command that is told from others.
pub(crate) fn cmd(number: u32) -> CmdPacket {
    CmdPacket {
        kind: number,
        pad: 0,
        arg: u64::from(number) << 33,
        id: std::array::from_fn(|at| (number as usize + at) as u8),
    }
}
