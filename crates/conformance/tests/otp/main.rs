//! The suite on Erlang/OTP.
//!
//! Needs `ERL`, an `erl` of OTP 25 or later, and `erlc`.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/erlang.rs"]
mod erlang;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use conformance::script::{self, Board, Tag};
use vm_testing::{Erl, Run, folder};

/// What the VM is.
const TAGS: &[Tag] = &[Tag::Otp];

/// The Erlang library's sources.
const SOURCES: &[&str] = &["src", "src/otp"];

/// The VM; `None`, said loudly, if none is named.
fn erl() -> Option<Erl> {
    Erl::named("the suite on Erlang/OTP")
}

/// The library, without its extension.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let file = vm_testing::own_library("conformance-otp", &folder("otp"));
        file.with_extension("")
    })
}

/// Runs `start/0` of a module; what it printed.
fn run(erl: &Erl, module: &str, board: Board, folder: &Path) -> String {
    let library = library().display().to_string();
    let expression = format!(
        "ok = io:setopts([{{encoding, unicode}}]), \
         ok = application:set_env(avm_port, library, {library:?}), {module}:start()"
    );
    let mut command = erl.command(&["+pc", "unicode"], &expression);
    common::set_up(&mut command, board, folder);
    let run = Run::of(&mut command, folder);
    run.assert_ok();
    run.output
}

#[test]
fn the_suite_on_otp() {
    let suite = script::suite();
    let mut tally = common::Tally::new("OTP", TAGS, &suite);
    for board in Board::ALL {
        let Some(erl) = erl() else { return };
        let folder = folder(&format!("otp-{}", board.name()));
        erlang::erlang_library(&folder, SOURCES);
        erlang::scenarios(&folder, &suite, board, TAGS);
        let output = run(&erl, "conformance", board, &folder);
        tally.add(board, &output);
    }
    tally.finish(170);
}

#[test]
fn terms_go_to_a_port_on_otp_and_back() {
    let Some(erl) = erl() else { return };
    let folder = folder("otp-terms");
    erlang::erlang_library(&folder, SOURCES);
    erlang::terms(&folder);
    let output = run(&erl, "conformance_trips", Board::Fast, &folder);
    assert_eq!(common::compare_terms("OTP", &output), 0);
}
