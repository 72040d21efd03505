//! The driver on a controller that does as its commands say.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard};

use chip_ssd0323::{FRAME_BYTES, Glass, INIT, Ssd0323, UPRIGHT, grey};
use class_panel::{Orientation, Panel, PanelError, Rgb565, Window};
use embedded_hal::digital::{self, OutputPin};
use embedded_hal::spi::{self, ErrorKind, Operation, SpiDevice};
use proptest::prelude::*;

/// The controller: its memory, where the next byte goes, and what it was told.
#[derive(Default)]
struct Controller {
    is_data: bool,
    memory: Vec<u8>,
    columns: (u8, u8),
    rows: (u8, u8),
    at: (u8, u8),
    commands: Vec<Vec<u8>>,
    /// Transactions until the bus fails.
    left: Option<usize>,
}

#[derive(Clone)]
struct Bus(Arc<Mutex<Controller>>);

#[derive(Debug)]
struct Broken;

impl spi::Error for Broken {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Overrun
    }
}

impl Bus {
    fn new() -> Self {
        let memory = vec![0x5A; 64 * 80];
        Self(Arc::new(Mutex::new(Controller {
            memory,
            ..Controller::default()
        })))
    }

    fn part(&self) -> MutexGuard<'_, Controller> {
        self.0.lock().expect("no test panicked")
    }

    fn pixel(&self, x: u16, y: u16) -> u8 {
        let byte = self.part().memory[usize::from(y) * 64 + usize::from(x / 2)];
        if x.is_multiple_of(2) {
            byte >> 4
        } else {
            byte & 15
        }
    }
}

impl Controller {
    fn obey(&mut self, bytes: &[u8]) {
        self.commands.push(bytes.to_vec());
        if let [0x15, first, last, 0x75, top, bottom] = *bytes {
            assert!(first <= last && last < 64 && top <= bottom && bottom < 80);
            (self.columns, self.rows) = ((first, last), (top, bottom));
            self.at = (first, top);
        }
    }

    fn take(&mut self, byte: u8) {
        let (column, row) = self.at;
        self.memory[usize::from(row) * 64 + usize::from(column)] = byte;
        self.at = if column < self.columns.1 {
            (column + 1, row)
        } else if row < self.rows.1 {
            (self.columns.0, row + 1)
        } else {
            (self.columns.0, self.rows.0)
        };
    }
}

impl spi::ErrorType for Bus {
    type Error = Broken;
}

impl SpiDevice for Bus {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), Broken> {
        let mut part = self.part();
        if let Some(left) = part.left.as_mut() {
            *left = left.checked_sub(1).ok_or(Broken)?;
        }
        for operation in operations {
            let Operation::Write(bytes) = operation else {
                panic!("nothing can be read");
            };
            if part.is_data {
                bytes.iter().for_each(|byte| part.take(*byte));
            } else {
                part.obey(bytes);
            }
        }
        Ok(())
    }
}

impl digital::ErrorType for Bus {
    type Error = Infallible;
}

impl OutputPin for Bus {
    fn set_low(&mut self) -> Result<(), Infallible> {
        self.part().is_data = false;
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        self.part().is_data = true;
        Ok(())
    }
}

type Memory = Box<[u8; FRAME_BYTES]>;

fn try_open(bus: &Bus) -> Result<Ssd0323<Bus, Bus, Memory>, PanelError> {
    let memory = Box::new([0x77; FRAME_BYTES]);
    Ssd0323::open(bus.clone(), bus.clone(), memory, Glass::PICTIVA)
}

fn open(bus: &Bus) -> Ssd0323<Bus, Bus, Memory> {
    try_open(bus).expect("the bus works")
}

const WHITE: Rgb565 = Rgb565::new(31, 63, 31);

#[test]
fn opening_lighting_and_closing_byte_by_byte() {
    let bus = Bus::new();
    let mut panel = open(&bus);
    assert!(bus.part().memory[..64 * 64].iter().all(|byte| *byte == 0));
    panel.set_backlight(255).expect("the bus works");
    panel.set_backlight(0).expect("the bus works");
    drop(panel);
    let off = vec![0xAE, 0xAD, 0x02];
    let expected = [
        off.clone(),
        INIT.to_vec(),
        vec![0xA0, 0x52, 0xA2, 0x4C],
        vec![0x15, 0, 63, 0x75, 0, 63],
        vec![0x81, 127],
        vec![0xAD, 0x03, 0xAF],
        off.clone(),
        off,
    ];
    assert_eq!(bus.part().commands, expected);
}

#[test]
fn a_pixel_leaves_its_neighbour_alone() {
    let bus = Bus::new();
    let mut panel = open(&bus);
    let all = Window::all(panel.geometry()).expect("not empty");
    panel
        .fill(all, Rgb565::new(31, 0, 0))
        .expect("the bus works");
    let one = Window::new(7, 3, 1, 1).expect("not empty");
    panel.fill(one, WHITE).expect("the bus works");
    assert_eq!([6, 7, 8].map(|x| bus.pixel(x, 3)), [4, 15, 4]);
    assert_eq!(
        bus.part().commands.last(),
        Some(&vec![0x15, 3, 3, 0x75, 3, 3])
    );
}

#[test]
fn a_window_beyond_the_glass_is_refused_before_anything_is_sent() {
    let bus = Bus::new();
    let mut panel = open(&bus);
    let sent = bus.part().commands.len();
    for (x, y, width, height) in [
        (128, 0, 1, 1),
        (0, 64, 1, 1),
        (127, 0, 2, 1),
        (0, 0, 128, 65),
    ] {
        let window = Window::new(x, y, width, height).expect("not empty");
        assert_eq!(panel.fill(window, WHITE), Err(PanelError::OutOfRange));
    }
    assert_eq!(bus.part().commands.len(), sent);
}

#[test]
fn every_error_of_the_bus_is_told() {
    let transactions = 3 + 1 + 64;
    for left in 0..transactions {
        let bus = Bus::new();
        bus.part().left = Some(left);
        let opened = try_open(&bus);
        assert_eq!(
            opened.err(),
            Some(PanelError::Bus(ErrorKind::Overrun)),
            "{left}"
        );
    }
    let bus = Bus::new();
    bus.part().left = Some(transactions);
    let mut panel = try_open(&bus).expect("just enough");
    let broken = Err(PanelError::Bus(ErrorKind::Overrun));
    assert_eq!(panel.set_backlight(0), broken);
    assert_eq!(panel.set_backlight(9), broken);
}

proptest! {
    #[test]
    fn what_is_drawn_is_where_it_belongs(
        turns in 0_u8..4,
        x in 0_u16..128, y in 0_u16..128, width in 1_u16..128, height in 1_u16..128,
        colors in proptest::collection::vec((0_u8..32, 0_u8..64, 0_u8..32), 1..200),
    ) {
        let bus = Bus::new();
        let mut panel = open(&bus);
        let turned = Orientation::from_quarter_turns(turns).expect("below 4");
        panel.set_orientation(turned).expect("nothing is sent");
        let window = Window::new(x, y, width, height).and_then(|w| w.clip(panel.geometry()));
        let Some(window) = window else { return Ok(()) };
        let colors: Vec<Rgb565> = colors.iter().map(|(r, g, b)| Rgb565::new(*r, *g, *b)).collect();
        panel.write(window, colors.iter().copied()).expect("the bus works");
        let mut expected = vec![0; 128 * 64];
        for (nth, color) in colors.iter().enumerate().take(window.pixels() as usize) {
            let column = window.x() as usize + nth % usize::from(window.width());
            let row = window.y() as usize + nth / usize::from(window.width());
            let (x, y) = match turns {
                0 => (column, row),
                1 => (127 - row, column),
                2 => (127 - column, 63 - row),
                _ => (row, 63 - column),
            };
            expected[y * 128 + x] = grey(*color);
        }
        let places = (0..UPRIGHT.height).flat_map(|y| (0..UPRIGHT.width).map(move |x| (x, y)));
        let shown: Vec<u8> = places.map(|(x, y)| bus.pixel(x, y)).collect();
        prop_assert_eq!(shown, expected);
    }
}
