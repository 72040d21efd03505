//! Touch panels whose line is held, tells only of the pressing, or is not
//! wired.

use board_parts::{Follow, TouchWiring};
use class_touch::TouchKind::{Down, Move, Up};
use class_touch::{Faults, TouchStream};

use crate::chips::{Bell, IRQ, SIZE, event, fingers, power_on};
use crate::touch::{PULSES, adds_up, drain, kinds, open, place};
use crate::world::{self, set_pin, tick, with};

const HELD: TouchWiring = PULSES.level();
const PEN: TouchWiring = PULSES.polled(10_000);

/// The line falls, and stays so.
fn press() {
    set_pin(IRQ, false);
}

fn release() {
    set_pin(IRQ, true);
}

#[test]
fn a_line_that_is_held_is_read_until_it_is_released() {
    power_on();
    let mut touch = open(place::<64>(), HELD, &Bell::default()).expect("all is well");
    // Three reports behind one edge.
    let reports = [vec![(1, 1)], vec![(2, 2)], vec![]];
    let mut reports = reports.into_iter();
    world::on_transaction(Some(Box::new(move || {
        if let Some(report) = reports.next() {
            fingers(&report);
        }
        if reports.len() == 0 {
            with(|world| world.levels.insert(IRQ, true));
        }
    })));
    press();
    assert_eq!(kinds(&drain(&mut touch)), [Down, Move, Up]);
    assert_eq!(touch.faults().reads, 3);
    // It has gone up, and falls again.
    assert_eq!(tick(), 1);
    assert_eq!(drain(&mut touch), []);
    fingers(&[(5, 5)]);
    press();
    assert_eq!(kinds(&drain(&mut touch)), [Down]);
    assert_eq!(touch.faults().reads, 4);
}

#[test]
fn an_edge_whose_report_was_read_already_is_not_read_again() {
    power_on();
    let mut touch = open(place::<64>(), HELD, &Bell::default()).expect("all is well");
    press();
    release();
    assert_eq!(drain(&mut touch), []);
    assert_eq!(touch.faults(), Faults::default());
}

#[test]
fn a_line_that_is_stuck_costs_less_and_less_and_is_counted_once() {
    power_on();
    let bell = Bell::default();
    let mut touch = open(place::<64>(), HELD, &bell).expect("all is well");
    fingers(&[(1, 1)]);
    press();
    assert_eq!(kinds(&drain(&mut touch)), [Down]);
    assert_eq!(touch.faults().reads, 5, "once, and four times more");
    for _ in 0..1_000 {
        tick();
        assert_eq!(drain(&mut touch), []);
    }
    let Faults { reads, stuck, .. } = touch.faults();
    assert_eq!(stuck, 1);
    assert!((64..=80).contains(&reads), "{reads} in ten seconds");
    assert!(bell.rings() < 80);

    // It comes back, and with it all that it ever did.
    fingers(&[]);
    release();
    for _ in 0..16 {
        tick();
        drain(&mut touch);
    }
    fingers(&[(2, 2)]);
    press();
    assert_eq!(kinds(&drain(&mut touch)), [Move]);
    assert_eq!(touch.faults().stuck, 1);
    for _ in 0..100 {
        tick();
        drain(&mut touch);
    }
    assert_eq!(touch.faults().stuck, 2);
    assert!(adds_up(touch.stats()));
}

#[test]
fn a_line_that_was_active_before_is_read_at_the_first_tick() {
    power_on();
    fingers(&[(3, 4)]);
    press();
    for wiring in [HELD, PEN] {
        let mut touch = open(place::<64>(), wiring, &Bell::default()).expect("all is well");
        assert_eq!(drain(&mut touch), []);
        tick();
        assert_eq!(kinds(&drain(&mut touch)), [Down]);
    }
}

#[test]
fn a_pen_is_polled_until_it_leaves() {
    power_on();
    let bell = Bell::default();
    let mut touch = open(place::<64>(), PEN, &bell).expect("all is well");
    for _ in 0..5 {
        tick();
    }
    assert_eq!((drain(&mut touch), bell.rings()), (vec![], 0), "idle");

    fingers(&[(1, 1)]);
    press();
    assert_eq!(drain(&mut touch), [event(50_000, Down, 1, 1)]);
    for x in 2..5 {
        fingers(&[(x, 1)]);
        tick();
        assert_eq!(kinds(&drain(&mut touch)), [Move]);
    }
    fingers(&[]);
    release();
    tick();
    assert_eq!(drain(&mut touch), [event(90_000, Up, 4, 1)]);
    assert_eq!(touch.faults().reads, 5);
    for _ in 0..5 {
        tick();
    }
    assert_eq!((drain(&mut touch), touch.faults().reads), (vec![], 5));
}

#[test]
fn edges_that_polling_makes_are_not_followed() {
    power_on();
    let mut touch = open(place::<64>(), PEN, &Bell::default()).expect("all is well");
    world::on_transaction(Some(Box::new(|| {
        // A conversion moves the line.
        let level = with(|world| world.levels.get(&IRQ).copied()).unwrap_or(true);
        set_pin(IRQ, !level);
        set_pin(IRQ, level);
    })));
    fingers(&[(1, 1)]);
    press();
    assert_eq!(kinds(&drain(&mut touch)), [Down]);
    fingers(&[]);
    release();
    tick();
    assert_eq!(kinds(&drain(&mut touch)), [Up]);
    assert_eq!(touch.faults().reads, 2);
}

#[test]
fn a_pen_that_comes_down_while_the_last_reading_ends_is_not_lost() {
    power_on();
    let mut touch = open(place::<64>(), PEN, &Bell::default()).expect("all is well");
    press();
    release();
    // It touches just after the reading that found nothing.
    world::on_transaction(Some(Box::new(press)));
    assert_eq!(drain(&mut touch), []);
    world::on_transaction(None);
    fingers(&[(1, 1)]);
    tick();
    assert_eq!(kinds(&drain(&mut touch)), [Down]);
}

#[test]
fn a_pen_whose_lift_the_bus_lost_is_asked_again() {
    power_on();
    let mut touch = open(place::<64>(), PEN, &Bell::default()).expect("all is well");
    fingers(&[(1, 1)]);
    press();
    drain(&mut touch);
    fingers(&[]);
    release();
    world::fail_at(Some(1));
    tick();
    assert_eq!(drain(&mut touch), []);
    tick();
    assert_eq!(kinds(&drain(&mut touch)), [Up]);
    assert_eq!(touch.faults().bus, 1);
}

#[test]
fn a_pen_line_that_is_stuck_is_counted_and_asked_less_often() {
    power_on();
    let mut touch = open(place::<64>(), PEN, &Bell::default()).expect("all is well");
    press();
    for _ in 0..1_000 {
        tick();
        drain(&mut touch);
    }
    let Faults { reads, stuck, .. } = touch.faults();
    assert_eq!(stuck, 1);
    assert!((60..=80).contains(&reads), "{reads} in ten seconds");
}

#[test]
fn without_a_line_it_is_polled_always() {
    power_on();
    let wiring = TouchWiring::unwired(20_000, SIZE);
    assert_eq!(wiring.follow, Follow::Polled { period_us: 20_000 });
    let mut touch = open(place::<64>(), wiring, &Bell::default()).expect("all is well");
    let mut events = Vec::new();
    for touched in [false, false, true, true, false, false] {
        let place = [(1, 1)];
        fingers(if touched { &place } else { &[] });
        tick();
        events.extend(drain(&mut touch));
    }
    assert_eq!(
        events,
        [event(60_000, Down, 1, 1), event(100_000, Up, 1, 1)]
    );
    assert_eq!((touch.faults().reads, touch.faults().stuck), (6, 0));
}
