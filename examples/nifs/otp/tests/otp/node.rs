//! An Erlang/OTP with the libraries, in a folder of its own.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The longest that a run may take, in seconds.
const SECONDS: &str = "120";

fn repository() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(3)
        .expect("the package is three folders deep")
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
        Run::of(output)
    );
}

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(arguments).arg("--target-dir").arg(target());
    cargo.current_dir(repository());
    cargo
}

/// Builds both libraries, once.
fn libraries() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let package = ["build", "--quiet", "--release", "--package", "otp-nifs"];
        succeed(&mut cargo(&package));
        succeed(cargo(&package).args(["--example", "direct_nifs"]));
        target().join("release")
    })
}

/// A folder with all that a run needs.
#[derive(Debug)]
pub(crate) struct Node {
    erl: OsString,
    folder: PathBuf,
}

impl Node {
    /// `None`, said loudly, if no `erl` is asked for.
    pub(crate) fn new(name: &str) -> Option<Self> {
        let Some(erl) = env::var_os("ERL") else {
            eprintln!("SKIPPED: NIFs on Erlang/OTP need ERL, which `just test-otp` sets to erl");
            return None;
        };
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("otp-nifs")
            .join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let libraries = libraries();
        let mut bundle = cargo(&["run", "--quiet", "--package", "tidy", "--bin", "otp-bundle"]);
        bundle.arg("--").arg(libraries.join("libotp_nifs.so"));
        succeed(bundle.arg(&folder));
        let direct = "libdirect_nifs.so";
        fs::copy(libraries.join("examples").join(direct), folder.join(direct)).expect("a library");
        let mut erlc = Command::new("erlc");
        erlc.current_dir(&folder)
            .args(["-Wall", "-Werror", "+debug_info"]);
        for programs in ["examples/nifs/erl", "examples/nifs/otp/erl"] {
            erlc.args(modules(&repository().join(programs)));
        }
        succeed(&mut erlc);
        Some(Self { erl, folder })
    }

    /// Runs a module's `start/0`, with arguments for the VM.
    pub(crate) fn run(&self, module: &str, arguments: &[&str]) -> Run {
        let run = self.evaluate(&format!("ok = {module}:start()"), arguments);
        assert!(run.is_ok, "{run:?}");
        run
    }

    /// Evaluates an expression.
    pub(crate) fn evaluate(&self, expression: &str, arguments: &[&str]) -> Run {
        let output = Command::new("timeout")
            .current_dir(&self.folder)
            .env_remove("RUST_BACKTRACE")
            .arg(SECONDS)
            .arg(&self.erl)
            .args(["-noshell", "-noinput", "-kernel", "logger_level", "none"])
            .args(["-pa", "avm_port/ebin", "-pa", "."])
            .args(arguments)
            .arg("-eval")
            .arg(format!("{expression}, halt()."))
            .output();
        Run::of(output.expect("coreutils"))
    }
}

/// The sources in a folder.
fn modules(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).expect("a folder");
    let files = files.map(|file| file.expect("a file").path());
    files
        .filter(|file| file.extension() == Some(OsStr::new("erl")))
        .collect()
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Run {
    is_ok: bool,
    pub(crate) output: String,
    pub(crate) errors: String,
}

impl Run {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Self {
            is_ok: output.status.success(),
            output: text(&output.stdout),
            errors: text(&output.stderr),
        }
    }
}
