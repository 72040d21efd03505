//! An Erlang/OTP with the library, in a folder of its own.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// The longest that a run may take, in seconds, before it counts as a deadlock.
const SECONDS: &str = "400";

fn repository() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(2)
        .expect("the package is two folders deep")
}

fn target() -> &'static Path {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    scratch.parent().expect("a target directory")
}

#[track_caller]
fn succeed(command: &mut Command) {
    let output = command.output().expect("a program that is there");
    assert!(
        output.status.success(),
        "{command:?}\n{:?}",
        Run::of(&output)
    );
}

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(arguments).arg("--target-dir").arg(target());
    cargo.current_dir(repository());
    cargo
}

/// The application and the programs, made once. In debug, so that assertions hold, too.
fn folder() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("suite");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let package = ["build", "--quiet", "--package", "otp-suite"];
        succeed(cargo(&package).args(["--lib", "--examples"]));
        let libraries = target().join("debug");
        let mut bundle = cargo(&["run", "--quiet", "--package", "tidy", "--bin", "otp-bundle"]);
        bundle.arg("--").arg(libraries.join("libotp_suite.so"));
        succeed(bundle.arg(&folder));
        let other = libraries.join("examples/libother_version.so");
        fs::copy(other, folder.join("other_version.so")).expect("a library");
        let mut erlc = Command::new("erlc");
        erlc.current_dir(&folder)
            .args(["-Wall", "-Werror", "+debug_info"]);
        succeed(erlc.args(modules(&repository().join("examples/otp-suite/erl"))));
        folder
    })
}

/// The sources in a folder.
fn modules(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).expect("a folder");
    let files = files.map(|file| file.expect("a file").path());
    files
        .filter(|file| file.extension() == Some(OsStr::new("erl")))
        .collect()
}

/// An Erlang/OTP.
#[derive(Debug)]
pub(crate) struct Node(OsString);

impl Node {
    /// `None`, said loudly, if no `erl` is asked for.
    pub(crate) fn new() -> Option<Self> {
        let Some(erl) = env::var_os("ERL") else {
            eprintln!("SKIPPED: the suite on Erlang/OTP needs ERL, which `just test-otp` sets");
            return None;
        };
        Some(Self(erl))
    }

    /// Runs a module's function to its end, with arguments for the VM.
    #[track_caller]
    pub(crate) fn run(&self, call: &str, arguments: &[&str]) -> Run {
        let output = self.command(call, arguments).output().expect("coreutils");
        let run = Run::of(&output);
        assert!(output.status.success(), "{call} {arguments:?}: {run:?}");
        run
    }

    /// The command that does so.
    pub(crate) fn command(&self, call: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new("timeout");
        command
            .current_dir(folder())
            .stdin(Stdio::null())
            .env_remove("RUST_BACKTRACE")
            .args(["-s", "KILL", SECONDS])
            .arg(&self.0)
            .args(["-noshell", "-noinput", "-kernel", "logger_level", "none"])
            .args(["-pa", "avm_port/ebin", "-pa", "."])
            .args(arguments)
            .arg("-eval")
            .arg(format!(
                "case catch {call} of ok -> halt(0); \
                 Bad -> io:format(standard_error, \"~p~n\", [Bad]), halt(1) end."
            ));
        command
    }
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) output: String,
    #[expect(dead_code, reason = "said by a test that fails")]
    errors: String,
}

impl Run {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            output: text(&output.stdout),
            errors: text(&output.stderr),
        }
    }
}
