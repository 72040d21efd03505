//! A hub and device nodes on this machine, end to end.
//!
//! Needs `ERL`, an `erl` of Erlang/OTP 25 or later, with `erlc` and `epmd`; `just test-otp` sets it.

mod atomvm;
mod leftovers;
mod liars;
mod names;
mod place;

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use cluster::{Hub, Rate, Row};
use place::{Place, board, seeded};

/// Events of a device that offers as many as are taken.
const EVENTS: u64 = 20_000;

/// All that there is has arrived.
fn complete(rows: &[Row], nodes: usize) -> bool {
    rows.len() == nodes && rows.iter().all(|row| row.received == EVENTS)
}

/// What must hold of every device that does not lie.
#[track_caller]
fn assert_exact(rows: &[Row]) {
    for row in rows {
        assert!(is_exact(row), "{row:#?}");
    }
}

fn is_exact(row: &Row) -> bool {
    let accounted = row.delivered + row.dropped + row.queued;
    let adds_up = row.offered == accounted && row.received == row.delivered;
    row.exact && row.lies == 0 && adds_up
}

#[test]
fn four_nodes_send_all_events_and_play_a_tone() {
    let Some(place) = Place::new("four") else {
        return;
    };
    let mut devices = place.devices(4, board(EVENTS, Rate::Unpaced));
    let mut hub = place.hub(&["-cluster", "lease_ms", "6000"]);
    let rows = hub
        .wait_until("complete", |rows| complete(rows, 4))
        .unwrap();
    assert_exact(&rows);
    assert!(rows.iter().all(|row| row.dropped == 0), "{rows:#?}");
    // Longer than a port stays open that nobody asks anything.
    thread::sleep(Duration::from_secs(8));
    let rows = hub.rows().unwrap();
    assert!(rows.iter().all(|row| row.opens == 1), "{rows:#?}");
    assert_eq!(hub.play(100).unwrap(), "played 4 of 4");
    assert!(hub.stop(), "the hub does not end");
    devices.clear();
}

#[test]
fn what_a_full_queue_dropped_is_counted_exactly() {
    let Some(place) = Place::new("full") else {
        return;
    };
    let rows = overflow(&place, &[]);
    assert_exact(&rows);
    assert!(rows.iter().all(|row| row.dropped > 0), "{rows:#?}");
}

/// What is known of two devices with these folders of code, once their queues were too small.
fn overflow(place: &Place, path: &[PathBuf]) -> Vec<Row> {
    let board = board(EVENTS, Rate::Paced(1_000_000));
    let _devices = ["device1", "device2"].map(|name| place.device(name, path, board));
    // All of it in 20 ms, and a wait for each message: the queue cannot but overflow.
    let mut hub = place.hub(&["-cluster", "credit", "1"]);
    let over = |rows: &[Row]| rows.len() == 2 && rows.iter().all(|row| row.offered == EVENTS);
    hub.wait_until("over", over).unwrap()
}

/// Seeded faults of the relay on the device: it tells of no drop, or of one too few; it loses a
/// message. With each the test above would fail.
#[test]
fn what_a_full_queue_dropped_and_nobody_counted_is_noticed() {
    let Some(place) = Place::new("miscounted") else {
        return;
    };
    let reply = "Pid ! {Ref, Reply},";
    let events = "Owner ! setelement(2, Message, self()),";
    let miscounts = |count: &str| {
        format!(
            "Pid ! {{Ref, case Reply of {{stats, #{{dropped := D}} = S}} when D > 0 -> \
             {{stats, S#{{dropped := {count}}}}}; _ -> Reply end}},"
        )
    };
    let loses = "tuple_size(Message) =:= 3 andalso get(lost) =:= undefined andalso \
                 put(lost, true) =:= undefined orelse (Owner ! setelement(2, Message, self())),";
    let faults = [
        ("hides", reply, miscounts("0")),
        ("one_less", reply, miscounts("D - 1")),
        ("loses", events, loses.to_owned()),
    ];
    for (name, right, wrong) in faults {
        let rows = overflow(&place, &[seeded(name, "remote_port", right, &wrong)]);
        assert!(rows.iter().all(|row| !is_exact(row)), "{name}: {rows:#?}");
    }
}

#[test]
fn a_killed_node_is_missed_and_comes_back_while_others_go_on() {
    let Some(place) = Place::new("kill") else {
        return;
    };
    let mut devices = place.devices(2, board(200_000, Rate::Paced(1_000)));
    let mut hub = place.hub(&[]);
    hub.wait_until("streaming", |rows| {
        rows.len() == 2 && rows.iter().all(|row| row.received > 0)
    })
    .unwrap();
    devices[0].kill();
    let rows = hub
        .wait_until("down", |rows| rows[0].state == "down")
        .unwrap();
    assert_eq!(rows[0].reason, "noconnection");
    let table = hub.table().unwrap();
    assert!(table.contains("gone: noconnection"), "{table}");
    let (received, other) = (rows[0].received, rows[1].received);
    assert!(received > 0);
    goes_on(&mut hub, other);
    devices[0].start_again(&place.site).unwrap();
    let rows = hub.wait_until("back", |rows| {
        rows[0].state == "open" && rows[0].received > 0
    });
    let rows = rows.unwrap();
    assert_exact(&rows);
    assert_eq!((rows[0].opens, rows[0].earlier), (2, received));
    assert_eq!((rows[1].opens, rows[1].earlier), (1, 0));
    assert_eq!(hub.play(50).unwrap(), "played 2 of 2");
}

#[test]
fn a_node_that_comes_late_is_found() {
    let Some(place) = Place::new("late") else {
        return;
    };
    let board = board(200_000, Rate::Paced(500));
    let _first = place.devices(1, board);
    let mut hub = place.hub(&[]);
    let streams = |rows: &[Row]| rows.iter().all(|row| row.received > 0);
    hub.wait_until("streaming", |rows| rows.len() == 1 && streams(rows))
        .unwrap();
    let _late = place.device("device2", &[], board);
    let rows = hub.wait_until("both", |rows| rows.len() == 2 && streams(rows));
    let rows = rows.unwrap();
    assert_exact(&rows);
    assert_eq!((rows[0].opens, rows[1].opens), (1, 1), "{rows:#?}");
}

fn goes_on(hub: &mut Hub, received: u64) {
    let rows = hub.wait_until("going on", |rows| rows[1].received > received);
    assert_eq!(rows.unwrap()[1].state, "open");
}

#[test]
fn a_killed_hub_comes_back_and_finds_the_same_nodes() {
    let Some(place) = Place::new("hub") else {
        return;
    };
    let _devices = place.devices(2, board(200_000, Rate::Paced(500)));
    let streams = |rows: &[Row]| rows.len() == 2 && rows.iter().all(|row| row.received > 0);
    // No lease frees the ports in time: they must be closed because the hub is gone.
    let mut hub = place.hub(&["-cluster", "lease_ms", "600000"]);
    hub.wait_until("streaming", streams).unwrap();
    hub.kill();
    let mut hub = place.hub(&[]);
    let rows = hub.wait_until("streaming again", streams).unwrap();
    // The devices opened their boards anew, so their counts begin anew as well.
    assert_exact(&rows);
    assert_eq!(hub.play(50).unwrap(), "played 2 of 2");
}
