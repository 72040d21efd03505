//! The way of samples: I2S with a stream of the DMA.
//!
//! esp-hal's stream is a list of blocks that the DMA reads one after the other,
//! and gives back. A timer looks at it four times in what a half of the buffer
//! takes; when a half has been given back, it is filled and added to the list.
//! What comes too late finds the list at its end, and starts it again.

use alloc::vec;
use alloc::vec::Vec;
use core::cell::RefCell;

use board_support::{BoardError, Feed, I2sWires};
use class_audio::{AudioError, Channels, Depth, Format, SamplePath};
use critical_section::Mutex;
use esp_hal::Blocking;
use esp_hal::dma::DmaTxStreamBuf;
use esp_hal::i2s::master::{self, DataFormat, I2sTx, I2sTxDmaTransfer, TdmConfig};
use esp_hal::time::{Duration, Rate};
use platform_bare::{Claim, Claims, Fault, Handlers, Role, no_controller, slot_bits, slots};

use super::pins::{self, Taken};
use super::{pieces, ticker};
use crate::feed_period_us;

/// The timer that looks at the stream.
pub(super) const TIMER: usize = 2;
/// Bytes of a half of the buffer, in four blocks.
const HALF: usize = 2048;
/// Bytes of a block.
const BLOCK: usize = 512;

/// One way of samples is open at a time: there is one buffer.
static WAY: Claims<1> = Claims::new(|_, _| ());
/// The buffer, while nothing plays; made by the first.
static BUFFER: Mutex<RefCell<Option<DmaTxStreamBuf>>> = Mutex::new(RefCell::new(None));
/// What fills the halves.
static WORK: Handlers<Work, 1> = Handlers::new();

struct Work {
    feed: Feed,
    format: Format,
    frames: Vec<u8>,
    /// The half as it goes out.
    bytes: Vec<u8>,
    playing: Option<Playing>,
}

/// What plays.
type Playing = I2sTxDmaTransfer<'static, Blocking, DmaTxStreamBuf>;

/// The way of samples. Dropping it stops it.
#[derive(Debug)]
pub struct Samples {
    controller: u8,
    format: Option<Format>,
    bclk: Taken,
    ws: Taken,
    dout: Taken,
    mclk: Option<Taken>,
    _way: Claim<1>,
}

impl Samples {
    pub(super) fn open(set: u64, wires: &I2sWires, feed: Feed) -> Result<Self, BoardError> {
        let take = |pin| pins::take(set, pin, Role::Wire);
        let samples = Self {
            controller: wires.controller,
            format: None,
            bclk: take(wires.bclk)?,
            ws: take(wires.ws)?,
            dout: take(wires.dout)?,
            mclk: wires.mclk.map(take).transpose()?,
            _way: WAY.claim(0, Role::Wire).map_err(Fault::samples)?,
        };
        if usize::from(wires.controller) >= CONTROLLERS {
            return Err(no_controller("I2S"));
        }
        let work = Work {
            feed,
            format: QUIET,
            frames: Vec::new(),
            bytes: Vec::new(),
            playing: None,
        };
        WORK.open(0, work).map_err(|_| BoardError::Busy)?;
        Ok(samples)
    }

    /// The driver, with its clocks set.
    fn driver(&self, format: Format) -> Result<I2sTx<'static, Blocking>, AudioError> {
        let driver = pieces::i2s(self.controller, config(format)).ok_or(AudioError::Path(-1))?;
        let mut driver = driver.map_err(refused)?;
        if let Some(mclk) = &self.mclk {
            driver = driver.with_mclk(pins::piece(mclk));
        }
        let sends = driver
            .i2s_tx
            .with_bclk(pins::piece(&self.bclk))
            .with_ws(pins::piece(&self.ws))
            .with_dout(pins::piece(&self.dout));
        Ok(sends.build())
    }
}

/// Controllers that the chip has.
const CONTROLLERS: usize = if cfg!(feature = "second") { 3 } else { 1 };

/// What a format is before one is set.
const QUIET: Format = Format {
    rate_hz: 48_000,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

/// Frames of a half.
const fn frames(depth: Depth) -> usize {
    // Two slots a frame.
    HALF / (slot_bits(depth) as usize / 4)
}

fn config(format: Format) -> TdmConfig {
    let data = match format.depth {
        Depth::Bits16 => DataFormat::Data16Channel16,
        Depth::Bits24 | Depth::Bits32 => DataFormat::Data32Channel32,
    };
    TdmConfig::new_tdm_philips()
        .with_sample_rate(Rate::from_hz(format.rate_hz))
        .with_data_format(data)
        .with_channels(master::Channels::STEREO)
}

fn refused(_: master::ConfigError) -> AudioError {
    AudioError::Rate
}

impl SamplePath for Samples {
    type Error = AudioError;

    fn configure(&mut self, format: Format) -> Result<(), AudioError> {
        self.stop()?;
        self.format = None;
        // It says whether the clocks can be had, and is dropped again.
        drop(self.driver(format)?);
        let frames = vec![0; frames(format.depth) * format.frame_bytes()];
        let bytes = vec![0; HALF];
        let before = WORK.run(0, |work| {
            work.format = format;
            (
                core::mem::replace(&mut work.frames, frames),
                core::mem::replace(&mut work.bytes, bytes),
            )
        });
        drop(before);
        self.format = Some(format);
        Ok(())
    }

    fn start(&mut self) -> Result<(), AudioError> {
        let format = self.format.ok_or(AudioError::Rate)?;
        if WORK.run(0, |work| work.playing.is_some()) == Some(true) {
            return Ok(());
        }
        let driver = self.driver(format)?;
        let playing = play(driver, take_buffer())?;
        WORK.run(0, |work| work.playing = Some(playing));
        let frames = frames(format.depth) as u32;
        let period = Duration::from_micros(u64::from(feed_period_us(frames, format.rate_hz)));
        match ticker::run(TIMER, period) {
            true => Ok(()),
            false => {
                self.stop()?;
                Err(AudioError::Path(-1))
            }
        }
    }

    fn stop(&mut self) -> Result<(), AudioError> {
        ticker::stop(TIMER);
        if let Some(playing) = WORK.run(0, |work| work.playing.take()).flatten() {
            let (driver, buffer) = playing.stop();
            drop(driver);
            give_buffer(buffer);
        }
        Ok(())
    }
}

impl Drop for Samples {
    fn drop(&mut self) {
        // It never fails.
        let _ = self.stop();
        drop(WORK.close(0));
    }
}

fn take_buffer() -> DmaTxStreamBuf {
    let kept = critical_section::with(|cs| BUFFER.borrow_ref_mut(cs).take());
    kept.unwrap_or_else(|| esp_hal::dma_tx_stream_buffer!(2 * HALF, BLOCK))
}

fn give_buffer(buffer: DmaTxStreamBuf) {
    critical_section::with(|cs| *BUFFER.borrow_ref_mut(cs) = Some(buffer));
}

/// Starts with silence.
fn play(
    driver: I2sTx<'static, Blocking>,
    mut buffer: DmaTxStreamBuf,
) -> Result<Playing, AudioError> {
    buffer.push_with(|bytes| {
        bytes.fill(0);
        bytes.len()
    });
    driver.write(buffer).map_err(|(_, driver, buffer)| {
        drop(driver);
        give_buffer(buffer);
        AudioError::Path(-1)
    })
}

/// What the timer's interrupt does: fills each half that was played.
pub(super) fn interrupted() {
    WORK.run(0, |work| {
        let Some(mut playing) = work.playing.take() else {
            return;
        };
        if playing.is_done() {
            let (driver, buffer) = playing.stop();
            // What cannot be started again stays silent.
            match play(driver, buffer) {
                Ok(again) => playing = again,
                Err(_) => return,
            }
        }
        while playing.available_bytes() >= HALF {
            (work.feed)(&mut work.frames);
            slots(work.format, &work.frames, &mut work.bytes);
            playing.push(&work.bytes);
        }
        work.playing = Some(playing);
    });
}
