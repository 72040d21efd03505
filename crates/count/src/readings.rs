//! What was measured, of whom, where.

use std::fmt;

/// Where a figure was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// x86-64 under callgrind.
    X86,
    /// Two threads of this machine.
    Threads,
    /// thumbv7em, optimised for speed.
    CortexM4,
    /// thumbv7em, optimised for size.
    CortexM4Small,
    /// thumbv6m, optimised for speed.
    CortexM0,
    /// thumbv7m.
    CortexM3,
    /// riscv32imc, optimised for speed.
    Riscv32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::X86 => "x86-64",
            Self::Threads => "two threads",
            Self::CortexM4 => "Cortex-M4",
            Self::CortexM4Small => "Cortex-M4, opt-level s",
            Self::CortexM0 => "Cortex-M0",
            Self::CortexM3 => "Cortex-M3",
            Self::Riscv32 => "RV32IMC",
        })
    }
}

/// One figure.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// Where it was taken.
    pub(crate) place: Place,
    /// The ring or table, by the name that it prints.
    pub(crate) subject: &'static str,
    /// The call or property that was measured.
    pub(crate) what: String,
    /// The figure.
    pub(crate) value: f64,
}

/// All figures of a run, in the order in which they were taken.
#[derive(Debug, Default)]
pub(crate) struct Readings(Vec<Reading>);

impl Readings {
    /// Adds a figure.
    pub(crate) fn add(&mut self, place: Place, subject: &'static str, what: &str, value: f64) {
        let what = what.to_owned();
        self.0.push(Reading {
            place,
            subject,
            what,
            value,
        });
    }

    /// Adds the figures of another run.
    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Finds a figure.
    pub(crate) fn get(&self, place: Place, subject: &str, what: &str) -> Option<f64> {
        let wanted = |r: &&Reading| r.place == place && r.subject == subject && r.what == what;
        self.0.iter().find(wanted).map(|reading| reading.value)
    }

    /// Names who has any of the figures `whats` at `place`.
    pub(crate) fn subjects(&self, place: Place, whats: &[&str]) -> Vec<&'static str> {
        let mut names = Vec::new();
        for reading in &self.0 {
            let fits = reading.place == place && whats.contains(&reading.what.as_str());
            if fits && !names.contains(&reading.subject) {
                names.push(reading.subject);
            }
        }
        names
    }
}
