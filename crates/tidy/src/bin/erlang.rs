//! Compiles, tests, documents and type-checks the Erlang library.
//!
//! Plain `erlc`, `erl` and `dialyzer`: no build tool. A warning is an error,
//! an export without a type is a warning, and dialyzer's table of OTP's own
//! types is kept between runs.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// Where the library lives, from the root.
const LIBRARY: &str = "crates/avm-port/erlang";
/// Ends the VM with the verdict of the suite.
const RUN: &str = "case avm_port_tests:start() of ok -> halt(0); Bad -> \
                   io:format(\"~p~n\", [Bad]), halt(1) end.";
/// Writes the pages, or ends the VM with the reason.
const DOCUMENT: &str = "try edoc:files([F || F <- Files], [{dir, Dir}, {preprocess, true}]), \
                        halt(0) catch _:Why -> io:format(\"~p~n\", [Why]), halt(1) end.";

fn main() -> ExitCode {
    match check() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("erlang: {error}");
            ExitCode::FAILURE
        }
    }
}

fn check() -> io::Result<()> {
    let root = tidy::tree::root();
    let out = out_folder(&root);
    let (library, tests) = (out.join("ebin"), out.join("test"));
    fs::create_dir_all(&library)?;
    fs::create_dir_all(&tests)?;
    let modules = sources(&root.join(LIBRARY).join("src"))?;
    let suites = sources(&root.join(LIBRARY).join("test"))?;
    compile(&library, &["+debug_info", "+warn_missing_spec"], &modules)?;
    compile(&tests, &[], &suites)?;
    run(Command::new("erl")
        .args(["-noshell", "-pa"])
        .args([&library, &tests])
        .args(["-eval", RUN]))?;
    document(&out, &modules)?;
    type_check(&out, &library)
}

/// The folder for what is built, beside Rust's.
fn out_folder(root: &Path) -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| root.join("target")).join("erlang")
}

fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder)? {
        sources.push(entry?.path());
    }
    sources.retain(|path| path.extension() == Some(OsStr::new("erl")));
    sources.sort();
    Ok(sources)
}

fn compile(into: &Path, options: &[&str], sources: &[PathBuf]) -> io::Result<()> {
    println!("erlang: compiling {} modules", sources.len());
    let mut erlc = Command::new("erlc");
    erlc.args(["-Werror", "-o"]).arg(into);
    run(erlc.args(options).args(sources))
}

fn document(out: &Path, sources: &[PathBuf]) -> io::Result<()> {
    println!("erlang: edoc");
    let quoted = |path: &PathBuf| format!("{:?}", path.display().to_string());
    let files: Vec<String> = sources.iter().map(quoted).collect();
    let dir = quoted(&out.join("doc"));
    let bound = format!("Files = [{}], Dir = {dir}, {DOCUMENT}", files.join(","));
    fs::create_dir_all(out.join("doc"))?;
    run(Command::new("erl").args(["-noshell", "-eval", &bound]))
}

fn type_check(out: &Path, library: &Path) -> io::Result<()> {
    let table = out.join("otp.plt");
    if !table.exists() {
        println!("erlang: dialyzer reads OTP's own types, once");
        let build = [
            "--build_plt",
            "--apps",
            "erts",
            "kernel",
            "stdlib",
            "--output_plt",
        ];
        // Status 2 tells of warnings about OTP itself; the table is complete.
        let mut dialyzer = Command::new("dialyzer");
        dialyzer.args(build).arg(&table).stdout(Stdio::null());
        let status = dialyzer.status()?;
        if !status.success() && !table.exists() {
            return Err(io::Error::other(format!("dialyzer: {status}")));
        }
    }
    println!("erlang: dialyzer");
    let warnings = ["-Werror_handling", "-Wunmatched_returns", "--plt"];
    run(Command::new("dialyzer")
        .args(warnings)
        .arg(&table)
        .arg("-r")
        .arg(library))
}

fn run(command: &mut Command) -> io::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .map_err(|error| io::Error::other(format!("{name}: {error}")))?;
    if status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("{name}: {status}")))
}
