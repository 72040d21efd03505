//! An XPT2046 on its resistive plates: conversions, and a line for the pen.

use class_touch::{PanelSize, TouchEvent, TouchKind};
use embedded_hal::spi::{MODE_0, Mode};

use super::hand::{Says, one_finger, reported};
use crate::{Complaints, Model, SpiPart, SpiSettings, TouchPart, fit};

/// The fastest clock: 2.5 MHz.
const MAX_HZ: u32 = 2_500_000;
/// What presses on the sheets, as converted.
const Z1: u16 = 500;
/// The largest result.
const FULL: u16 = 4_095;
/// A recording that is pressed as hard as can be.
const HARDEST: u8 = 255;

/// How a glass's plates are converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Plate {
    /// What x reads at the first and at the last column.
    pub x: (u16, u16),
    /// What y reads at the first and at the last row.
    pub y: (u16, u16),
    /// Columns and rows of the glass.
    pub size: PanelSize,
    /// Whether columns lie along the plate that y is measured on.
    pub swapped: bool,
}

/// An XPT2046 with its plates: a converter, its switches, and `PENIRQ`.
///
/// After Linux' `ads7846` driver and the manuals of the parts that it is made
/// after. Modelled are conversions of twelve bits against the plates' own
/// supply, sixteen clocks each, the power-down bits, `PENIRQ`, and the clock
/// that the part follows. Not modelled: noise, settling, eight bits, the
/// temperature, the battery, and the reference.
#[derive(Debug)]
pub struct Xpt2046 {
    plate: Plate,
    /// Where it is pressed, as converted.
    pressed: Option<(u16, u16)>,
    /// What is on its way out, the highest bit first.
    shifted: u16,
    follows: bool,
    /// The converter is on, and `PENIRQ` off.
    is_on: bool,
    falls: u32,
    is_read: bool,
    complaints: Complaints<String>,
}

impl Xpt2046 {
    /// A part after power-on, untouched.
    #[must_use]
    pub fn new(plate: Plate) -> Self {
        Self {
            plate,
            pressed: None,
            shifted: 0,
            follows: false,
            is_on: false,
            falls: 0,
            is_read: true,
            complaints: Complaints::default(),
        }
    }

    /// Presses the plates at a place of the glass, or lets them go.
    fn press(&mut self, place: Option<(u16, u16)>) {
        let PanelSize { width, height } = self.plate.size;
        let was_low = self.is_low();
        self.pressed = place.map(|(x, y)| {
            let (x, y) = (along(x, width), along(y, height));
            let (x, y) = if self.plate.swapped { (y, x) } else { (x, y) };
            (between(self.plate.x, x), between(self.plate.y, y))
        });
        self.note_line(was_low);
    }

    fn note_line(&mut self, was_low: bool) {
        if self.is_low() && !was_low {
            self.falls = self.falls.wrapping_add(1);
        }
    }

    /// A control byte: start, input, width, reference, power.
    fn convert(&mut self, control: u8) -> u16 {
        if control & 0x0C != 0 {
            let told = format!("{control:#04x}: eight bits, or not against the plates");
            self.complaints.push(told);
        }
        let was_low = self.is_low();
        self.is_on = control & 0x03 != 0;
        self.note_line(was_low);
        let input = control >> 4 & 0x07;
        self.is_read |= input == 5;
        match (input, self.pressed) {
            (1, Some((_, y))) => y,
            (5, Some((x, _))) => x,
            // As hard as can be: no resistance between the sheets.
            (3 | 4, Some(_)) => Z1,
            (3, None) => 0,
            (1 | 4 | 5, None) => FULL,
            _ => {
                let told = format!("input {input} is not the plates'");
                self.complaints.push(told);
                0
            }
        }
    }
}

/// How far along, in parts of 65536.
fn along(at: u16, size: u16) -> u32 {
    let last = u32::from(size.saturating_sub(1)).max(1);
    (u32::from(at) << 16) / last
}

/// The nearest value that far between two.
fn between((first, last): (u16, u16), part: u32) -> u16 {
    let span = i64::from(last) - i64::from(first);
    let value = i64::from(first) + ((span * i64::from(part) + (1 << 15)) >> 16);
    u16::try_from(value).unwrap_or(0).min(FULL)
}

impl SpiPart for Xpt2046 {
    fn select(&mut self, bus: SpiSettings, _now_ns: u64) {
        let Mode { polarity, phase } = bus.mode;
        self.follows = bus.mode == MODE_0 && bus.clock_hz <= MAX_HZ;
        if !self.follows {
            let hz = bus.clock_hz;
            let told = format!("{hz} Hz, {polarity:?}, {phase:?}");
            self.complaints.push(told);
        }
        self.shifted = 0;
    }

    fn exchange(&mut self, byte: u8, _now_ns: u64) -> u8 {
        if !self.follows {
            return 0;
        }
        let [back, rest] = self.shifted.to_be_bytes();
        self.shifted = u16::from(rest) << 8;
        if byte & 0x80 != 0 {
            // One bit to settle, twelve of the result, three that are 0.
            self.shifted = self.convert(byte) << 3;
        }
        back
    }

    fn deselect(&mut self, _now_ns: u64) {}
}

impl Model for Xpt2046 {
    fn name(&self) -> &'static str {
        "xpt2046"
    }

    fn power_up(&mut self, _now_ns: u64) {
        self.is_on = false;
    }

    fn complaints(&self) -> Complaints<String> {
        self.complaints.clone()
    }

    /// Only then does the line tell of the next touch.
    fn is_at_rest(&self) -> bool {
        !self.is_on
    }
}

impl TouchPart for Xpt2046 {
    /// One finger, as hard as can be; a lift is told by no finger.
    fn recording(&self, rows: &[TouchEvent], size: PanelSize) -> Vec<TouchEvent> {
        let says = Says {
            still_moves: false,
            lifts: false,
        };
        reported(&one_finger(&fit(rows, size), HARDEST), says)
    }

    fn finger(&mut self, row: TouchEvent) {
        let place = (row.kind != TouchKind::Up).then_some((row.x, row.y));
        self.press(place);
        self.is_read = false;
    }

    fn falls(&self) -> u32 {
        self.falls
    }

    fn is_low(&self) -> bool {
        self.pressed.is_some() && !self.is_on
    }

    fn is_read(&self) -> bool {
        self.is_read
    }
}
