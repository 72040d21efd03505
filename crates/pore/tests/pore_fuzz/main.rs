//! T7: fuzzes a side of a pore by what its peer leaves in the shared words.
//!
//! A run is a pore that is opened, and some steps: the peer writes words, honest
//! ones and others, and the side writes and reads. An oracle that counts without
//! wrapping says what must come out of each. `PORE_FUZZ_RUNS` is how many runs
//! there are, `PORE_FUZZ_SEED` where they begin:
//!
//! ```text
//! PORE_FUZZ_RUNS=10000000 cargo test --release -p pore --test pore_fuzz -- --nocapture
//! ```

mod oracle;
mod run;
mod seeded;
mod victim;

use fuzz_testing::{Settings, caught};
use run::{Fuzzer, Pore, Tally};
use seeded::{Defect, SEEDED, Seeded};
use victim::{Ours, Victim};

/// Runs of a short run; a debug build takes a few seconds.
const SHORT: u64 = 20_000;

/// So many runs, until one shows a fault; what a panic says is one.
fn fuzz<V: Victim>(make: impl Fn(&Pore) -> V, runs: u64, seed: u64) -> Result<Tally, String> {
    let mut fuzzer = Fuzzer::new(seed);
    let mut tally = Tally::default();
    for run in 0..runs {
        let ran = caught(|| fuzzer.run(&make, &mut tally)).flatten();
        ran.map_err(|why| format!("run {run}: {why}"))?;
    }
    Ok(tally)
}

#[test]
fn t7_no_words_harm_a_side() {
    let Settings { runs, seed } = Settings::of("PORE_FUZZ", SHORT);
    let tally = fuzz(Ours::new, runs, seed).unwrap_or_else(|why| panic!("{why}"));
    println!("{runs} runs from seed {seed}: {tally:?}");
    // Every outcome was looked at.
    for count in [
        tally.moved,
        tally.none,
        tally.protocol,
        tally.peer,
        tally.restarted,
    ] {
        assert!(count > runs / 100, "{tally:?}");
    }
}

#[test]
fn t7_seeded_faults_are_found() {
    let seeded = |defect| move |pore: &Pore| Seeded::new(pore, defect);
    let sound = fuzz(seeded(Defect::None), SHORT, 1);
    assert!(sound.is_ok(), "without a defect: {sound:?}");
    for defect in SEEDED {
        match fuzz(seeded(defect), SHORT, 1) {
            Err(why) => println!("{defect:?}: {why}"),
            Ok(tally) => panic!("{defect:?} went unnoticed: {tally:?}"),
        }
    }
}
