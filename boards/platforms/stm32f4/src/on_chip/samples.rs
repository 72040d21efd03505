//! The way of samples: I2S as master, fed by a stream of DMA1.

use alloc::vec;
use alloc::vec::Vec;
use board_support::{BoardError, Feed, I2sWires};
use class_audio::{AudioError, Depth, Format, PathEvent, SamplePath};
use platform_bare::{Halves, Handlers, no_controller, slot_bits};
use stm32f4xx_hal::pac::{self, Interrupt, dma1, spi1};
use stm32f4xx_hal::rcc::{Enable, Reset};

use super::pins::{self, Taken};
use super::spi::{self, Controller};
use super::time::Deadline;
use super::{chip, registers};
use crate::{SampleClock, Signal};

/// What DMA reads: halves of 256 frames. One way of samples is open at a time,
/// as both would want the same clock.
type Buffer = Halves<2048>;

static BUFFER: Buffer = Buffer::new();

/// What fills the halves.
struct Work {
    feed: Feed,
    format: Format,
    frames: Vec<u8>,
}

static WORK: Handlers<Work, 1> = Handlers::new();

/// What a format is before one is set.
const QUIET: Format = Format {
    rate_hz: 48_000,
    depth: Depth::Bits16,
    channels: class_audio::Channels::Stereo,
};

/// How long stopping may take: the last frames at 8 kHz, and the stream.
const STOPS_US: u32 = 1_000;

/// The way of samples. Dropping it stops it.
#[derive(Debug)]
pub struct Samples {
    controller: u8,
    mclk: bool,
    format: Option<Format>,
    _wires: [Option<Taken>; 4],
    _taken: Controller,
}

impl Samples {
    pub(super) fn open(wires: &I2sWires, feed: Feed) -> Result<Self, BoardError> {
        let controller = wires.controller;
        if !(2..=3).contains(&controller) {
            return Err(no_controller("I2S"));
        }
        let controller_taken = spi::controller(controller)?;
        let wire = |signal, pin| pins::wire(signal, controller, pin, false);
        let taken = [
            Some(wire(Signal::Bclk, wires.bclk)?),
            Some(wire(Signal::Ws, wires.ws)?),
            Some(wire(Signal::Dout, wires.dout)?),
            wires.mclk.map(|pin| wire(Signal::Mclk, pin)).transpose()?,
        ];
        let work = Work {
            feed,
            format: QUIET,
            frames: Vec::new(),
        };
        WORK.open(0, work).map_err(|_| BoardError::Busy)?;
        chip::with(|rcc| match controller {
            2 => {
                pac::SPI2::enable(rcc);
                pac::SPI2::reset(rcc);
            }
            _ => {
                pac::SPI3::enable(rcc);
                pac::SPI3::reset(rcc);
            }
        });
        Ok(Self {
            controller,
            mclk: wires.mclk.is_some(),
            format: None,
            _wires: taken,
            _taken: controller_taken,
        })
    }

    /// The stream that the controller asks, by channel 0.
    fn stream(&self) -> usize {
        2 + usize::from(self.controller)
    }

    fn registers(&self) -> &'static spi1::RegisterBlock {
        registers::spi(self.controller)
    }

    fn is_running(&self) -> bool {
        registers::dma()
            .st(self.stream())
            .cr()
            .read()
            .en()
            .bit_is_set()
    }

    fn set_layout(&self, format: Format) {
        self.registers().i2scfgr().write(|w| {
            w.i2smod().set_bit();
            w.i2scfg().master_tx();
            w.i2sstd().philips();
            match format.depth {
                Depth::Bits16 => w.datlen().sixteen_bit().chlen().clear_bit(),
                Depth::Bits24 => w.datlen().twenty_four_bit().chlen().set_bit(),
                Depth::Bits32 => w.datlen().thirty_two_bit().chlen().set_bit(),
            }
        });
    }
}

/// Sets PLLI2S, which may not run meanwhile, and waits until it does.
fn set_pll(clock: SampleClock) -> Result<(), AudioError> {
    let control = registers::rcc().cr();
    critical_section::with(|_| control.modify(|_, w| w.plli2son().clear_bit()));
    let stopped = || control.read().plli2srdy().bit_is_clear();
    let set = Deadline::after_us(STOPS_US).until(stopped) && {
        registers::set_plli2s(clock.n, clock.r);
        critical_section::with(|_| control.modify(|_, w| w.plli2son().set_bit()));
        let runs = || control.read().plli2srdy().bit_is_set();
        Deadline::after_us(STOPS_US).until(runs)
    };
    set.then_some(()).ok_or(AudioError::NoLock)
}

/// The clock that PLLI2S multiplies, in Hz.
fn pll_input_hz() -> u32 {
    let config = registers::rcc().pllcfgr().read();
    let source = match config.pllsrc().is_hse() {
        true => chip::crystal_hz(),
        false => stm32f4xx_hal::rcc::HSI,
    };
    source / u32::from(config.pllm().bits().max(1))
}

impl SamplePath for Samples {
    type Error = AudioError;

    fn configure(&mut self, format: Format) -> Result<(), AudioError> {
        let bits = slot_bits(format.depth);
        let clock = SampleClock::find(pll_input_hz(), format.rate_hz, bits, self.mclk);
        let clock = clock.ok_or(AudioError::Rate)?;
        self.stop()?;
        self.format = None;
        set_pll(clock)?;
        registers::set_i2s_divider(self.controller, clock.divider, self.mclk);
        self.set_layout(format);
        let frames = vec![0; Buffer::FRAMES * format.frame_bytes()];
        let replaced = WORK.run(0, |work| {
            work.format = format;
            core::mem::replace(&mut work.frames, frames)
        });
        drop(replaced);
        self.format = Some(format);
        Ok(())
    }

    fn start(&mut self) -> Result<(), AudioError> {
        let format = self.format.ok_or(AudioError::Rate)?;
        if self.is_running() {
            return Ok(());
        }
        BUFFER.silence();
        let words = BUFFER.words(format.depth);
        registers::set_stream(self.stream(), words, self.controller);
        let stream = registers::dma().st(self.stream()).cr();
        stream.write(|w| {
            w.msize().bits16().psize().bits16().minc().set_bit();
            w.dir().memory_to_peripheral().circ().set_bit();
            w.pl().high().htie().set_bit().tcie().set_bit()
        });
        stream.modify(|_, w| w.en().set_bit());
        self.registers().cr2().modify(|_, w| w.txdmaen().set_bit());
        self.registers().i2scfgr().modify(|_, w| w.i2se().set_bit());
        registers::enable(match self.controller {
            2 => Interrupt::DMA1_STREAM4,
            _ => Interrupt::DMA1_STREAM5,
        });
        Ok(())
    }

    fn stop(&mut self) -> Result<(), AudioError> {
        let stream = registers::dma().st(self.stream()).cr();
        stream.modify(|_, w| w.en().clear_bit().htie().clear_bit().tcie().clear_bit());
        let is_off = Deadline::after_us(STOPS_US).until(|| stream.read().en().bit_is_clear());
        // An event that is pending is none.
        taken_events(self.controller);
        let (status, layout) = (self.registers().sr(), self.registers().i2scfgr());
        if layout.read().i2se().bit_is_set() {
            let is_idle = || {
                let flags = status.read();
                flags.txe().bit_is_set() && flags.bsy().bit_is_clear()
            };
            Deadline::after_us(STOPS_US).until(is_idle);
            layout.modify(|_, w| w.i2se().clear_bit());
        }
        self.registers()
            .cr2()
            .modify(|_, w| w.txdmaen().clear_bit());
        is_off.then_some(()).ok_or(AudioError::Path(-1))
    }
}

impl Drop for Samples {
    fn drop(&mut self) {
        // Whatever it says, no event comes any more.
        let _ = self.stop();
        chip::with(|rcc| match self.controller {
            2 => pac::SPI2::disable(rcc),
            _ => pac::SPI3::disable(rcc),
        });
        drop(WORK.close(0));
    }
}

/// The events of the controller's stream, which are cleared.
fn taken_events(controller: u8) -> [Option<PathEvent>; 2] {
    let dma: &dma1::RegisterBlock = registers::dma();
    let flags = dma.hisr().read();
    let (half, complete) = match controller {
        2 => (flags.htif4().bit_is_set(), flags.tcif4().bit_is_set()),
        _ => (flags.htif5().bit_is_set(), flags.tcif5().bit_is_set()),
    };
    dma.hifcr().write(|w| match controller {
        2 => {
            w.chtif4().bit(half).ctcif4().bit(complete);
            w.cteif4().clear().cdmeif4().clear().cfeif4().clear()
        }
        _ => {
            w.chtif5().bit(half).ctcif5().bit(complete);
            w.cteif5().clear().cdmeif5().clear().cfeif5().clear()
        }
    });
    [
        half.then_some(PathEvent::Half),
        complete.then_some(PathEvent::Complete),
    ]
}

/// What the stream's interrupt does: has the half that was played filled.
pub(super) fn interrupted(controller: u8) {
    // In a critical section, so that a stop comes before it or after.
    WORK.run(0, |work| {
        for event in taken_events(controller).into_iter().flatten() {
            (work.feed)(&mut work.frames);
            BUFFER.fill(event, work.format, &work.frames);
        }
    });
}
