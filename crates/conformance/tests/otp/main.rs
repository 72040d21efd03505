//! The suite on Erlang/OTP.
//!
//! Needs `ERL`, an `erl` of OTP 25 or later, and `erlc`.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/erlang.rs"]
mod erlang;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use conformance::script::{self, Board, Tag};

/// What the VM is.
const TAGS: &[Tag] = &[Tag::Otp];

/// The Erlang library's sources.
const SOURCES: &[&str] = &["src", "src/otp"];

/// The VM; `None`, said loudly, if none is named.
fn erl() -> Option<Command> {
    let Some(erl) = env::var_os("ERL") else {
        common::shout("SKIPPED: the suite on Erlang/OTP needs ERL=erl (OTP 25 or later) and erlc");
        return None;
    };
    Some(Command::new(erl))
}

/// The library, without its extension.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let file = erlang::library("conformance-otp", &common::folder("otp"));
        file.with_extension("")
    })
}

/// Runs `start/0` of a module; what it printed.
fn run(mut erl: Command, module: &str, board: Board, folder: &Path) -> String {
    let library = library().display().to_string();
    erl.args(["-noshell", "-noinput", "-kernel", "logger_level", "none"]);
    erl.args(["+pc", "unicode", "-pa", ".", "-eval"]);
    erl.arg(format!(
        "ok = io:setopts([{{encoding, unicode}}]), \
         ok = application:set_env(avm_port, library, {library:?}), \
         ok = {module}:start(), halt(0)."
    ));
    common::set_up(&mut erl, board, folder);
    let (output, _) = erlang::run(&mut erl, folder);
    output
}

#[test]
fn the_suite_on_otp() {
    let suite = script::suite();
    let mut tally = common::Tally::new("OTP", TAGS, &suite);
    for board in Board::ALL {
        let Some(erl) = erl() else { return };
        let folder = common::folder(&format!("otp-{}", board.name()));
        erlang::erlang_library(&folder, SOURCES);
        erlang::scenarios(&folder, &suite, board, TAGS);
        let output = run(erl, "conformance", board, &folder);
        tally.add(board, &output);
    }
    tally.finish(170);
}

#[test]
fn terms_go_to_a_port_on_otp_and_back() {
    let Some(erl) = erl() else { return };
    let folder = common::folder("otp-terms");
    erlang::erlang_library(&folder, SOURCES);
    erlang::terms(&folder);
    let output = run(erl, "conformance_trips", Board::Fast, &folder);
    assert_eq!(common::compare_terms("OTP", &output), 0);
}
