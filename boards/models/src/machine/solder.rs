//! What is soldered where: a board's schematic, as its models have it.

use std::any::Any;
use std::sync::{Arc, Mutex};

use board_support::Pin;
use class_touch::PanelSize;

use super::fingers::Fingers;
use super::i2c::I2cNet;
use super::i2s::I2sNet;
use super::slot::{Part, Slot};
use super::spi::SpiNet;
use crate::{I2cPart, Model, ScreenPart, SoundPart, SpiPart, TouchPart};

/// What is soldered where.
///
/// The pins are to be written down from the schematic once more, not taken
/// from the board's constants: then a wrong constant finds nothing.
///
/// # Examples
///
/// ```
/// use board_models::{Ft6x36, Glass, Ili9341, Machine, Soldered, Soldering};
/// use board_support::{I2cWires, Pin, Platform};
/// use class_touch::PanelSize;
/// use embedded_hal::i2c::I2c;
///
/// struct Models;
///
/// impl Soldered for Models {
///     fn solder(board: &mut Soldering) {
///         let i2c = board.i2c(Pin::gpio(21), Pin::gpio(22));
///         let touch = board.on_i2c(i2c, Ft6x36::new());
///         board.fingers(&touch, Pin::gpio(39), PanelSize { width: 320, height: 240 });
///
///         let spi = board.spi(Pin::gpio(18), Pin::gpio(23), None);
///         let lcd = board.on_spi(spi, Pin::gpio(5), Ili9341::new(Glass::default()));
///         board.drives(Pin::gpio(15), &lcd, |lcd, level, _| lcd.set_data(level > 0));
///         board.drives(Pin::gpio(4), &lcd, |lcd, level, now| lcd.set_reset(level > 0, now));
///         board.drives(Pin::gpio(32), &lcd, |lcd, level, _| lcd.set_backlight(level));
///         board.screen(&lcd);
///     }
/// }
///
/// let wires = I2cWires { controller: 0, sda: Pin::gpio(21), scl: Pin::gpio(22), hz: 400_000 };
/// let mut bus = Machine::<Models>::i2c(&wires)?;
/// let mut id = [0];
/// assert_eq!(bus.write_read(0x38, &[0xA8], &mut id), Ok(()));
/// assert_eq!(id, [0x11]);
/// # Ok::<(), board_support::BoardError>(())
/// ```
pub trait Soldered: 'static {
    /// Solders it, once for each such type.
    fn solder(board: &mut Soldering);
}

/// An I2C bus of a [`Soldering`].
#[derive(Debug, Clone, Copy)]
pub struct I2cBus(usize);

/// An SPI bus of a [`Soldering`].
#[derive(Debug, Clone, Copy)]
pub struct SpiBus(usize);

/// A way of samples of a [`Soldering`].
#[derive(Debug, Clone, Copy)]
pub struct I2sBus(usize);

/// What a pin's level does: 0 is low, 255 high, and between them pulses.
pub(super) type Drive = Box<dyn Fn(u8, u64) + Send + Sync>;

/// A wire from one part to another: looks if something changed.
pub(super) type Link = Box<dyn Fn(u64) + Send + Sync>;

/// A board being soldered.
#[derive(Default)]
pub struct Soldering {
    pub(super) i2c: Vec<Arc<I2cNet>>,
    pub(super) spi: Vec<Arc<SpiNet>>,
    pub(super) i2s: Vec<Arc<I2sNet>>,
    pub(super) drives: Vec<(Pin, Drive)>,
    pub(super) links: Vec<Link>,
    pub(super) fingers: Vec<Arc<Fingers>>,
    pub(super) models: Vec<Arc<Slot<dyn Model>>>,
    pub(super) parts: Vec<Arc<dyn Any + Send + Sync>>,
}

impl std::fmt::Debug for Soldering {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Soldering").finish_non_exhaustive()
    }
}

impl Soldering {
    /// An I2C bus with its pull-ups: data and clock.
    pub fn i2c(&mut self, sda: Pin, scl: Pin) -> I2cBus {
        self.i2c.push(Arc::new(I2cNet::new(sda, scl)));
        I2cBus(self.i2c.len() - 1)
    }

    /// A part on an I2C bus.
    pub fn on_i2c<P: I2cPart + Model>(&mut self, bus: I2cBus, part: P) -> Part<P> {
        let part = self.beside(part);
        if let Some(net) = self.i2c.get(bus.0) {
            net.add(Arc::clone(&part.0) as _);
        }
        part
    }

    /// An SPI bus: clock, to the parts, and from them if any of them answers.
    pub fn spi(&mut self, sck: Pin, mosi: Pin, miso: Option<Pin>) -> SpiBus {
        self.spi.push(Arc::new(SpiNet::new(sck, mosi, miso)));
        SpiBus(self.spi.len() - 1)
    }

    /// A part on an SPI bus, with its select line.
    pub fn on_spi<P: SpiPart + Model>(&mut self, bus: SpiBus, cs: Pin, part: P) -> Part<P> {
        let part = self.beside(part);
        if let Some(net) = self.spi.get(bus.0) {
            net.add(cs, Arc::clone(&part.0) as _);
        }
        part
    }

    /// A way of samples: master clock if there is one, bit clock, word select,
    /// data.
    pub fn i2s(&mut self, mclk: Option<Pin>, bclk: Pin, ws: Pin, dout: Pin) -> I2sBus {
        let net = I2sNet::new(mclk, bclk, ws, dout);
        self.i2s.push(Arc::new(net));
        I2sBus(self.i2s.len() - 1)
    }

    /// Samples pass this part, after those that were named before, on their
    /// way to a speaker.
    pub fn on_i2s<P: SoundPart>(&mut self, bus: I2sBus, part: &Part<P>) {
        if let Some(net) = self.i2s.get(bus.0) {
            net.add(Arc::clone(&part.0) as _);
        }
    }

    /// A part on no bus, such as an amplifier.
    pub fn beside<P: Model>(&mut self, part: P) -> Part<P> {
        let part = Part::new(part);
        self.models.push(Arc::clone(&part.0) as _);
        self.parts.push(Arc::clone(&part.0) as _);
        part
    }
}

impl Soldering {
    /// A pin of the processor that ends at a part. `take` has the level, 0 for
    /// low, 255 for high, and between them for pulses, and the time in
    /// nanoseconds.
    pub fn drives<P: Model>(&mut self, pin: Pin, part: &Part<P>, take: fn(&mut P, u8, u64)) {
        let part = part.clone();
        let drive = move |level, now| part.look(|part| take(part, level, now));
        self.drives.push((pin, Box::new(drive)));
    }

    /// A wire from one part to another, such as a supply or a reset. `take` is
    /// called at the first look, and whenever the level has changed.
    pub fn links<S: Model, P: Model>(
        &mut self,
        from: &Part<S>,
        level: fn(&S) -> bool,
        to: &Part<P>,
        take: fn(&mut P, bool, u64),
    ) {
        let (from, to, last) = (from.clone(), to.clone(), Mutex::new(None));
        self.links.push(Box::new(move |now| {
            let level = from.look(|part| level(part));
            // One look at a time, so that the changes come in their order.
            if let Ok(mut last) = last.lock()
                && last.replace(level) != Some(level)
            {
                to.look(|part| take(part, level, now));
            }
        }));
    }

    /// A part's supply: it is there while `level` says so. Without it the part
    /// answers nothing, and is as new when it comes.
    pub fn supplies<S: Model, P: Model>(
        &mut self,
        from: &Part<S>,
        level: fn(&S) -> bool,
        to: &Part<P>,
    ) {
        let (from, to) = (from.clone(), to.clone());
        self.links.push(Box::new(move |now| {
            let on = from.look(|part| level(part));
            to.0.supply(on, now);
        }));
    }

    /// A pin that ends at something without a model.
    pub fn elsewhere(&mut self, pin: Pin) {
        self.drives.push((pin, Box::new(|_, _| ())));
    }

    /// Fingers on a part whose interrupt line ends at a pin, and whose glass
    /// has this size in its own coordinates.
    pub fn fingers<P: TouchPart>(&mut self, part: &Part<P>, interrupt: Pin, size: PanelSize) {
        let fingers = Fingers::new(Arc::clone(&part.0) as _, Some(interrupt), size);
        self.fingers.push(Arc::new(fingers));
    }

    /// The same for a part whose interrupt line is not wired: fingers are loose
    /// while a clock ticks, by which whoever reads them must go.
    pub fn unwired_fingers<P: TouchPart>(&mut self, part: &Part<P>, size: PanelSize) {
        let fingers = Fingers::new(Arc::clone(&part.0) as _, None, size);
        self.fingers.push(Arc::new(fingers));
    }

    /// Somebody looks at this part, which is on an SPI bus: what is seen is
    /// left as `panel.png` when it is closed.
    pub fn screen<P: ScreenPart>(&mut self, part: &Part<P>) {
        for net in &self.spi {
            net.watch(&(Arc::clone(&part.0) as Arc<Slot<dyn ScreenPart>>));
        }
    }
}
