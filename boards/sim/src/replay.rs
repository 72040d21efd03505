//! The interrupt side: a finger, an interrupt line, and what it calls.

use std::sync::Arc;
use std::time::{Duration, Instant};

use board_models::Ft6x36;
use class_touch::{Doorbell, TouchEvent, TouchInterrupt};

use crate::run::Run;
use crate::{SimConfig, SimFault, SimI2c};

/// The driver that real boards use, on the simulated bus.
pub(crate) type Part = chip_ft6x36::Ft6x36<SimI2c<Ft6x36>>;

/// The most events of one report: two fingers lifted for lost reports' sake,
/// and two that come down.
const EVENTS_PER_REPORT: usize = 2 * chip_ft6x36::MAX_POINTS as usize;

/// A panel being replayed, on the interrupt thread.
pub(crate) struct Replay<D, const N: usize> {
    pub(crate) run: Arc<Run>,
    pub(crate) config: SimConfig,
    pub(crate) interrupt: TouchInterrupt<'static, Part, D, N>,
}

impl<D: Doorbell, const N: usize> Replay<D, N> {
    /// Replays the trace to its end, or until the run is stopped.
    pub(crate) fn play(&mut self) {
        let rows = self.config.trace.clone();
        let clock = Clock::start(&self.config);
        for (nth, row) in rows.rows().iter().enumerate() {
            if !self.wait_for(&clock, *row) {
                return;
            }
            self.report(nth, *row);
        }
        self.run.finish();
    }

    fn wait_for(&self, clock: &Clock, row: TouchEvent) -> bool {
        if self.config.speed.is_unpaced() {
            let needed = EVENTS_PER_REPORT.min(N);
            self.run.wait_for_room(|| self.interrupt.vacant() >= needed)
        } else {
            self.run.wait_until(clock.due(row))
        }
    }

    fn report(&mut self, nth: usize, row: TouchEvent) {
        let falls = self.run.bus.part(|part| {
            let falls = part.touch(row);
            if let Some(block) = spoilt(&self.config.faults, nth, part.block()) {
                part.force(block);
            }
            falls
        });
        if falls {
            self.run.note_interrupt();
            self.interrupt.on_interrupt(row.time_us);
        }
    }
}

/// The report after what goes wrong with it, if anything does.
fn spoilt(
    faults: &[SimFault],
    nth: usize,
    report: [u8; Ft6x36::BLOCK],
) -> Option<[u8; Ft6x36::BLOCK]> {
    let mut spoilt = report;
    for fault in faults {
        match *fault {
            SimFault::Count { row, count } if row == nth => spoilt[2] = count,
            SimFault::Place { row, x, y } if row == nth => {
                let [xh, xl] = x.to_be_bytes();
                let [yh, yl] = y.to_be_bytes();
                spoilt[3] = spoilt[3] & 0xF0 | xh & 0x0F;
                spoilt[4] = xl;
                spoilt[5] = spoilt[5] & 0xF0 | yh & 0x0F;
                spoilt[6] = yl;
            }
            SimFault::Registers { row, block } if row == nth => spoilt = block,
            _ => {}
        }
    }
    (spoilt != report).then_some(spoilt)
}

/// The trace's time, on the wall.
struct Clock {
    start: Instant,
    first_us: u64,
    factor: f64,
}

impl Clock {
    fn start(config: &SimConfig) -> Self {
        Self {
            start: Instant::now(),
            first_us: config.trace.rows().first().map_or(0, |row| row.time_us),
            factor: config.speed.factor(),
        }
    }

    /// When a row is due; `None` if that is beyond what clocks can tell.
    fn due(&self, row: TouchEvent) -> Option<Instant> {
        let elapsed_us = row.time_us.saturating_sub(self.first_us) as f64;
        let elapsed = Duration::try_from_secs_f64(elapsed_us / self.factor / 1e6).ok()?;
        self.start.checked_add(elapsed)
    }
}
