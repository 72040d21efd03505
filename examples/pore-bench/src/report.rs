//! The tables, and what has to hold.

use std::fmt;

use crate::ways::{Cell, LOOKING, PACKETS, PORE};
use crate::work::{Sample, Work};

/// Erlang's distribution, and what has to be faster.
pub(crate) const DISTRIBUTION: &str = "Erlang's distribution over TCP";
pub(crate) const STRAW: &str = "straw between two nodes";

/// All that was measured.
#[derive(Debug)]
pub(crate) struct Report {
    rows: Vec<Work>,
    ways: Vec<Measured>,
}

/// All rounds of a way in a row.
#[derive(Debug)]
struct Measured {
    work: Work,
    name: &'static str,
    /// Nanoseconds for a message, of each round.
    ns: Vec<f64>,
    trips: Vec<u32>,
    messages: u64,
    rings: u64,
}

/// Something that has to be reached.
#[derive(Clone, Debug)]
struct Goal {
    what: &'static str,
    reached: f64,
    bound: Bound,
    /// Whether it says nothing about the machine, so that missing it fails.
    gated: bool,
}

#[derive(Clone, Copy, Debug)]
enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

/// What a busy machine may make of a goal that is just reached.
const SLACK: f64 = 1.08;

impl Goal {
    fn is_met(&self) -> bool {
        self.is_within(1.0)
    }

    /// Whether a run passes with it. What is no number does not.
    fn passes(&self) -> bool {
        !self.gated || self.is_within(SLACK)
    }

    fn is_within(&self, slack: f64) -> bool {
        match self.bound {
            Bound::AtMost(bound) => self.reached <= bound * slack,
            Bound::AtLeast(bound) => self.reached >= bound / slack,
        }
    }
}

/// The one in the middle; none of nothing.
pub(crate) fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.into_iter().collect();
    figures.sort_unstable_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

impl Report {
    pub(crate) fn new(cells: &[Cell], rows: &[Work]) -> Self {
        let ways = cells.iter().map(|cell| Measured {
            work: cell.work,
            name: cell.name,
            ns: Vec::new(),
            trips: Vec::new(),
            messages: 0,
            rings: 0,
        });
        Self {
            rows: rows.to_vec(),
            ways: ways.collect(),
        }
    }

    pub(crate) fn add(&mut self, index: usize, sample: Sample) {
        let Some(way) = self.ways.get_mut(index) else {
            return;
        };
        way.ns.push(sample.ns());
        way.messages += sample.messages;
        way.rings += sample.rings;
        way.trips.extend(sample.trips);
    }

    fn row(&self, work: Work) -> impl Iterator<Item = &Measured> {
        self.ways.iter().filter(move |way| way.work == work)
    }

    /// How many times as long a message takes as with another way, by the median round.
    fn ratio(&self, work: Work, name: &str, to: &str) -> Option<f64> {
        let of = |name| self.row(work).find(|way| way.name == name);
        Some(ratio(of(name)?, of(to)?))
    }

    fn goals(&self) -> Vec<Goal> {
        let mut goals = Vec::new();
        let mut goal = |what, reached: Option<f64>, bound, gated| {
            goals.extend(reached.map(|reached| Goal {
                what,
                reached,
                bound,
                gated,
            }));
        };
        for work in &self.rows {
            let first = self.row(*work).next().map_or("", |way| way.name);
            let to_first = self.ratio(*work, PORE, first);
            match work {
                Work::Spin => {
                    let what = "spinning, a pore to shared memory by hand, times as long";
                    goal(what, to_first, Bound::AtMost(1.5), true);
                }
                Work::Blocking => {
                    let what = "asleep on one CPU, a pore to eventfds by hand, times as long";
                    goal(what, to_first, Bound::AtMost(1.25), true);
                    let what = "asleep on one CPU, `SOCK_SEQPACKET` to a pore, times as long";
                    let to_packets = self.ratio(*work, PACKETS, PORE);
                    goal(what, to_packets, Bound::AtLeast(1.5), false);
                }
                Work::Apart => {
                    let what = "asleep on two CPUs, a pore to eventfds by hand, times as long";
                    goal(what, to_first, Bound::AtMost(1.25), true);
                    let what =
                        "on two CPUs, `SOCK_SEQPACKET` to a pore that looks first, times as long";
                    let to_packets = self.ratio(*work, PACKETS, LOOKING);
                    goal(what, to_packets, Bound::AtLeast(1.5), true);
                }
                Work::Rate => {
                    let pore = self.row(*work).find(|way| way.name == PORE);
                    let rate = pore.map(|pore| 1e3 / median(pore.ns.iter().copied()));
                    goal(
                        "16 bytes, millions a second",
                        rate,
                        Bound::AtLeast(10.0),
                        false,
                    );
                    let what = "16 bytes, doorbells for a message";
                    goal(what, pore.map(Measured::bells), Bound::AtMost(0.1), true);
                    let what = "16 bytes, a pore to the ring by hand, times as long";
                    goal(what, to_first, Bound::AtMost(2.0), true);
                    let straw = self.ratio(*work, DISTRIBUTION, STRAW);
                    let what = "16 bytes, distribution to a straw, times as long";
                    goal(what, straw, Bound::AtLeast(3.0), true);
                }
                Work::Large => {}
            }
        }
        goals
    }

    /// The goals that are missed by so much that a run fails.
    pub(crate) fn missed(&self) -> Vec<String> {
        let goals = self.goals().into_iter();
        let missed = goals.filter(|goal| !goal.passes());
        missed.map(|goal| goal.to_string()).collect()
    }
}

fn ratio(way: &Measured, to: &Measured) -> f64 {
    let pairs = way.ns.iter().zip(&to.ns);
    median(pairs.map(|(ns, to)| ns / to))
}

impl Measured {
    fn bells(&self) -> f64 {
        self.rings as f64 / self.messages as f64
    }

    /// The round trip that so many of a thousand are no longer than, in ns.
    fn percentile(sorted: &[u32], of_1000: usize) -> f64 {
        let last = sorted.len().saturating_sub(1);
        let index = (sorted.len() * of_1000).div_ceil(1000).saturating_sub(1);
        sorted
            .get(index.min(last))
            .copied()
            .map_or(f64::NAN, f64::from)
    }

    fn cells(&self, to_first: f64) -> String {
        let ns = median(self.ns.iter().copied());
        let name = self.name;
        match self.work {
            Work::Spin | Work::Blocking | Work::Apart => {
                let mut trips = self.trips.clone();
                trips.sort_unstable();
                let [p50, p99, p999] = [500, 990, 999].map(|of| Self::percentile(&trips, of) / 1e3);
                format!("| {name} | {p50:.2} | {p99:.2} | {p999:.2} | {to_first:.2} |")
            }
            Work::Rate => {
                let bells = match self.rings {
                    0 => "-".to_owned(),
                    _ => format!("{:.4}", self.bells()),
                };
                let rate = 1e3 / ns;
                format!("| {name} | {rate:.2} | {bells} | {to_first:.2} |")
            }
            Work::Large => {
                let rate = crate::way::LARGE as f64 / ns * 1e9 / f64::from(1 << 30);
                format!("| {name} | {rate:.2} | {to_first:.2} |")
            }
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for work in &self.rows {
            writeln!(f, "{}", head(*work))?;
            let first = self.row(*work).next();
            for way in self.row(*work) {
                let to_first = first.map_or(f64::NAN, |first| ratio(way, first));
                writeln!(f, "{}", way.cells(to_first))?;
            }
            writeln!(f)?;
        }
        let goals = self.goals();
        if goals.is_empty() {
            return Ok(());
        }
        writeln!(f, "| Goal | Reached | To reach |\n|---|---|---|")?;
        for goal in goals {
            let (least, bound) = match goal.bound {
                Bound::AtMost(bound) => ("<=", bound),
                Bound::AtLeast(bound) => (">=", bound),
            };
            let met = if goal.is_met() { "met" } else { "**missed**" };
            let (what, reached) = (goal.what, goal.reached);
            writeln!(f, "| {what} | {reached:.3} | {least} {bound} {met} |")?;
        }
        Ok(())
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (least, bound) = match self.bound {
            Bound::AtMost(bound) => ("at most", bound),
            Bound::AtLeast(bound) => ("at least", bound),
        };
        write!(f, "{}: {:.3}, not {least} {bound}", self.what, self.reached)
    }
}

const fn head(work: Work) -> &'static str {
    match work {
        Work::Spin => {
            "| 64 B there and back, spinning | p50, us | p99 | p99.9 | to the first |\n|---|---|---|---|---|"
        }
        Work::Blocking => {
            "| 64 B there and back, asleep, on one CPU | p50, us | p99 | p99.9 | to the first |\n|---|---|---|---|---|"
        }
        Work::Apart => {
            "| 64 B there and back, asleep, on two CPUs | p50, us | p99 | p99.9 | to the first |\n|---|---|---|---|---|"
        }
        Work::Rate => {
            "| 16 B one way | millions a second | doorbells a message | time to the first |\n|---|---|---|---|"
        }
        Work::Large => "| 64 KiB one way | GiB a second | time to the first |\n|---|---|---|",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(work: Work, ways: &[(&'static str, &[f64], u64)]) -> Report {
        let ways = ways.iter().map(|(name, ns, rings)| Measured {
            work,
            name,
            ns: ns.to_vec(),
            trips: Vec::new(),
            messages: 100,
            rings: *rings,
        });
        Report {
            rows: vec![work],
            ways: ways.collect(),
        }
    }

    #[test]
    fn the_median_round_decides() {
        let by_hand: &[f64] = &[100.0, 200.0, 100.0];
        for (pore, missed) in [
            (&[140.0, 320.0, 900.0][..], 0),
            (&[163.0, 330.0, 10.0], 1),
            // No round, no number.
            (&[], 1),
        ] {
            let report = report(Work::Spin, &[("by hand", by_hand, 0), (PORE, pore, 0)]);
            assert_eq!(report.missed().len(), missed, "{pore:?}");
        }
    }

    #[test]
    fn doorbells_are_counted_for_each_message() {
        for (rings, missed) in [(10, 0), (11, 1)] {
            let ways = [("by hand", &[5.0][..], 0), (PORE, &[5.0], rings)];
            assert_eq!(report(Work::Rate, &ways).missed().len(), missed);
        }
    }

    #[test]
    fn what_depends_on_the_machine_is_told_and_does_not_fail() {
        let slow = report(
            Work::Rate,
            &[("by hand", &[5000.0], 0), (PORE, &[5000.0], 0)],
        );
        assert!(slow.missed().is_empty());
        assert!(slow.to_string().contains("| 0.200 | >= 10 **missed** |"));
    }
}
