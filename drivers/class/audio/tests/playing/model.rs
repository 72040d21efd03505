//! Any sequence of writes, events and pauses, beside a model of plain vectors.

use std::collections::VecDeque;

use crate::bench::{format, open};
use class_audio::AudioEvent::{Drained, Room, Underrun};
use class_audio::{AudioEvent, AudioStats, Channels, Depth, Format, Playback};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    Write(usize),
    Event(usize),
    Take,
    Pause(bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..80usize).prop_map(Step::Write),
        6 => (0..50usize).prop_map(Step::Event),
        2 => Just(Step::Take),
        1 => any::<bool>().prop_map(Step::Pause),
    ]
}

/// What a playback is, without rings, atomics and wrapping.
#[derive(Default)]
struct Model {
    capacity: usize,
    frame: usize,
    queue: VecDeque<u8>,
    owed: usize,
    is_short: bool,
    paused: bool,
    playing: bool,
    /// Bytes of sound in the half that is played, and in the one before it.
    halves: [u32; 2],
    ended: bool,
    gap: u32,
    events: Vec<AudioEvent>,
    stats: AudioStats,
}

impl Model {
    fn write(&mut self, bytes: &[u8]) -> usize {
        let whole = bytes.len() / self.frame * self.frame;
        let room = (self.capacity - self.queue.len()) / self.frame * self.frame;
        let written = whole.min(room);
        self.queue.extend(&bytes[..written]);
        self.owed = whole - written;
        self.is_short |= self.owed > 0;
        written
    }

    fn event(&mut self, len: usize) -> Vec<u8> {
        let frames = len / self.frame;
        let sound = frames.min(self.queue.len() / self.frame);
        let sound = if self.paused { 0 } else { sound };
        let mut half: Vec<u8> = self.queue.drain(..sound * self.frame).collect();
        half.resize(len, 0);
        let silence = (frames - sound) as u32;
        self.halves = [sound as u32, self.halves[0]];
        if self.paused {
            self.stats.idle_frames += silence;
        } else {
            self.account(sound as u32, silence);
        }
        if self.is_short && self.capacity - self.queue.len() >= self.frame {
            self.is_short = false;
            self.events.push(Room);
        }
        if self.ended && self.halves == [0, 0] {
            self.ended = false;
            self.stats.drained += 1;
            self.events.push(Drained);
        }
        half
    }

    fn account(&mut self, sound: u32, silence: u32) {
        self.stats.played_frames += sound;
        if sound > 0 && self.gap > 0 {
            self.events.push(Underrun(std::mem::take(&mut self.gap)));
        }
        self.playing |= sound > 0;
        self.ended &= sound == 0;
        if silence == 0 {
            return;
        }
        if self.playing && self.owed > 0 {
            self.stats.underruns += u32::from(self.gap == 0);
            self.stats.underrun_frames += silence;
            self.gap += silence;
            return;
        }
        if self.playing {
            if self.gap > 0 {
                self.events.push(Underrun(std::mem::take(&mut self.gap)));
            }
            self.playing = false;
            self.ended = true;
        }
        self.stats.idle_frames += silence;
    }

    fn stats(&self) -> AudioStats {
        AudioStats {
            queued_bytes: self.queue.len() as u32,
            capacity_bytes: self.capacity as u32,
            ..self.stats
        }
    }
}

fn check<const N: usize>(format: Format, steps: &[Step]) -> Result<(), TestCaseError> {
    let (mut player, mut interrupt, _bell, _bench) = open::<N>(format);
    let mut model = Model {
        capacity: N,
        frame: format.frame_bytes(),
        ..Model::default()
    };
    let mut sample = 0_u8;
    for step in steps {
        match step {
            Step::Write(len) => {
                let next = || {
                    sample = sample.wrapping_add(1) | 1;
                    sample
                };
                let bytes: Vec<u8> = std::iter::repeat_with(next).take(*len).collect();
                prop_assert_eq!(player.write(&bytes), model.write(&bytes));
            }
            Step::Event(len) => {
                let mut half = vec![0xEE; *len];
                interrupt.on_event(&mut half);
                prop_assert_eq!(half, model.event(*len));
            }
            Step::Take => {
                let taken: Vec<_> = std::iter::from_fn(|| player.next_event()).collect();
                let told = std::mem::take(&mut model.events);
                // The queue keeps the first; the model keeps all.
                let lost = told.len() - taken.len();
                model.stats.lost_events += lost as u32;
                prop_assert_eq!(&taken[..], &told[..taken.len()]);
            }
            Step::Pause(pause) => {
                let done = if *pause {
                    player.pause()
                } else {
                    player.resume()
                };
                prop_assert_eq!(done, Ok(()));
                model.paused = *pause;
            }
        }
        let mut stats = player.stats();
        let waiting = model.events.len().saturating_sub(class_audio::EVENTS) as u32;
        stats.lost_events -= waiting;
        prop_assert_eq!(stats, model.stats());
    }
    Ok(())
}

proptest! {
    #[test]
    fn two_bytes_a_frame(steps in prop::collection::vec(step(), 0..120)) {
        check::<64>(format(Depth::Bits16, Channels::Mono), &steps)?;
    }

    /// Neither ring nor halves are a multiple of the frame.
    #[test]
    fn six_bytes_a_frame(steps in prop::collection::vec(step(), 0..120)) {
        check::<50>(format(Depth::Bits24, Channels::Stereo), &steps)?;
    }

    #[test]
    fn eight_bytes_a_frame(steps in prop::collection::vec(step(), 0..120)) {
        check::<61>(format(Depth::Bits32, Channels::Stereo), &steps)?;
    }
}
