//! What the tests of the simulated panel share.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use board_sim::{SimConfig, SimDevice, Speed, Trace};
use class_touch::{Doorbell, Faults, Stats, TouchEvent, TouchKind, TouchStream};
use proptest::prelude::*;

pub(crate) const SOON: Duration = Duration::from_secs(20);

pub(crate) const BLANK: TouchEvent = TouchEvent::new(0, TouchKind::Up, 0, 0, 0);

/// A doorbell that counts how often it was rung.
#[derive(Clone, Default)]
pub(crate) struct Rung(Arc<AtomicU32>);

impl Rung {
    pub(crate) fn times(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

impl Doorbell for Rung {
    fn ring(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// A folder of this test's own, gone when dropped.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn folder(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sim-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _gone_already = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn unpaced(trace: Trace) -> SimConfig {
    SimConfig {
        trace,
        speed: Speed::UNPACED,
        ..SimConfig::default()
    }
}

/// One finger that comes down now, and moves in an hour.
pub(crate) fn slow() -> SimConfig {
    let rows = [
        TouchEvent::new(0, TouchKind::Down, 0, 1, 1),
        TouchEvent::new(3_600_000_000, TouchKind::Move, 0, 2, 2),
    ];
    SimConfig {
        trace: Trace::from_rows(&rows).expect("a trace"),
        ..SimConfig::default()
    }
}

/// What came out of one replay.
#[derive(Debug)]
pub(crate) struct Replayed {
    pub(crate) events: Vec<TouchEvent>,
    pub(crate) stats: Stats,
    pub(crate) faults: Faults,
    pub(crate) transactions: u32,
}

/// Replays to the end, draining meanwhile.
pub(crate) fn replay<const N: usize>(device: &'static SimDevice<N>, config: SimConfig) -> Replayed {
    let mut touch = device.open(config, Rung::default()).expect("opens");
    let mut events = Vec::new();
    let mut batch = [BLANK; 64];
    loop {
        // Asked before draining: after the last row nothing more comes.
        let finished = device.wait_finished(Duration::from_micros(50));
        loop {
            let n = touch.drain(&mut batch);
            events.extend_from_slice(&batch[..n]);
            if n == 0 {
                break;
            }
        }
        if finished {
            return Replayed {
                events,
                stats: touch.stats(),
                faults: touch.faults(),
                transactions: device.status().transactions,
            };
        }
    }
}

/// Traces that an FT6x36 could have made.
pub(crate) fn traces(rows: usize) -> impl Strategy<Value = Trace> {
    let step = (
        0..3u64,
        any::<prop::sample::Index>(),
        0..=15u8,
        0..=4095u16,
        0..=4095u16,
        any::<u8>(),
    );
    prop::collection::vec(step, 1..rows).prop_map(|steps| {
        let (mut now, mut down, mut rows) = (0, Vec::new(), Vec::new());
        for (pause, which, id, x, y, pressure) in steps {
            now += pause;
            let (kind, id) = next(&mut down, which, id);
            rows.push(TouchEvent::new(now, kind, id, x, y).with_pressure(pressure));
        }
        Trace::from_rows(&rows).expect("made to be valid")
    })
}

/// Something that a finger can do now: often a move.
fn next(down: &mut Vec<u8>, which: prop::sample::Index, id: u8) -> (TouchKind, u8) {
    let choice = which.index(8);
    if down.is_empty() || (choice == 0 && down.len() < 2 && !down.contains(&id)) {
        down.push(id);
        (TouchKind::Down, id)
    } else {
        let nth = which.index(down.len());
        match choice {
            1 => (TouchKind::Up, down.remove(nth)),
            _ => (TouchKind::Move, down[nth]),
        }
    }
}
