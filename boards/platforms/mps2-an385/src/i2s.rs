//! The way of samples: paced by a timer, into a register that QEMU only logs.
//!
//! QEMU has no I2S on this machine: `0x40024000` is one of its devices that are
//! not implemented. Each frame is written to the register that sends it all
//! the same, so a log of such writes (`-d unimp`) has every sample in order.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

use board_support::{BoardError, Feed};
use class_audio::{AudioError, Channels, Depth, Format, SamplePath};

use crate::handler::Held;
use crate::registers::{DUAL_TIMER, I2S, NVIC_ENABLE};

/// The number of the dual timer's interrupt.
pub(crate) const DUAL_TIMER_INTERRUPT: u32 = 10;
/// Counts of the timer in a second.
const TIMER_HZ: u64 = 25_000_000;
/// Enable, periodic, interrupt, 32 bits (bits 7, 6, 5 and 1).
const RUN: u32 = 0xE2;
/// Lets frames out (bit 0).
const TRANSMIT: u32 = 1;
/// Frames of a half.
const HALF: usize = 256;
/// Rates that a codec may have, in Hz.
const RATES: core::ops::RangeInclusive<u32> = 8_000..=96_000;

/// What the timer's interrupt works with.
struct Work {
    feed: Feed,
    half: Vec<u8>,
    channels: Channels,
}

static WORK: Held<Work> = Held::new();

/// The one way of samples there is. Dropping it stops it.
#[derive(Debug)]
pub struct Samples {
    period: u32,
}

impl Samples {
    pub(crate) fn open(feed: Feed) -> Result<Self, BoardError> {
        let work = Work {
            feed,
            half: Vec::new(),
            channels: Channels::Stereo,
        };
        if !WORK.put(Box::new(work)) {
            return Err(BoardError::Busy);
        }
        Ok(Self { period: 0 })
    }
}

/// Counts of the timer for a half.
fn period(rate_hz: u32) -> u32 {
    // At most 800,000, at 8 kHz.
    (HALF as u64 * TIMER_HZ / u64::from(rate_hz.max(1))) as u32
}

impl SamplePath for Samples {
    type Error = AudioError;

    /// Samples of 16 bits, at 8 to 96 kHz.
    fn configure(&mut self, format: Format) -> Result<(), AudioError> {
        if format.depth != Depth::Bits16 {
            return Err(AudioError::Depth);
        }
        if !RATES.contains(&format.rate_hz) {
            return Err(AudioError::Rate);
        }
        self.period = period(format.rate_hz);
        WORK.with(|work| {
            work.half = vec![0; HALF * format.frame_bytes()];
            work.channels = format.channels;
        });
        Ok(())
    }

    fn start(&mut self) -> Result<(), AudioError> {
        if self.period == 0 {
            return Err(AudioError::Rate);
        }
        I2S.control.write(TRANSMIT);
        DUAL_TIMER.load.write(self.period);
        DUAL_TIMER.control.write(RUN);
        NVIC_ENABLE.write(1 << DUAL_TIMER_INTERRUPT);
        Ok(())
    }

    fn stop(&mut self) -> Result<(), AudioError> {
        DUAL_TIMER.control.write(0);
        DUAL_TIMER.interrupt.write(1);
        I2S.control.write(0);
        Ok(())
    }
}

impl Drop for Samples {
    fn drop(&mut self) {
        let _never_fails = self.stop();
        drop(WORK.take());
    }
}

/// What the timer's interrupt does: has a half filled, and sends it.
pub(crate) fn interrupted() {
    DUAL_TIMER.interrupt.write(1);
    WORK.with(|work| {
        (work.feed)(&mut work.half);
        for frame in work
            .half
            .chunks_exact(2 * usize::from(work.channels.count()))
        {
            I2S.transmit.write(word(frame));
        }
    });
}

/// A frame as the register wants it: one sample goes to both sides.
fn word(frame: &[u8]) -> u32 {
    match *frame {
        [low, high] => u32::from_le_bytes([low, high, low, high]),
        [left_low, left, right_low, right] => {
            u32::from_le_bytes([right_low, right, left_low, left])
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{period, word};

    #[test]
    fn the_left_sample_is_the_upper_half() {
        assert_eq!(word(&[0x34, 0x12, 0x78, 0x56]), 0x1234_5678);
        assert_eq!(word(&[0x34, 0x12]), 0x1234_1234);
    }

    #[test]
    fn a_half_takes_its_time() {
        assert_eq!(period(8_000), 800_000);
        assert_eq!(period(48_000), 133_333);
    }
}
