//! An open panel, as a port holds it.

use std::fmt;
use std::sync::Arc;
use std::thread::JoinHandle;

use class_touch::{Faults, PanelSize, Stats, TouchEvent, TouchStream};
use isr_ring::Consumer;

use crate::SimDevice;
use crate::run::Run;

/// An open [`SimDevice`] with a ring of `N` events. Dropping it stops the
/// panel's thread, waits for that, and closes the panel.
pub struct SimTouch<const N: usize> {
    device: &'static SimDevice<N>,
    /// Absent only while this is dropped.
    consumer: Option<Consumer<'static, TouchEvent, N>>,
    thread: Option<JoinHandle<()>>,
    run: Arc<Run>,
}

impl<const N: usize> SimTouch<N> {
    pub(crate) fn new(
        device: &'static SimDevice<N>,
        consumer: Consumer<'static, TouchEvent, N>,
        run: Arc<Run>,
        thread: JoinHandle<()>,
    ) -> Self {
        Self {
            device,
            consumer: Some(consumer),
            thread: Some(thread),
            run,
        }
    }
}

impl<const N: usize> TouchStream for SimTouch<N> {
    fn drain(&mut self, events: &mut [TouchEvent]) -> usize {
        let drained = self.consumer.as_mut().map_or(0, |ring| ring.drain(events));
        if drained > 0 && self.run.unpaced {
            self.run.note_room();
        }
        drained
    }

    fn stats(&self) -> Stats {
        self.consumer
            .as_ref()
            .map_or_else(Stats::default, Consumer::stats)
    }

    fn faults(&self) -> Faults {
        self.device.faults.snapshot()
    }

    fn size(&self) -> PanelSize {
        self.run.panel
    }
}

impl<const N: usize> Drop for SimTouch<N> {
    fn drop(&mut self) {
        self.run.stop();
        if let Some(thread) = self.thread.take() {
            // It catches panics itself, so there is no news in its result.
            let _ended = thread.join();
        }
        if let Some(consumer) = self.consumer.take() {
            self.device.close(consumer);
        }
    }
}

impl<const N: usize> fmt::Debug for SimTouch<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimTouch")
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}
