//! The table: what was measured, and whether it is good enough.

use std::fmt::{self, Write as _};

use crate::rounds::{Round, Rounds, median};

/// No more than so many times what C takes.
const GOAL_C: f64 = 1.05;
/// Less than rustler takes.
const GOAL_RUSTLER: f64 = 1.0;

/// What is called: how the rounds name it, its name in the table, and the worst ratios to C and
/// rustler that pass. Those are the goals, and a little more where a run on a busy machine is near one.
pub(crate) const GATES: [(&str, &str, f64, f64); 8] = [
    ("nif noop", "no-op NIF", 1.08, GOAL_RUSTLER),
    ("nif events", "list of 64 tuples", 1.08, GOAL_RUSTLER),
    ("nif options", "5 options, proplist", GOAL_C, GOAL_RUSTLER),
    ("nif options_map", "5 options, map", GOAL_C, GOAL_RUSTLER),
    ("nif new", "resource, create and drop", 1.08, 1.03),
    ("nif get", "resource, get", GOAL_C, GOAL_RUSTLER),
    ("port ping", "port, no-op call", 1.08, f64::INFINITY),
    (
        "port read_events",
        "port, reply of 64 events",
        1.08,
        f64::INFINITY,
    ),
];

/// A row of the table. Times are medians, ratios are medians of each round's.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) rounds: usize,
    pub(crate) c_ns: f64,
    /// Of ports there is none.
    pub(crate) rustler_ns: Option<f64>,
    pub(crate) ours_ns: f64,
    pub(crate) to_c: f64,
    pub(crate) to_rustler: Option<f64>,
    too_bad: bool,
}

impl Row {
    fn of(
        (call, name, worst_c, worst_rustler): (&str, &'static str, f64, f64),
        all: &Rounds,
    ) -> Self {
        let rounds = all.0.get(call).map_or(&[][..], Vec::as_slice);
        // What the loop takes without a call is not the call's.
        let empty = median(
            rounds
                .iter()
                .map(|round| round.get("empty").copied().unwrap_or(0.0)),
        );
        let net = |round: &Round, make| round.get(make).map(|ns| ns - empty);
        let time = |make| median(rounds.iter().filter_map(|round| net(round, make)));
        let ratio = |make| {
            let of = |round: &Round| Some(net(round, "ours")? / net(round, make)?);
            median(rounds.iter().filter_map(of))
        };
        let has_rustler = rounds
            .first()
            .is_some_and(|round| round.contains_key("rustler"));
        let (to_c, to_rustler) = (ratio("C"), has_rustler.then(|| ratio("rustler")));
        Self {
            name,
            rounds: rounds.len(),
            c_ns: time("C"),
            rustler_ns: has_rustler.then(|| time("rustler")),
            ours_ns: time("ours"),
            to_c,
            to_rustler,
            // So that no number at all is too bad, too.
            too_bad: !(to_c <= worst_c && to_rustler.is_none_or(|ratio| ratio <= worst_rustler)),
        }
    }

    /// The goals that are missed, in words; empty if none is.
    pub(crate) fn missed(&self) -> String {
        let mut missed = Vec::new();
        if self.to_c > GOAL_C {
            missed.push(format!("C by {:.2}", self.to_c - GOAL_C));
        }
        if let Some(ratio) = self.to_rustler.filter(|ratio| *ratio >= GOAL_RUSTLER) {
            missed.push(format!("rustler by {:.2}", ratio - GOAL_RUSTLER));
        }
        missed.join(", ")
    }
}

/// All rows.
#[derive(Debug)]
pub(crate) struct Report(pub(crate) Vec<Row>);

impl Report {
    pub(crate) fn of(rounds: &Rounds) -> Self {
        Self(GATES.iter().map(|gate| Row::of(*gate, rounds)).collect())
    }

    /// The rows that are worse than the gates allow.
    pub(crate) fn too_bad(&self) -> Vec<&'static str> {
        let rows = self.0.iter().filter(|row| row.too_bad);
        rows.map(|row| row.name).collect()
    }
}

impl Report {
    /// The table as docs/numbers.md has it.
    pub(crate) fn rows(&self) -> String {
        let mut rows =
            "| | C, ns | to C | to rustler | Goals |\n|---|---|---|---|---|\n".to_owned();
        for row in &self.0 {
            let (name, c, to_c) = (row.name, row.c_ns, row.to_c);
            let to_rustler = row.to_rustler;
            let to_rustler =
                to_rustler.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}"));
            let missed = match row.missed() {
                missed if missed.is_empty() => "met".to_owned(),
                missed => format!("**missed**: {missed}"),
            };
            let _ = writeln!(
                rows,
                "| {name} | {c:.0} | {to_c:.2} | {to_rustler} | {missed} |"
            );
        }
        rows
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "nanoseconds of CPU a call, without the loop; ratios of ours, goals {GOAL_C} and {GOAL_RUSTLER}"
        )?;
        let head = [
            "call",
            "rounds",
            "C",
            "rustler",
            "ours",
            "to C",
            "to rustler",
            "missed",
        ];
        line(f, &head.map(str::to_owned))?;
        for row in &self.0 {
            let of = |digits: usize, figure: Option<f64>| {
                figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.digits$}"))
            };
            let cells = [
                row.name.to_owned(),
                row.rounds.to_string(),
                of(1, Some(row.c_ns)),
                of(1, row.rustler_ns),
                of(1, Some(row.ours_ns)),
                of(3, Some(row.to_c)),
                of(3, row.to_rustler),
                row.missed(),
            ];
            line(f, &cells)?;
        }
        Ok(())
    }
}

fn line(f: &mut fmt::Formatter<'_>, cells: &[String; 8]) -> fmt::Result {
    let [name, rounds, c, rustler, ours, to_c, to_rustler, missed] = cells;
    write!(f, "{name:26} {rounds:>6} {c:>8} {rustler:>8} {ours:>8}")?;
    writeln!(f, " {to_c:>6} {to_rustler:>10}  {missed}")
}

#[test]
fn what_is_worse_than_allowed_is_told() {
    let report = |noop: &str| {
        let mut rounds = Rounds::default();
        for (call, ..) in GATES {
            let times = if call.starts_with("nif") {
                "1 11 21 10"
            } else {
                "10 10"
            };
            rounds.read(&format!("{call} 1 {times}\n"));
        }
        rounds.0.insert("nif noop".to_owned(), Vec::new());
        rounds.read(noop);
        Report::of(&rounds)
    };
    let good = report("nif noop 1 1 11 21 11");
    assert!(
        good.too_bad().is_empty() && good.0[0].missed().is_empty(),
        "{good}"
    );
    assert!((good.0[0].to_rustler.unwrap_or(0.0) - 0.5).abs() < 1e-9);
    let bad = report("nif noop 1 1 11 21 16");
    assert_eq!(bad.too_bad(), ["no-op NIF"]);
    assert!(bad.to_string().contains("C by 0.45"), "{bad}");
    assert_eq!(report("").too_bad(), ["no-op NIF"]);
}
