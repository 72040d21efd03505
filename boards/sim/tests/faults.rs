//! Everything that can go wrong on the bus and in the part, and its count.

mod common;

use board_sim::{SimConfig, SimDevice, SimFault, Trace};
use board_support::Device;
use class_touch::{Faults, PanelSize, TouchEvent, TouchKind};
use common::{Rung, replay, unpaced};
use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource};
use proptest::prelude::*;

/// Transactions before the first report is read.
const BRING_UP: u32 = 4;

const ALL_KINDS: [ErrorKind; 7] = [
    ErrorKind::Bus,
    ErrorKind::ArbitrationLoss,
    ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address),
    ErrorKind::NoAcknowledge(NoAcknowledgeSource::Data),
    ErrorKind::NoAcknowledge(NoAcknowledgeSource::Unknown),
    ErrorKind::Overrun,
    ErrorKind::Other,
];

/// One finger: down, two moves, up, and down again.
fn five() -> Trace {
    let row = |(now, kind, x)| TouchEvent::new(now, kind, 3, x, 20).with_pressure(50);
    let rows = [
        (10, TouchKind::Down, 10),
        (20, TouchKind::Move, 11),
        (30, TouchKind::Move, 12),
        (40, TouchKind::Up, 13),
        (50, TouchKind::Down, 14),
    ];
    Trace::from_rows(&rows.map(row)).expect("a trace")
}

/// The part, which is not there if nobody acknowledges its address.
const FT6X36: Device = Device::new("ft6x36", 0x38);

fn with(faults: &[SimFault]) -> SimConfig {
    SimConfig {
        faults: faults.to_vec(),
        ..unpaced(five())
    }
}

#[test]
fn every_error_at_every_transaction_of_bring_up() {
    static PANEL: SimDevice<16> = SimDevice::new();
    for kind in ALL_KINDS {
        for transaction in 1..=BRING_UP {
            let config = with(&[SimFault::Bus { transaction, kind }]);
            let refused = PANEL.open(config, Rung::default()).map(|_| ());
            assert_eq!(refused, Err(FT6X36.bus_error(kind)));
            assert_eq!(PANEL.status().transactions, transaction);
        }
    }
    assert_eq!(replay(&PANEL, with(&[])).events, five().rows());
}

/// What comes out when the report of one row is lost: its event is missing,
/// or made up from the next report.
fn without(row: usize) -> Vec<TouchEvent> {
    let mut events = five().rows().to_vec();
    match row {
        // The second report finds a finger that nobody knows.
        0 => {
            events[1].kind = TouchKind::Down;
            events.remove(0);
        }
        // The next down finds the finger down, last seen at the last move.
        3 => {
            let down = events[4];
            events[3] = TouchEvent::new(down.time_us, TouchKind::Up, 3, 12, 20);
        }
        _ => {
            events.remove(row);
        }
    }
    events
}

#[test]
fn every_error_at_every_report() {
    static PANEL: SimDevice<16> = SimDevice::new();
    for kind in ALL_KINDS {
        for row in 0..5 {
            let transaction = BRING_UP + 1 + row as u32;
            let replayed = replay(&PANEL, with(&[SimFault::Bus { transaction, kind }]));
            let expected = Faults {
                reads: 5,
                bus: 1,
                ..Faults::default()
            };
            assert_eq!(replayed.faults, expected);
            assert_eq!(replayed.transactions, BRING_UP + 5);
            assert_eq!(replayed.events, without(row), "row {row}");
        }
    }
}

#[test]
fn reports_of_5_and_255_points_are_counted_and_lost() {
    static PANEL: SimDevice<16> = SimDevice::new();
    for count in [3, 5, 255] {
        for row in 0..5 {
            let replayed = replay(&PANEL, with(&[SimFault::Count { row, count }]));
            let expected = Faults {
                reads: 5,
                overfull: 1,
                ..Faults::default()
            };
            assert_eq!(replayed.faults, expected);
            assert_eq!(replayed.events, without(row), "row {row}");
        }
    }
}

#[test]
fn places_off_the_panel_are_moved_to_its_edge_and_counted() {
    static PANEL: SimDevice<16> = SimDevice::new();
    let faults = [
        SimFault::Place {
            row: 1,
            x: 480,
            y: 0,
        },
        SimFault::Place {
            row: 2,
            x: 479,
            y: 4095,
        },
        SimFault::Place {
            row: 3,
            x: 479,
            y: 319,
        },
    ];
    let replayed = replay(&PANEL, with(&faults));
    let places: Vec<_> = replayed.events.iter().map(|e| (e.x, e.y)).collect();
    assert_eq!(places[1..4], [(479, 0), (479, 319), (479, 319)]);
    assert_eq!(replayed.faults.clamped, 2);
    let kinds = |events: &[TouchEvent]| events.iter().map(|e| e.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&replayed.events), kinds(five().rows()));
}

#[test]
fn a_bus_that_never_answers_again() {
    static PANEL: SimDevice<16> = SimDevice::new();
    let kind = ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address);
    let dead = |transaction| SimFault::Bus { transaction, kind };
    let faults: Vec<_> = (BRING_UP + 1..BRING_UP + 6).map(dead).collect();
    let replayed = replay(&PANEL, with(&faults));
    assert_eq!(replayed.events, []);
    assert_eq!((replayed.faults.reads, replayed.faults.bus), (5, 5));
    assert_eq!(replayed.stats.offered, 0);
}

fn fault() -> impl Strategy<Value = SimFault> {
    let row = 0..60usize;
    let kind = prop::sample::select(&ALL_KINDS[..]);
    prop_oneof![
        (row.clone(), any::<[u8; 15]>())
            .prop_map(|(row, block)| SimFault::Registers { row, block }),
        (row.clone(), any::<u8>()).prop_map(|(row, count)| SimFault::Count { row, count }),
        (row, any::<u16>(), any::<u16>()).prop_map(|(row, x, y)| SimFault::Place { row, x, y }),
        (BRING_UP + 1..BRING_UP + 60, kind)
            .prop_map(|(transaction, kind)| SimFault::Bus { transaction, kind }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Any registers, any faults: every interrupt is accounted for, every
    /// event is well-formed, and the ring's books balance.
    #[test]
    fn anything_at_all_is_accounted_for(
        trace in common::traces(60),
        faults in prop::collection::vec(fault(), 0..60),
    ) {
        static PANEL: SimDevice<64> = SimDevice::new();
        let panel = PanelSize { width: 480, height: 320 };
        let rows = trace.rows().len() as u32;
        let config = SimConfig { faults, panel: Some(panel), ..unpaced(trace) };
        let replayed = replay(&PANEL, config);
        prop_assert_eq!(replayed.faults.reads, rows);
        prop_assert!(replayed.faults.bus + replayed.faults.overfull <= rows);
        prop_assert_eq!(replayed.transactions, BRING_UP + rows);
        let stats = replayed.stats;
        prop_assert_eq!(stats.offered as usize, replayed.events.len());
        prop_assert_eq!((stats.dropped, stats.queued), (0, 0));
        let mut down = Vec::new();
        for event in replayed.events {
            prop_assert!(event.x < 480 && event.y < 320);
            match event.kind {
                TouchKind::Down => {
                    prop_assert!(!down.contains(&event.id));
                    down.push(event.id);
                }
                TouchKind::Move => prop_assert!(down.contains(&event.id)),
                TouchKind::Up => {
                    prop_assert!(down.contains(&event.id));
                    down.retain(|id| *id != event.id);
                }
            }
        }
    }
}
