//! A display's configuration: points in its pixels.

mod common;

use avm_resource::{Resource, ResourceArc};
use avm_term::Value;
use class_panel::{Geometry, Orientation};
use class_touch::{TouchEvent, TouchKind};
use common::{Large, Watched, configure, event_terms, finished, read, stroke, unpaced};
use port_config::{DISPLAY_CONFIGS, DisplayConfig};
use port_touch::Touch;
use vm_host::Vm;

/// Something that is no display.
#[derive(Debug)]
struct Lamp;

impl Resource for Lamp {
    const NAME: &'static str = "lamp";
}

/// A display of 240 columns and 160 rows, half of what the touch panel has.
fn half(turns: u8) -> DisplayConfig {
    let geometry = Geometry {
        width: 240,
        height: 160,
    };
    let orientation = Orientation::from_quarter_turns(turns).expect("below 4");
    DisplayConfig::new(geometry, orientation, 0)
}

fn make<T: Resource + core::fmt::Debug>(vm: &mut Vm, value: T) -> Value {
    let resource = ResourceArc::new(value).expect("memory");
    let main = vm.main();
    vm.make(main, &resource).expect("a term")
}

/// Where the corners and a point between are, on a display that is turned so.
fn places(options: &str, turns: u8) -> Vec<(u16, u16)> {
    let corners = [(0, 0), (479, 0), (0, 319), (479, 319), (120, 80)];
    let row = |(time, (x, y)): (u64, (u16, u16))| {
        let kind = match time {
            1 => TouchKind::Down,
            5 => TouchKind::Up,
            _ => TouchKind::Move,
        };
        TouchEvent::new(time, kind, 0, x, y)
    };
    let rows: Vec<TouchEvent> = (1..).zip(corners).map(row).collect();
    configure(unpaced(&rows));
    let mut vm = Vm::new();
    let display = make(&mut vm, half(turns));
    let options = format!("#{{display => {display}{options}}}");
    let port = vm.open::<Touch<Large>>(&options).expect("opens");
    finished::<Large>(&mut vm);
    let events = read(&mut vm, port);
    assert_eq!(events.len(), event_terms(&rows).len());
    let number = |value: &Value| value.as_integer().expect("a number") as u16;
    let place = |event: &Value| {
        let fields = event.as_tuple().expect("an event");
        (number(&fields[3]), number(&fields[4]))
    };
    events.iter().map(place).collect()
}

#[test]
fn points_are_scaled_and_turned_as_the_picture_is() {
    assert_eq!(
        places("", 0),
        [(0, 0), (239, 0), (0, 159), (239, 159), (60, 40)]
    );
    assert_eq!(
        places("", 1),
        [(0, 239), (0, 0), (159, 239), (159, 0), (40, 179)]
    );
    assert_eq!(
        places("", 2),
        [(239, 159), (0, 159), (239, 0), (0, 0), (179, 119)]
    );
    assert_eq!(
        places("", 3),
        [(159, 0), (159, 239), (0, 0), (0, 239), (119, 60)]
    );
}

#[test]
fn how_the_panel_sits_comes_first() {
    let mirrored = places(",invert_x => true", 0);
    assert_eq!(
        mirrored,
        [(239, 0), (0, 0), (239, 159), (0, 159), (179, 40)]
    );
    // The touch panel's columns are the display's rows: 480 of them become 160.
    let exchanged = places(",swap_xy => true", 0);
    assert_eq!(
        exchanged,
        [(0, 0), (0, 159), (239, 0), (239, 159), (60, 40)]
    );
}

#[test]
fn other_terms_are_no_displays() {
    configure(unpaced(&stroke(0)));
    let mut vm = Vm::new();
    let lamp = make(&mut vm, Lamp).to_string();
    let main = vm.main();
    let pid = vm.pid_value(main).to_string();
    for term in [
        "42",
        "nil",
        "[]",
        "#{}",
        "<<1>>",
        "#Ref<0.4711>",
        "true",
        &pid,
        &lamp,
    ] {
        for options in [
            format!("#{{display => {term}}}"),
            format!("[swap_xy,{{display,{term}}}]"),
        ] {
            let refused = vm.open::<Touch<Large>>(&options);
            let reason = refused.map_err(|reason| reason.to_string());
            assert_eq!(reason, Err("bad_resource".to_owned()), "{options}");
        }
    }
    assert_eq!(Large::status().transactions, 0, "no bus was touched");
    assert!(vm.open::<Touch<Large>>("#{display => undefined}").is_ok());
}

#[test]
fn the_port_holds_the_display_and_lets_it_go() {
    configure(unpaced(&stroke(0)));
    let mut vm = Vm::new();
    let main = vm.main();
    let display = make(&mut vm, half(0));
    let options = format!("#{{display => {display}}}");
    let port = vm.open::<Touch<Large>>(&options).expect("opens");
    vm.collect(main);
    // The name still stands for it, because the port has it.
    let again = vm.call(port, &format!("{{subscribe,#{{active => {display}}}}}"));
    assert_eq!(
        again.to_string(),
        format!("{{error,{{bad_option,active,{display}}}}}")
    );
    let alive = |vm: &Vm| {
        let counts = vm.resources();
        let display = counts.iter().find(|counts| counts.name == "display_config");
        display.map(|counts| counts.alive)
    };
    assert_eq!(alive(&vm), Some(1));
    assert_eq!(vm.close(port).to_string(), "ok");
    vm.collect(main);
    assert_eq!(alive(&vm), Some(0));
    assert!(DISPLAY_CONFIGS.counts().dropped > 0);
}
