//! What the port answers, to the letter.

mod common;

use class_touch::{TouchEvent, TouchKind};
use common::bench::{self, Bench, ROOM};
use common::{Large, Small, answer, fault_counts, finished, open, unpaced};
use port_touch::Touch;
use vm_host::Vm;

/// Two fingers, and how Erlang sees them.
fn two_fingers() -> (Vec<TouchEvent>, &'static str) {
    let rows = [
        (TouchKind::Down, 0, 10, 20, 80),
        (TouchKind::Down, 7, 100, 200, 81),
        (TouchKind::Move, 0, 11, 21, 82),
        (TouchKind::Up, 7, 100, 200, 0),
        (TouchKind::Up, 0, 479, 319, 255),
    ];
    let event = |(time, (kind, id, x, y, pressure))| {
        TouchEvent::new(time, kind, id, x, y).with_pressure(pressure)
    };
    let erlang = "{events,[{touch,down,0,10,20,80,1000},{touch,down,7,100,200,81,1001},\
        {touch,move,0,11,21,82,1002},{touch,up,7,100,200,0,1003},{touch,up,0,479,319,255,1004}]}";
    ((1000..).zip(rows).map(event).collect(), erlang)
}

#[test]
fn read_events() {
    let (rows, erlang) = two_fingers();
    let (mut vm, port) = open::<Large>(unpaced(&rows), "#{}");
    finished::<Large>(&mut vm);
    assert_eq!(answer(&mut vm, port, "read_events"), erlang);
    assert_eq!(answer(&mut vm, port, "read_events"), "no_events");
}

#[test]
fn get_stats_has_six_counts() {
    bench::reset();
    let mut vm = Vm::new();
    let port = vm.open::<Touch<Bench>>("#{}").expect("opens");
    let stats = |vm: &mut Vm| answer(vm, port, "get_stats");
    assert_eq!(
        stats(&mut vm),
        "{stats,#{capacity => 128,delivered => 0,dropped => 0,high_water => 0,\
         offered => 0,queued => 0}}"
    );
    bench::moves(0, 5);
    assert_eq!(
        stats(&mut vm),
        "{stats,#{capacity => 128,delivered => 0,dropped => 0,high_water => 5,\
         offered => 5,queued => 5}}"
    );
    assert_eq!(common::read(&mut vm, port).len(), 5);
    bench::moves(5, ROOM as u64 + 3);
    assert_eq!(
        stats(&mut vm),
        "{stats,#{capacity => 128,delivered => 5,dropped => 3,high_water => 128,\
         offered => 136,queued => 128}}"
    );
}

#[test]
fn get_faults_has_eight_counts() {
    let (rows, _) = two_fingers();
    let (mut vm, port) = open::<Large>(unpaced(&rows), "#{}");
    finished::<Large>(&mut vm);
    assert_eq!(
        answer(&mut vm, port, "get_faults"),
        fault_counts(
            "bus => 0,clamped => 0,duplicates => 0",
            "overfull => 0,reads => 5"
        )
    );
}

#[test]
fn what_it_does_not_know() {
    let (mut vm, port) = open::<Small>(unpaced(&two_fingers().0), "#{}");
    for request in [
        "reed_events",
        "{read_events,#{}}",
        "{get_stats,[]}",
        "42",
        "{}",
        "[read_events]",
        "#{read_events => true}",
    ] {
        assert_eq!(
            answer(&mut vm, port, request),
            format!("{{error,{{unknown_command,{request}}}}}")
        );
    }
    for (request, reason) in [
        ("{subscribe,#{active => 0}}", "{bad_option,active,0}"),
        ("{subscribe,#{active => -1}}", "{bad_option,active,-1}"),
        (
            "{subscribe,#{active => 32768}}",
            "{bad_option,active,32768}",
        ),
        (
            "{subscribe,#{active => false}}",
            "{bad_option,active,false}",
        ),
        ("{subscribe,#{passive => 1}}", "{bad_option,passive,1}"),
        ("{subscribe,true}", "{bad_options,true}"),
        ("{subscribe,[active|b]}", "{bad_options,[active|b]}"),
    ] {
        assert_eq!(
            answer(&mut vm, port, request),
            format!("{{error,{reason}}}")
        );
    }
    assert_eq!(answer(&mut vm, port, "unsubscribe"), "ok", "it lives");
}

#[test]
fn how_the_panel_sits() {
    // The panel has 480 columns and 320 rows; after the exchange it is the other way round.
    for (options, first) in [
        ("#{}", "10,20"),
        ("#{invert_x => true}", "469,20"),
        ("#{invert_y => true}", "10,299"),
        ("[invert_x, invert_y]", "469,299"),
        ("#{swap_xy => true}", "20,10"),
        ("#{swap_xy => true, invert_x => true}", "299,10"),
        ("#{swap_xy => true, invert_y => true}", "20,469"),
        ("[swap_xy, invert_x, invert_y]", "299,469"),
    ] {
        let (mut vm, port) = open::<Large>(unpaced(&two_fingers().0), options);
        finished::<Large>(&mut vm);
        let events = answer(&mut vm, port, "read_events");
        let expected = format!("{{events,[{{touch,down,0,{first},80,1000}},");
        assert!(events.starts_with(&expected), "{options}: {events}");
    }
}
