//! The interrupt side: from the ring into the half that a path has freed.

use core::num::NonZero;

use isr_ring::{ByteConsumer, Doorbell, Producer};

use crate::{AudioEvent, EVENTS, Format, PathEvent, PlaybackCounters};

/// Halves of a path's buffer: one that is filled is played after the other.
const HALVES: u8 = 2;

/// What the interrupt handler of a sample path owns: the end of a ring of `N`
/// bytes that is played, the end of the queue of events, and the doorbell of
/// whoever writes.
///
/// No allocation, no lock, no panic; the time of an interrupt is that of
/// copying one half.
///
/// It always fills the whole half, and accounts for each frame of it:
///
/// | the ring | the writer | frames | event |
/// |---|---|---|---|
/// | has frames | | `played` | `Underrun`, if a gap ends with them |
/// | is empty | still owes the rest of a write | `underrun` | |
/// | is empty | owes nothing | `idle` | `Drained`, once, when the last frame was played |
/// | | has paused the playback | `idle` | |
///
/// and tells a writer whose write came short of the `Room` that there is.
/// Before the first frame, and after the last, nothing is an underrun: there is
/// nothing that could have a gap.
///
/// # Examples
///
/// ```
/// use class_audio::{
///     AudioEvent, Channels, Depth, Doorbell, EVENTS, Format, PlaybackCounters, PlaybackInterrupt,
/// };
/// use isr_ring::{ByteRing, EventRing};
///
/// struct Silent;
/// impl Doorbell for Silent {
///     fn ring(&self) {}
/// }
///
/// let bytes = ByteRing::<64>::new();
/// let events = EventRing::<AudioEvent, EVENTS>::new();
/// let counters = PlaybackCounters::new();
/// let (_writer, played) = bytes.split().expect("not split before");
/// let (told, _events) = events.split().expect("not split before");
/// let format = Format { rate_hz: 8_000, depth: Depth::Bits16, channels: Channels::Mono };
/// let mut interrupt = PlaybackInterrupt::new(format, played, told, Silent, &counters);
///
/// let mut half = [0xAA; 16];
/// interrupt.on_event(&mut half);
/// assert_eq!(half, [0; 16], "nothing was written yet");
/// ```
#[derive(Debug)]
pub struct PlaybackInterrupt<'r, D, const N: usize> {
    /// A type that cannot be zero: a division by it has no way to panic.
    frame_bytes: NonZero<usize>,
    bytes: ByteConsumer<'r, N>,
    events: Producer<'r, AudioEvent, EVENTS>,
    doorbell: D,
    counters: &'r PlaybackCounters,
    /// Whether a frame was played since the ring last ran empty on purpose.
    playing: bool,
    /// Whether it ran empty on purpose, and nobody was told yet.
    ended: bool,
    /// Halves that have frames and were not played to their end yet.
    unheard: u8,
    /// Frames of the underrun that has not ended yet.
    gap: u32,
    /// Bytes taken out of the ring, modulo 2^32.
    taken: u32,
    /// Of the writes that came short, those that were told of room.
    answered: u32,
}

impl<'r, D: Doorbell, const N: usize> PlaybackInterrupt<'r, D, N> {
    /// Ties the parts together, for a ring and counters that are as new.
    pub fn new(
        format: Format,
        bytes: ByteConsumer<'r, N>,
        events: Producer<'r, AudioEvent, EVENTS>,
        doorbell: D,
        counters: &'r PlaybackCounters,
    ) -> Self {
        Self {
            frame_bytes: NonZero::new(format.frame_bytes()).unwrap_or(NonZero::<usize>::MIN),
            bytes,
            events,
            doorbell,
            counters,
            playing: false,
            ended: false,
            unheard: 0,
            gap: 0,
            taken: 0,
            answered: 0,
        }
    }

    /// To be called when the path has played a half of its buffer, with that
    /// half.
    ///
    /// The half is overwritten with frames from the ring and silence after
    /// them. Bytes at its end that are no whole frame are silence too.
    pub fn on_event(&mut self, half: &mut [u8]) {
        self.unheard = self.unheard.saturating_sub(1);
        if self.counters.is_paused() {
            // Nothing leaves the ring, so there is no new room either.
            half.fill(0);
            self.counters
                .count_idle(count(half.len() / self.frame_bytes));
        } else {
            self.refill(half);
        }
        if self.ended && self.unheard == 0 {
            self.ended = false;
            self.counters.count_drained();
            self.tell(AudioEvent::Drained);
        }
    }

    fn refill(&mut self, half: &mut [u8]) {
        let frames = half.len() / self.frame_bytes;
        let sound = self.fill(half, frames);
        if sound > 0 {
            self.end_gap();
            self.playing = true;
            self.ended = false;
            self.unheard = HALVES;
            self.counters.count_played(count(sound));
        }
        if sound < frames {
            self.account_silence(count(frames - sound));
        }
        self.tell_room();
    }

    /// The same, for paths that show the whole of their buffer and which half
    /// of it is free.
    pub fn on_path_event(&mut self, event: PathEvent, buffer: &mut [u8]) {
        self.on_event(event.freed(buffer));
    }

    /// Takes the parts apart again.
    pub fn release(self) -> (ByteConsumer<'r, N>, Producer<'r, AudioEvent, EVENTS>) {
        (self.bytes, self.events)
    }

    /// Moves whole frames only, so that the writer's are never torn; tells how
    /// many.
    fn fill(&mut self, half: &mut [u8], most: usize) -> usize {
        let frames = most.min(self.bytes.queued() / self.frame_bytes);
        let (sound, silence) = half
            .split_at_mut_checked(frames * self.frame_bytes.get())
            .unwrap_or_default();
        let read = self.bytes.read_into(sound);
        self.taken = self.taken.wrapping_add(count(read));
        silence.fill(0);
        frames
    }

    fn account_silence(&mut self, frames: u32) {
        let owed = self.counters.promised() != self.taken;
        if self.playing && owed {
            self.counters.count_underrun(self.gap == 0, frames);
            self.gap = self.gap.saturating_add(frames);
            return;
        }
        if self.playing {
            self.end_gap();
            self.playing = false;
            self.ended = true;
        }
        self.counters.count_idle(frames);
    }

    fn end_gap(&mut self) {
        if self.gap > 0 {
            self.tell(AudioEvent::Underrun(self.gap));
            self.gap = 0;
        }
    }

    /// Once for each write that came short, or for several at once.
    fn tell_room(&mut self) {
        let short = self.counters.short();
        if short != self.answered && self.bytes.vacant() >= self.frame_bytes.get() {
            self.answered = short;
            self.tell(AudioEvent::Room);
        }
    }

    /// A full queue has counted the event as lost. Whoever finds it full will
    /// try everything anyway.
    fn tell(&mut self, event: AudioEvent) {
        let _lost = self.events.push_ringing(event, &self.doorbell);
    }
}

/// A number of frames or bytes; no half of a buffer has 2^32 of them.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
