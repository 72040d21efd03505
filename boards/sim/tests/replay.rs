//! What goes in comes out, through registers, bus, sampler and ring.

mod common;

use std::time::{Duration, Instant};

use board_sim::{SimConfig, SimDevice, Speed, Trace};
use class_touch::{Faults, PanelSize, TouchEvent, TouchKind, TouchStream};
use common::{BLANK, Rung, SOON, replay, traces, unpaced};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_trace_comes_out_as_it_went_in(trace in traces(400)) {
        static PANEL: SimDevice<32> = SimDevice::new();
        let replayed = replay(&PANEL, unpaced(trace.clone()));
        prop_assert_eq!(&replayed.events[..], trace.rows());
        let rows = trace.rows().len();
        prop_assert_eq!(replayed.faults, Faults { reads: rows as u32, ..Faults::default() });
        prop_assert_eq!(replayed.stats.dropped, 0);
        prop_assert_eq!(replayed.stats.offered as usize, rows);
    }

    /// A ring of any size is enough when the fingers wait for it.
    #[test]
    fn a_tiny_ring_loses_nothing_unpaced(trace in traces(100)) {
        static PANEL: SimDevice<4> = SimDevice::new();
        let replayed = replay(&PANEL, unpaced(trace.clone()));
        prop_assert_eq!(&replayed.events[..], trace.rows());
    }
}

#[test]
fn the_builtin_trace_comes_out_as_it_went_in() {
    static PANEL: SimDevice<256> = SimDevice::new();
    let trace = Trace::builtin();
    let replayed = replay(&PANEL, unpaced(trace.clone()));
    assert_eq!(replayed.events, trace.rows());
    assert_eq!(replayed.stats.delivered as usize, trace.rows().len());
}

/// A finger reported every millisecond.
fn ticking(rows: u64) -> Trace {
    let row = |n| match n {
        0 => TouchEvent::new(7_000_000, TouchKind::Down, 0, 1, 1),
        n => TouchEvent::new(7_000_000 + n * 1_000, TouchKind::Move, 0, 1, 1),
    };
    Trace::from_rows(&(0..rows).map(row).collect::<Vec<_>>()).expect("a trace")
}

fn paced(trace: Trace, factor: f64) -> SimConfig {
    SimConfig {
        trace,
        speed: Speed::new(factor).expect("a speed"),
        ..SimConfig::default()
    }
}

#[test]
fn speed_is_a_factor_of_the_traces_own_time() {
    static PANEL: SimDevice<256> = SimDevice::new();
    for (factor, least) in [(1.0, 100), (4.0, 25)] {
        let start = Instant::now();
        let replayed = replay(&PANEL, paced(ticking(101), factor));
        let took = start.elapsed();
        assert!(took >= Duration::from_millis(least), "{factor}: {took:?}");
        assert_eq!(replayed.events, ticking(101).rows());
    }
}

#[test]
fn ten_minutes_go_by_in_a_moment() {
    static PANEL: SimDevice<8> = SimDevice::new();
    let rows = [
        TouchEvent::new(0, TouchKind::Down, 0, 1, 1),
        TouchEvent::new(600_000_000, TouchKind::Up, 0, 1, 1),
    ];
    let trace = Trace::from_rows(&rows).expect("a trace");
    let _touch = PANEL
        .open(paced(trace, 1e4), Rung::default())
        .expect("opens");
    assert!(PANEL.wait_finished(SOON));
}

#[test]
fn interrupts_tell_when_each_row_was_reported() {
    static PANEL: SimDevice<256> = SimDevice::new();
    let start = Instant::now();
    replay(&PANEL, paced(ticking(20), 1.0));
    let interrupts = PANEL.interrupts();
    assert_eq!(interrupts.len(), 20);
    for (nth, at) in (0..).zip(interrupts) {
        assert!(at >= start + Duration::from_millis(nth), "row {nth}");
    }
}

#[test]
fn nobody_drains_and_the_loss_is_exact() {
    static PANEL: SimDevice<8> = SimDevice::new();
    let rung = Rung::default();
    let config = paced(ticking(500), 1e9);
    let mut touch = PANEL.open(config, rung.clone()).expect("opens");
    assert!(PANEL.wait_finished(SOON));
    let stats = touch.stats();
    assert_eq!((stats.offered, stats.dropped), (500, 492));
    assert_eq!((stats.queued, stats.high_water, stats.capacity), (8, 8, 8));
    assert_eq!(rung.times(), 1);
    let mut events = [BLANK; 16];
    assert_eq!(touch.drain(&mut events), 8);
    assert_eq!(events[..8], ticking(500).rows()[..8]);
    assert_eq!(touch.stats().delivered, 8);
}

#[test]
fn the_panel_is_what_the_trace_needs_or_what_is_asked_for() {
    static PANEL: SimDevice<8> = SimDevice::new();
    let size_of = |config| PANEL.open(config, Rung::default()).expect("opens").size();
    let (small, all) = (
        PanelSize {
            width: 480,
            height: 320,
        },
        PanelSize {
            width: 4096,
            height: 4096,
        },
    );
    assert_eq!(size_of(SimConfig::default()), small);
    let wide = Trace::from_rows(&[TouchEvent::new(0, TouchKind::Down, 0, 480, 0)]);
    assert_eq!(size_of(unpaced(wide.expect("a trace"))), all);
    let asked = SimConfig {
        panel: Some(all),
        ..SimConfig::default()
    };
    assert_eq!(size_of(asked), all);
}
