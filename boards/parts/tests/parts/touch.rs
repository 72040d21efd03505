//! A touch panel whose controller pulses its line.

use board_parts::{BURST, MAX_READS, Touch, TouchPlace, TouchWiring};
use board_support::{BoardError, Edge, Platform};
use class_touch::TouchKind::{Down, Move, Up};
use class_touch::{Faults, Stats, TouchEvent, TouchKind, TouchStream};

use crate::chips::{BUS, Bell, IRQ, SIZE, TOUCHY, Touchy, event, fingers, power_on, transactions};
use crate::fake::Fake;
use crate::world::{self, is_closed, pulse, tick, with};

pub(crate) type Opened<const N: usize> = Touch<Fake, Touchy<<Fake as Platform>::I2c>, N>;

pub(crate) const PULSES: TouchWiring = TouchWiring::new(IRQ, Edge::Falling, SIZE);

/// A place as a `static` is, one for a test.
pub(crate) fn place<const N: usize>() -> &'static TouchPlace<N> {
    Box::leak(Box::new(TouchPlace::new()))
}

pub(crate) fn open<const N: usize>(
    place: &'static TouchPlace<N>,
    wiring: TouchWiring,
    bell: &Bell,
) -> Result<Opened<N>, BoardError> {
    let claim = place.claim()?;
    let chip = Touchy::open(Fake::i2c(&BUS)?);
    let chip = chip.map_err(|error| TOUCHY.touch_error(error))?;
    claim.open(wiring, chip, bell.clone())
}

/// All that there is, in pieces.
pub(crate) fn drain(touch: &mut impl TouchStream) -> Vec<TouchEvent> {
    let mut all = Vec::new();
    let mut some = [event(0, Up, 0, 0); 7];
    loop {
        let count = touch.drain(&mut some);
        all.extend_from_slice(&some[..count]);
        if count < some.len() {
            return all;
        }
    }
}

/// One edge of the line, so many microseconds after the last.
pub(crate) fn edge_after(us: u64) {
    with(|world| world.now_us += us);
    pulse(IRQ);
}

pub(crate) fn kinds(events: &[TouchEvent]) -> Vec<TouchKind> {
    events.iter().map(|event| event.kind).collect()
}

/// Whether no event is unaccounted for.
pub(crate) fn adds_up(stats: Stats) -> bool {
    stats.offered == stats.delivered + stats.dropped + stats.queued
}

#[test]
fn an_edge_is_read_when_it_is_drained_and_has_its_own_time() {
    power_on();
    let bell = Bell::default();
    let mut touch = open(place::<64>(), PULSES, &bell).expect("all is well");
    assert_eq!(transactions(), 1, "bring-up");
    assert_eq!(touch.size(), SIZE);

    fingers(&[(10, 20)]);
    edge_after(1_000);
    assert_eq!(transactions(), 0, "the interrupt leaves the bus alone");
    with(|world| world.now_us += 300);
    assert_eq!(drain(&mut touch), [event(1_000, Down, 10, 20)]);
    assert_eq!((transactions(), bell.rings()), (1, 1));

    // Two edges until somebody comes: one ring, and one report is gone.
    fingers(&[(11, 20)]);
    edge_after(700);
    edge_after(8_000);
    assert_eq!(bell.rings(), 1);
    assert_eq!(drain(&mut touch), [event(10_000, Move, 11, 20)]);
    fingers(&[]);
    edge_after(8_000);
    assert_eq!(drain(&mut touch), [event(18_000, Up, 11, 20)]);
    assert_eq!((transactions(), bell.rings()), (2, 1));

    let stats = touch.stats();
    assert_eq!((stats.offered, stats.delivered, stats.capacity), (3, 3, 64));
    let faults = Faults {
        reads: 3,
        missed: 1,
        ..Faults::default()
    };
    assert_eq!(touch.faults(), faults);
}

#[test]
fn whoever_drains_little_gets_the_rest_later() {
    power_on();
    let mut touch = open(place::<64>(), PULSES, &Bell::default()).expect("all is well");
    fingers(&[(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]);
    edge_after(5);
    let mut two = [event(0, Up, 0, 0); 2];
    assert_eq!(touch.drain(&mut []), 0);
    assert_eq!(touch.drain(&mut two), 2);
    assert_eq!((two[1].id, two[1].x), (1, 2));
    let stats = touch.stats();
    assert_eq!((stats.queued, stats.high_water), (3, 5));
    assert_eq!(touch.drain(&mut two), 2);
    assert_eq!(touch.drain(&mut two), 1);
    assert_eq!(two[0].id, 4);
    assert_eq!(touch.faults().reads, 1);
}

#[test]
fn events_of_a_report_beyond_a_small_ring_are_dropped_and_counted() {
    power_on();
    let mut touch = open(place::<4>(), PULSES, &Bell::default()).expect("all is well");
    fingers(&[(1, 1); 10]);
    edge_after(5);
    assert_eq!(drain(&mut touch).len(), 4);
    let stats = touch.stats();
    assert_eq!((stats.offered, stats.delivered, stats.dropped), (10, 4, 6));
    assert!(adds_up(stats));
}

#[test]
fn edges_that_nobody_drained_are_counted_and_their_state_is_not_lost() {
    power_on();
    let mut touch = open(place::<64>(), PULSES, &Bell::default()).expect("all is well");
    fingers(&[(1, 1)]);
    for _ in 0..100 {
        edge_after(5_000);
    }
    fingers(&[(9, 9)]);
    edge_after(5_000);
    // The last that found a place.
    assert_eq!(drain(&mut touch), [event(64 * 5_000, Down, 9, 9)]);
    let Faults { reads, missed, .. } = touch.faults();
    assert_eq!((reads, missed), (1, 100));
    // And it goes on.
    fingers(&[]);
    edge_after(5_000);
    assert_eq!(kinds(&drain(&mut touch)), [Up]);
}

#[test]
fn a_line_that_floats_is_read_at_a_rate_and_every_edge_is_accounted_for() {
    power_on();
    let bell = Bell::default();
    let mut touch = open(place::<64>(), PULSES, &bell).expect("all is well");
    fingers(&[(1, 1)]);
    for _ in 0..1_000_000 {
        edge_after(1);
        drain(&mut touch);
    }
    let Faults {
        reads,
        missed,
        throttled,
        ..
    } = touch.faults();
    assert_eq!(reads, 1_000 + BURST - 1, "a thousand in the second");
    assert_eq!((reads + throttled, missed), (1_000_000, 0));
    assert_eq!(bell.rings(), reads);
    assert_eq!(touch.stats().offered, 1);
    // A pause, and it is as good as new.
    with(|world| world.now_us += 1_000_000);
    fingers(&[]);
    edge_after(1);
    assert_eq!(kinds(&drain(&mut touch)), [Up]);
}

#[test]
fn a_storm_faster_than_the_bus_does_not_keep_a_drain() {
    power_on();
    let mut touch = open(place::<64>(), PULSES, &Bell::default()).expect("all is well");
    // While the bus reads, three edges pass the gate.
    world::on_transaction(Some(Box::new(|| (0..3).for_each(|_| edge_after(1_000)))));
    fingers(&[(1, 1)]);
    edge_after(1_000);
    let mut some = [event(0, Up, 0, 0); 7];
    assert_eq!(touch.drain(&mut some), 1);
    world::on_transaction(None);
    let Faults { reads, missed, .. } = touch.faults();
    assert_eq!(reads, MAX_READS + 1, "the last one stands for many");
    assert_eq!(reads + missed, 1 + 3 * reads, "each edge, once");
    // The next edge finds nothing that waits, and rings.
    fingers(&[]);
    edge_after(100_000);
    assert_eq!(kinds(&drain(&mut touch)), [Up]);
}

#[test]
fn the_last_report_of_a_storm_is_read_without_another_edge() {
    for wiring in [PULSES, PULSES.level(), PULSES.polled(10_000)] {
        power_on();
        let bell = Bell::default();
        world::set_pin(IRQ, true);
        let mut touch = open(place::<64>(), wiring, &bell).expect("all is well");
        for _ in 0..2 * BURST {
            edge_after(1);
            drain(&mut touch);
        }
        let Faults { throttled, .. } = touch.faults();
        assert!(throttled > 0, "{wiring:?}");
        // The line falls once more, and is held where that is its way.
        fingers(&[(9, 9)]);
        world::set_pin(IRQ, false);
        bell.rings();
        assert_eq!(drain(&mut touch), [], "nobody may read now");
        assert_eq!((tick(), bell.rings()), (1, 1), "{wiring:?}");
        assert_eq!(kinds(&drain(&mut touch)), [Down], "{wiring:?}");
    }
}

#[test]
fn one_reading_makes_up_for_all_that_was_throttled() {
    power_on();
    let (place, bell) = (place::<64>(), Bell::default());
    let mut touch = open(place, PULSES, &bell).expect("all is well");
    (0..100 * BURST).for_each(|_| edge_after(1));
    drain(&mut touch);
    let reads = touch.faults().reads;
    (0..5).for_each(|_| {
        tick();
        drain(&mut touch);
    });
    assert_eq!(touch.faults().reads, reads + 1);
    // What one leaves behind is not the next one's.
    (0..100 * BURST).for_each(|_| edge_after(1));
    drop(touch);
    let mut touch = open(place, PULSES, &bell).expect("it is free");
    tick();
    assert_eq!((drain(&mut touch), touch.faults().reads), (vec![], 0));
}

#[test]
fn what_a_drain_had_no_time_for_is_read_at_the_next_tick() {
    power_on();
    let mut touch = open(place::<64>(), PULSES, &Bell::default()).expect("all is well");
    world::on_transaction(Some(Box::new(|| edge_after(1_000))));
    edge_after(1_000);
    let mut some = [event(0, Up, 0, 0); 7];
    assert_eq!(touch.drain(&mut some), 0);
    world::on_transaction(None);
    // The last edge came with the last reading that a drain allows itself.
    fingers(&[(9, 9)]);
    tick();
    assert_eq!(kinds(&drain(&mut touch)), [Down]);
}

#[test]
fn what_the_bus_loses_is_counted_and_made_up_for() {
    power_on();
    let mut touch = open(place::<64>(), PULSES, &Bell::default()).expect("all is well");
    fingers(&[(1, 1)]);
    edge_after(10);
    drain(&mut touch);
    fingers(&[]);
    edge_after(10_000);
    world::fail_at(Some(1));
    assert_eq!(drain(&mut touch), []);
    assert_eq!(touch.faults().bus, 1);
    edge_after(10_000);
    assert_eq!(kinds(&drain(&mut touch)), [Up]);
}

#[test]
fn closed_it_is_quiet_and_the_bell_is_gone() {
    power_on();
    let (place, bell) = (place::<64>(), Bell::default());
    let touch = open(place, PULSES, &bell).expect("all is well");
    assert_eq!(open(place, PULSES, &bell).err(), Some(BoardError::Busy));
    assert_eq!(transactions(), 1, "who comes second touches no bus");
    edge_after(10);
    assert!(bell.is_hung());
    drop(touch);
    assert!(is_closed() && !bell.is_hung());
    bell.rings();
    edge_after(10);
    assert_eq!(bell.rings(), 0);

    // What the last one left is not the next one's.
    let mut touch = open(place, PULSES, &bell).expect("it is free");
    assert_eq!(drain(&mut touch), []);
    assert_eq!(
        (touch.stats().offered, touch.faults()),
        (0, Faults::default())
    );
}

#[test]
fn a_claim_that_comes_to_nothing_frees_the_panel() {
    let (place, bell) = (place::<64>(), Bell::default());
    // No part is soldered in.
    let absent = BoardError::NoDevice {
        name: "touchy",
        address: 0x38,
    };
    assert_eq!(open(place, PULSES, &bell).err(), Some(absent));
    assert!(is_closed() && !bell.is_hung());
    power_on();
    with(|world| world.parts.get_mut(&0x38).expect("it is there")[0xFF] = 5);
    let wrong = BoardError::WrongPart {
        expected: "touchy",
        found: 5,
    };
    assert_eq!(open(place, PULSES, &bell).err(), Some(wrong));
    power_on();
    world::fail_at(Some(2));
    let held_low = open(place, PULSES, &bell).err();
    let bus = embedded_hal::i2c::ErrorKind::Bus;
    assert_eq!(held_low, Some(BoardError::Bus(bus)));
    world::fail_at(None);
    assert!(open(place, PULSES, &bell).is_ok());
}

#[test]
fn ten_thousand_times() {
    power_on();
    let (place, bell) = (place::<64>(), Bell::default());
    for round in 0..10_000_u64 {
        let mut touch = open(place, PULSES, &bell).expect("it is free");
        fingers(&[(1, (round % 100) as u8)]);
        edge_after(10_000);
        assert_eq!(drain(&mut touch).len(), 1, "{round}");
        assert_eq!(bell.rings(), 1);
        // Some are left with an edge that nobody drained.
        (0..round % 3).for_each(|_| edge_after(1));
        bell.rings();
        drop(touch);
        assert!(is_closed() && !bell.is_hung(), "{round}");
        transactions();
    }
}
