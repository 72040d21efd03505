//! What a run needs on disk: the drivers, the Erlang library, the program.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::vm::Program;

/// A directory made for one run.
#[derive(Debug)]
pub(crate) struct WorkDir {
    pub(crate) path: PathBuf,
    /// The modules, the one to start first.
    pub(crate) beams: Vec<PathBuf>,
    pub(crate) speed: String,
    pub(crate) has_trace: bool,
}

/// The ports of a bundle.
pub(crate) const PORTS: [&str; 4] = ["touch", "display", "audio", "spi"];

/// The ports in the library of the witness.
const WITNESSED: [&str; 15] = [
    "witness",
    "plain_touch",
    "plain_display",
    "plain_audio",
    "plain_spi",
    "slow_touch",
    "slow_display",
    "slow_audio",
    "slow_spi",
    "audio_absent",
    "audio_other",
    "audio_unlocked",
    "audio_broken",
    "display_broken",
    "spi_broken",
];

/// Modules that are compiled beside every program.
const HELPERS: [&str; 5] = [
    "script",
    "any_term",
    "resource_script",
    "stream_script",
    "avm_fake_port_driver",
];

/// Compiles a program into a new directory, beside links to the drivers.
pub(crate) fn prepare(program: Program<'_>) -> WorkDir {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let nth = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = scratch().join(format!("{}-{nth}", program.module));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("work directory");
    let bundle = bundle();
    for port in PORTS {
        link(
            bundle.join(format!("avm_{port}_port_driver.so")),
            port,
            &path,
        );
    }
    link(fault_driver(), "fault", &path);
    // Two names of one file, which is loaded once.
    link(resource_driver(), "maker", &path);
    link(resource_driver(), "keeper", &path);
    for port in ["stream", "stream_small", "stream_large"] {
        link(stream_driver(), port, &path);
    }
    for port in WITNESSED {
        link(witness_driver(), port, &path);
    }
    compile(program, &path);
    if let Some(trace) = program.trace {
        fs::write(path.join("trace.csv"), trace).expect("work directory");
    }
    let own = [program.module].into_iter().chain(HELPERS);
    let own = own.map(|module| path.join(format!("{module}.beam")));
    let library = beams(bundle);
    let beams = own.chain(library).filter(|beam| beam.exists()).collect();
    WorkDir {
        path,
        beams,
        speed: program.speed.to_owned(),
        has_trace: program.trace.is_some(),
    }
}

/// The suppressions for what AtomVM itself leaves at its end.
pub(crate) fn suppressions() -> PathBuf {
    repository().join("crates/vm-atomvm/valgrind.supp")
}

fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(2)
        .expect("the package is two directories deep")
        .to_path_buf()
}

fn scratch() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("atomvm")
}

/// The directory that `just atomvm-bundle` leaves: `AVM_BUNDLE`, or one made here.
pub(crate) fn bundle() -> &'static Path {
    static BUNDLE: OnceLock<PathBuf> = OnceLock::new();
    BUNDLE.get_or_init(|| match env::var_os("AVM_BUNDLE") {
        Some(path) => PathBuf::from(&path)
            .canonicalize()
            .expect("AVM_BUNDLE is a directory"),
        None => make_bundle(),
    })
}

fn make_bundle() -> PathBuf {
    let dir = scratch().join("bundle");
    fs::create_dir_all(&dir).expect("work directory");
    let library = build("atomvm-ports", "libatomvm_ports.so");
    lay_out(&library, &dir);
    erlc(
        &dir,
        &sources(&repository().join("crates/avm-port/erlang/src")),
        &[],
    );
    dir
}

/// The driver that commits faults on purpose. It is in no bundle.
fn fault_driver() -> &'static Path {
    static FAULT: OnceLock<PathBuf> = OnceLock::new();
    FAULT.get_or_init(|| own_driver("atomvm-faults", "libatomvm_faults.so"))
}

/// The drivers that make and keep resources. They are in no bundle.
fn resource_driver() -> &'static Path {
    static RESOURCES: OnceLock<PathBuf> = OnceLock::new();
    RESOURCES.get_or_init(|| own_driver("atomvm-resources", "libatomvm_resources.so"))
}

/// The drivers of streams. They are in no bundle.
fn stream_driver() -> &'static Path {
    static STREAM: OnceLock<PathBuf> = OnceLock::new();
    STREAM.get_or_init(|| own_driver("atomvm-stream", "libatomvm_stream.so"))
}

/// The drivers that the board is watched with. They are in no bundle.
fn witness_driver() -> &'static Path {
    static WITNESS: OnceLock<PathBuf> = OnceLock::new();
    WITNESS.get_or_init(|| own_driver("atomvm-witness", "libatomvm_witness.so"))
}

/// A copy of a library, which no later build changes while it is used.
fn own_driver(package: &str, file: &str) -> PathBuf {
    let library = build(package, file);
    let dir = scratch().join("drivers");
    fs::create_dir_all(&dir).expect("work directory");
    let path = dir.join(file);
    fs::copy(library, &path).expect("work directory");
    path
}

/// As `just atomvm-bundle` does it.
fn lay_out(library: &Path, dir: &Path) {
    let mut command = cargo("run", "tidy");
    command.args(["--bin", "bundle", "--"]).args([library, dir]);
    succeed(&mut command);
}

/// Builds a shared library in the target directory of this very test.
fn build(package: &str, file: &str) -> PathBuf {
    succeed(cargo("build", package).arg("--release"));
    target().join("release").join(file)
}

fn target() -> &'static Path {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    scratch.parent().expect("a target directory")
}

fn cargo(command: &str, package: &str) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([command, "--quiet", "--package", package, "--target-dir"]);
    cargo.arg(target()).current_dir(repository());
    cargo
}

fn succeed(command: &mut Command) {
    let status = command.status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "{command:?} fails"
    );
}

fn compile(program: Program<'_>, dir: &Path) {
    let library = repository().join("crates/avm-port/erlang/test");
    let programs = repository().join("examples/atomvm-ports/test");
    let files: Vec<PathBuf> = [program.module]
        .into_iter()
        .chain(HELPERS)
        .flat_map(|module| [&library, &programs].map(|dir| dir.join(format!("{module}.erl"))))
        .filter(|file| file.exists())
        .collect();
    erlc(dir, &files, program.defines);
}

fn erlc(dir: &Path, files: &[PathBuf], defines: &[(&str, &str)]) {
    let mut command = Command::new("erlc");
    command.args(["-Wall", "-Werror", "-o"]).arg(dir);
    for (name, value) in defines {
        command.arg(format!("-D{name}={value}"));
    }
    succeed(command.args(files));
}

fn sources(dir: &Path) -> Vec<PathBuf> {
    with_extension(dir, "erl")
}

fn beams(dir: &Path) -> Vec<PathBuf> {
    with_extension(dir, "beam")
}

fn with_extension(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display()));
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    files
}

fn link(file: impl AsRef<Path>, port: &str, dir: &Path) {
    let file = file.as_ref();
    let name = format!("avm_{port}_port_driver.so");
    std::os::unix::fs::symlink(file, dir.join(name))
        .unwrap_or_else(|e| panic!("{}: {e}", file.display()));
}
