//! The interrupt side: a DMA that plays two halves in turn.

use std::time::{Duration, Instant};

use class_audio::Format;

use super::line::{Ear, Line, Task};

/// Halves in a second: 10 ms each.
const HALVES: u32 = 100;

impl<E: Ear> Line<E> {
    /// Plays whenever the clocks run, until the line is closed. `feed` fills
    /// each half of the buffer when it has been played.
    ///
    /// It is meant for a thread of its own, which takes the place of the
    /// interrupt level.
    pub fn play(&self, feed: &mut dyn FnMut(&mut [u8])) {
        while self.wait_running() {
            let format = self.format();
            let frames = (format.rate_hz / HALVES).max(1);
            let mut half = vec![0; frames as usize * format.frame_bytes()];
            if self.speed.is_unpaced() {
                return self.play_what_there_is(&mut half, format, feed);
            }
            let seconds = f64::from(frames) / f64::from(format.rate_hz) / self.speed.factor();
            let period = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
            self.play_in_time(&mut half, period, feed);
        }
    }

    /// A half whenever the last one is over. What a busy machine was late for
    /// comes at once, as from a buffer of the hardware.
    fn play_in_time(&self, half: &mut [u8], period: Duration, feed: &mut dyn FnMut(&mut [u8])) {
        let mut due = Instant::now();
        loop {
            let Some(next) = due.checked_add(period) else {
                return;
            };
            due = next;
            if !self.wait_until(due) {
                return;
            }
            feed(half);
            self.record(half);
        }
    }

    /// As much as was written, as soon as it was, and nothing else: the
    /// recording does not depend on how busy the machine is.
    fn play_what_there_is(&self, half: &mut [u8], format: Format, feed: &mut dyn FnMut(&mut [u8])) {
        let (mut taken, mut playing) = (0, false);
        loop {
            match self.wait_task(taken, playing) {
                Task::End => return,
                Task::Play(bytes) => {
                    let most = half.len();
                    let part = &mut half[..bytes.min(most)];
                    feed(part);
                    taken += part.len() as u64;
                    playing = true;
                    self.record(part);
                }
                Task::Drain => {
                    // A frame of silence for each half of a buffer, until the last of the
                    // sound is over. No recording needs them.
                    for _ in 0..2 {
                        feed(&mut half[..format.frame_bytes()]);
                    }
                    playing = false;
                    self.record(&[]);
                }
            }
        }
    }
}
