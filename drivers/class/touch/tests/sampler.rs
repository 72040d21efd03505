//! The sampler's table, row by row.

use class_touch::{Amiss, Contact, Contacts, PanelSize, Phase, Sampler, TouchEvent, TouchKind};

const PANEL: PanelSize = PanelSize {
    width: 480,
    height: 320,
};

fn point(id: u8, x: u16, phase: Phase) -> Contact {
    Contact {
        id,
        x,
        y: 20,
        pressure: 7,
        phase,
    }
}

/// Feeds reports, one a microsecond, and gives the last one's events.
fn last_events(reports: &[&[Contact]]) -> Vec<(TouchKind, u8, u16, u8)> {
    let mut sampler = Sampler::new(PANEL);
    let mut events = Vec::new();
    for (now, report) in (0..).zip(reports) {
        events.clear();
        let contacts = Contacts::from_slice(report).expect("ten at most");
        let amiss = sampler.sample(now, &contacts, |event| {
            assert_eq!(event.time_us, now);
            events.push((event.kind, event.id, event.x, event.pressure));
        });
        assert_eq!(amiss, Amiss::default());
    }
    events
}

#[test]
fn a_finger_that_was_up_comes_down_however_it_is_reported() {
    for phase in [Phase::Down, Phase::Moved, Phase::Held, Phase::Unknown] {
        let events = last_events(&[&[point(4, 10, phase)]]);
        assert_eq!(events, [(TouchKind::Down, 4, 10, 7)], "{phase:?}");
    }
}

#[test]
fn a_finger_that_was_up_and_is_reported_up_is_no_event() {
    assert_eq!(last_events(&[&[point(4, 10, Phase::Up)]]), []);
    let up_twice: [&[Contact]; 3] = [
        &[point(4, 10, Phase::Down)],
        &[point(4, 11, Phase::Up)],
        &[point(4, 11, Phase::Up)],
    ];
    assert_eq!(last_events(&up_twice), []);
}

#[test]
fn moved_is_a_move_even_to_the_same_place() {
    for x in [10, 11] {
        let events = last_events(&[&[point(0, 10, Phase::Down)], &[point(0, x, Phase::Moved)]]);
        assert_eq!(events, [(TouchKind::Move, 0, x, 7)]);
    }
}

#[test]
fn held_and_unflagged_move_only_if_they_differ() {
    for phase in [Phase::Held, Phase::Unknown] {
        let down = point(0, 10, Phase::Down);
        assert_eq!(last_events(&[&[down], &[point(0, 10, phase)]]), []);
        let moved = last_events(&[&[down], &[point(0, 12, phase)]]);
        assert_eq!(moved, [(TouchKind::Move, 0, 12, 7)]);
        let harder = Contact {
            pressure: 9,
            ..point(0, 10, phase)
        };
        assert_eq!(
            last_events(&[&[down], &[harder]]),
            [(TouchKind::Move, 0, 10, 9)]
        );
    }
}

#[test]
fn down_twice_was_lifted_between() {
    let events = last_events(&[
        &[point(0, 10, Phase::Down)],
        &[point(0, 12, Phase::Moved)],
        &[point(0, 40, Phase::Down)],
    ]);
    let expected = [(TouchKind::Up, 0, 12, 0), (TouchKind::Down, 0, 40, 7)];
    assert_eq!(events, expected);
}

#[test]
fn up_is_where_the_report_says_and_unreported_where_it_was_last() {
    let down: &[Contact] = &[point(0, 10, Phase::Down)];
    let reported = last_events(&[down, &[point(0, 13, Phase::Up)]]);
    assert_eq!(reported, [(TouchKind::Up, 0, 13, 7)]);
    assert_eq!(last_events(&[down, &[]]), [(TouchKind::Up, 0, 10, 0)]);
}

#[test]
fn the_unreported_are_lifted_before_the_rest() {
    let events = last_events(&[
        &[point(0, 10, Phase::Unknown), point(1, 50, Phase::Unknown)],
        &[point(2, 90, Phase::Unknown), point(1, 51, Phase::Unknown)],
    ]);
    let expected = [
        (TouchKind::Up, 0, 10, 0),
        (TouchKind::Down, 2, 90, 7),
        (TouchKind::Move, 1, 51, 7),
    ];
    assert_eq!(events, expected);
}

#[test]
fn an_id_is_free_again_after_its_up() {
    let events = last_events(&[
        &[point(0, 10, Phase::Down)],
        &[point(0, 10, Phase::Up)],
        &[point(0, 30, Phase::Down)],
    ]);
    assert_eq!(events, [(TouchKind::Down, 0, 30, 7)]);
}

/// One report, what it became, and what was amiss with it.
fn sample_one(panel: PanelSize, report: &[Contact]) -> (Vec<TouchEvent>, Amiss) {
    let contacts = Contacts::from_slice(report).expect("ten at most");
    let mut events = Vec::new();
    let amiss = Sampler::new(panel).sample(0, &contacts, |event| events.push(event));
    (events, amiss)
}

#[test]
fn outside_the_panel_is_its_edge_and_counted() {
    let far = Contact {
        x: u16::MAX,
        y: 320,
        ..point(0, 0, Phase::Down)
    };
    let corner = Contact {
        x: 479,
        y: 319,
        ..point(1, 0, Phase::Down)
    };
    let (events, amiss) = sample_one(PANEL, &[far, corner]);
    assert_eq!(
        amiss,
        Amiss {
            duplicates: 0,
            clamped: 1
        }
    );
    assert!(events.iter().all(|event| (event.x, event.y) == (479, 319)));
    let nothing = PanelSize {
        width: 0,
        height: 0,
    };
    let (events, _) = sample_one(nothing, &[far]);
    assert_eq!((events[0].x, events[0].y), (0, 0));
}

#[test]
fn the_second_point_of_one_id_is_left_out_and_counted() {
    let report = [point(3, 1, Phase::Down), point(3, 2, Phase::Down)];
    let (events, amiss) = sample_one(PANEL, &report);
    assert_eq!(
        amiss,
        Amiss {
            duplicates: 1,
            clamped: 0
        }
    );
    assert_eq!(
        events,
        [TouchEvent::new(0, TouchKind::Down, 3, 1, 20).with_pressure(7)]
    );
}
