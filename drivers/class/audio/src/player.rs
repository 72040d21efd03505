//! A playback out of a codec, a path and a ring.

use isr_ring::{ByteProducer, Consumer};

use crate::revival::Revival;
use crate::{
    AudioError, AudioEvent, AudioStats, Codec, EVENTS, Format, Playback, PlaybackCounters,
    SamplePath, WriterStep,
};

/// What a [`Player`] is made of. A board keeps them while nobody plays.
#[derive(Debug)]
pub struct PlayerParts<'r, C, P, const N: usize> {
    /// The codec, or [`NullCodec`](crate::NullCodec).
    pub codec: C,
    /// The path, whose interrupt fills it by a
    /// [`PlaybackInterrupt`](crate::PlaybackInterrupt).
    pub path: P,
    /// The end of the ring that is written.
    pub bytes: ByteProducer<'r, N>,
    /// The end of the queue of events that is read.
    pub events: Consumer<'r, AudioEvent, EVENTS>,
    /// What both sides share.
    pub counters: &'r PlaybackCounters,
}

/// An open codec with its path and a ring of `N` bytes.
///
/// Opening and closing follow the order that codecs' datasheets ask for, of
/// which the CS43L22's (4.9 and 4.10) is the strictest: a codec is set up while
/// it is in standby, gets its clocks, is powered up, and only then sounds; it
/// is muted, powered down while the clocks still run, and only then loses them.
///
/// A codec whose supply breaks down for a moment loses its registers, and is
/// silent or worse. [`Codec::was_reset`] is asked when frames are written or
/// events are taken, at most four times in a second of played frames, so a
/// writer that is told of room notices within a fraction of a second, and
/// another before the next sound. The codec is set up again as it was, once:
/// [`AudioStats::codec_resets`] tells. The second time is
/// [`AudioEvent::CodecReset`], and the codec stays quiet.
///
/// Dropping it closes it. [`close`](Self::close) does the same and gives the
/// parts back.
#[derive(Debug)]
pub struct Player<'r, C: Codec, P: SamplePath, const N: usize> {
    /// Absent only while it is closed.
    parts: Option<PlayerParts<'r, C, P, N>>,
    format: Format,
    /// Bytes put into the ring, modulo 2^32.
    written: u32,
    revival: Revival,
    /// The codec was given up, which nobody was told yet.
    is_news: bool,
}

impl<'r, C: Codec, P: SamplePath, const N: usize> Player<'r, C, P, N> {
    /// Opens the codec and the path, playing silence at a volume.
    ///
    /// The ring, the events and the counters are to be as new, and the path's
    /// interrupt is to be ready.
    ///
    /// # Errors
    ///
    /// The codec's or the path's, with the parts: the path is stopped, and the
    /// codec muted and powered down as far as its bus allows. A codec that is
    /// not there, is another part or cannot do the format was not written to.
    pub fn open(
        mut parts: PlayerParts<'r, C, P, N>,
        format: Format,
        volume: u8,
    ) -> Result<Self, (AudioError, PlayerParts<'r, C, P, N>)> {
        if let Err(error) = parts.codec.configure(format) {
            return Err((error.into(), parts));
        }
        if let Err(error) = parts.start(format, volume) {
            // What went wrong first is the news.
            let _second = parts.shut_down();
            return Err((error, parts));
        }
        let revival = Revival::new(format, volume, parts.counters.frames());
        Ok(Self {
            parts: Some(parts),
            format,
            written: 0,
            revival,
            is_news: false,
        })
    }

    /// Closes it, and gives the parts back.
    ///
    /// # Errors
    ///
    /// The first thing that went wrong; every step was tried all the same.
    pub fn close(mut self) -> (Option<PlayerParts<'r, C, P, N>>, Result<(), AudioError>) {
        let mut parts = self.parts.take();
        let closed = parts.as_mut().map_or(Ok(()), PlayerParts::shut_down);
        (parts, closed)
    }
}

impl<C: Codec, P: SamplePath, const N: usize> Player<'_, C, P, N> {
    /// Asks the codec whether it lost its registers, now and then.
    fn check(&mut self) {
        if let Some(parts) = &mut self.parts {
            let frames = parts.counters.frames();
            self.is_news |= self.revival.check(&mut parts.codec, frames);
        }
    }

    /// Tells the codec, unless it was given up.
    fn tell(
        &mut self,
        tell: impl FnOnce(&mut C) -> Result<(), C::Error>,
    ) -> Result<(), AudioError> {
        self.revival.given_up()?;
        let codec = self.parts.as_mut().map(|parts| &mut parts.codec);
        codec.map_or(Ok(()), |codec| tell(codec).map_err(Into::into))
    }
}

impl<C: Codec, P: SamplePath, const N: usize> PlayerParts<'_, C, P, N> {
    fn start(&mut self, format: Format, volume: u8) -> Result<(), AudioError> {
        self.path.configure(format).map_err(Into::into)?;
        self.path.start().map_err(Into::into)?;
        self.codec.power_up().map_err(Into::into)?;
        self.codec.set_volume(volume).map_err(Into::into)?;
        self.codec.set_mute(false).map_err(Into::into)
    }

    fn shut_down(&mut self) -> Result<(), AudioError> {
        let muted = self.codec.set_mute(true).map_err(Into::into);
        let down = self.codec.power_down().map_err(Into::into);
        let stopped = self.path.stop().map_err(Into::into);
        muted.and(down).and(stopped)
    }
}

impl<C: Codec, P: SamplePath, const N: usize> Drop for Player<'_, C, P, N> {
    fn drop(&mut self) {
        if let Some(parts) = &mut self.parts {
            // There is nobody left to be told.
            let _closed = parts.shut_down();
        }
    }
}

impl<C, P, const N: usize> Playback for Player<'static, C, P, N>
where
    C: Codec + Send + 'static,
    P: SamplePath + Send + 'static,
{
    fn format(&self) -> Format {
        self.format
    }

    fn write(&mut self, frames: &[u8]) -> usize {
        self.check();
        let Some(parts) = &mut self.parts else {
            return 0;
        };
        parts.path.note(WriterStep::Begins);
        let whole = self.format.whole_frames(frames.len());
        let room = self.format.whole_frames(parts.bytes.vacant());
        let promised = self.written.wrapping_add(whole as u32);
        parts.counters.promise(promised);
        let fits = frames.get(..whole.min(room)).unwrap_or_default();
        let written = parts.bytes.write(fits);
        self.written = self.written.wrapping_add(written as u32);
        if written < whole {
            parts.counters.count_short();
        }
        let owed = written < whole;
        parts.path.note(WriterStep::Ends { written, owed });
        written
    }

    fn next_event(&mut self) -> Option<AudioEvent> {
        self.check();
        if core::mem::take(&mut self.is_news) {
            return Some(AudioEvent::CodecReset);
        }
        self.parts.as_mut()?.events.pop()
    }

    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        self.tell(|codec| codec.set_volume(level))?;
        self.revival.volume = level;
        Ok(())
    }

    fn pause(&mut self) -> Result<(), AudioError> {
        if let Some(parts) = &mut self.parts {
            parts.path.note(WriterStep::Pauses);
            parts.counters.pause(true);
        }
        self.revival.muted = true;
        self.tell(|codec| codec.set_mute(true))
    }

    fn resume(&mut self) -> Result<(), AudioError> {
        self.tell(|codec| codec.set_mute(false))?;
        self.revival.muted = false;
        if let Some(parts) = &mut self.parts {
            parts.counters.pause(false);
            parts.path.note(WriterStep::Resumes);
        }
        Ok(())
    }

    fn stats(&self) -> AudioStats {
        let Some(parts) = &self.parts else {
            return AudioStats::default();
        };
        let counts = parts.counters.counts();
        AudioStats {
            queued_bytes: parts.bytes.queued() as u32,
            capacity_bytes: N as u32,
            played_frames: counts.played,
            idle_frames: counts.idle,
            underruns: counts.underruns,
            underrun_frames: counts.underrun_frames,
            drained: counts.drained,
            lost_events: parts.events.stats().dropped,
            codec_resets: self.revival.resets,
        }
    }
}
