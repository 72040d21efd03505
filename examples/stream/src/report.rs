//! What came of it: counts that agree, and words for them.

use std::fmt;

use avm_resource::BINARIES;
use example_support::{Error, line};

use crate::Taken;

/// What came of the runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What was taken while all of the pool was free.
    pub taken: Taken,
    /// Blocks that one process kept.
    pub kept: u32,
    /// What was taken meanwhile.
    pub meanwhile: Taken,
    /// Blocks that were filled while nobody took any, and those that were lost.
    pub full: (u32, u32),
    /// The counts when all had let go.
    pub end: Counts,
}

/// The port's counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Blocks that were filled.
    pub filled: u32,
    /// Blocks of them that were sent.
    pub delivered: u32,
    /// Blocks that were lost.
    pub overruns: u32,
    /// Blocks that nobody has.
    pub free: u32,
    /// Blocks that wait.
    pub queued: u32,
    /// Blocks that processes hold.
    pub held: u32,
    /// Blocks of the pool.
    pub capacity: u32,
}

impl Counts {
    /// The counts of a port's answer.
    pub(crate) fn of(answer: &example_support::Counts) -> Result<Self, Error> {
        let names = [
            "filled",
            "delivered",
            "overruns",
            "free",
            "queued",
            "held",
            "capacity",
        ];
        // Each is a count of 32 bits.
        let counts = answer.all(names)?.map(|count| count as u32);
        let [filled, delivered, overruns, free, queued, held, capacity] = counts;
        Ok(Self {
            filled,
            delivered,
            overruns,
            free,
            queued,
            held,
            capacity,
        })
    }

    /// How often the interrupt has come.
    pub(crate) fn converted(&self) -> u64 {
        u64::from(self.filled) + u64::from(self.overruns)
    }

    /// Whether all blocks are back, and accounted for.
    pub(crate) fn check_end(&self) -> Result<(), Error> {
        demand("free blocks at the end", self.free, self.capacity)?;
        demand("blocks delivered and queued", self.delivered, self.filled)
    }
}

/// Whether a count is as it must be.
pub(crate) fn demand(what: &str, is: impl Into<u64>, must_be: impl Into<u64>) -> Result<(), Error> {
    let (is, must_be) = (is.into(), must_be.into());
    match is == must_be {
        true => Ok(()),
        false => Err(Error::Flawed(format!("{what}: {is}, not {must_be}"))),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kept, end, .. } = self;
        f.write_str(&line("taken", in_words(self.taken)))?;
        let meanwhile = self.meanwhile.blocks;
        let words = format!(
            "{kept} of {} blocks for ever, {meanwhile} taken meanwhile",
            end.capacity
        );
        f.write_str(&line("kept", words))?;
        let (filled, overruns) = self.full;
        let words = format!("{filled} blocks filled and {overruns} overruns with nobody to take");
        f.write_str(&line("full", words))?;
        let Counts {
            filled,
            delivered,
            queued,
            free,
            held,
            ..
        } = end;
        let overruns = end.overruns;
        let words = format!(
            "filled {filled} = delivered {delivered} + queued {queued}, overruns {overruns}"
        );
        f.write_str(&line("pool", words))?;
        let words = format!("free {free}, held {held}, of {}", end.capacity);
        f.write_str(&line("blocks", words))?;
        let binaries = BINARIES.counts();
        let (created, alive, dropped) = (binaries.created, binaries.alive, binaries.dropped);
        let words = format!("created {created}, alive {alive}, dropped {dropped}");
        f.write_str(&line("binaries", words))
    }
}

fn in_words(taken: Taken) -> String {
    let Taken {
        blocks,
        samples,
        missing,
    } = taken;
    format!("{blocks} blocks, {samples} samples right, {missing} missing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_that_is_not_back_is_a_flaw() {
        let good = Counts {
            filled: 9,
            delivered: 9,
            free: 8,
            capacity: 8,
            ..Counts::default()
        };
        assert!(good.check_end().is_ok());
        let held = Counts { free: 7, ..good };
        let error = held.check_end().expect_err("one is held");
        assert_eq!(error.to_string(), "free blocks at the end: 7, not 8");
        let lost = Counts {
            delivered: 8,
            ..good
        };
        assert!(lost.check_end().is_err());
    }
}
