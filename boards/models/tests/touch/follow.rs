//! Each controller on a machine, and a whole trace through it.

use board_models::{
    Cst816s, Ft6x36, Gt911, Gt911Address, Machine, Mounted, Plate, Soldered, Soldering, Tt21100,
    Xpt2046,
};
use board_parts::{TouchPlace, TouchWiring};
use board_support::{Edge, I2cWires, Pin, Platform, SpiWires};
use chip_gt911::Address;
use chip_xpt2046::{Calibration, Panel};
use class_spi::{BitOrder, MODE_0, SpiConfig};
use class_touch::{PanelSize, Report, TouchController};

use crate::{SIZE, all_of_it};

const INTERRUPT: Pin = Pin::gpio(3);
const RESET: Pin = Pin::gpio(4);

const I2C: I2cWires = I2cWires {
    controller: 0,
    sda: Pin::gpio(1),
    scl: Pin::gpio(2),
    hz: 400_000,
};

fn bus<B: Soldered>() -> <Machine<B> as Platform>::I2c {
    Machine::<B>::i2c(&I2C).expect("the bus")
}

#[test]
fn ft6x36() {
    struct Here;
    impl Soldered for Here {
        fn solder(board: &mut Soldering) {
            let i2c = board.i2c(Pin::gpio(1), Pin::gpio(2));
            let touch = board.on_i2c(i2c, Ft6x36::new());
            board.fingers(&touch, Pin::gpio(3), SIZE);
        }
    }
    static PLACE: TouchPlace<64> = TouchPlace::new();
    let touch = chip_ft6x36::Ft6x36::open(bus::<Here>(), chip_ft6x36::Config::default());
    let wiring = TouchWiring::new(INTERRUPT, Edge::Falling, SIZE);
    all_of_it::<Here, _>(&PLACE, wiring, touch.expect("bring-up"));
}

struct WithGt911;

impl Soldered for WithGt911 {
    fn solder(board: &mut Soldering) {
        let i2c = board.i2c(Pin::gpio(1), Pin::gpio(2));
        let touch = board.on_i2c(i2c, Gt911::new(SIZE, Gt911Address::IntLow));
        board.fingers(&touch, Pin::gpio(3), SIZE);
        board.drives(Pin::gpio(4), &touch, |touch, level, _| {
            touch.set_reset(level > 0);
        });
        board.drives(Pin::gpio(3), &touch, |touch, level, _| {
            touch.set_int(level > 0);
        });
    }
}

#[test]
fn gt911_at_either_address() {
    static PLACE: TouchPlace<64> = TouchPlace::new();
    for address in [Address::IntHigh, Address::IntLow] {
        let mut reset = Machine::<WithGt911>::output(RESET, true).expect("the pin");
        let mut line = Machine::<WithGt911>::output(INTERRUPT, true).expect("the pin");
        let mut delay = Machine::<WithGt911>::delay();
        let selected = chip_gt911::select_address(&mut reset, &mut line, &mut delay, address);
        assert_eq!(selected, Ok(()));
        drop(line);
        let touch = chip_gt911::Gt911::find(bus::<WithGt911>()).expect("bring-up");
        assert_eq!((touch.address(), touch.size()), (address, SIZE));
        drop(reset);
        let wiring = TouchWiring::new(INTERRUPT, Edge::Falling, SIZE);
        all_of_it::<WithGt911, _>(&PLACE, wiring, touch);
    }
}

#[test]
fn tt21100() {
    struct Here;
    impl Soldered for Here {
        fn solder(board: &mut Soldering) {
            let i2c = board.i2c(Pin::gpio(1), Pin::gpio(2));
            let touch = board.on_i2c(i2c, Tt21100::new());
            board.fingers(&touch, Pin::gpio(3), SIZE);
        }
    }
    static PLACE: TouchPlace<64> = TouchPlace::new();
    let touch = chip_tt21100::Tt21100::open(bus::<Here>()).expect("bring-up");
    let wiring = TouchWiring::new(INTERRUPT, Edge::Falling, SIZE).level();
    all_of_it::<Here, _>(&PLACE, wiring, touch);
}

#[test]
fn cst816s() {
    struct Here;
    impl Soldered for Here {
        fn solder(board: &mut Soldering) {
            let i2c = board.i2c(Pin::gpio(1), Pin::gpio(2));
            let touch = board.on_i2c(i2c, Cst816s::new());
            board.fingers(&touch, Pin::gpio(3), SIZE);
            board.drives(Pin::gpio(4), &touch, |touch, level, now| {
                touch.set_reset(level > 0, now);
            });
        }
    }
    static PLACE: TouchPlace<64> = TouchPlace::new();
    let reset = Stateful(Machine::<Here>::output(RESET, true).expect("the pin"));
    let config = chip_cst816s::Config::default();
    let delay = Machine::<Here>::delay();
    let touch = chip_cst816s::Cst816s::open(bus::<Here>(), reset, delay, config);
    let wiring = TouchWiring::new(INTERRUPT, Edge::Falling, SIZE);
    all_of_it::<Here, _>(&PLACE, wiring, touch.expect("bring-up"));
}

/// A pin that remembers how it was set, as the published crate wants it.
struct Stateful(board_models::MachineOutput);

impl embedded_hal::digital::ErrorType for Stateful {
    type Error = core::convert::Infallible;
}

impl embedded_hal::digital::OutputPin for Stateful {
    fn set_low(&mut self) -> Result<(), Self::Error> {
        self.0.set_low()
    }

    fn set_high(&mut self) -> Result<(), Self::Error> {
        self.0.set_high()
    }
}

impl embedded_hal::digital::StatefulOutputPin for Stateful {
    fn is_set_high(&mut self) -> Result<bool, Self::Error> {
        Ok(true)
    }

    fn is_set_low(&mut self) -> Result<bool, Self::Error> {
        Ok(false)
    }
}

#[test]
fn xpt2046_whose_rows_run_backwards() {
    const TALL: PanelSize = PanelSize {
        width: 320,
        height: 480,
    };
    const PLATE: Plate = Plate {
        x: (300, 3_800),
        y: (3_900, 250),
        size: TALL,
        swapped: false,
    };
    struct Here;
    impl Soldered for Here {
        fn solder(board: &mut Soldering) {
            let spi = board.spi(Pin::gpio(10), Pin::gpio(11), Some(Pin::gpio(12)));
            let touch = board.on_spi(spi, Pin::gpio(16), Xpt2046::new(PLATE));
            board.fingers(&touch, Pin::gpio(17), TALL);
        }
    }
    static PLACE: TouchPlace<64> = TouchPlace::new();
    let wires = SpiWires {
        controller: 1,
        sck: Pin::gpio(10),
        mosi: Pin::gpio(11),
        miso: Some(Pin::gpio(12)),
        cs: Pin::gpio(16),
        max_hz: 2_000_000,
    };
    let config = SpiConfig {
        clock_hz: 2_500_000,
        mode: MODE_0,
        bit_order: BitOrder::MsbFirst,
    };
    let spi = Machine::<Here>::spi(&wires, config).expect("the bus");
    let calibration = Calibration::from_edges(PLATE.x, PLATE.y, (320, 480));
    let touch = chip_xpt2046::Xpt2046::open(spi, Panel::TYPICAL, calibration);
    let wiring = TouchWiring::new(Pin::gpio(17), Edge::Falling, TALL).polled(10_000);
    all_of_it::<Here, _>(&PLACE, wiring, touch.expect("bring-up"));
}

#[test]
fn a_gt911_whose_line_is_not_wired() {
    struct Here;
    impl Soldered for Here {
        fn solder(board: &mut Soldering) {
            let i2c = board.i2c(Pin::gpio(1), Pin::gpio(2));
            let touch = Gt911::new(SIZE, Gt911Address::IntLow);
            let touch = board.on_i2c(i2c, Mounted::upside_down(touch, SIZE));
            board.unwired_fingers(&touch, SIZE);
        }
    }
    static PLACE: TouchPlace<64> = TouchPlace::new();
    let touch = chip_gt911::Gt911::find(bus::<Here>()).expect("bring-up");
    all_of_it::<Here, _>(&PLACE, TouchWiring::unwired(10_000, SIZE), Turned(touch));
}

/// A controller that counts from the lower right.
struct Turned<C>(C);

impl<C: TouchController> TouchController for Turned<C> {
    type Error = C::Error;

    fn read(&mut self) -> Result<Report, C::Error> {
        let mut report = self.0.read()?;
        if let Report::Contacts(contacts) = &mut report {
            for contact in contacts {
                contact.x = SIZE.width - 1 - contact.x;
                contact.y = SIZE.height - 1 - contact.y;
            }
        }
        Ok(report)
    }
}
