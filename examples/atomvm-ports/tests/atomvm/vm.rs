//! The VM under test: where it is, and one run of it.

use std::env;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use crate::bundle::{self, WorkDir};

/// What a run may take; far more than it needs, so that only a hang ends so.
const PATIENCE: Duration = Duration::from_secs(120);

/// An AtomVM executable and the archives of its libraries.
#[derive(Debug)]
pub(crate) struct Vm {
    executable: PathBuf,
    archives: Vec<PathBuf>,
}

/// What a program printed and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: ExitStatus,
    pub(crate) output: String,
    pub(crate) errors: String,
    /// What valgrind reported.
    pub(crate) report: String,
    /// Where it ran; what `SIM_OUT` asks for is in `out` there.
    pub(crate) dir: PathBuf,
}

/// A test program: a module of `test/`, and what it is run with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program<'a> {
    pub(crate) module: &'a str,
    /// Macros for `erlc`.
    pub(crate) defines: &'a [(&'a str, &'a str)],
    /// What `SIM_TRACE` names; the built-in trace in real time if `None`.
    pub(crate) trace: Option<&'a str>,
    /// `SIM_SPEED`.
    pub(crate) speed: &'a str,
}

impl<'a> Program<'a> {
    pub(crate) fn new(module: &'a str) -> Self {
        Self {
            module,
            defines: &[],
            trace: None,
            speed: "1",
        }
    }
}

/// The VM that `ATOMVM` names; `None`, said loudly once, if it names none.
pub(crate) fn vm() -> Option<&'static Vm> {
    static VM: OnceLock<Option<Vm>> = OnceLock::new();
    VM.get_or_init(|| {
        let Some(path) = env::var_os("ATOMVM") else {
            shout("SKIPPED: the tests on AtomVM need ATOMVM=/path/to/AtomVM (0.6.6 or later) and erlc");
            return None;
        };
        Some(Vm::find(Path::new(&path)))
    })
    .as_ref()
}

/// Prints past the test harness, which would swallow the output of a test that passes.
pub(crate) fn shout(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

impl Vm {
    fn find(path: &Path) -> Self {
        let found = path.canonicalize();
        let path = found.unwrap_or_else(|e| panic!("ATOMVM={}: {e}", path.display()));
        let bin = path.parent().unwrap_or(Path::new("/")).to_path_buf();
        // An installed `bin/atomvm` is a script; valgrind must be given the VM itself.
        let installed = bin.join("../lib/atomvm/AtomVM");
        let executable = if installed.exists() { installed } else { path };
        Self {
            executable,
            archives: archives(&bin),
        }
    }

    /// Runs a program to its end. Under `SIM_OUT` are a picture and a sound then.
    pub(crate) fn run(&self, program: Program<'_>) -> Run {
        let dir = bundle::prepare(program);
        let mut command = Command::new(&self.executable);
        command.env("SIM_OUT", "out");
        self.finish(&dir, command)
    }

    /// Runs a program with a library that takes the place of functions of the VM's.
    pub(crate) fn run_preloaded(&self, program: Program<'_>, library: &Path) -> Run {
        let dir = bundle::prepare(program);
        let mut command = Command::new(&self.executable);
        command.env("LD_PRELOAD", library);
        self.finish(&dir, command)
    }

    /// Runs a program under valgrind, which makes the status 99 if it finds anything.
    pub(crate) fn run_checked(&self, program: Program<'_>) -> Run {
        let dir = bundle::prepare(program);
        let mut command = Command::new("valgrind");
        command
            .args(["--leak-check=full", "--errors-for-leak-kinds=definite"])
            .args(["--show-leak-kinds=definite", "--error-exitcode=99"])
            .args([
                "--num-callers=40",
                "--fair-sched=yes",
                "--log-file=valgrind.log",
            ])
            .arg(format!(
                "--suppressions={}",
                bundle::suppressions().display()
            ))
            .arg(&self.executable);
        self.finish(&dir, command)
    }

    /// Runs a program under callgrind; tells how many instructions a function took, with what it
    /// called.
    pub(crate) fn run_counted(&self, program: Program<'_>, function: &str) -> (Run, u64) {
        let dir = bundle::prepare(program);
        let mut command = Command::new("valgrind");
        command.args(["--tool=callgrind", "--callgrind-out-file=callgrind.out"]);
        command.args(["--fair-sched=yes", "--log-file=valgrind.log"]);
        command.arg(format!("--toggle-collect={function}"));
        command.arg(&self.executable);
        let run = self.finish(&dir, command);
        let collected = run.report.lines().find_map(|line| {
            let (_, count) = line.split_once("Collected : ")?;
            count.trim().parse().ok()
        });
        let count = collected.unwrap_or_else(|| panic!("no count in {}", run.report));
        (run, count)
    }

    fn finish(&self, dir: &WorkDir, mut command: Command) -> Run {
        let create = |name: &str| File::create(dir.path.join(name)).expect("work directory");
        command
            .current_dir(&dir.path)
            .args(&dir.beams)
            .args(&self.archives);
        command
            .env("AVM_TRACE_DROP", "1")
            .env("SIM_SPEED", &dir.speed)
            .env_remove("SIM_TRACE")
            .env_remove("RUST_BACKTRACE");
        if dir.has_trace {
            command.env("SIM_TRACE", "trace.csv");
        }
        command.stdin(std::process::Stdio::null());
        command.stdout(create("stdout")).stderr(create("stderr"));
        let mut child = command
            .spawn()
            .unwrap_or_else(|e| panic!("{command:?}: {e}"));
        let status = wait(&mut child);
        let read = |name: &str| {
            let bytes = std::fs::read(dir.path.join(name)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let (output, errors, report) = (read("stdout"), read("stderr"), read("valgrind.log"));
        let Some(status) = status else {
            panic!("{command:?} hangs\n{output}\n{errors}");
        };
        Run {
            status,
            output,
            errors,
            report,
            dir: dir.path.clone(),
        }
    }
}

impl Run {
    /// Checks that the program came to its end and printed this.
    #[track_caller]
    pub(crate) fn assert_transcript(&self, expected: &str) {
        self.assert_ok();
        assert!(
            self.output == expected,
            "{}",
            Difference(&self.output, expected)
        );
    }

    /// Checks that `start/0` returned `ok`.
    #[track_caller]
    pub(crate) fn assert_ok(&self) {
        assert!(
            self.status.success(),
            "{}\n{}\n{}",
            self.status,
            self.output,
            self.errors
        );
    }

    /// How many times the library said that it dropped a touch port.
    pub(crate) fn drops(&self) -> usize {
        self.drops_of("touch")
    }

    /// How many times the library said that it dropped a port of this name.
    pub(crate) fn drops_of(&self, port: &str) -> usize {
        let said = format!("avm: {port} port dropped");
        let lines = self.errors.lines();
        lines.filter(|line| line.contains(&said)).count()
    }
}

/// The first line in which a transcript is not as expected, and all of it.
struct Difference<'a>(&'a str, &'a str);

impl std::fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(output, expected) = self;
        let mut expected = expected.lines();
        let first = output
            .lines()
            .map(Some)
            .chain([None])
            .map(|line| (line, expected.next()));
        for (got, wanted) in first {
            if got != wanted {
                writeln!(f, "got      {got:?}\nexpected {wanted:?}")?;
                break;
            }
        }
        write!(f, "in\n{output}")
    }
}

fn wait(child: &mut Child) -> Option<ExitStatus> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().expect("the child is ours") {
            return Some(status);
        }
        thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

/// The archives of the libraries, from where the executable is; `ATOMVM_LIB` overrules.
fn archives(bin: &Path) -> Vec<PathBuf> {
    if let Some(path) = env::var_os("ATOMVM_LIB") {
        return vec![PathBuf::from(path)];
    }
    let places: [&[&str]; 5] = [
        &["../libs/atomvmlib.avm"],
        &["atomvmlib.avm"],
        &["../lib/atomvm/atomvmlib.avm"],
        &[
            "../libs/estdlib/src/estdlib.avm",
            "../libs/eavmlib/src/eavmlib.avm",
        ],
        &["../libs/atomvmlib-x86_64.avm"],
    ];
    let found = places
        .iter()
        .map(|place| place.iter().map(|file| bin.join(file)).collect::<Vec<_>>())
        .find(|files| files.iter().all(|file| file.exists()));
    found.unwrap_or_else(|| panic!("no atomvmlib.avm near {}; set ATOMVM_LIB", bin.display()))
}
