//! The foreground: one rate after the other, until the ring overflows.

use core::hint::black_box;

use isr_ring::{Consumer, Stats};

use crate::progress::get;
use crate::tally::Tally;
use crate::{Event, Fault, Machine, Progress, SLOTS};

/// The first rate, at which nothing may be dropped.
pub const LOWEST_HZ: u32 = 1000;
/// The fewest counts of the clock between two events.
const SHORTEST_PERIOD: u32 = 2;
/// Events offered at each rate, without a burst.
const STEADY: u32 = 1024;
/// Periods for which a burst is held back: half as many again as fit.
const HELD_BACK: u32 = 3 * SLOTS as u32 / 2;
/// Events offered at each rate with a burst: some come after it.
const WITH_BURST: u32 = HELD_BACK + SLOTS as u32;
/// The rate at which the stack is measured.
const STACK_HZ: u32 = 10_000;
/// Events the foreground takes at a time.
const BATCH: usize = 16;

/// The foreground's side.
struct Foreground<'a, M> {
    machine: &'a M,
    consumer: Consumer<'static, Event, SLOTS>,
    progress: &'static Progress,
    tally: Tally,
}

/// Runs everything and prints what it measures.
///
/// # Errors
/// The first thing that is wrong.
pub fn run<M: Machine>(
    machine: &M,
    consumer: Consumer<'static, Event, SLOTS>,
    progress: &'static Progress,
) -> Result<(), Fault> {
    let tally = Tally::default();
    let mut foreground = Foreground {
        machine,
        consumer,
        progress,
        tally,
    };
    machine.print(format_args!(
        "{:>9} {:>10} {:>8} {:>8} {:>14}",
        "rate Hz", "interrupts", "dropped", "burst of", "drops with it"
    ));
    foreground.sweep()?;
    foreground.stack()?;
    foreground.print_total();
    Ok(())
}

impl<M: Machine> Foreground<'_, M> {
    /// Doubles the rate until events are dropped without a burst.
    fn sweep(&mut self) -> Result<(), Fault> {
        let mut period = M::CLOCK_HZ / LOWEST_HZ;
        while self.rate(period)? == 0 {
            period /= 2;
            if period < SHORTEST_PERIOD {
                return Err(Fault::NeverFull);
            }
        }
        Ok(())
    }

    /// One rate, first without and then with a burst; tells what was dropped
    /// without one.
    fn rate(&mut self, period: u32) -> Result<u32, Fault> {
        let before = self.consumer.stats();
        self.progress.order(self.machine, STEADY, period);
        self.drain_all()?;
        let steady = self.consumer.stats();
        let dropped = steady.dropped - before.dropped;
        if dropped != 0 && period == M::CLOCK_HZ / LOWEST_HZ {
            return Err(Fault::EarlyDrop);
        }
        let interrupts = get(&self.progress.interrupts);
        self.progress.order(self.machine, WITH_BURST, period);
        self.hold_back(HELD_BACK * period)?;
        self.drain_all()?;
        let burst = self.consumer.stats();
        let in_burst = burst.dropped - steady.dropped;
        self.machine.print(format_args!(
            "{:>9} {interrupts:>10} {dropped:>8} {:>8} {in_burst:>14}",
            M::CLOCK_HZ / period,
            get(&self.progress.longest),
        ));
        let enough = in_burst >= HELD_BACK - SLOTS as u32;
        enough.then_some(dropped).ok_or(Fault::NoBurst)
    }

    /// Masks the interrupt until the clock shows `counts`, then compares what
    /// came of it before anything is taken out.
    fn hold_back(&mut self, counts: u32) -> Result<(), Fault> {
        self.machine.mask();
        while self.machine.clock() < counts {}
        self.machine.unmask();
        self.compare()?;
        let came_at_once = get(&self.progress.longest) >= HELD_BACK;
        came_at_once.then_some(()).ok_or(Fault::NoBurst)
    }

    /// Takes events out in batches until all that were ordered came.
    fn drain_all(&mut self) -> Result<(), Fault> {
        loop {
            let is_last = self.progress.is_done();
            let taken = self.drain()?;
            self.compare()?;
            if taken == BATCH {
                continue;
            }
            if is_last {
                let stats = self.consumer.stats();
                return self.tally.close(self.progress, stats);
            }
            self.sleep();
        }
    }

    /// Takes out one batch.
    fn drain(&mut self) -> Result<usize, Fault> {
        let mut batch = [Event::new(0); BATCH];
        let taken = self.consumer.drain(&mut batch);
        for event in batch.iter().take(taken) {
            self.tally.take(black_box(*event))?;
        }
        Ok(taken)
    }

    /// Compares all counts while the handler is held back.
    fn compare(&self) -> Result<(), Fault> {
        self.machine.mask();
        let verdict = self.tally.compare(self.progress, self.consumer.stats());
        self.machine.unmask();
        verdict
    }

    /// Sleeps unless there is something to take.
    fn sleep(&self) {
        self.machine.mask();
        if self.consumer.stats().queued == 0 && !self.progress.is_done() {
            self.machine.wait();
        }
        self.machine.unmask();
    }

    /// Measures the stack of interrupts that fill the ring and find it full.
    fn stack(&mut self) -> Result<(), Fault> {
        let period = M::CLOCK_HZ / STACK_HZ;
        self.progress.order(self.machine, 2 * SLOTS as u32, period);
        let bytes = self.machine.interrupt_stack(|| self.progress.is_done());
        self.drain_all()?;
        let goal = M::STACK_BYTES;
        self.machine.print(format_args!(
            "stack of the interrupt path: {bytes} bytes, at most {goal}"
        ));
        let fits = bytes != 0 && bytes <= goal;
        fits.then_some(()).ok_or(Fault::Stack)
    }

    fn print_total(&self) {
        let Stats {
            offered,
            delivered,
            dropped,
            ..
        } = self.consumer.stats();
        self.machine.print(format_args!(
            "offered {offered} = delivered {delivered} + dropped {dropped}"
        ));
    }
}
