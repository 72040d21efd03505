//! The configuration: freed once, when the last holder lets go.

mod common;

use common::{config, done, glass, open, read_config};
use glass::Bench;
use port_config::DISPLAY_CONFIGS;
use port_display::Display;

// The counts are the process's, so this program has one test.
#[test]
fn a_configuration_outlives_its_port_and_is_freed_once() {
    let counts = || DISPLAY_CONFIGS.counts();
    let (mut vm, port) = open(4, 3, ",backlight => 7");
    assert_eq!((counts().created, counts().alive), (1, 1));
    let first = config(&mut vm, port);
    let again = config(&mut vm, port);
    assert_eq!(first, again, "one resource");
    done(&mut vm, port, "{set_backlight,#{level => 200}}");
    assert_eq!(vm.close(port).to_string(), "ok");

    // Of a port that is gone, read through another.
    let other = vm
        .open::<Display<Bench>>("#{width => 9,height => 8}")
        .expect("free");
    let settings = vm.call(other, &read_config(&first)).to_string();
    let expected = "{ok,#{backlight => 200,depth => 16,height => 3,orientation => 0,width => 4}}";
    assert_eq!(settings, expected);
    assert_eq!((counts().created, counts().dropped), (2, 0));
    drop(vm);
    assert_eq!(
        (counts().created, counts().alive, counts().dropped),
        (2, 0, 2)
    );
}
