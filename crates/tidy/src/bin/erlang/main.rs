//! Compiles, tests, documents, type-checks and packs the Erlang library.
//!
//! What the examples have in Erlang, but for programs of tests, is type-checked with it.
//! All but the last by plain `erlc`, `erl` and `dialyzer`, without a build tool.
//! A warning is an error, an export without a type is a warning, and dialyzer's
//! table of OTP's own types is kept between runs. Then projects of `rebar3` and
//! `mix` depend on the library, and compile the code of its pages; a tool that
//! is missing is said aloud.

mod packages;
mod pages;
mod project;

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// Where the library lives, from the root.
const LIBRARY: &str = "crates/avm-port/erlang";
/// What the examples ship in Erlang: folders whose exports all have types, and modules of NIFs.
const EXAMPLES: [&str; 1] = ["examples/cluster/erl"];
const NIFS: [&str; 2] = [
    "examples/nifs/erl/example_nifs.erl",
    "examples/nifs/otp/erl/direct_nifs.erl",
];
/// Ends the VM with the verdict of all suites.
const RUN: &str = "case [R || S <- Suites, (R = S:start()) =/= ok] of [] -> halt(0); Bad -> \
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
    let (library, tests) = (empty(out.join("ebin"))?, empty(out.join("test"))?);
    let modules = sources(&root.join(LIBRARY).join("src"))?;
    let suites = sources(&root.join(LIBRARY).join("test"))?;
    compile(&library, &["+debug_info", "+warn_missing_spec"], &modules)?;
    compile(&tests, &[], &suites)?;
    test(&library, &tests, &suites)?;
    document(&out, &modules)?;
    let examples = examples(&root, &out, &library)?;
    type_check(&out, &[&library, &examples])?;
    packages::check(&root, &out)
}

/// The folder for what is built, beside Rust's.
fn out_folder(root: &Path) -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| root.join("target")).join("erlang")
}

/// All modules in a folder and those below it.
fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources.extend(self::sources(&path)?);
        } else if path.extension() == Some(OsStr::new("erl")) {
            sources.push(path);
        }
    }
    sources.sort();
    Ok(sources)
}

/// A folder without what an earlier run left.
fn empty(folder: PathBuf) -> io::Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Compiles what the examples ship.
fn examples(root: &Path, out: &Path, library: &Path) -> io::Result<PathBuf> {
    let into = empty(out.join("examples"))?;
    let library = library.display().to_string();
    let options = ["+debug_info", "-pa", &library];
    let mut modules = Vec::new();
    for folder in EXAMPLES {
        modules.extend(sources(&root.join(folder))?);
    }
    let typed = [&options[..], &["+warn_missing_spec"]].concat();
    compile(&into, &typed, &modules)?;
    compile(&into, &options, &NIFS.map(|module| root.join(module)))?;
    Ok(into)
}

fn compile(into: &Path, options: &[&str], sources: &[PathBuf]) -> io::Result<()> {
    println!("erlang: compiling {} modules", sources.len());
    let mut erlc = Command::new("erlc");
    erlc.args(["-Werror", "-o"]).arg(into);
    run(erlc.args(options).args(sources))
}

/// Runs every module that is called a suite of tests.
fn test(library: &Path, tests: &Path, sources: &[PathBuf]) -> io::Result<()> {
    let names = sources.iter().filter_map(|path| path.file_stem()?.to_str());
    let suites: Vec<&str> = names.filter(|name| name.ends_with("_tests")).collect();
    let eval = format!("Suites = [{}], {RUN}", suites.join(","));
    let mut erl = Command::new("erl");
    erl.args(["-noshell", "-pa"]).args([library, tests]);
    run(erl.args(["-eval", &eval]))
}

fn document(out: &Path, sources: &[PathBuf]) -> io::Result<()> {
    println!("erlang: edoc");
    let quoted = |path: &PathBuf| format!("{:?}", path.display().to_string());
    let files: Vec<String> = sources.iter().map(quoted).collect();
    let dir = quoted(&out.join("doc"));
    let bound = format!("Files = [{}], Dir = {dir}, {DOCUMENT}", files.join(","));
    fs::create_dir_all(out.join("doc"))?;
    let said = Command::new("erl")
        .args(["-noshell", "-eval", &bound])
        .output()?;
    // It tells of warnings, and ends as if there were none.
    if said.status.success() && said.stdout.is_empty() && said.stderr.is_empty() {
        return Ok(());
    }
    let (told, warned) = (said.stdout, said.stderr);
    let said = [told, warned].concat();
    Err(io::Error::other(format!(
        "edoc: {}",
        String::from_utf8_lossy(&said)
    )))
}

fn type_check(out: &Path, folders: &[&Path]) -> io::Result<()> {
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
        .args(folders))
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
