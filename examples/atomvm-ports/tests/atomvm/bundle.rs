//! What a run needs on disk: the drivers, the Erlang library, the program.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use vm_testing::{cargo, erlc, files, library, own_library, repository, succeed};

use crate::vm::Program;

/// The ports of a bundle.
pub(crate) const PORTS: [&str; 6] = ["touch", "display", "audio", "pore", "spi", "straw"];

/// The ports in the library of the witness.
const WITNESSED: [&str; 9] = [
    "witness",
    "plain_touch",
    "plain_display",
    "plain_audio",
    "plain_spi",
    "slow_touch",
    "slow_display",
    "slow_audio",
    "slow_spi",
];

/// Modules that are compiled beside every program.
const HELPERS: [&str; 6] = [
    "script",
    "any_term",
    "pore_script",
    "resource_script",
    "stream_script",
    "avm_fake_port_driver",
];

/// Compiles a program into a new directory, beside links to the drivers; that, and the
/// modules, the one to start first.
pub(crate) fn prepare(program: Program<'_>) -> (PathBuf, Vec<PathBuf>) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let nth = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = vm_testing::folder(&format!("atomvm/{}-{nth}", program.module));
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
    let own = [program.module].into_iter().chain(HELPERS);
    let own = own.map(|module| path.join(format!("{module}.beam")));
    let beams = own.chain(files(bundle, "beam"));
    let beams = beams.filter(|beam| beam.exists()).collect();
    (path, beams)
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

/// As `just atomvm-bundle` does it.
fn make_bundle() -> PathBuf {
    let dir = vm_testing::folder("atomvm/bundle");
    let mut command = cargo("run", "tidy");
    command.args(["--bin", "bundle", "--"]);
    succeed(command.arg(library("atomvm-ports")).arg(&dir));
    let library = repository().join("crates/avm-port/erlang/src");
    erlc(&dir, &[], files(&library, "erl"));
    dir
}

/// The driver that commits faults on purpose. It is in no bundle.
fn fault_driver() -> &'static Path {
    static FAULT: OnceLock<PathBuf> = OnceLock::new();
    FAULT.get_or_init(|| own_driver("atomvm-faults"))
}

/// The drivers that make and keep resources. They are in no bundle.
fn resource_driver() -> &'static Path {
    static RESOURCES: OnceLock<PathBuf> = OnceLock::new();
    RESOURCES.get_or_init(|| own_driver("atomvm-resources"))
}

/// The drivers of streams. They are in no bundle.
fn stream_driver() -> &'static Path {
    static STREAM: OnceLock<PathBuf> = OnceLock::new();
    STREAM.get_or_init(|| own_driver("atomvm-stream"))
}

/// The drivers that the board is watched with. They are in no bundle.
fn witness_driver() -> &'static Path {
    static WITNESS: OnceLock<PathBuf> = OnceLock::new();
    WITNESS.get_or_init(|| own_driver("atomvm-witness"))
}

/// A copy of a library, which no later build changes while it is used.
fn own_driver(package: &str) -> PathBuf {
    own_library(package, &vm_testing::folder(&format!("atomvm/{package}")))
}

fn compile(program: Program<'_>, dir: &Path) {
    let library = repository().join("crates/avm-port/erlang/test");
    let programs = repository().join("examples/atomvm-ports/test");
    let files = [program.module]
        .into_iter()
        .chain(HELPERS)
        .flat_map(|module| [&library, &programs].map(|dir| dir.join(format!("{module}.erl"))))
        .filter(|file| file.exists());
    erlc(dir, program.defines, files);
}

fn link(file: impl AsRef<Path>, port: &str, dir: &Path) {
    let file = file.as_ref();
    let name = format!("avm_{port}_port_driver.so");
    std::os::unix::fs::symlink(file, dir.join(name))
        .unwrap_or_else(|e| panic!("{}: {e}", file.display()));
}
