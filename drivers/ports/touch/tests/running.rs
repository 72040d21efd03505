//! What goes wrong while the panel runs: counted, and survived.

mod common;

use board_sim::{SimConfig, SimFault, Speed, Trace};
use class_touch::TouchEvent;
use common::{
    Came, Large, Small, Watched, answer, event_terms, fault_counts, finished, open, read,
    run_until, stat, stroke, unpaced,
};
use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource};

/// Transactions before the first report is read, as far as this board's part goes.
fn bring_up() -> u32 {
    let (mut vm, _port) = open::<Large>(unpaced(&stroke(0)), "#{}");
    finished::<Large>(&mut vm);
    Large::status().transactions - 2
}

fn with(rows: &[TouchEvent], faults: Vec<SimFault>) -> SimConfig {
    SimConfig {
        faults,
        ..unpaced(rows)
    }
}

#[test]
fn each_error_of_the_bus_is_counted() {
    let rows = stroke(8);
    let before = bring_up();
    for kind in [
        ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address),
        ErrorKind::ArbitrationLoss,
        ErrorKind::Overrun,
    ] {
        // The reports of two moves are lost: rows 3 and 4, counted from 0.
        let lost = [4, 5].map(|nth| SimFault::Bus {
            transaction: before + nth,
            kind,
        });
        let (mut vm, port) = open::<Large>(with(&rows, lost.to_vec()), "#{}");
        finished::<Large>(&mut vm);
        assert_eq!(
            answer(&mut vm, port, "get_faults"),
            fault_counts(
                "bus => 2,clamped => 0,duplicates => 0",
                "overfull => 0,reads => 10"
            )
        );
        let left = [&rows[..3], &rows[5..]].concat();
        assert_eq!(read(&mut vm, port), event_terms(&left), "{kind:?}");
        assert_eq!(vm.close(port).to_string(), "ok");
    }
}

#[test]
fn reports_of_too_many_points_are_counted() {
    let rows = stroke(8);
    let faults = [(2, 5), (6, 255)].map(|(row, count)| SimFault::Count { row, count });
    let (mut vm, port) = open::<Large>(with(&rows, faults.to_vec()), "#{}");
    finished::<Large>(&mut vm);
    assert_eq!(
        answer(&mut vm, port, "get_faults"),
        fault_counts(
            "bus => 0,clamped => 0,duplicates => 0",
            "overfull => 2,reads => 10"
        )
    );
    let left = [&rows[..2], &rows[3..6], &rows[7..]].concat();
    assert_eq!(read(&mut vm, port), event_terms(&left));
}

#[test]
fn places_off_the_panel_are_moved_to_its_edge() {
    let mut rows = stroke(8);
    let faults = vec![SimFault::Place {
        row: 3,
        x: 4095,
        y: 2000,
    }];
    let (mut vm, port) = open::<Large>(with(&rows, faults), "#{}");
    finished::<Large>(&mut vm);
    assert_eq!(
        answer(&mut vm, port, "get_faults"),
        fault_counts(
            "bus => 0,clamped => 1,duplicates => 0",
            "overfull => 0,reads => 10"
        )
    );
    (rows[3].x, rows[3].y) = (479, 319);
    assert_eq!(read(&mut vm, port), event_terms(&rows));
}

#[test]
fn faults_are_counted_anew_for_each_opening() {
    let kind = ErrorKind::Bus;
    let transaction = bring_up() + 1;
    let faults = vec![SimFault::Bus { transaction, kind }];
    let (mut vm, port) = open::<Large>(with(&stroke(1), faults), "#{}");
    finished::<Large>(&mut vm);
    assert!(answer(&mut vm, port, "get_faults").contains("bus => 1"));
    drop(vm);
    let (mut vm, port) = open::<Large>(unpaced(&stroke(1)), "#{}");
    finished::<Large>(&mut vm);
    assert!(answer(&mut vm, port, "get_faults").contains("bus => 0"));
    assert_eq!(stat(&mut vm, port, "offered"), 3);
}

/// More than the ring holds, all at once.
fn flood(rows: &[TouchEvent]) -> SimConfig {
    SimConfig {
        trace: Trace::from_rows(rows).expect("a trace"),
        speed: Speed::new(1e12).expect("a speed"),
        ..SimConfig::default()
    }
}

#[test]
fn an_overload_that_nobody_serves_is_counted_to_the_event() {
    let rows = stroke(5_000);
    let (mut vm, port) = open::<Small>(flood(&rows), "#{}");
    run_until(&mut vm, |_| Small::status().finished);
    assert_eq!(
        answer(&mut vm, port, "get_stats"),
        "{stats,#{capacity => 8,delivered => 0,dropped => 4994,high_water => 8,\
         offered => 5002,queued => 8}}"
    );
    assert_eq!(read(&mut vm, port), event_terms(&rows[..8]), "the oldest");
    assert_eq!(answer(&mut vm, port, "read_events"), "no_events");
    assert_eq!(stat(&mut vm, port, "delivered"), 8);
    assert_eq!(stat(&mut vm, port, "queued"), 0);
}

#[test]
fn an_overload_that_is_served_loses_what_it_says() {
    let rows = stroke(50_000);
    let (mut vm, port) = open::<Small>(flood(&rows), "#{}");
    let (main, name) = (vm.main(), vm.port_value(port).expect("open"));
    assert_eq!(answer(&mut vm, port, "subscribe"), "ok");
    finished::<Small>(&mut vm);
    vm.run();
    let mut came = Came::default();
    came.take(&mut vm, main, &name);
    let [offered, delivered, dropped, queued] =
        ["offered", "delivered", "dropped", "queued"].map(|name| stat(&mut vm, port, name));
    assert_eq!((offered, queued), (50_002, 0));
    assert_eq!(offered, delivered + dropped);
    assert_eq!(delivered, came.events.len() as i128);
    // What came is what went in, in order, less what was dropped.
    let mut sent = rows.iter();
    for event in &came.events {
        let found = sent.any(|row| common::event_term(row) == *event);
        assert!(found, "{event} was never sent, or out of order");
    }
}
