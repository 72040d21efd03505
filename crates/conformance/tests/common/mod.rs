//! What the runners share: boards, and the lines that must come.

use std::path::Path;
use std::process::Command;

use conformance::script::{Board, Scenario, Tag};
use conformance::terms;
use vm_testing::shout;

/// Sets the environment up for a board.
pub(crate) fn set_up(command: &mut Command, board: Board, dir: &Path) {
    vm_testing::simulate(command, board.speed(), board.trace(), dir);
}

/// What the scenarios of all boards showed on a VM.
pub(crate) struct Tally<'s> {
    vm: String,
    tags: &'static [Tag],
    suite: &'s [Scenario],
    count: usize,
    /// Lines that are not as they should be.
    wrong: Vec<String>,
}

impl<'s> Tally<'s> {
    pub(crate) fn new(vm: &str, tags: &'static [Tag], suite: &'s [Scenario]) -> Self {
        Self {
            vm: vm.to_owned(),
            tags,
            suite,
            count: 0,
            wrong: Vec::new(),
        }
    }

    /// Compares what was printed of a board with what the suite wants, line by line.
    pub(crate) fn add(&mut self, board: Board, output: &str) {
        let ours = self
            .suite
            .iter()
            .filter(|one| one.board == board && one.is_for(self.tags));
        let mut printed = output.lines();
        for scenario in ours {
            let wanted = format!("{}: ok", scenario.name);
            let line = printed.next().unwrap_or("nothing");
            if line != wanted {
                let board = board.name();
                self.wrong
                    .push(format!("{board}: wanted {wanted}, got {line}"));
            }
            self.count += 1;
        }
        self.wrong
            .extend(printed.map(|line| format!("{line} is of no scenario")));
    }

    /// Fails unless every line was as it should be, and there were more than so many.
    #[track_caller]
    pub(crate) fn finish(self, least: usize) {
        let Self {
            vm,
            count,
            wrong,
            suite,
            ..
        } = self;
        shout(&format!("{vm}: {count} scenarios of {}", suite.len()));
        assert!(wrong.is_empty(), "{vm}: {wrong:#?}");
        assert!(count > least, "{vm}: {count} scenarios");
    }
}

/// Checks that every term of the seed came back as it was; returns how many did so but for the
/// order of the keys of a map.
#[track_caller]
pub(crate) fn compare_terms(vm: &str, output: &str) -> usize {
    let (seed, count) = (terms::seed(), terms::terms(terms::seed()).len());
    let summary = format!("terms: {count}, equal but for the order of keys: ");
    let unsorted = output
        .strip_prefix(&summary)
        .and_then(|text| text.trim().parse().ok());
    let unsorted = unsorted.unwrap_or_else(|| panic!("{vm}, CONFORMANCE_SEED={seed}: {output}"));
    shout(&format!("{vm}: {}, CONFORMANCE_SEED={seed}", output.trim()));
    assert!(count > 1_600, "{count}");
    unsorted
}
