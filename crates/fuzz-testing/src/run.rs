//! Runs, until one shows a fault.

use std::panic::{self, AssertUnwindSafe};
use std::{env, fmt};

use crate::Mutator;

/// How long to look for faults, and where to begin.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many inputs.
    pub runs: u64,
    /// Another seed gives other inputs.
    pub seed: u64,
}

impl Settings {
    /// Reads `NAME_RUNS`, or takes `short`, and `NAME_SEED`, or takes 1.
    ///
    /// # Panics
    ///
    /// If one of them is no number.
    #[must_use]
    pub fn of(name: &str, short: u64) -> Self {
        Self {
            runs: variable(&format!("{name}_RUNS"), short),
            seed: variable(&format!("{name}_SEED"), 1),
        }
    }
}

fn variable(name: &str, default: u64) -> u64 {
    let parse = |text: String| {
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is a number"))
    };
    env::var(name).map_or(default, parse)
}

/// What came of an input.
#[derive(Debug)]
pub enum Verdict {
    /// It was let in.
    Good,
    /// It was refused.
    Refused,
    /// A property does not hold.
    Wrong(String),
}

/// An input that was found, and what is wrong with it.
#[derive(Debug)]
pub struct Found {
    run: u64,
    input: Vec<u8>,
    why: String,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let input = self.input.escape_ascii();
        write!(f, "run {}: {}\ninput: b\"{input}\"", self.run, self.why)
    }
}

/// Checks so many inputs, until one shows a fault, a panic among them; how many were good.
///
/// # Errors
///
/// The first fault.
pub fn fuzz(
    mut mutator: Mutator,
    runs: u64,
    check: impl Fn(&[u8], u64) -> Verdict,
) -> Result<u64, Box<Found>> {
    let mut good = 0;
    for run in 0..runs {
        let (input, random) = mutator.next_input();
        match caught(|| check(input, random)).unwrap_or_else(Verdict::Wrong) {
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

/// What a panic said, if there was one.
///
/// # Errors
///
/// That there was one.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let text = payload.downcast_ref::<String>().cloned();
        format!("panicked: {}", text.unwrap_or_default())
    })
}

/// Does something whose panics are expected, and not shown. Nothing else may run meanwhile.
pub fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let loud = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let done = work();
    panic::set_hook(loud);
    done
}
