//! A doorbell between threads.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use isr_ring::Doorbell;

use crate::doorbell::Wait;

/// A doorbell that threads of one program share. Its clones are the same bell.
#[derive(Clone, Debug, Default)]
pub struct ThreadBell(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// How often it was rung, and how often before the last wait.
    rings: Mutex<(u64, u64)>,
    rung: Condvar,
}

impl ThreadBell {
    /// One that has not been rung.
    pub fn new() -> Self {
        Self::default()
    }

    /// How often it was rung.
    pub fn rings(&self) -> u64 {
        self.0
            .rings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .0
    }
}

impl Doorbell for ThreadBell {
    fn ring(&self) {
        let mut rings = self.0.rings.lock().unwrap_or_else(PoisonError::into_inner);
        rings.0 += 1;
        self.0.rung.notify_all();
    }
}

impl Wait for ThreadBell {
    fn wait(&self, timeout: Option<Duration>) -> io::Result<bool> {
        let deadline = timeout.map(|timeout| Instant::now() + timeout);
        let mut rings = self.0.rings.lock().unwrap_or_else(PoisonError::into_inner);
        while rings.0 == rings.1 {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            rings = match left {
                Some(Duration::ZERO) => return Ok(false),
                Some(left) => {
                    let waited = self.0.rung.wait_timeout(rings, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => {
                    let waited = self.0.rung.wait(rings);
                    waited.unwrap_or_else(PoisonError::into_inner)
                }
            };
        }
        rings.1 = rings.0;
        Ok(true)
    }
}
