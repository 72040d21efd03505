//! What a run needs on disk: the application, its library, the program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::node::Program;

/// Modules that many programs use.
const HELPERS: [&str; 6] = [
    "script",
    "any_term",
    "atomvm",
    "resource_script",
    "stream_script",
    "avm_fake_port_driver",
];

/// Where programs are: those that run on both VMs, those of this crate, those of the library.
const PROGRAMS: [&str; 3] = [
    "examples/atomvm-ports/test",
    "examples/otp-ports/test",
    "crates/avm-port/erlang/test",
];

/// Compiles a program into a new directory.
pub(crate) fn prepare(program: &Program<'_>) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let nth = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = scratch().join(format!("{}-{nth}", program.module));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("work directory");
    compile(&path, [program.module], program.defines);
    if let Some(trace) = program.trace {
        fs::write(path.join("trace.csv"), trace).expect("work directory");
    }
    path
}

/// Where the modules are that many programs use, compiled once for all runs.
pub(crate) fn helpers() -> &'static Path {
    static DIR: OnceLock<PathBuf> = OnceLock::new();
    DIR.get_or_init(|| {
        let dir = scratch().join("helpers");
        fs::create_dir_all(&dir).expect("work directory");
        compile(&dir, HELPERS, &[]);
        dir
    })
}

fn compile<const N: usize>(into: &Path, modules: [&str; N], defines: &[(&str, &str)]) {
    let mut command = Command::new("erlc");
    command.args(["-Wall", "-Werror", "-o"]).arg(into);
    for (name, value) in defines {
        command.arg(format!("-D{name}={value}"));
    }
    for module in modules {
        let found = PROGRAMS.map(|dir| repository().join(dir).join(format!("{module}.erl")));
        let file = found.into_iter().find(|file| file.exists());
        command.arg(file.unwrap_or_else(|| panic!("no {module}.erl")));
    }
    succeed(&mut command);
}

/// The application, made once for all runs.
pub(crate) fn application() -> &'static Path {
    static APPLICATION: OnceLock<PathBuf> = OnceLock::new();
    APPLICATION.get_or_init(|| {
        succeed(cargo("build", "otp-ports").arg("--release"));
        let library = target().join("release").join("libotp_ports.so");
        let dir = scratch().join("bundle");
        let mut command = cargo("run", "tidy");
        command.args(["--bin", "otp-bundle", "--"]).arg(library);
        succeed(command.arg(&dir));
        dir.join("avm_port")
    })
}

/// The library with ports that only tests open, without its extension.
pub(crate) fn tests_library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        succeed(cargo("build", "otp-tests").arg("--release"));
        let library = target().join("release").join("libotp_tests.so");
        let dir = scratch().join("tests");
        fs::create_dir_all(&dir).expect("work directory");
        // A copy, which no later build changes while it is used.
        fs::copy(library, dir.join("avm_port_nif.so")).expect("work directory");
        dir.join("avm_port_nif")
    })
}

pub(crate) fn scratch() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("otp")
}

fn repository() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("the repository")
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
