//! An ILI9341 panel at command level: 240 x 320 pixels behind SPI.

mod command;
mod complaint;
mod kind;
mod memory;
mod obey;
mod picture;
mod pins;
mod power;

use embedded_hal::spi::{MODE_0, MODE_3};

use command::Takes;
pub use complaint::LcdComplaint;
pub use kind::LcdKind;
use memory::Memory;
pub use picture::Picture;
pub use pins::{LcdBacklight, LcdPin};
use power::Power;

use crate::{Complaints, Model, ScreenPart, SpiPart, SpiSettings};

/// How the controller is wired to its glass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Glass {
    /// The columns run from right to left: `MADCTL` needs MX for an upright
    /// picture.
    pub mirrored: bool,
    /// Blue comes first: `MADCTL` needs BGR for true colours.
    pub bgr: bool,
    /// The liquid crystal is the other way round: it needs `INVON`.
    pub inverted: bool,
}

/// The command that data belongs to.
#[derive(Debug, Clone, Copy)]
struct Pending {
    code: u8,
    takes: Takes,
    parameters: [u8; 16],
    got: usize,
}

/// The rows that scroll.
#[derive(Debug, Clone, Copy)]
struct Scroll {
    top: u16,
    rows: u16,
    start: u16,
}

impl Scroll {
    /// All of them, and where they are.
    const fn still(rows: u16) -> Self {
        Self {
            top: 0,
            rows,
            start: 0,
        }
    }
}

/// An ILI9341 with its glass and backlight: the part behind the select line.
///
/// After ILITEK's data sheet of the ILI9341, for the four-line serial
/// interface. Modelled are the frame memory with its window, orders and pixel
/// formats, scrolling, inversion, idle mode, sleep, reset and their waits, and
/// the backlight. Commands for power, gamma and timing are known and without
/// effect. Not modelled: reading, partial mode, the colour table, tearing.
#[derive(Debug)]
pub struct Ili9341 {
    kind: LcdKind,
    /// A converter to 16 bits in parallel stands before it.
    is_parallel: bool,
    /// The high byte of a word in parallel has come.
    high: Option<u8>,
    glass: Glass,
    memory: Memory,
    power: Power,
    display_on: bool,
    inverted: bool,
    idle: bool,
    scroll: Scroll,
    backlight: u8,
    /// The D/CX line.
    is_data: bool,
    /// What was seen before it went dark.
    last: Option<Picture>,
    pending: Option<Pending>,
    /// Data is dropped until the next command: the last one was refused.
    deaf: bool,
    /// Whether the part can follow the bus in this transaction.
    follows: bool,
    complaints: Complaints<LcdComplaint>,
}

impl Ili9341 {
    /// Columns of an ILI9341.
    pub const COLUMNS: u16 = LcdKind::ILI9341.columns;
    /// Rows of an ILI9341.
    pub const ROWS: u16 = LcdKind::ILI9341.rows;

    /// A panel that was powered up at time 0: asleep, dark, and with noise in
    /// its memory.
    #[must_use]
    pub fn new(glass: Glass) -> Self {
        Self::of(LcdKind::ILI9341, glass)
    }

    /// The same with a controller that is like an ILI9341 but for its kind.
    #[must_use]
    pub fn of(kind: LcdKind, glass: Glass) -> Self {
        Self {
            kind,
            is_parallel: false,
            high: None,
            glass,
            memory: Memory::new(kind.columns, kind.rows),
            power: Power::new(0),
            display_on: false,
            inverted: false,
            idle: false,
            scroll: Scroll::still(kind.rows),
            backlight: 0,
            is_data: false,
            last: None,
            pending: None,
            deaf: false,
            follows: false,
            complaints: Complaints::default(),
        }
    }

    /// With a converter before it, which makes 16 bits in parallel of two
    /// bytes, as on Waveshare's modules: a command is a byte, and a parameter a
    /// word whose high byte is 0. Pixels can have 16 bits then, whichever kind
    /// it is.
    #[must_use]
    pub fn behind_converter(mut self) -> Self {
        self.is_parallel = true;
        self.kind.has_16_bits = true;
        self
    }

    /// What it was asked that it does not do.
    #[must_use]
    pub fn complaints(&self) -> &Complaints<LcdComplaint> {
        &self.complaints
    }

    /// Whether it is out of sleep.
    #[must_use]
    pub const fn is_awake(&self) -> bool {
        self.power.is_awake()
    }

    /// Whether the display is switched on.
    #[must_use]
    pub const fn is_display_on(&self) -> bool {
        self.display_on
    }

    /// How bright it is lit; 0 is off.
    #[must_use]
    pub const fn backlight(&self) -> u8 {
        self.backlight
    }

    /// Columns and rows, as the host has turned it.
    #[must_use]
    pub const fn size(&self) -> (u16, u16) {
        self.memory.order.size()
    }

    /// What somebody sees who holds the panel so that the host's rows run
    /// from top to bottom: as the host wrote it, unless the order of columns
    /// or colours does not suit the glass. Black where nothing is lit, or the
    /// display is off or asleep.
    #[must_use]
    pub fn picture(&self) -> Picture {
        let (width, height) = self.size();
        let is_lit = self.is_lit();
        let pixel = |x, y| if is_lit { self.seen(x, y) } else { [0; 3] };
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Picture {
            width,
            height,
            backlight: self.backlight,
            pixels: pixels.map(|(x, y)| pixel(x, y)).collect(),
        }
    }

    /// The colour of the glass at a place of the upright picture.
    fn seen(&self, x: u16, y: u16) -> [u8; 3] {
        let (width, _) = self.size();
        let mirrored = self.memory.order.is_turn() == self.glass.mirrored;
        let column = if mirrored { width - 1 - x } else { x };
        let place = self.memory.order.place(column, y);
        let [mut r, g, mut b] = self.memory.pixel(self.scrolled(place));
        if self.memory.order.is_bgr() != self.glass.bgr {
            (r, b) = (b, r);
        }
        let mut color = [r, g, b];
        if self.idle {
            // One bit a colour.
            color = color.map(|c| if c & 0x80 == 0 { 0 } else { 0xFF });
        }
        if self.inverted != self.glass.inverted {
            color = color.map(|c| !c);
        }
        color
    }

    /// The place in the memory that a place of the glass shows.
    fn scrolled(&self, place: usize) -> usize {
        let columns = usize::from(self.kind.columns);
        let (row, column) = (place / columns, place % columns);
        let top = usize::from(self.scroll.top);
        let rows = usize::from(self.scroll.rows);
        let by = usize::from(self.scroll.start).saturating_sub(top);
        if row < top || row >= top + rows {
            return place;
        }
        (top + (row - top + by) % rows) * columns + column
    }

    fn complain(&mut self, result: Result<(), LcdComplaint>) {
        if let Err(complaint) = result {
            self.complaints.push(complaint);
        }
    }

    const fn is_lit(&self) -> bool {
        self.backlight > 0 && self.display_on && self.is_awake()
    }

    /// It may go dark now.
    fn remember(&mut self) {
        if self.is_lit() {
            self.last = Some(self.picture());
        }
    }

    /// The D/CX line: low for commands, high for data.
    pub const fn set_data(&mut self, high: bool) {
        self.is_data = high;
    }

    /// How bright it is lit: 0 is off, 255 as bright as it gets.
    pub fn set_backlight(&mut self, level: u8) {
        if level == 0 {
            self.remember();
        }
        self.backlight = level;
    }

    /// The RESX line, which resets while it is low, at a time in nanoseconds.
    pub fn set_reset(&mut self, high: bool, now: u64) {
        if !high {
            self.remember();
            self.power.line_falls(now);
            self.pending = None;
            return;
        }
        match self.power.line_rises(now) {
            Ok(true) => self.reset_registers(),
            Ok(false) => {}
            Err(complaint) => self.complaints.push(complaint),
        }
    }

    fn reset_registers(&mut self) {
        self.memory.reset();
        self.display_on = false;
        self.inverted = false;
        self.idle = false;
        self.scroll = Scroll::still(self.kind.rows);
        self.high = None;
        self.pending = None;
    }
}

impl SpiPart for Ili9341 {
    fn select(&mut self, bus: SpiSettings, _now_ns: u64) {
        let is_mode = bus.mode == MODE_0 || bus.mode == MODE_3;
        self.follows = is_mode && bus.clock_hz <= self.kind.max_hz;
        if !is_mode {
            self.complaints.push(LcdComplaint::Mode(bus.mode));
        } else if !self.follows {
            let hz = bus.clock_hz;
            self.complaints.push(LcdComplaint::Clock { hz });
        }
    }

    /// The part has no output wire: what is read is noise, here 0.
    fn exchange(&mut self, byte: u8, now_ns: u64) -> u8 {
        if !self.follows {
        } else if self.is_data {
            let taken = self.data(byte);
            self.complain(taken);
        } else {
            self.command(byte, now_ns);
        }
        0
    }

    /// A command and its data may lie in any number of transactions.
    fn deselect(&mut self, _now_ns: u64) {}
}

impl Model for Ili9341 {
    fn name(&self) -> &'static str {
        self.kind.name
    }

    fn power_up(&mut self, now_ns: u64) {
        self.remember();
        self.memory = Memory::new(self.kind.columns, self.kind.rows);
        self.power = Power::new(now_ns);
        self.reset_registers();
    }

    fn complaints(&self) -> Complaints<String> {
        self.complaints.in_words()
    }

    fn is_at_rest(&self) -> bool {
        !self.is_awake() && !self.display_on && self.backlight == 0
    }
}

impl ScreenPart for Ili9341 {
    fn last_seen(&self) -> Picture {
        match &self.last {
            Some(last) if !self.is_lit() => last.clone(),
            _ => self.picture(),
        }
    }
}
