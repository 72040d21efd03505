//! Feeds tests with bytes that nobody meant.
//!
//! Inputs are good ones, changed a little, again and again. No coverage guides the changes, but
//! they know [pieces](Mutator::new) of the format. A run is repeated by its seed:
//!
//! ```
//! use fuzz_testing::{Mutator, Settings, Verdict, fuzz};
//!
//! let check = |input: &[u8], _random| match input.first() {
//!     Some(b'4') => Verdict::Good,
//!     _ => Verdict::Refused,
//! };
//! let settings = Settings::of("EXAMPLE_FUZZ", 100);
//! let mutator = Mutator::new(vec![b"42".to_vec()], &[b"4"], settings.seed);
//! let good = fuzz(mutator, settings.runs, check).expect("no fault");
//! assert!(good > 0 && good < 100);
//! ```

#![forbid(unsafe_code)]

mod mutate;
mod random;
mod run;

pub use mutate::Mutator;
pub use random::Random;
pub use run::{Found, Settings, Verdict, caught, fuzz, quietly};
