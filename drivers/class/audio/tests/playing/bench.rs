//! A codec and a path that write down what they are told, and their rings.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use class_audio::{
    AudioError, AudioEvent, Channels, Codec, Depth, Doorbell, EVENTS, Format, PlaybackCounters,
    PlaybackInterrupt, Player, PlayerParts, SamplePath, VolumeRange,
};
use isr_ring::{ByteRing, EventRing};

/// What codec and path are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    CodecConfigure,
    PowerUp,
    PowerDown,
    Volume(u8),
    Mute(bool),
    Asked,
    PathConfigure,
    Start,
    Stop,
}

/// The log, and which entry of it fails.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) told: Vec<Told>,
    pub(crate) fault: Option<usize>,
    /// The codec's registers are lost, until it is configured.
    pub(crate) lost: bool,
    /// Every step of the codec fails.
    pub(crate) dead: bool,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Bench(pub(crate) Arc<Mutex<Log>>);

/// How a step that fails does so.
pub(crate) const FAILED: AudioError = AudioError::Path(-7);

impl Bench {
    fn take(&self, told: Told) -> Result<(), AudioError> {
        let mut log = self.0.lock().expect("no test panics with it");
        log.told.push(told);
        match log.fault {
            _ if log.dead => Err(FAILED),
            Some(nth) if nth + 1 == log.told.len() => Err(FAILED),
            _ => Ok(()),
        }
    }

    /// All that was told since it was asked last.
    pub(crate) fn told(&self) -> Vec<Told> {
        let mut log = self.0.lock().expect("no test panics with it");
        log.fault = None;
        std::mem::take(&mut log.told)
    }
}

impl Codec for Bench {
    type Error = AudioError;

    fn configure(&mut self, _format: Format) -> Result<(), AudioError> {
        self.take(Told::CodecConfigure)?;
        self.0.lock().expect("no test panics with it").lost = false;
        Ok(())
    }

    fn power_up(&mut self) -> Result<(), AudioError> {
        self.take(Told::PowerUp)
    }

    fn power_down(&mut self) -> Result<(), AudioError> {
        self.take(Told::PowerDown)
    }

    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        self.take(Told::Volume(level))
    }

    fn set_mute(&mut self, mute: bool) -> Result<(), AudioError> {
        self.take(Told::Mute(mute))
    }

    fn volume_range(&self) -> VolumeRange {
        VolumeRange {
            quietest: -100,
            loudest: 0,
        }
    }

    fn was_reset(&mut self) -> Result<bool, AudioError> {
        self.take(Told::Asked)?;
        Ok(self.0.lock().expect("no test panics with it").lost)
    }
}

impl SamplePath for Bench {
    type Error = AudioError;

    fn configure(&mut self, _format: Format) -> Result<(), AudioError> {
        self.take(Told::PathConfigure)
    }

    fn start(&mut self) -> Result<(), AudioError> {
        self.take(Told::Start)
    }

    fn stop(&mut self) -> Result<(), AudioError> {
        self.take(Told::Stop)
    }
}

/// Counts how often it is rung.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bell(Arc<AtomicU32>);

impl Bell {
    /// Rings since it was asked last.
    pub(crate) fn rings(&self) -> u32 {
        self.0.swap(0, Ordering::Relaxed)
    }
}

impl Doorbell for Bell {
    fn ring(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

pub(crate) const fn format(depth: Depth, channels: Channels) -> Format {
    Format {
        rate_hz: 8_000,
        depth,
        channels,
    }
}

/// Two bytes a frame.
pub(crate) const MONO_16: Format = format(Depth::Bits16, Channels::Mono);

pub(crate) type Parts<const N: usize> = PlayerParts<'static, Bench, Bench, N>;
pub(crate) type Playing<const N: usize> = Player<'static, Bench, Bench, N>;
pub(crate) type Interrupt<const N: usize> = PlaybackInterrupt<'static, Bell, N>;

/// A ring of `N` bytes with both its sides; it is never freed, as a `static`
/// is not.
pub(crate) fn parts<const N: usize>(format: Format) -> (Parts<N>, Interrupt<N>, Bell, Bench) {
    let ring: &'static ByteRing<N> = Box::leak(Box::default());
    let queue: &'static EventRing<AudioEvent, EVENTS> = Box::leak(Box::default());
    let counters: &'static PlaybackCounters = Box::leak(Box::default());
    let (bytes, played) = ring.split().expect("fresh");
    let (told, events) = queue.split().expect("fresh");
    let (bell, bench) = (Bell::default(), Bench::default());
    let interrupt = PlaybackInterrupt::new(format, played, told, bell.clone(), counters);
    let parts = PlayerParts {
        codec: bench.clone(),
        path: bench.clone(),
        bytes,
        events,
        counters,
    };
    (parts, interrupt, bell, bench)
}

/// The same, open.
pub(crate) fn open<const N: usize>(format: Format) -> (Playing<N>, Interrupt<N>, Bell, Bench) {
    let (parts, interrupt, bell, bench) = parts(format);
    let player = Player::open(parts, format, 128).map_err(|(error, _)| error);
    (player.expect("nothing fails"), interrupt, bell, bench)
}
