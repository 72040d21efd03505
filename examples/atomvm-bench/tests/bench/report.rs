//! The table: what was measured, and whether it is good enough.

use std::collections::BTreeMap;
use std::fmt;

use crate::counts::Count;
use crate::rounds::{Round, least, median};

/// What was measured on one VM.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    pub(crate) vm: &'a str,
    /// What was asked.
    pub(crate) requests: &'a [&'a str],
    /// Calls a second of the port in Rust, by those of the port in C: at least this.
    pub(crate) goal: f64,
    pub(crate) rounds: BTreeMap<&'a str, Vec<Round>>,
    pub(crate) counts: Option<BTreeMap<&'static str, Count>>,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            vm,
            requests,
            goal,
            rounds,
            counts,
        } = self;
        writeln!(f, "\nAtomVM {vm}, one CPU, nanoseconds for one request")?;
        let head = [
            "request",
            "rounds",
            "C median",
            "min",
            "Rust median",
            "min",
            "ratio",
        ];
        row(f, &head.map(str::to_owned), "goal")?;
        for request in *requests {
            let rounds = rounds.get(request).map_or(&[][..], Vec::as_slice);
            timed(f, request, rounds, *goal)?;
        }
        let Some(counts) = counts else { return Ok(()) };
        writeln!(
            f,
            "instructions of the port's handler for one call, by callgrind"
        )?;
        for (request, Count { c, rust }) in counts {
            let ratio = *c as f64 / *rust as f64;
            writeln!(f, "{request:12} C {c:>7}  Rust {rust:>7}  ratio {ratio:.2}")?;
        }
        Ok(())
    }
}

fn timed(f: &mut fmt::Formatter<'_>, request: &str, rounds: &[Round], goal: f64) -> fmt::Result {
    let c = || rounds.iter().map(|round| round.c);
    let rust = || rounds.iter().map(|round| round.rust);
    // Both times of a round were taken one after the other, so their ratio is
    // steadier than either.
    let ratio = median(rounds.iter().map(|round| round.c / round.rust));
    let times = [median(c()), least(c()), median(rust()), least(rust())];
    let [c, c_min, rust, rust_min] = times.map(|ns| format!("{ns:.0}"));
    let (request, count) = (request.to_owned(), rounds.len().to_string());
    let cells = [
        request,
        count,
        c,
        c_min,
        rust,
        rust_min,
        format!("{ratio:.3}"),
    ];
    row(f, &cells, &verdict(ratio, goal))
}

/// Whether a ratio is good enough, and if not, how far it is from that.
fn verdict(ratio: f64, goal: f64) -> String {
    if ratio >= goal {
        format!(">= {goal:.3} met")
    } else {
        format!(">= {goal:.3} MISSED by {:.3}", goal - ratio)
    }
}

fn row(f: &mut fmt::Formatter<'_>, cells: &[String; 7], verdict: &str) -> fmt::Result {
    let [request, rounds, c, c_min, rust, rust_min, ratio] = cells;
    write!(f, "{request:12} {rounds:>6} {c:>9} {c_min:>7} ")?;
    writeln!(f, "{rust:>12} {rust_min:>7} {ratio:>6}  {verdict}")
}

#[cfg(test)]
use crate::REQUESTS;

#[test]
fn a_missed_goal_says_so() {
    let report = |rust| {
        let round = Round { c: 100.0, rust };
        let rounds = REQUESTS.map(|request| (request, vec![round]));
        Report {
            vm: "test",
            requests: &REQUESTS,
            goal: 1.0,
            rounds: BTreeMap::from(rounds),
            counts: None,
        }
        .to_string()
    };
    assert_eq!(report(100.0).matches("met").count(), 3);
    assert!(!report(100.0).contains("MISSED"));
    assert_eq!(report(125.0).matches(">= 1.000 MISSED by 0.200").count(), 3);
    assert_eq!(verdict(f64::NAN, 1.0), ">= 1.000 MISSED by NaN");
}
