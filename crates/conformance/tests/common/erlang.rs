//! What the runners on Erlang share: beams of scenarios and terms.

use std::fs;
use std::path::Path;

use conformance::script::{Board, Scenario, Tag};
use conformance::{erlang, terms};

/// Compiles folders of the Erlang library's sources into a folder.
pub(crate) fn erlang_library(folder: &Path, sources: &[&str]) {
    let library = vm_testing::repository().join("crates/avm-port/erlang");
    let sources = sources.iter().map(|sources| library.join(sources));
    vm_testing::erlc(
        folder,
        &[],
        sources.flat_map(|sources| vm_testing::files(&sources, "erl")),
    );
}

/// Compiles the scenarios of a board, and who carries them out.
pub(crate) fn scenarios(folder: &Path, suite: &[Scenario], board: Board, tags: &[Tag]) {
    let modules = [
        ("conformance", erlang::RUNNER.to_owned()),
        ("conformance_table", erlang::table(suite, board, tags)),
    ];
    compile(folder, &modules);
}

/// Compiles the terms of the seed, and who sends them.
pub(crate) fn terms(folder: &Path) {
    let modules = [
        ("conformance_trips", erlang::TRIPS.to_owned()),
        (
            "conformance_terms",
            erlang::terms(&terms::terms(terms::seed())),
        ),
    ];
    compile(folder, &modules);
}

/// Writes modules, and compiles them.
fn compile(folder: &Path, modules: &[(&str, String)]) {
    let written = modules.iter().map(|(name, text)| {
        let path = folder.join(format!("{name}.erl"));
        fs::write(&path, text).expect("a folder for modules");
        path
    });
    vm_testing::erlc(folder, &[], written);
}
