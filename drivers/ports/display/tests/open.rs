//! Opening a panel: what is told when it cannot be.

mod common;

use board_support::{BoardError, Setting};
use class_panel::{Orientation, PanelError};
use common::{glass, open};
use embedded_hal::{digital, pwm, spi};
use glass::Bench;
use port_display::Display;
use vm_host::Vm;

fn refused(vm: &mut Vm, options: &str) -> String {
    match vm.open::<Display<Bench>>(options) {
        Ok(_) => format!("{options} was accepted"),
        Err(reason) => reason.to_string(),
    }
}

#[test]
fn the_defaults_and_all_options() {
    for (more, orientation, backlight) in [
        ("", Orientation::Deg0, 128),
        (",orientation => 1", Orientation::Deg90, 128),
        (",orientation => 2,backlight => 0", Orientation::Deg180, 0),
        (
            ",depth => 16,orientation => 3,backlight => 255",
            Orientation::Deg270,
            255,
        ),
    ] {
        let (mut vm, port) = open(4, 3, more);
        let seen = glass::with(|g| (g.orientation, g.backlight));
        assert_eq!(seen, (orientation, backlight), "{more}");
        assert_eq!(vm.close(port).to_string(), "ok");
        assert_eq!(
            glass::with(|g| (g.opened, g.dropped, g.backlight)),
            (1, 1, 0)
        );
    }
}

#[test]
fn bad_options_touch_no_hardware() {
    glass::reset(4, 3);
    let mut vm = Vm::new();
    for (options, reason) in [
        ("#{}", "{missing_option,width}"),
        ("#{width => 4}", "{missing_option,height}"),
        ("[{height,3}]", "{missing_option,width}"),
        ("320", "{bad_options,320}"),
    ] {
        assert_eq!(refused(&mut vm, options), reason);
    }
    for (name, values) in [
        ("width", &["0", "-1", "65536", "wide"][..]),
        ("height", &["0", "-1", "65536", "1.5"]),
        ("depth", &["1", "15", "18", "24", "-16"]),
        ("orientation", &["4", "-1", "90", "portrait"]),
        ("backlight", &["256", "-1", "on"]),
        ("rotation", &["1"]),
    ] {
        for value in values {
            // Of a name that occurs twice the first counts.
            let options = format!("[{{{name},{value}}},{{width,4}},{{height,3}}]");
            let reason = format!("{{bad_option,{name},{value}}}");
            assert_eq!(refused(&mut vm, &options), reason);
        }
    }
    assert_eq!(glass::with(|g| g.operations), 0);
    assert_eq!(vm.open_heaps(), 0);
}

#[test]
fn what_a_board_can_say() {
    let unsupported = BoardError::Unsupported;
    for (error, reason) in [
        (BoardError::Busy, "busy"),
        (
            BoardError::Spi(spi::ErrorKind::ModeFault),
            "{bus,mode_fault}",
        ),
        (unsupported(Setting::Width), "{bad_option,width,4}"),
        (unsupported(Setting::Height), "{bad_option,height,3}"),
        (
            unsupported(Setting::Orientation),
            "{bad_option,orientation,1}",
        ),
        (unsupported(Setting::Mode), "{unsupported,<<\"mode\">>}"),
    ] {
        glass::reset(4, 3);
        glass::with(|g| g.refusal = Some(error));
        let mut vm = Vm::new();
        let options = "#{width => 4,height => 3,orientation => 1}";
        assert_eq!(refused(&mut vm, options), reason);
        assert_eq!(vm.open_heaps(), 0);
        assert!(vm.open::<Display<Bench>>(options).is_ok(), "free");
    }
}

#[test]
fn a_panel_that_cannot_be_lit_is_closed_again() {
    for (error, reason) in [
        (
            PanelError::Bus(spi::ErrorKind::ChipSelectFault),
            "{bus,chip_select_fault}",
        ),
        (
            PanelError::Bus(spi::ErrorKind::FrameFormat),
            "{bus,frame_format}",
        ),
        (PanelError::Pin(digital::ErrorKind::Other), "{pin,other}"),
        (PanelError::Pwm(pwm::ErrorKind::Other), "{pwm,other}"),
    ] {
        glass::reset(4, 3);
        // Opening is the first operation, lighting the second.
        glass::with(|g| g.fault = Some((2, error)));
        let mut vm = Vm::new();
        assert_eq!(refused(&mut vm, "#{width => 4,height => 3}"), reason);
        assert_eq!(glass::with(|g| (g.opened, g.dropped)), (1, 1));
        assert!(
            vm.open::<Display<Bench>>("#{width => 4,height => 3}")
                .is_ok()
        );
    }
}

#[test]
fn one_panel_is_opened_by_one_at_a_time() {
    let (mut vm, port) = open(4, 3, "");
    assert_eq!(refused(&mut vm, "#{width => 4,height => 3}"), "busy");
    assert_eq!(vm.close(port).to_string(), "ok");
    assert!(
        vm.open::<Display<Bench>>("#{width => 4,height => 3}")
            .is_ok()
    );
}
