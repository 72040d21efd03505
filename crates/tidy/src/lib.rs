//! Tests that the repository is what its documents say.
//!
//! A [`Rule`] is a pure function over a [`Tree`] of `(path, text)` pairs. It
//! carries its own seeds: small trees that break it, with the place where it
//! must say so. `cargo test -p tidy` runs every rule on its seeds first and on
//! the real tree after; `cargo run -p tidy` prints the same findings and the
//! sizes of files and functions.
//!
//! Nothing here reaches the network or starts another program.

/// The code of the page on writing a port, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/writing-a-port.md")]
pub struct WritingAPort;

/// The code of the page on writing a NIF, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/writing-a-nif.md")]
pub struct WritingANif;

/// The code of the page on homes for data, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/choosing-a-home.md")]
pub struct ChoosingAHome;

/// The code of the page on avmnif, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/from-avmnif.md")]
pub struct FromAvmnif;

pub mod manifest;
pub mod markdown;
pub mod rules;
pub mod rust;
pub mod scaffold;
pub mod sizes;
pub mod tree;

use core::fmt;
pub use tree::Tree;

/// One sentence the repository promises to keep.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Short name, as printed in front of a finding.
    pub name: &'static str,
    /// What to do about a finding.
    pub fix: &'static str,
    /// Finds every fault in a tree.
    pub check: fn(&Tree) -> Vec<Fault>,
    /// Trees that break the rule, or keep it on purpose.
    pub seeds: &'static [Seed],
}

/// A small tree that shows what a rule catches.
#[derive(Debug, Clone, Copy)]
pub struct Seed {
    /// The files: path and text.
    pub files: &'static [(&'static str, &'static str)],
    /// `path:line` of the fault; `None` where the rule must stay silent.
    pub at: Option<&'static str>,
}

impl Seed {
    /// A tree in which the rule must find a fault at `path:line`.
    #[must_use]
    pub const fn bad(files: &'static [(&'static str, &'static str)], at: &'static str) -> Self {
        Self {
            files,
            at: Some(at),
        }
    }

    /// A tree in which the rule must find nothing.
    #[must_use]
    pub const fn good(files: &'static [(&'static str, &'static str)]) -> Self {
        Self { files, at: None }
    }
}

/// One place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Path from the root of the repository.
    pub path: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub says: String,
}

impl Fault {
    /// A fault in `path` at `line`.
    pub fn new(path: &str, line: usize, says: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            says: says.into(),
        }
    }

    /// The place as `path:line`, which editors open on a click.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}", self.path, self.line)
    }
}

/// A fault together with the rule that found it.
#[derive(Clone)]
pub struct Finding {
    /// The broken rule.
    pub rule: Rule,
    /// Where and how.
    pub fault: Fault,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, fault } = self;
        write!(f, "{}: [{}] {}", fault.place(), rule.name, fault.says)
    }
}

/// The findings as lines, each rule's followed by what to do about them.
#[must_use]
pub fn report(findings: &[Finding]) -> String {
    let mut report = String::new();
    for of_one_rule in findings.chunk_by(|a, b| a.rule.name == b.rule.name) {
        for finding in of_one_rule {
            report += &format!("{finding}\n");
        }
        report += &format!("    fix: {}\n\n", of_one_rule[0].rule.fix);
    }
    report
}

/// Runs every rule over `tree`; the findings are in order of rule and place.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in rules::ALL {
        let mut faults = (rule.check)(tree);
        faults.sort();
        faults.dedup();
        findings.extend(
            faults
                .into_iter()
                .map(|fault| Finding { rule: *rule, fault }),
        );
    }
    findings
}
