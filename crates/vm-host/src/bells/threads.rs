//! Bells that threads ring, and a VM that sleeps until one does.

use std::sync::{Condvar, PoisonError};
use std::time::{Duration, Instant};

use avm_term::PortId;

use crate::vm::Vm;
use crate::world::host;

/// Where [`Vm::wait`] sleeps until a bell is rung.
static BELLS: Condvar = Condvar::new();

/// Whether a port's bell was rung; it is kept beside the port.
#[derive(Debug)]
pub(crate) struct Bell {
    rung: bool,
}

impl Bell {
    /// Not rung yet.
    pub(crate) const fn new() -> Self {
        Self { rung: false }
    }

    /// Whether it was rung, once.
    pub(crate) fn take(&mut self, _: PortId) -> bool {
        core::mem::take(&mut self.rung)
    }
}

/// Rings a port, from any thread; in vain if it is gone.
pub(crate) fn ring(port: PortId) {
    if let Some(extra) = host().ports.extra_mut(port) {
        extra.bell.rung = true;
        BELLS.notify_all();
    }
}

impl Vm {
    /// Runs until a bell is rung from another thread, at most for `limit` of real time; then
    /// until all is quiet. `false`: no bell rang.
    pub fn wait(&mut self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        let mut host = host();
        while host
            .ports
            .find(|extra| extra.vm == self.id && extra.bell.rung)
            .is_none()
        {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let woken = BELLS.wait_timeout(host, left);
            host = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(host);
        self.run();
        true
    }
}
