//! What goes in comes out: random fingers through the whole port.

mod common;

use avm_term::Value;
use board_support::HasTouch;
use class_touch::{TouchEvent, TouchKind};
use common::{Came, Large, Small, Watched, event_terms, open, read, run_until, stat, unpaced};
use proptest::prelude::*;

/// Takes all events by asking for them.
fn read_all<B: HasTouch + Watched>(rows: &[TouchEvent]) -> Vec<Value> {
    let (mut vm, port) = open::<B>(unpaced(rows), "#{}");
    let mut events = Vec::new();
    run_until(&mut vm, |vm| {
        // Asked before reading: after the last row nothing more comes.
        let finished = B::status().finished;
        events.extend(read(vm, port));
        finished
    });
    assert_eq!(stat(&mut vm, port, "dropped"), 0);
    assert_eq!(stat(&mut vm, port, "offered"), events.len() as i128);
    events
}

/// Takes all events as messages, and subscribes again whenever the credit is used up.
fn receive_all<B: HasTouch + Watched>(rows: &[TouchEvent], credit: Option<u16>) -> Vec<Value> {
    let (mut vm, port) = open::<B>(unpaced(rows), "#{}");
    let (main, name) = (vm.main(), vm.port_value(port).expect("open"));
    let active = credit.map_or("true".into(), |count| count.to_string());
    let subscribe = format!("{{subscribe, #{{active => {active}}}}}");
    let mut came = Came::default();
    let (mut subscriptions, mut used_up) = (0, true);
    run_until(&mut vm, |vm| {
        let finished = B::status().finished;
        if used_up {
            assert_eq!(vm.call(port, &subscribe).to_string(), "ok");
            subscriptions += 1;
        }
        vm.run();
        let notices = came.notices;
        came.take(vm, main, &name);
        used_up = came.notices > notices;
        finished && !used_up
    });
    match credit {
        None => assert_eq!((came.notices, subscriptions), (0, 1)),
        Some(count) => {
            assert_eq!(came.notices, subscriptions - 1);
            let full = came.notices * usize::from(count);
            assert!((full..full + usize::from(count)).contains(&came.messages));
        }
    }
    assert_eq!(stat(&mut vm, port, "dropped"), 0);
    came.events
}

/// One or two fingers that do what an FT6x36 can report.
fn traces() -> impl Strategy<Value = Vec<TouchEvent>> {
    let point = (0..4096_u16, 0..4096_u16, any::<u8>(), 0..50_u64);
    let step = (0..6_u8, 0..16_u8, any::<bool>(), point);
    prop::collection::vec(step, 1..300).prop_map(|steps| {
        let (mut now, mut down, mut rows) = (0, Vec::<u8>::new(), Vec::new());
        for (choice, id, first, (x, y, pressure, pause)) in steps {
            now += pause;
            let which = usize::from(!first) % down.len().max(1);
            let comes_down = down.is_empty() || choice == 0 && down.len() == 1;
            let (kind, id) = if comes_down && !down.contains(&id) {
                down.push(id);
                (TouchKind::Down, id)
            } else if choice == 1 {
                (TouchKind::Up, down.remove(which))
            } else {
                (TouchKind::Move, down[which])
            };
            rows.push(TouchEvent::new(now, kind, id, x, y).with_pressure(pressure));
        }
        rows
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn by_reading(rows in traces()) {
        prop_assert_eq!(read_all::<Small>(&rows), event_terms(&rows));
        prop_assert_eq!(read_all::<Large>(&rows), event_terms(&rows));
    }

    #[test]
    fn by_all_messages(rows in traces()) {
        prop_assert_eq!(receive_all::<Small>(&rows, None), event_terms(&rows));
        prop_assert_eq!(receive_all::<Large>(&rows, None), event_terms(&rows));
    }

    #[test]
    fn by_counted_messages(rows in traces(), credit in 1..5_u16) {
        prop_assert_eq!(receive_all::<Small>(&rows, Some(credit)), event_terms(&rows));
        prop_assert_eq!(receive_all::<Large>(&rows, Some(credit)), event_terms(&rows));
    }
}
