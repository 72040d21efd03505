//! The interrupt side: a DMA that plays two halves in turn.

use std::sync::Arc;
use std::time::{Duration, Instant};

use class_audio::{Doorbell, Format, PlaybackInterrupt};

use super::line::{Line, Task};

/// Halves in a second: 10 ms each.
const HALVES: u32 = 100;

/// The DMA, on the interrupt thread.
pub(super) struct Dma<D, const N: usize> {
    pub(super) line: Arc<Line>,
    pub(super) interrupt: PlaybackInterrupt<'static, D, N>,
}

impl<D: Doorbell, const N: usize> Dma<D, N> {
    /// Plays whenever the clocks run, until the line is closed.
    pub(super) fn play(&mut self) {
        while self.line.wait_running() {
            let format = self.line.format();
            let frames = (format.rate_hz / HALVES).max(1);
            let mut half = vec![0; frames as usize * format.frame_bytes()];
            if self.line.speed.is_unpaced() {
                return self.play_what_there_is(&mut half, format);
            }
            let seconds = f64::from(frames) / f64::from(format.rate_hz) / self.line.speed.factor();
            let period = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
            self.play_in_time(&mut half, period);
        }
    }

    /// A half whenever the last one is over. What a busy machine was late for
    /// comes at once, as from a buffer of the hardware.
    fn play_in_time(&mut self, half: &mut [u8], period: Duration) {
        let mut due = Instant::now();
        loop {
            let Some(next) = due.checked_add(period) else {
                return;
            };
            due = next;
            if !self.line.wait_until(due) {
                return;
            }
            self.interrupt.on_event(half);
            self.line.record(half);
        }
    }

    /// As much as was written, as soon as it was, and nothing else: the
    /// recording does not depend on how busy the machine is.
    fn play_what_there_is(&mut self, half: &mut [u8], format: Format) {
        let (mut taken, mut playing) = (0, false);
        loop {
            match self.line.wait_task(taken, playing) {
                Task::End => return,
                Task::Play(bytes) => {
                    let most = half.len();
                    let part = &mut half[..bytes.min(most)];
                    self.interrupt.on_event(part);
                    taken += part.len() as u64;
                    playing = true;
                    self.line.record(part);
                }
                Task::Drain => {
                    // One frame of silence, which no recording needs.
                    self.interrupt.on_event(&mut half[..format.frame_bytes()]);
                    playing = false;
                    self.line.record(&[]);
                }
            }
        }
    }
}
