//! Rounds: the time that each make took for the same calls.

use std::collections::BTreeMap;

/// The makes, in the order in which they are printed.
pub(crate) const NIF: [&str; 4] = ["empty", "C", "rustler", "ours"];
const PORT: [&str; 2] = ["C", "ours"];

/// Nanoseconds for one call, by make, in one round.
pub(crate) type Round = BTreeMap<&'static str, f64>;

/// All rounds, by what was called: `nif noop`.
#[derive(Debug, Default)]
pub(crate) struct Rounds(pub(crate) BTreeMap<String, Vec<Round>>);

impl Rounds {
    /// Adds what `otp_bench` printed.
    #[track_caller]
    pub(crate) fn read(&mut self, output: &str) {
        for line in output.lines() {
            let (call, round) = round(line).unwrap_or_else(|| panic!("no round: {line:?}"));
            self.0.entry(call).or_default().push(round);
        }
    }
}

/// Reads a line `nif CASE CALLS EMPTY C RUSTLER OURS` or `port CASE CALLS C OURS`.
fn round(line: &str) -> Option<(String, Round)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [what, case, numbers @ ..] = words.as_slice() else {
        return None;
    };
    let makes: &[&str] = match *what {
        "nif" => &NIF,
        "port" => &PORT,
        _ => return None,
    };
    let numbers: Option<Vec<f64>> = numbers.iter().map(|word| word.parse().ok()).collect();
    let numbers = numbers?;
    let (calls, times) = numbers.split_first()?;
    if times.len() != makes.len() {
        return None;
    }
    let per_call = times.iter().map(|ns| ns / calls);
    let round = makes.iter().copied().zip(per_call).collect();
    Some((format!("{what} {case}"), round))
}

/// The middle of some figures, or the mean of the two in the middle.
pub(crate) fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = figures.collect();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = (sorted.len().saturating_sub(1) / 2, sorted.len() / 2);
    let at = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
    f64::midpoint(at(low), at(high))
}

#[test]
fn rounds_are_read_as_they_are_printed() {
    let mut rounds = Rounds::default();
    rounds.read("nif noop 10 20 40 50 60\nport ping 2 10 20\nnif noop 10 20 40 50 70\n");
    let ours: Vec<f64> = rounds.0["nif noop"].iter().map(|r| r["ours"]).collect();
    assert_eq!(ours, [6.0, 7.0]);
    assert_eq!(rounds.0["port ping"][0]["C"], 5.0);
    for wrong in ["nif noop 10 1 2 3", "port ping 2 x 3", "other noop 1 2 3"] {
        assert!(round(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn the_median_is_in_the_middle() {
    assert_eq!(median([3.0, 1.0, 2.0].into_iter()), 2.0);
    assert_eq!(median([4.0, 1.0, 2.0, 3.0].into_iter()), 2.5);
    assert!(median(std::iter::empty()).is_nan());
}
