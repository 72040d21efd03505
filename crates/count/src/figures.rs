//! The goals, and the figures reached, which the gate holds.

use count_peers::blocks::{CopiedBlocks, IsrBlocks};
use count_peers::rings::{IsrRing, IsrRingSlices, Slow};
use count_peers::streams::{IsrBytes, SlowBytes};
use count_peers::tables::PortState;
use count_peers::terms::{AvmTerm, AvmTermVec, ByValues, Terms};
use count_peers::{Pool, Ring, Stream, Table};
use tools::Failure;

use crate::readings::{Place, Readings};

/// One line of the table below.
pub(crate) struct Figure {
    pub(crate) place: Place,
    pub(crate) subject: &'static str,
    pub(crate) what: &'static str,
    /// What was aimed at, if anything was.
    pub(crate) goal: Option<f64>,
    /// What was reached; the gate lets nothing above it pass.
    pub(crate) reached: f64,
    /// Why the goal was missed, where it was.
    pub(crate) why: &'static str,
}

/// How a reading compares with the figure recorded for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The same, give or take [`slack`].
    Held,
    /// Lower: the figure can be lowered.
    Better,
    /// Higher, or not measured at all: the gate fails.
    Worse,
}

const RING: &str = IsrRing::NAME;
const SLICES: &str = IsrRingSlices::NAME;
const TABLE: &str = PortState::NAME;
const BYTES: &str = IsrBytes::NAME;
const SMALL: &str = IsrBlocks::<64>::NAME;
const LARGE: &str = IsrBlocks::<65536>::NAME;
const TERMS: &str = AvmTerm::NAME;
const IN_VEC: &str = AvmTermVec::NAME;
const PORE: &str = crate::footprint::PORE;
const CORES: &str = crate::footprint::CORES;
const TOUCH: &str = crate::footprint::TOUCH;
const ON_BOARD: &str = crate::footprint::TOUCH_ON_BOARD;

/// A figure with a goal that was met.
const fn goal(
    place: Place,
    subject: &'static str,
    what: &'static str,
    goal: f64,
    reached: f64,
) -> Figure {
    let (goal, why) = (Some(goal), "");
    Figure {
        place,
        subject,
        what,
        goal,
        reached,
        why,
    }
}

/// A figure without a goal.
const fn plain(place: Place, subject: &'static str, what: &'static str, reached: f64) -> Figure {
    let (goal, why) = (None, "");
    Figure {
        place,
        subject,
        what,
        goal,
        reached,
        why,
    }
}

impl Figure {
    /// Says why the goal was missed.
    const fn because(mut self, why: &'static str) -> Self {
        self.why = why;
        self
    }
}

/// Instructions per event or call, bytes of code, flash and RAM; of threads, a
/// ratio.
///
/// `fill` and `drain` are batches. `512 %` is the cost of a chunk of 512 bytes,
/// in and out, in percent of stock bbqueue's, `block %` that of a large block in
/// percent of a small one's, `encode %` and `decode %` that of a touch event in
/// percent of eetf's.
#[rustfmt::skip]
pub(crate) const FIGURES: &[Figure] = &[
    //   where             whom    what               goal  reached
    goal(Place::X86,       RING,   "push",            15.0, 14.1),
    goal(Place::X86,       RING,   "pop",             13.0, 11.1),
    goal(Place::X86,       RING,   "fill",             8.0,  5.2),
    goal(Place::X86,       RING,   "drain",            6.0,  5.2),
    plain(Place::X86,      SLICES, "fill",                   8.1),
    plain(Place::X86,      SLICES, "drain",                  9.6),
    plain(Place::X86,      BYTES,  "512",                  224.3),
    plain(Place::X86,      BYTES,  "4096",                 897.7),
    goal(Place::X86,       BYTES,  "512 %",          100.0, 98.7),
    goal(Place::X86,       BYTES,  "4096 %",         100.0, 99.7),
    plain(Place::X86,      SMALL,  "block",                 68.0),
    goal(Place::X86,       LARGE,  "block %",       100.0, 100.0),
    goal(Place::X86,       TABLE,  "get",             13.0, 10.6),
    goal(Place::X86,       TABLE,  "insert",          24.0, 27.4).because(SLAB_INSERT),
    goal(Place::X86,       TABLE,  "remove",          15.0, 18.2).because(SLAB_REMOVE),
    plain(Place::X86,      TERMS,  "encode",                96.2),
    plain(Place::X86,      TERMS,  "decode",                83.8),
    goal(Place::X86,       TERMS,  "encode %",        12.5, 10.9),
    goal(Place::X86,       TERMS,  "decode %",         3.3,  3.1),
    plain(Place::X86,      IN_VEC, "encode",               184.8),
    plain(Place::X86,      IN_VEC, "decode",               108.1),
    goal(Place::Threads,   RING,   "x peers",          1.0,  1.0).because(LUCK),
    goal(Place::Threads,   RING,   "x bbqueue",       25.0, 12.0).because(STOCK),
    goal(Place::Threads,   RING,   "batch x bbqueue",  1.0,  1.0).because(LUCK),
    goal(Place::CortexM4,  RING,   "push",            24.0, 24.0),
    goal(Place::CortexM4,  RING,   "pop",             27.0, 24.0),
    goal(Place::CortexM4,  RING,   "push-code",       80.0, 80.0),
    goal(Place::CortexM4,  RING,   "pop-code",        80.0, 98.0).because(POP_CODE),
    plain(Place::CortexM4, RING,   "fill",                   6.7),
    plain(Place::CortexM4, RING,   "drain",                  6.8),
    plain(Place::CortexM4, TABLE,  "get",                   17.0),
    plain(Place::CortexM4, TABLE,  "insert",                39.0),
    plain(Place::CortexM4, TABLE,  "remove",                23.0),
    goal(Place::CortexM0,  RING,   "push",            32.0, 25.0),
    goal(Place::CortexM0,  RING,   "pop",             38.0, 34.0),
    plain(Place::Riscv32,  RING,   "push",                  24.0),
    plain(Place::Riscv32,  RING,   "pop",                   32.0),
    goal(Place::CortexM4,  RING,   "both-code",      160.0, 178.0).because(POP_CODE),
    plain(Place::CortexM0, RING, "flash", 386.0),
    plain(Place::CortexM0, RING, "RAM", 1072.0),
    plain(Place::CortexM0, TABLE, "flash", 2600.0),
    plain(Place::CortexM0, TABLE, "RAM", 1280.0),
    goal(Place::CortexM0,  PORE,     "flash",      3072.0,  3036.0),
    plain(Place::CortexM0, PORE, "RAM", 2624.0),
    plain(Place::CortexM0, CORES, "flash", 9468.0),
    plain(Place::CortexM0, CORES, "RAM", 2180.0),
    goal(Place::CortexM0,  TOUCH,    "flash",     24576.0, 24464.0),
    plain(Place::CortexM0, TOUCH, "RAM", 2424.0),
    plain(Place::CortexM0, ON_BOARD, "flash", 33596.0),
    plain(Place::CortexM0, ON_BOARD, "RAM", 3692.0),
    plain(Place::CortexM3, RING, "flash", 454.0),
    plain(Place::CortexM3, RING, "RAM", 1072.0),
    plain(Place::CortexM3, TABLE, "flash", 2528.0),
    plain(Place::CortexM3, TABLE, "RAM", 1280.0),
    plain(Place::CortexM3, TOUCH, "flash", 24356.0),
    plain(Place::CortexM3, TOUCH, "RAM", 2444.0),
    plain(Place::CortexM3, ON_BOARD, "flash", 33436.0),
    plain(Place::CortexM3, ON_BOARD, "RAM", 3708.0),
    plain(Place::CortexM4, RING, "flash", 454.0),
    plain(Place::CortexM4, RING, "RAM", 1072.0),
    plain(Place::CortexM4, TABLE, "flash", 2528.0),
    plain(Place::CortexM4, TABLE, "RAM", 1280.0),
    plain(Place::CortexM4, TOUCH, "flash", 24296.0),
    plain(Place::CortexM4, TOUCH, "RAM", 2444.0),
    plain(Place::CortexM4, ON_BOARD, "flash", 33372.0),
    plain(Place::CortexM4, ON_BOARD, "RAM", 3708.0),
    plain(Place::Riscv32, RING, "flash", 470.0),
    plain(Place::Riscv32, RING, "RAM", 1072.0),
    plain(Place::Riscv32, TABLE, "flash", 3024.0),
    plain(Place::Riscv32, TABLE, "RAM", 1280.0),
    plain(Place::Riscv32, TOUCH, "flash", 30144.0),
    plain(Place::Riscv32, TOUCH, "RAM", 2424.0),
    plain(Place::Riscv32, ON_BOARD, "flash", 41084.0),
    plain(Place::Riscv32, ON_BOARD, "RAM", 3692.0),
];

const SLAB_INSERT: &str = "slab alone takes 22.3, owner and generation come on top";
const SLAB_REMOVE: &str = "slab alone takes 18.2, and every handle is checked";
const STOCK: &str = "stock bbqueue is 5 times as fast here as where the goal was set";
const LUCK: &str = "it depends on where the two threads run, try again on an idle machine";
const POP_CODE: &str = "the second look into a ring that seems empty is in line";

/// What a reading may differ by: inlining and libc's copies vary a little.
fn slack(reached: f64) -> f64 {
    (reached * 0.02).max(0.3)
}

fn judge(reading: Option<f64>, reached: f64) -> Verdict {
    match reading {
        Some(value) if value < reached - slack(reached) => Verdict::Better,
        Some(value) if value <= reached + slack(reached) => Verdict::Held,
        _ => Verdict::Worse,
    }
}

/// Compares a run with all figures but those of places that it left out.
pub(crate) fn regressions(readings: &Readings) -> Vec<(&'static Figure, Verdict)> {
    let compare = |figure: &'static Figure| {
        let reading = readings.get(figure.place, figure.subject, figure.what);
        (figure, judge(reading, figure.reached))
    };
    let timeless = FIGURES
        .iter()
        .filter(|figure| figure.place != Place::Threads);
    timeless.map(compare).collect()
}

/// Makes sure that each seeded peer would fail in place of ours: a slow ring,
/// bytes that are copied twice, a block that is copied, terms by way of a tree.
pub(crate) fn notice_seeded(readings: &Readings) -> Result<(), Failure> {
    let rings = ["push", "pop"].as_slice();
    let bytes = ["512", "4096", "512 %", "4096 %"].as_slice();
    let terms = ["encode", "decode", "encode %", "decode %"].as_slice();
    for (ours, seeded, whats) in [
        (RING, Slow::NAME, rings),
        (BYTES, SlowBytes::NAME, bytes),
        (SMALL, CopiedBlocks::<64>::NAME, &["block"]),
        (LARGE, CopiedBlocks::<65536>::NAME, &["block %"]),
        (TERMS, ByValues::NAME, terms),
    ] {
        let fits = |figure: &&Figure| figure.subject == ours && whats.contains(&figure.what);
        for figure in FIGURES.iter().filter(fits) {
            notice(readings, figure, seeded)?;
        }
    }
    Ok(())
}

fn notice(readings: &Readings, figure: &Figure, seeded: &str) -> Result<(), Failure> {
    let (place, what) = (figure.place, figure.what);
    let reading = readings.get(place, seeded, what);
    if reading.is_some() && judge(reading, figure.reached) == Verdict::Worse {
        return Ok(());
    }
    let sentence = format!("{seeded}: its {what} went unnoticed on {place}");
    Err(Failure::new(sentence))
}
