//! On a panel at command level: what is seen, and a bus that fails.

use std::cell::{OnceCell, RefCell};

use avm_term::PortId;
use board_sim::{PanelDevice, PanelSetup, SimPanel};
use board_support::{Board, BoardError, HasPanel};
use class_panel::PanelConfig;
use embedded_hal::spi::ErrorKind;
use port_display::Display;
use vm_host::Vm;

thread_local! {
    // A panel is exclusive, and tests run side by side: each thread has its own.
    static PANEL: OnceCell<&'static PanelDevice> = const { OnceCell::new() };
    static FAULTS: RefCell<Vec<(u32, ErrorKind)>> = const { RefCell::new(Vec::new()) };
}

/// A board with this thread's panel.
#[derive(Debug)]
struct Sim;

fn device() -> &'static PanelDevice {
    let made = || &*Box::leak(Box::new(PanelDevice::new()));
    PANEL.with(|device| *device.get_or_init(made))
}

impl Board for Sim {
    const NAME: &'static str = "sim";
}

impl HasPanel for Sim {
    type Panel = SimPanel;

    fn panel(config: PanelConfig) -> Result<SimPanel, BoardError> {
        let setup = PanelSetup {
            faults: FAULTS.take(),
            ..PanelSetup::default()
        };
        device().open(setup, config)
    }
}

const OPEN: &str = "#{width => 240, height => 320, orientation => 1, backlight => 200}";

/// Each request draws a little; the panel lies, so it has 320 columns.
const SCRIPT: [&str; 6] = [
    "{rect, #{x => 300, y => -5, width => 40, height => 15, color => 16#FF0000}}",
    "{text, #{x => 3, y => 7, text => \"i\", color => 16#00FF00}}",
    "{blit, #{x => 318, y => 238, width => 3, height => 1, data => <<1,2,3,4,5,6>>}}",
    "{update, [{rect, 9, 99, 1, 1, 16#00FFFF}]}",
    "{set_backlight, #{level => 90}}",
    "get_config",
];

#[test]
fn what_is_drawn_is_what_is_seen() {
    let mut vm = Vm::new();
    let port = vm.open::<Display<Sim>>(OPEN).expect("opens");
    assert_eq!(
        vm.call(port, "{fill, #{color => 16#0000FF}}").to_string(),
        "ok"
    );
    for request in &SCRIPT[..5] {
        assert_eq!(vm.call(port, request).to_string(), "ok", "{request}");
    }
    let scene = "{update, [{text, 0, 100, default16px, 16#FFFFFF, transparent, \"i\"}, \
                 {rect, 1, 101, 2, 30, 16#FFFF00}]}";
    assert_eq!(vm.call(port, scene).to_string(), "ok");
    let picture = device().picture().expect("open");
    assert_eq!((picture.width(), picture.height()), (320, 240), "it lies");
    let seen = |x: u16, y: u16| picture.pixel_565(x, y);
    let count = |color: u16| {
        let places = (0..320).flat_map(|x| (0..240).map(move |y| (x, y)));
        places.filter(|(x, y)| seen(*x, *y) == Some(color)).count()
    };
    assert_eq!(
        count(0xF800),
        20 * 10,
        "the part of the rectangle on the panel"
    );
    assert_eq!([seen(300, 0), seen(319, 9)], [Some(0xF800); 2]);
    assert_eq!([seen(299, 0), seen(300, 10)], [Some(0x001F); 2]);
    assert_eq!(
        [seen(318, 238), seen(319, 238)],
        [Some(0x0102), Some(0x0304)]
    );
    let letter = count(0x07E0);
    assert!((10..80).contains(&letter), "{letter}");
    assert_eq!(count(0x07FF), 1);
    let (letter, bar) = (count(0xFFFF), count(0xFFE0));
    assert!((8..40).contains(&letter), "{letter}");
    assert!((50..=60).contains(&bar), "{bar}: the letter is above it");
    assert_eq!(device().status().backlight, 90);
    assert_eq!(vm.close(port).to_string(), "ok");
    assert!(device().status().is_idle());
    assert_eq!(
        device().complaints().count(),
        0,
        "{:?}",
        device().complaints()
    );
}

#[test]
fn another_size_than_the_glass_has() {
    let mut vm = Vm::new();
    for (options, reason) in [
        ("#{width => 320, height => 320}", "{bad_option,width,320}"),
        ("#{width => 240, height => 240}", "{bad_option,height,240}"),
    ] {
        let refused = vm.open::<Display<Sim>>(options);
        assert_eq!(refused.map_err(|r| r.to_string()), Err(reason.to_owned()));
    }
    assert_eq!(device().status().transactions, 0);
}

/// Opens and draws; the reasons of all that failed.
fn play(vm: &mut Vm) -> (Option<PortId>, Vec<String>) {
    match vm.open::<Display<Sim>>(OPEN) {
        Err(reason) => (None, vec![reason.to_string()]),
        Ok(port) => {
            let answers = SCRIPT.map(|request| vm.call(port, request).to_string());
            let failed = answers.iter().filter_map(|a| a.strip_prefix("{error,"));
            let reasons = failed.filter_map(|reason| reason.strip_suffix('}'));
            (Some(port), reasons.map(str::to_owned).collect())
        }
    }
}

#[test]
fn every_transaction_fails_once_with_each_error() {
    for (kind, name) in [
        (ErrorKind::Overrun, "overrun"),
        (ErrorKind::ModeFault, "mode_fault"),
        (ErrorKind::FrameFormat, "frame_format"),
        (ErrorKind::ChipSelectFault, "chip_select_fault"),
        (ErrorKind::Other, "other"),
    ] {
        let (mut told, mut closing) = (0, 0);
        for transaction in 1.. {
            FAULTS.set(vec![(transaction, kind)]);
            let mut vm = Vm::new();
            let (port, reasons) = play(&mut vm);
            if let Some(port) = port {
                assert_eq!(vm.close(port).to_string(), "ok");
            }
            let status = device().status();
            assert!(!status.open, "{kind:?} at {transaction}");
            assert_eq!(status.backlight, 0, "{kind:?} at {transaction}");
            assert_eq!(vm.open_heaps(), 0);
            if status.transactions < transaction {
                assert_eq!(reasons, [""; 0]);
                assert!(status.is_idle());
                break;
            }
            match reasons.as_slice() {
                // Nobody is left to be told.
                [] => closing += 1,
                [reason] => assert_eq!(*reason, format!("{{bus,{name}}}")),
                _ => panic!("one failure, one answer: {reasons:?}"),
            }
            told += reasons.len();
        }
        println!("{kind:?}: {told} transactions told, {closing} at the close");
        assert!(told > 50, "{told}");
        assert!(closing < 5, "{closing}");
    }
}
