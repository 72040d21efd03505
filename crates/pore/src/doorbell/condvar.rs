//! A doorbell between threads.

use core::fmt;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::vec::Vec;

use isr_ring::Doorbell;

use crate::doorbell::Wait;

/// A doorbell that threads of one program share. Its clones are the same bell.
#[derive(Clone, Debug, Default)]
pub struct ThreadBell(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    rings: Mutex<Rings>,
    rung: Condvar,
}

#[derive(Default)]
struct Rings {
    /// How often it was rung.
    rung: u64,
    /// How often before the last wait.
    heard: u64,
    /// What is rung, too, each with a number of its own.
    told: Vec<(u64, Arc<dyn Doorbell + Send + Sync>)>,
    next: u64,
}

/// A bell that is [told](ThreadBell::tell) of rings, until this is dropped.
pub(crate) struct Listening {
    bell: ThreadBell,
    number: u64,
}

impl ThreadBell {
    /// One that has not been rung.
    pub fn new() -> Self {
        Self::default()
    }

    /// How often it was rung.
    pub fn rings(&self) -> u64 {
        self.lock().rung
    }

    /// Forgets the rings so far; true if there was one.
    pub fn clear(&self) -> bool {
        let mut rings = self.lock();
        let was_rung = rings.rung != rings.heard;
        rings.heard = rings.rung;
        was_rung
    }

    /// Rings another bell as well from now on.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code))]
    pub(crate) fn tell<B: Doorbell + Clone + Send + Sync + 'static>(&self, bell: &B) -> Listening {
        let mut rings = self.lock();
        let number = rings.next;
        rings.next += 1;
        rings.told.push((number, Arc::new(bell.clone())));
        let bell = self.clone();
        Listening { bell, number }
    }

    fn lock(&self) -> MutexGuard<'_, Rings> {
        self.0.rings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let number = self.number;
        self.bell.lock().told.retain(|(told, _)| *told != number);
    }
}

impl Doorbell for ThreadBell {
    fn ring(&self) {
        let mut rings = self.lock();
        rings.rung += 1;
        for (_, bell) in &rings.told {
            bell.ring();
        }
        self.0.rung.notify_all();
    }
}

impl Wait for ThreadBell {
    fn wait(&self, timeout: Option<Duration>) -> io::Result<bool> {
        // What is beyond all time is never.
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let mut rings = self.lock();
        while rings.rung == rings.heard {
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
        rings.heard = rings.rung;
        Ok(true)
    }
}

impl fmt::Debug for Rings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rings")
            .field("rung", &self.rung)
            .field("heard", &self.heard)
            .field("told", &self.told.len())
            .finish_non_exhaustive()
    }
}
