//! Rounds: the time that each port took for the same calls.

use std::collections::BTreeMap;

/// Nanoseconds for one call, in one round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Round {
    pub(crate) c: f64,
    pub(crate) rust: f64,
}

/// Reads the lines `round REQUEST CALLS C_US RUST_US` of `bench.erl`, by request.
///
/// # Errors
///
/// A line that should be a round and is none.
pub(crate) fn parse(output: &str) -> Result<BTreeMap<&str, Vec<Round>>, &str> {
    let mut rounds: BTreeMap<&str, Vec<Round>> = BTreeMap::new();
    for line in output.lines().filter(|line| line.starts_with("round ")) {
        let (request, round) = round(line).ok_or(line)?;
        rounds.entry(request).or_default().push(round);
    }
    Ok(rounds)
}

fn round(line: &str) -> Option<(&str, Round)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let ["round", request, numbers @ ..] = words.as_slice() else {
        return None;
    };
    let numbers: Vec<f64> = numbers
        .iter()
        .filter_map(|word| word.parse().ok())
        .collect();
    let [calls, c, rust] = numbers.as_slice() else {
        return None;
    };
    let per_call = |us: &f64| us * 1_000.0 / calls;
    let (c, rust) = (per_call(c), per_call(rust));
    Some((request, Round { c, rust }))
}

/// The middle of some figures, or the mean of the two in the middle.
pub(crate) fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = figures.collect();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = (sorted.len().saturating_sub(1) / 2, sorted.len() / 2);
    let at = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
    f64::midpoint(at(low), at(high))
}

/// The least of some figures.
pub(crate) fn least(figures: impl Iterator<Item = f64>) -> f64 {
    figures.fold(f64::INFINITY, f64::min)
}

#[test]
fn rounds_are_read_as_they_are_printed() {
    let output = "noise\nround ping 2000 4000 2000\nround ping 2000 5000 2500\n";
    let rounds = parse(output).expect("two rounds");
    let wanted = [(2_000.0, 1_000.0), (2_500.0, 1_250.0)].map(|(c, rust)| Round { c, rust });
    assert_eq!(rounds["ping"], wanted);
    assert_eq!(parse("round ping 20 what 7"), Err("round ping 20 what 7"));
    assert_eq!(parse("round ping 20 7"), Err("round ping 20 7"));
}

#[test]
fn the_median_is_in_the_middle() {
    assert_eq!(median([3.0, 1.0, 2.0].into_iter()), 2.0);
    assert_eq!(median([4.0, 1.0, 2.0, 3.0].into_iter()), 2.5);
    assert!(median(std::iter::empty()).is_nan());
    assert_eq!(least([3.0, 1.0, 2.0].into_iter()), 1.0);
}
