//! A codec or an amplifier that exists once, with its path.

use alloc::boxed::Box;
use core::fmt;

use board_support::{BoardError, Device, I2sWires, Platform};
use class_audio::{
    AudioError, AudioEvent, AudioStats, Codec, EVENTS, Format, Playback, PlaybackCounters,
    PlaybackInterrupt, Player, PlayerParts,
};
use isr_ring::{ByteConsumer, ByteProducer, ByteRing, Consumer, Doorbell, EventRing, Producer};

use crate::slot::Slot;

/// A codec or an amplifier that exists once, with a ring of `N` bytes.
///
/// It is meant to be a `static`, and exclusive as hardware is.
///
/// # Examples
///
/// See the [crate's page](crate).
#[derive(Debug)]
pub struct AudioPlace<const N: usize> {
    bytes: ByteRing<N>,
    events: EventRing<AudioEvent, EVENTS>,
    counters: PlaybackCounters,
    home: Slot<Writer<N>>,
    reader: Slot<Reader<N>>,
}

/// The ends of the task's side.
#[derive(Debug)]
struct Writer<const N: usize> {
    bytes: ByteProducer<'static, N>,
    events: Consumer<'static, AudioEvent, EVENTS>,
}

/// The ends of the interrupt's side.
#[derive(Debug)]
struct Reader<const N: usize> {
    bytes: ByteConsumer<'static, N>,
    events: Producer<'static, AudioEvent, EVENTS>,
}

impl<const N: usize> Default for AudioPlace<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> AudioPlace<N> {
    /// A closed codec.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            bytes: ByteRing::new(),
            events: EventRing::new(),
            counters: PlaybackCounters::new(),
            home: Slot::new(),
            reader: Slot::new(),
        }
    }

    /// Takes the codec for oneself, before its bus is touched.
    ///
    /// # Errors
    ///
    /// [`BoardError::Busy`] while somebody has it.
    pub fn claim(&'static self) -> Result<AudioClaim<N>, BoardError> {
        let writer = self.home.take().or_else(|| self.split());
        let mut writer = writer.ok_or(BoardError::Busy)?;
        let Some(mut reader) = self.reader.take() else {
            // A feed that the platform has not dropped yet.
            self.home.put(writer);
            return Err(BoardError::Busy);
        };
        // Refused only to ends of two rings, and these are of one each.
        let _same = isr_ring::reset_bytes(&mut writer.bytes, &mut reader.bytes);
        let _same = isr_ring::reset(&mut reader.events, &mut writer.events);
        self.counters.reset();
        self.reader.put(reader);
        Ok(AudioClaim {
            place: self,
            writer: Some(writer),
        })
    }

    /// The ends, the first time. Alone, because rings may give theirs to
    /// nobody if several ask at the same time.
    fn split(&'static self) -> Option<Writer<N>> {
        let (writer, reader) = critical_section::with(|_| {
            let (bytes_in, bytes) = self.bytes.split()?;
            let (events_in, events) = self.events.split()?;
            let writer = Writer {
                bytes: bytes_in,
                events,
            };
            let reader = Reader {
                bytes,
                events: events_in,
            };
            Some((writer, reader))
        })?;
        self.reader.put(reader);
        Some(writer)
    }
}

/// A codec that is taken, and not open yet. Dropping it frees the codec.
#[derive(Debug)]
pub struct AudioClaim<const N: usize> {
    place: &'static AudioPlace<N>,
    /// Absent once it is open.
    writer: Option<Writer<N>>,
}

impl<const N: usize> AudioClaim<N> {
    /// Opens the codec and its path, playing silence at a volume. `device` is
    /// the codec's address, if it has one.
    ///
    /// # Errors
    ///
    /// The platform's or the codec's; both are closed and the codec free then.
    pub fn open<P, C, D>(
        mut self,
        wires: &I2sWires,
        (codec, device): (C, Option<Device>),
        (format, volume): (Format, u8),
        doorbell: D,
    ) -> Result<Audio<P, C, N>, BoardError>
    where
        P: Platform,
        C: Codec + Send + 'static,
        D: Doorbell + Send + 'static,
    {
        let place = self.place;
        let mut side = FeedSide::new(place, format, doorbell).ok_or(BoardError::Busy)?;
        let path = P::samples(wires, Box::new(move |half| side.on_event(half)))?;
        let writer = self.writer.take().ok_or(BoardError::Busy)?;
        let parts = PlayerParts {
            codec,
            path,
            bytes: writer.bytes,
            events: writer.events,
            counters: &place.counters,
        };
        match Player::open(parts, format, volume) {
            Ok(player) => Ok(Audio {
                place,
                format,
                player: Some(player),
            }),
            Err((error, parts)) => {
                take_apart(place, parts);
                let error = BoardError::from(error);
                Err(device.map_or(error, |device| device.absent(error)))
            }
        }
    }
}

impl<const N: usize> Drop for AudioClaim<N> {
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            self.place.home.put(writer);
        }
    }
}

/// Drops the path, and with it the interrupt's side, then the codec; then the
/// codec is free.
fn take_apart<C, S, const N: usize>(
    place: &'static AudioPlace<N>,
    parts: PlayerParts<'static, C, S, N>,
) {
    let PlayerParts {
        codec,
        path,
        bytes,
        events,
        ..
    } = parts;
    drop(path);
    drop(codec);
    place.home.put(Writer { bytes, events });
}

/// What the path's interrupt calls. Dropping it gives the ends back.
struct FeedSide<D: Doorbell, const N: usize> {
    place: &'static AudioPlace<N>,
    /// Absent only while this is dropped.
    interrupt: Option<PlaybackInterrupt<'static, D, N>>,
}

impl<D: Doorbell, const N: usize> FeedSide<D, N> {
    /// `None` while another has the ends.
    fn new(place: &'static AudioPlace<N>, format: Format, doorbell: D) -> Option<Self> {
        let Reader { bytes, events } = place.reader.take()?;
        let counters = &place.counters;
        let interrupt = PlaybackInterrupt::new(format, bytes, events, doorbell, counters);
        Some(Self {
            place,
            interrupt: Some(interrupt),
        })
    }

    fn on_event(&mut self, half: &mut [u8]) {
        if let Some(interrupt) = &mut self.interrupt {
            interrupt.on_event(half);
        }
    }
}

impl<D: Doorbell, const N: usize> Drop for FeedSide<D, N> {
    fn drop(&mut self) {
        if let Some(interrupt) = self.interrupt.take() {
            let (bytes, events) = interrupt.release();
            self.place.reader.put(Reader { bytes, events });
        }
    }
}

/// An open [`AudioPlace`] on the platform `P`, with the codec `C`.
///
/// Dropping it mutes the codec, powers it down while the clocks still run,
/// stops and drops the path, and frees the codec.
pub struct Audio<P: Platform, C: Codec, const N: usize> {
    place: &'static AudioPlace<N>,
    format: Format,
    /// Absent only while this is dropped.
    player: Option<Player<'static, C, P::Samples, N>>,
}

impl<P: Platform, C: Codec + Send + 'static, const N: usize> Playback for Audio<P, C, N> {
    fn format(&self) -> Format {
        self.format
    }

    fn write(&mut self, frames: &[u8]) -> usize {
        self.player
            .as_mut()
            .map_or(0, |player| player.write(frames))
    }

    fn next_event(&mut self) -> Option<AudioEvent> {
        self.player.as_mut()?.next_event()
    }

    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        let player = self.player.as_mut();
        player.map_or(Ok(()), |player| player.set_volume(level))
    }

    fn pause(&mut self) -> Result<(), AudioError> {
        self.player.as_mut().map_or(Ok(()), Player::pause)
    }

    fn resume(&mut self) -> Result<(), AudioError> {
        self.player.as_mut().map_or(Ok(()), Player::resume)
    }

    fn stats(&self) -> AudioStats {
        let player = self.player.as_ref();
        player.map_or_else(AudioStats::default, Playback::stats)
    }
}

impl<P: Platform, C: Codec, const N: usize> Drop for Audio<P, C, N> {
    fn drop(&mut self) {
        // There is nobody left to be told how the close went.
        let parts = self.player.take().and_then(|player| player.close().0);
        if let Some(parts) = parts {
            take_apart(self.place, parts);
        }
    }
}

impl<P: Platform, C: Codec, const N: usize> fmt::Debug for Audio<P, C, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audio").finish_non_exhaustive()
    }
}
