//! Fuzzes the decoder of the external term format, by bytes of its own.
//!
//! Inputs are terms that Erlang wrote, changed a little, again and again. No coverage guides the
//! changes, but they know the format: they change lengths, tags, whole terms. `ETF_FUZZ_RUNS` is
//! how many inputs there are, `ETF_FUZZ_SEED` where they begin:
//!
//! ```text
//! ETF_FUZZ_RUNS=10000000 cargo test --release -p avm-term --test etf_fuzz -- --nocapture
//! ```

mod mutate;
mod target;

use std::panic::{self, UnwindSafe};
use std::sync::Mutex;
use std::{env, fmt};

use mutate::Mutator;
use peak_alloc::PeakAlloc;
use target::{Decoder, Verdict};

/// What a run may take is counted.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// One test at a time, as they share the count of memory.
static ALONE: Mutex<()> = Mutex::new(());

/// Inputs of a short run; a debug build takes a few seconds.
const SHORT: u64 = 20_000;

/// An input that was found, and what is wrong with it.
struct Found {
    run: u64,
    input: Vec<u8>,
    why: String,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "run {}: {}\ninput: ", self.run, self.why)?;
        self.input
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

fn variable(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().expect(name))
}

/// Runs a decoder on so many inputs, until one shows a fault.
fn fuzz(decoder: Decoder, runs: u64, seed: u64) -> Result<u64, Box<Found>> {
    let mut mutator = Mutator::new(seed);
    let mut values = 0;
    for run in 0..runs {
        let input = mutator.next_input();
        let verdict = caught(|| target::check(decoder, input));
        let why = match verdict {
            Ok(Verdict::Value) => {
                values += 1;
                mutator.keep();
                continue;
            }
            Ok(Verdict::Refused) => continue,
            Ok(Verdict::Wrong(why)) => why,
            Err(panic) => panic,
        };
        let input = input.to_vec();
        return Err(Box::new(Found { run, input, why }));
    }
    Ok(values)
}

/// What a panic said, if there was one.
fn caught<T>(work: impl FnOnce() -> T + UnwindSafe) -> Result<T, String> {
    panic::catch_unwind(work).map_err(|payload| {
        let text = payload.downcast_ref::<String>().cloned();
        format!("panicked: {}", text.unwrap_or_default())
    })
}

#[test]
fn no_bytes_harm_the_decoder() {
    let _alone = ALONE.lock();
    let (runs, seed) = (
        variable("ETF_FUZZ_RUNS", SHORT),
        variable("ETF_FUZZ_SEED", 1),
    );
    match fuzz(target::ours, runs, seed) {
        Ok(values) => {
            println!("{runs} inputs from seed {seed}, {values} of them are terms");
            // Both sides of the fence were looked at.
            assert!(
                values > runs / 100 && values < runs - runs / 100,
                "{values} terms"
            );
        }
        Err(found) => panic!("{found}"),
    }
}

#[test]
fn seeded_faults_are_found() {
    let _alone = ALONE.lock();
    let quiet = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let found = target::SEEDED.map(|(name, decoder)| (name, fuzz(decoder, SHORT, 1)));
    panic::set_hook(quiet);
    for (name, found) in found {
        match found {
            Err(found) => println!("{name}: {found}"),
            Ok(_) => panic!("{name} went unnoticed"),
        }
    }
}
