//! T12 at length: fuzzes envelopes and frames, by bytes of its own.
//!
//! Inputs are good ones, changed. `STRAW_FUZZ_RUNS` is how many there
//! are, `STRAW_FUZZ_SEED` where they begin:
//!
//! ```text
//! STRAW_FUZZ_RUNS=10000000 cargo test --release -p pore --test straw_fuzz -- --nocapture
//! ```

mod envelopes;
mod frames;

use std::sync::Mutex;

use fuzz_testing::{Found, Mutator, Settings, Verdict, fuzz, quietly};
use peak_alloc::PeakAlloc;

/// What an input may take is counted.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// One test at a time, as they share the count of memory.
static ALONE: Mutex<()> = Mutex::new(());

/// Inputs of a short run; a debug build takes a few seconds.
const SHORT: u64 = 20_000;

/// Bytes and words that mean something to what is fuzzed.
const PIECES: &[&[u8]] = &[
    b"\x83",
    b"h\x03",
    b"w\x08envelope",
    b"w\x05shell",
    b"w\x04init",
    b"w\x04true",
    b"w\x03new",
    b"d\0\x05shell",
    b"P\0\0\0\x10",
    b"p",
    b"q",
    b"l\0\0\0\x01",
    b"k\0\x02",
    b"t\0\0\0\x01",
    b"m\0\0\0\x01",
    b"X",
    b"\"addr\":",
    b"\"msg\":",
    b"\"init\"",
    b"\"shel",
    b"\\u0073",
    b"[[[[",
    b"1e999",
    b"\xff\xff\xff\xff",
];

/// What a call gives, and how much memory it took. The harness takes some, too, when other tests
/// begin and end: what is more than it may be is weighed again, and is so each time if it is the
/// call's.
fn weighed<T>(most: usize, call: impl Fn() -> T) -> (T, usize) {
    let once = || {
        MEMORY.reset_peak_usage();
        let before = MEMORY.current_usage();
        let result = call();
        (result, MEMORY.peak_usage().saturating_sub(before))
    };
    let (mut result, mut taken) = once();
    for _ in 0..4 {
        if taken <= most {
            break;
        }
        (result, taken) = once();
    }
    (result, taken)
}

/// Checks so many inputs, until one shows a fault; how many were good.
fn run(
    corpus: Vec<Vec<u8>>,
    Settings { runs, seed }: Settings,
    check: impl Fn(&[u8], u64) -> Verdict,
) -> Result<u64, Box<Found>> {
    fuzz(Mutator::new(corpus, PIECES, seed), runs, check)
}

/// A long run of what is ours.
fn runs_clean(what: &str, corpus: Vec<Vec<u8>>, check: impl Fn(&[u8], u64) -> Verdict) {
    let _alone = ALONE.lock();
    let settings = Settings::of("STRAW_FUZZ", SHORT);
    let Settings { runs, seed } = settings;
    let good = run(corpus, settings, check).unwrap_or_else(|found| panic!("{what}: {found}"));
    println!("{what}: {runs} inputs from seed {seed}, {good} of them good");
    // Both sides of the fence were looked at.
    assert!(good > runs / 200 && good < runs - runs / 200, "{good} good");
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
    let short = |runs| Settings { runs, seed: 1 };
    let found = quietly(|| {
        let envelopes = envelopes::SEEDED.map(|(name, open)| {
            let check = |input: &[u8], _| envelopes::check(open, input);
            (name, run(envelopes::corpus(), short(5 * SHORT), check))
        });
        let frames = frames::SEEDED.map(|(name, split)| {
            let check = |input: &[u8], random| frames::check(split, input, random);
            (name, run(frames::corpus(), short(SHORT), check))
        });
        envelopes.into_iter().chain(frames)
    });
    for (name, found) in found {
        match found {
            Err(found) => println!("{name}: {found}"),
            Ok(_) => panic!("{name} went unnoticed"),
        }
    }
}
