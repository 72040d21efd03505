//! The way of samples: a state machine that DMA feeds.

use core::cell::RefCell;
use core::sync::atomic::{AtomicU32, Ordering};

use board_support::{Feed, I2sWires, Pin, Setting};
use class_audio::{Format, SamplePath};
use critical_section::Mutex;
use platform_bare::Role;
use rp2040_hal::gpio::{DynFunction, DynPullType};

use super::pins::Claim;
use super::registers::Block;
use super::registers::dma::{self, HALF, Half};
use super::time;
use crate::{
    BEGIN, Fault, SideSet, first_x, frame_words, outputs, pio_divider, to_words, transmitter,
    wire_bits,
};

// Registers of PIO 0 and its state machine 0 (datasheet, 3.7).
const CTRL: usize = 0x000;
const FDEBUG: usize = 0x008;
const INSTR_MEM0: usize = 0x048;
const SM0_CLKDIV: usize = 0x0c8;
const SM0_EXECCTRL: usize = 0x0cc;
const SM0_SHIFTCTRL: usize = 0x0d0;
const SM0_INSTR: usize = 0x0d8;
const SM0_PINCTRL: usize = 0x0dc;

/// `CTRL`: the state machine runs; it and its divider begin anew.
const RUN: u32 = 1;
const RESTART: u32 = 1 << 4 | 1 << 8;
/// `FDEBUG`: the state machine waited for the FIFO, which was empty; a 1 clears it.
const TX_STALL: u32 = 1 << 24;
/// `SHIFTCTRL`: filled by itself after 32 bits, the highest first, both FIFOs
/// joined for sending.
const SHIFTCTRL: u32 = 1 << 17 | 1 << 30;
const FJOIN_RX: u32 = 1 << 31;
/// Where wrapping begins and ends in `EXECCTRL`.
const WRAP_TOP: u32 = 12;
/// `PINCTRL`: two side-set pins and one for data.
const SIDESET_COUNT: u32 = 2 << 29;
const SIDESET_BASE: u32 = 10;
const SET_COUNT: u32 = 26;
const SET_BASE: u32 = 5;
const OUT_COUNT: u32 = 1 << 20;

static HALVES: [Half; 2] = [const { [const { AtomicU32::new(0) }; HALF] }; 2];

/// Bytes of a half of the largest frames, of two words each.
const HALF_BYTES: usize = HALF * 4;

struct Source {
    format: Format,
    feed: Feed,
    bytes: [u8; HALF_BYTES],
}

static SOURCE: Mutex<RefCell<Option<Source>>> = Mutex::new(RefCell::new(None));

/// The way of samples over I2S, of which there is one. Bit clock and word
/// select are neighbours, in either order; there is no master clock. Samples
/// deeper than 16 bits go out as 32.
#[derive(Debug)]
pub struct ChipSamples {
    _pins: [Claim; 3],
    side: SideSet,
    clocks: u8,
    data: u8,
    format: Option<Format>,
}

/// What a path plays before it was configured.
const CD: Format = Format {
    rate_hz: 44_100,
    depth: class_audio::Depth::Bits16,
    channels: class_audio::Channels::Stereo,
};

impl ChipSamples {
    pub(super) fn open(wires: &I2sWires, feed: Feed) -> Result<Self, Fault> {
        if wires.controller != 0 {
            return Err(Fault::NoController);
        }
        let (bclk, ws) = (wires.bclk.number(), wires.ws.number());
        let (side, clocks) = match (ws.checked_sub(bclk), bclk.checked_sub(ws)) {
            (Some(1), _) => (SideSet::ClockBelow, wires.bclk),
            (_, Some(1)) => (SideSet::ClockAbove, wires.ws),
            _ => return Err(Fault::NoPin),
        };
        if wires.mclk.is_some() {
            return Err(Fault::NoPin);
        }
        let samples = Self {
            _pins: [pin(wires.bclk)?, pin(wires.ws)?, pin(wires.dout)?],
            side,
            clocks: clocks.number() as u8,
            data: wires.dout.number() as u8,
            format: None,
        };
        critical_section::with(|cs| {
            let source = Source {
                format: CD,
                feed,
                bytes: [0; HALF_BYTES],
            };
            // Whoever had it had the pins of PIO 0, or others: there is one.
            let mut place = SOURCE.borrow_ref_mut(cs);
            if place.is_some() {
                return Err(Fault::InUse);
            }
            *place = Some(source);
            Ok(())
        })
        .map(|()| samples)
    }

    /// The program, and the pins at rest: clocks low, left.
    fn set_up(&self, format: Format, divider: u32) {
        let bits = wire_bits(format.depth);
        let pio = Block::PIO;
        pio.clear(CTRL, RUN);
        for (nth, word) in transmitter(bits, self.side).into_iter().enumerate() {
            pio.write(INSTR_MEM0 + 4 * nth, word.into());
        }
        pio.write(SM0_CLKDIV, divider);
        pio.write(SM0_EXECCTRL, (crate::LENGTH as u32 - 1) << WRAP_TOP);
        // Changing what is joined empties the FIFOs.
        pio.write(SM0_SHIFTCTRL, FJOIN_RX);
        pio.write(SM0_SHIFTCTRL, SHIFTCTRL);
        for (base, count) in [(self.clocks, 2), (self.data, 1)] {
            let set = u32::from(count) << SET_COUNT | u32::from(base) << SET_BASE;
            pio.write(SM0_PINCTRL, set);
            pio.write(SM0_INSTR, outputs(count).into());
        }
        let side = SIDESET_COUNT | u32::from(self.clocks) << SIDESET_BASE;
        pio.write(SM0_PINCTRL, side | OUT_COUNT | u32::from(self.data));
    }

    /// Waits until the state machine has nothing left: eight words of the FIFO and the one that it
    /// shifts are nine frames at most. A clock that stands still does not keep anybody here.
    fn play_out(&self) {
        if Block::PIO.read(CTRL) & RUN == 0 {
            return;
        }
        let rate = self.format.unwrap_or(CD).rate_hz.max(1);
        let longest_us = u64::from(10 * 1_000_000 / rate + 1);
        let begun = time::now_us();
        Block::PIO.write(FDEBUG, TX_STALL);
        while Block::PIO.read(FDEBUG) & TX_STALL == 0 && time::now_us() - begun < longest_us {
            core::hint::spin_loop();
        }
    }
}

fn pin(pin: Pin) -> Result<Claim, Fault> {
    Claim::new(pin, Role::Wire, DynFunction::Pio0, DynPullType::None)
}

impl SamplePath for ChipSamples {
    type Error = Fault;

    /// The rate is that of the divider, within a tenth of a percent.
    fn configure(&mut self, format: Format) -> Result<(), Fault> {
        let clocks = format
            .rate_hz
            .checked_mul(4 * u32::from(wire_bits(format.depth)));
        let divider = clocks.and_then(pio_divider);
        let divider = divider.ok_or(Fault::Unsupported(Setting::SampleRate))?;
        self.set_up(format, divider);
        self.format = Some(format);
        critical_section::with(|cs| {
            if let Some(source) = SOURCE.borrow_ref_mut(cs).as_mut() {
                source.format = format;
            }
        });
        Ok(())
    }

    fn start(&mut self) -> Result<(), Fault> {
        if self.format.is_none() {
            self.configure(CD)?;
        }
        if Block::PIO.read(CTRL) & RUN != 0 {
            return Ok(());
        }
        let bits = wire_bits(self.format.unwrap_or(CD).depth);
        for word in HALVES.iter().flatten() {
            word.store(0, Ordering::Relaxed);
        }
        // A restart empties the shift register, and no more.
        Block::PIO.write(SM0_INSTR, first_x(bits).into());
        Block::PIO.write(SM0_INSTR, BEGIN.into());
        Block::PIO.write(CTRL, RUN | RESTART);
        let [first, second] = &HALVES;
        dma::start([first, second]);
        Ok(())
    }

    fn stop(&mut self) -> Result<(), Fault> {
        critical_section::with(|_| dma::stop());
        self.play_out();
        Block::PIO.clear(CTRL, RUN);
        // What was on its way is not to be heard at the next start.
        Block::PIO.write(SM0_SHIFTCTRL, FJOIN_RX);
        Block::PIO.write(SM0_SHIFTCTRL, SHIFTCTRL);
        Ok(())
    }
}

impl Drop for ChipSamples {
    fn drop(&mut self) {
        // Cannot fail.
        let _stopped = self.stop();
        // Dropped outside: a feed may own much.
        let _source = critical_section::with(|cs| SOURCE.borrow_ref_mut(cs).take());
    }
}

/// A half has been played: fills it again while the other is played.
pub(super) fn on_interrupt() {
    let played = dma::played();
    critical_section::with(|cs| {
        let mut source = SOURCE.borrow_ref_mut(cs);
        for (nth, half) in HALVES.iter().enumerate() {
            if !played[nth] {
                continue;
            }
            dma::rearm(nth, half);
            if let Some(Source {
                format,
                feed,
                bytes,
            }) = source.as_mut()
            {
                let frames = HALF / frame_words(format.depth);
                let bytes = bytes
                    .get_mut(..frames * format.frame_bytes())
                    .unwrap_or_default();
                feed(bytes);
                to_words(*format, bytes, half);
            }
        }
    });
}
