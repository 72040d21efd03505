//! An ADC with its DMA: a thread that stands for the interrupt, and the pool.

use core::fmt;
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use core::time::Duration;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use avm_port::Bell;
use isr_ring::{Block, BlockPool, Blocks, Filler, PoolStats, reset_pool};

use crate::adc::{Adc, AdcError, Run};
use crate::wave;

/// An ADC that fills `COUNT` blocks of `SIZE` bytes each with [`wave`]. For a `static`; open once
/// at a time.
pub struct Converter<const SIZE: usize, const COUNT: usize> {
    pool: BlockPool<SIZE, COUNT>,
    /// Whoever stands for the interrupt has this locked as long as a run lasts, so the lock is
    /// never waited for.
    filler: Mutex<Option<Filler<'static, SIZE, COUNT>>>,
    /// Here while nobody has the converter open.
    blocks: Mutex<Option<Blocks<'static, SIZE, COUNT>>>,
    /// Blocks that are still to be filled or lost.
    left: AtomicU32,
    stopped: AtomicBool,
}

impl<const SIZE: usize, const COUNT: usize> Converter<SIZE, COUNT> {
    /// A converter whose blocks are all free.
    #[must_use]
    pub const fn new() -> Self {
        const { assert!(SIZE >= wave::HEADER + 2, "a block holds at least a sample") };
        Self {
            pool: BlockPool::new(),
            filler: Mutex::new(None),
            blocks: Mutex::new(None),
            left: AtomicU32::new(0),
            stopped: AtomicBool::new(false),
        }
    }

    /// Opens it.
    ///
    /// # Errors
    ///
    /// [`AdcError::Busy`] while it is open.
    pub fn open(&'static self, bell: Bell) -> Result<Opened<SIZE, COUNT>, AdcError> {
        let mut home = lock(&self.blocks);
        if let Some((filler, blocks)) = self.pool.split() {
            *lock(&self.filler) = Some(filler);
            *home = Some(blocks);
        }
        let blocks = home.take().ok_or(AdcError::Busy)?;
        Ok(Opened {
            converter: self,
            blocks: Some(blocks),
            bell,
            interrupt: None,
        })
    }

    /// The pool's counts up to now. They begin anew when the converter is closed.
    pub fn stats(&self) -> PoolStats {
        self.pool.stats()
    }

    /// The interrupt, once for each block: one is filled and queued, or lost and counted. Either
    /// way the samples go by.
    fn convert(&self, run: Run, bell: Bell, mut pause: impl FnMut(u64)) {
        let mut filler = lock(&self.filler);
        let Some(filler) = filler.as_mut() else {
            return;
        };
        let mut first = 0;
        while self.left.load(Ordering::Relaxed) > 0 && !self.stopped.load(Ordering::Relaxed) {
            let block = filler.start();
            if run.blocks.is_some() {
                // Before the last block can be seen, so that who has seen it may start anew.
                self.left.fetch_sub(1, Ordering::Relaxed);
            }
            if let Some(mut block) = block {
                let len = wave::fill(&mut block[..], first);
                block.finish_ringing(len, &bell);
            }
            first += wave::samples(SIZE);
            pause(first);
        }
    }
}

/// A [`Converter`] that is open.
pub struct Opened<const SIZE: usize, const COUNT: usize> {
    converter: &'static Converter<SIZE, COUNT>,
    /// `None` only while this is dropped.
    blocks: Option<Blocks<'static, SIZE, COUNT>>,
    bell: Bell,
    interrupt: Option<JoinHandle<()>>,
}

impl<const SIZE: usize, const COUNT: usize> Opened<SIZE, COUNT> {
    /// Does a whole run here and now, as if the interrupt had come for every block of it. A run
    /// without an end does nothing.
    ///
    /// # Errors
    ///
    /// As [`Adc::start`].
    pub fn convert(&mut self, run: Run) -> Result<(), AdcError> {
        self.prepare(run)?;
        if run.blocks.is_some() {
            self.converter.convert(run, self.bell, |_| {});
        }
        Ok(())
    }

    fn prepare(&mut self, run: Run) -> Result<(), AdcError> {
        if self.interrupt.is_some() && self.converter.left.load(Ordering::Relaxed) > 0 {
            return Err(AdcError::Busy);
        }
        self.stop();
        let left = run.blocks.unwrap_or(u32::MAX);
        self.converter.left.store(left, Ordering::Relaxed);
        self.converter.stopped.store(false, Ordering::Relaxed);
        Ok(())
    }
}

impl<const SIZE: usize, const COUNT: usize> Adc for Opened<SIZE, COUNT> {
    fn start(&mut self, run: Run) -> Result<(), AdcError> {
        self.prepare(run)?;
        let (converter, bell) = (self.converter, self.bell);
        let thread = thread::Builder::new().name("adc".into());
        let spawned = thread.spawn(move || {
            let begin = Instant::now();
            let seconds = |samples| samples as f64 / f64::from(run.rate_hz);
            converter.convert(run, bell, |samples| {
                let at = Duration::try_from_secs_f64(seconds(samples));
                converter.pause_until(begin, at.unwrap_or(Duration::MAX));
            });
        });
        self.interrupt = Some(spawned.map_err(|_| AdcError::NoThread)?);
        Ok(())
    }

    fn stop(&mut self) {
        self.converter.stopped.store(true, Ordering::Relaxed);
        if let Some(interrupt) = self.interrupt.take() {
            interrupt.thread().unpark();
            // One that panicked has ended, too.
            let _ended = interrupt.join();
        }
    }

    fn take(&mut self) -> Option<Block<'static>> {
        self.blocks.as_mut()?.take()
    }

    fn stats(&self) -> PoolStats {
        self.converter.stats()
    }
}

impl<const SIZE: usize, const COUNT: usize> Converter<SIZE, COUNT> {
    /// Sleeps until it is time for the next block, or the run is stopped or over.
    fn pause_until(&self, begin: Instant, at: Duration) {
        while !self.stopped.load(Ordering::Relaxed) && self.left.load(Ordering::Relaxed) > 0 {
            let left = at.saturating_sub(begin.elapsed());
            if left.is_zero() {
                return;
            }
            thread::park_timeout(left);
        }
    }
}

impl<const SIZE: usize, const COUNT: usize> Drop for Opened<SIZE, COUNT> {
    fn drop(&mut self) {
        self.stop();
        let mut blocks = self.blocks.take();
        if let (Some(filler), Some(blocks)) = (lock(&self.converter.filler).as_mut(), &mut blocks) {
            // They are the ends of one pool.
            let _reset = reset_pool(filler, blocks);
        }
        *lock(&self.converter.blocks) = blocks;
    }
}

impl<const SIZE: usize, const COUNT: usize> Default for Converter<SIZE, COUNT> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const SIZE: usize, const COUNT: usize> fmt::Debug for Converter<SIZE, COUNT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Converter").field(&self.stats()).finish()
    }
}

impl<const SIZE: usize, const COUNT: usize> fmt::Debug for Opened<SIZE, COUNT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Opened").field(&self.stats()).finish()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
