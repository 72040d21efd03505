//! Runs the suite on `vm-host`, and makes the page of differences.
//!
//! `conformance host BOARD` runs the scenarios of a board, which the environment is set up for:
//! the tests do so. `conformance terms` sends terms to a port and back, those of
//! `CONFORMANCE_SEED`. `conformance differences` writes the table of `docs/vms.md`.
#![forbid(unsafe_code)]

use std::path::Path;
use std::process::ExitCode;

use conformance::script::{self, Board};
use conformance::{differences, host, terms};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match *arguments {
        ["host", board] => run_on_host(board),
        ["terms"] => run_terms(),
        ["differences"] => write_differences(),
        _ => Err("usage: conformance host BOARD | terms | differences".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run_on_host(board: &str) -> Result<(), String> {
    let found = Board::ALL.into_iter().find(|one| one.name() == board);
    let board = found.ok_or_else(|| format!("no board {board}"))?;
    for line in host::run(&script::suite(), board) {
        println!("{line}");
    }
    Ok(())
}

fn run_terms() -> Result<(), String> {
    for line in host::trips::run(&terms::terms(terms::seed())) {
        println!("{line}");
    }
    Ok(())
}

fn write_differences() -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/vms.md");
    let old = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let new = differences::page(&old, &differences::table(&script::suite()))?;
    std::fs::write(&path, new).map_err(|error| error.to_string())
}
