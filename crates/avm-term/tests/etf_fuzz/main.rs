//! Fuzzes the decoder of the external term format, by bytes of its own.
//!
//! Inputs are terms that Erlang wrote, changed. `ETF_FUZZ_RUNS` is how many there are,
//! `ETF_FUZZ_SEED` where they begin:
//!
//! ```text
//! ETF_FUZZ_RUNS=10000000 cargo test --release -p avm-term --test etf_fuzz -- --nocapture
//! ```

mod corpus;
mod target;

use std::sync::Mutex;

use fuzz_testing::{Found, Mutator, Settings, fuzz, quietly};
use peak_alloc::PeakAlloc;
use target::Decoder;

/// What a run may take is counted.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// One test at a time, as they share the count of memory.
static ALONE: Mutex<()> = Mutex::new(());

/// Inputs of a short run; a debug build takes a few seconds.
const SHORT: u64 = 20_000;

/// Runs a decoder on so many inputs, until one shows a fault.
fn run(decoder: Decoder, Settings { runs, seed }: Settings) -> Result<u64, Box<Found>> {
    let mutator = Mutator::new(corpus::corpus(), corpus::TAGS, seed);
    fuzz(mutator, runs, |input, _| target::check(decoder, input))
}

#[test]
fn no_bytes_harm_the_decoder() {
    let _alone = ALONE.lock();
    let settings = Settings::of("ETF_FUZZ", SHORT);
    let Settings { runs, seed } = settings;
    let values = run(target::ours, settings).unwrap_or_else(|found| panic!("{found}"));
    println!("{runs} inputs from seed {seed}, {values} of them are terms");
    // Both sides of the fence were looked at.
    assert!(
        values > runs / 100 && values < runs - runs / 100,
        "{values} terms"
    );
}

#[test]
fn seeded_faults_are_found() {
    let _alone = ALONE.lock();
    let short = Settings {
        runs: SHORT,
        seed: 1,
    };
    for (name, found) in
        quietly(|| target::SEEDED.map(|(name, decoder)| (name, run(decoder, short))))
    {
        match found {
            Err(found) => println!("{name}: {found}"),
            Ok(_) => panic!("{name} went unnoticed"),
        }
    }
}
