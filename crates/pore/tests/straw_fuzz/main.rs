//! T12 at length: fuzzes envelopes and frames, by bytes of its own.
//!
//! Inputs are good ones, changed a little, again and again. `STRAW_FUZZ_RUNS` is how many there
//! are, `STRAW_FUZZ_SEED` where they begin:
//!
//! ```text
//! STRAW_FUZZ_RUNS=10000000 cargo test --release -p pore --test straw_fuzz -- --nocapture
//! ```

mod envelopes;
mod frames;
mod mutate;

use std::sync::Mutex;
use std::{env, fmt, panic};

use mutate::Mutator;
use peak_alloc::PeakAlloc;

/// What an input may take is counted.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// One test at a time, as they share the count of memory.
static ALONE: Mutex<()> = Mutex::new(());

/// Inputs of a short run; a debug build takes a few seconds.
const SHORT: u64 = 20_000;

/// What came of an input.
pub(crate) enum Verdict {
    /// It was let in.
    Good,
    /// It was refused.
    Refused,
    /// A property does not hold.
    Wrong(String),
}

/// An input that was found, and what is wrong with it.
struct Found {
    run: u64,
    input: Vec<u8>,
    why: String,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let input = self.input.escape_ascii();
        write!(f, "run {}: {}\ninput: {input}", self.run, self.why)
    }
}

fn variable(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().expect(name))
}

/// Checks so many inputs, until one shows a fault; how many were good.
fn fuzz(
    corpus: Vec<Vec<u8>>,
    runs: u64,
    seed: u64,
    check: impl Fn(&[u8], u64) -> Verdict + panic::RefUnwindSafe,
) -> Result<u64, Box<Found>> {
    let mut mutator = Mutator::new(corpus, seed);
    let mut good = 0;
    for run in 0..runs {
        let (input, random) = mutator.next_input();
        let verdict = panic::catch_unwind(|| check(input, random)).unwrap_or_else(|payload| {
            let text = payload.downcast_ref::<String>().cloned();
            Verdict::Wrong(format!("panicked: {}", text.unwrap_or_default()))
        });
        match verdict {
            Verdict::Good => {
                good += 1;
                mutator.keep();
            }
            Verdict::Refused => {}
            Verdict::Wrong(why) => {
                let input = input.to_vec();
                return Err(Box::new(Found { run, input, why }));
            }
        }
    }
    Ok(good)
}

/// A long run of what is ours.
fn runs_clean(
    what: &str,
    corpus: Vec<Vec<u8>>,
    check: impl Fn(&[u8], u64) -> Verdict + panic::RefUnwindSafe,
) {
    let _alone = ALONE.lock();
    let runs = variable("STRAW_FUZZ_RUNS", SHORT);
    let seed = variable("STRAW_FUZZ_SEED", 1);
    match fuzz(corpus, runs, seed, check) {
        Ok(good) => {
            println!("{what}: {runs} inputs from seed {seed}, {good} of them good");
            // Both sides of the fence were looked at.
            assert!(good > runs / 200 && good < runs - runs / 200, "{good} good");
        }
        Err(found) => panic!("{what}: {found}"),
    }
}

#[test]
fn t12_no_bytes_get_past_the_envelopes() {
    runs_clean("envelopes", envelopes::corpus(), |input, _| {
        envelopes::check(envelopes::ours, input)
    });
}

#[test]
fn t12_no_bytes_upset_the_frames() {
    runs_clean("frames", frames::corpus(), |input, random| {
        frames::check(frames::ours, input, random)
    });
}

#[test]
fn t12_seeded_faults_are_found() {
    let _alone = ALONE.lock();
    let quiet = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let mut found = Vec::new();
    for (name, open) in envelopes::SEEDED {
        let check = |input: &[u8], _| envelopes::check(open, input);
        found.push((name, fuzz(envelopes::corpus(), 5 * SHORT, 1, check)));
    }
    for (name, split) in frames::SEEDED {
        let check = |input: &[u8], random| frames::check(split, input, random);
        found.push((name, fuzz(frames::corpus(), SHORT, 1, check)));
    }
    panic::set_hook(quiet);
    for (name, found) in found {
        match found {
            Err(found) => println!("{name}: {found}"),
            Ok(_) => panic!("{name} went unnoticed"),
        }
    }
}
