//! The table: what was measured, and whether it is good enough.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use crate::counts::Count;
use crate::rounds::{Round, least, median};

/// What is asked: as the programs name it, as the table does, and how many times what C takes it
/// may take.
const GOALS: [(&str, &str, f64); 7] = [
    ("ping", "no-op call", 1.0),
    ("read_events", "reply of 64 events", 1.0),
    ("options", "5 options", 1.05),
    ("create", "resource, create", 1.05),
    ("get", "resource, get", 1.05),
    ("create_drop", "create and drop, thousands a call", 1.05),
    ("get_many", "get, thousands a call", 1.05),
];

/// A row of the table. Times are of one request, in nanoseconds; the ratio is the median of the
/// rounds': both times of a round were taken one after the other, so it is steadier than either.
#[derive(Clone, Debug)]
struct Row {
    name: &'static str,
    rounds: usize,
    c: f64,
    c_least: f64,
    rust: f64,
    rust_least: f64,
    to_c: f64,
    goal: f64,
    count: Option<Count>,
}

impl Row {
    fn of((name, goal): (&'static str, f64), rounds: &[Round], count: Option<Count>) -> Self {
        let c = || rounds.iter().map(|round| round.c);
        let rust = || rounds.iter().map(|round| round.rust);
        Self {
            name,
            rounds: rounds.len(),
            c: median(c()),
            c_least: least(c()),
            rust: median(rust()),
            rust_least: least(rust()),
            to_c: median(rounds.iter().map(|round| round.rust / round.c)),
            goal,
            count,
        }
    }

    /// Whether the ratio is good enough, and if not, how far it is from that.
    fn verdict(&self) -> String {
        let Self { to_c, goal, .. } = self;
        if to_c <= goal {
            format!("<= {goal:.2} met")
        } else {
            format!("<= {goal:.2} MISSED by {:.3}", to_c - goal)
        }
    }
}

/// What was measured on one VM.
#[derive(Debug)]
pub(crate) struct Report {
    vm: String,
    rows: Vec<Row>,
}

impl Report {
    pub(crate) fn new(
        vm: &str,
        rounds: &BTreeMap<&str, Vec<Round>>,
        counts: &BTreeMap<&str, Count>,
    ) -> Self {
        let row = |(request, name, goal): (&str, _, _)| {
            let rounds = rounds.get(request).map_or(&[][..], Vec::as_slice);
            Row::of((name, goal), rounds, counts.get(request).copied())
        };
        Self {
            vm: vm.to_owned(),
            rows: GOALS.into_iter().map(row).collect(),
        }
    }

    /// The table as docs/numbers.md has it.
    pub(crate) fn table(&self) -> String {
        let head = "| | C, ns | Rust, ns | to C | Goal | Instructions, C and Rust |";
        let mut table = format!("{head}\n|---|---|---|---|---|---|\n");
        for row in &self.rows {
            let (Row { name, c, rust, .. }, to_c) = (row, row.to_c);
            let verdict = row.verdict().replace("MISSED", "**missed**");
            let counts = row.count.map_or_else(
                || "-".to_owned(),
                |count| format!("{}, {}", count.c, count.rust),
            );
            let _ = writeln!(
                table,
                "| {name} | {c:.0} | {rust:.0} | {to_c:.2} | {verdict} | {counts} |"
            );
        }
        table
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let vm = &self.vm;
        writeln!(f, "\nAtomVM {vm}, one CPU, nanoseconds for one request")?;
        let head = "rounds C median     min Rust median     min   to C  goal";
        writeln!(f, "{:34} {head}", "request")?;
        for row in &self.rows {
            let (name, verdict) = (row.name, row.verdict());
            write!(
                f,
                "{name:34} {:>6} {:>8.0} {:>7.0} ",
                row.rounds, row.c, row.c_least
            )?;
            write!(f, "{:>11.0} {:>7.0} ", row.rust, row.rust_least)?;
            writeln!(f, "{:>6.3}  {verdict}", row.to_c)?;
        }
        let counted = self
            .rows
            .iter()
            .filter_map(|row| Some((row.name, row.count?)));
        for (name, Count { c, rust }) in counted {
            let ratio = rust as f64 / c as f64;
            writeln!(
                f,
                "{name:34} instructions of the handler: C {c}, Rust {rust}, {ratio:.2}"
            )?;
        }
        Ok(())
    }
}

#[test]
fn a_missed_goal_says_so() {
    let report = |rust| {
        let round = Round { c: 100.0, rust };
        let rounds = GOALS.map(|(request, ..)| (request, vec![round]));
        Report::new("test", &BTreeMap::from(rounds), &BTreeMap::new()).to_string()
    };
    assert_eq!(report(100.0).matches("met").count(), GOALS.len());
    assert_eq!(report(104.0).matches("<= 1.00 MISSED by 0.040").count(), 2);
    assert_eq!(report(125.0).matches("<= 1.05 MISSED by 0.200").count(), 5);
    let none = Report::new("test", &BTreeMap::new(), &BTreeMap::new());
    assert_eq!(
        none.table().matches("**missed** by NaN").count(),
        GOALS.len()
    );
}
