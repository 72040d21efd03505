//! What a machine takes from its environment, and says to wrong values.

use std::process::Command;

use board_models::{Amplifier, Ft6x36, Glass, Ili9341, Machine, Soldered, Soldering};
use board_support::{BoardError, Edge, I2sWires, Pin, Platform, SpiWires};
use class_spi::{BitOrder, MODE_0, SpiConfig};
use class_touch::PanelSize;

struct Models;

impl Soldered for Models {
    fn solder(board: &mut Soldering) {
        let i2c = board.i2c(Pin::gpio(1), Pin::gpio(2));
        let touch = board.on_i2c(i2c, Ft6x36::new());
        let size = PanelSize {
            width: 480,
            height: 320,
        };
        board.fingers(&touch, Pin::gpio(3), size);
        let spi = board.spi(Pin::gpio(4), Pin::gpio(5), None);
        let lcd = board.on_spi(spi, Pin::gpio(6), Ili9341::new(Glass::default()));
        board.screen(&lcd);
        let i2s = board.i2s(None, Pin::gpio(7), Pin::gpio(8), Pin::gpio(9));
        let speaker = board.beside(Amplifier::always_on("max98357a"));
        board.on_i2s(i2s, &speaker);
    }
}

type Here = Machine<Models>;

const LCD: SpiWires = SpiWires {
    controller: 0,
    sck: Pin::gpio(4),
    mosi: Pin::gpio(5),
    miso: None,
    cs: Pin::gpio(6),
    max_hz: 10_000_000,
};

const I2S: I2sWires = I2sWires {
    controller: 0,
    mclk: None,
    bclk: Pin::gpio(7),
    ws: Pin::gpio(8),
    dout: Pin::gpio(9),
};

const FAST: SpiConfig = SpiConfig {
    clock_hz: 10_000_000,
    mode: MODE_0,
    bit_order: BitOrder::MsbFirst,
};

/// Run by the tests below in a process of its own: opens and closes each part,
/// and prints what came of it.
#[test]
#[ignore = "run by `wrong_values_are_told_by_the_parts_that_need_them`"]
fn open_each_part() {
    let tell = |part: &str, opened: Result<(), BoardError>| {
        let told = opened.map_or_else(|error| error.to_string(), |()| "open".into());
        println!("<{part}: {told}>");
    };
    let fingers = Here::on_edge(Pin::gpio(3), Edge::Falling, Box::new(|_| ()));
    tell("touch", fingers.map(drop));
    tell("clock", Here::every(1_000, Box::new(|_| ())).map(drop));
    tell("panel", Here::spi(&LCD, FAST).map(drop));
    tell("sound", Here::samples(&I2S, Box::new(|_| ())).map(drop));
    assert!(Here::bench().is_closed());
}

/// What the test above prints in this environment.
fn told(name: &str, value: &str) -> Vec<String> {
    let exe = std::env::current_exe().expect("this program");
    let mut command = Command::new(exe);
    command.args(["--ignored", "--exact", "--nocapture", "open_each_part"]);
    for variable in ["SIM_TRACE", "SIM_SPEED", "SIM_OUT"] {
        command.env_remove(variable);
    }
    let output = command.env(name, value).output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let parts = text.split('<').skip(1);
    parts
        .filter_map(|part| Some(part.split_once('>')?.0.to_owned()))
        .collect()
}

const ALL: [&str; 4] = ["touch: open", "clock: open", "panel: open", "sound: open"];

#[test]
fn wrong_values_are_told_by_the_parts_that_need_them() {
    let trace = "touch: SIM_TRACE: no such file";
    let expected = [trace, ALL[1], ALL[2], ALL[3]];
    assert_eq!(told("SIM_TRACE", "/no/such.csv"), expected);

    let wrong = "SIM_SPEED: not a number of 0 or more";
    let [touch, clock, sound] = ["touch", "clock", "sound"].map(|part| format!("{part}: {wrong}"));
    let expected = [&*touch, &*clock, ALL[2], &*sound];
    assert_eq!(told("SIM_SPEED", "fast"), expected);

    let wrong = "SIM_OUT: the folder's name is empty";
    let [panel, sound] = ["panel", "sound"].map(|part| format!("{part}: {wrong}"));
    let expected = [ALL[0], ALL[1], &*panel, &*sound];
    assert_eq!(told("SIM_OUT", ""), expected);
}

#[test]
fn a_folder_is_made_for_what_was_seen_and_heard() {
    let folder = std::env::temp_dir().join(format!("machine-out-{}/new", std::process::id()));
    let name = folder.to_str().expect("UTF-8");
    assert_eq!(told("SIM_OUT", name), ALL);
    for file in ["panel.png", "speaker.wav"] {
        let size = std::fs::metadata(folder.join(file)).map(|file| file.len());
        assert!(size.is_ok_and(|size| size >= 44), "{file}");
    }
    let _gone = std::fs::remove_dir_all(folder.parent().expect("it has one"));
}
