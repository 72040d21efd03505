//! What a run needs on disk: the application, its library, the program.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use vm_testing::{erlc, folder, library, repository};

use crate::node::Program;

/// Modules that many programs use.
const HELPERS: [&str; 7] = [
    "script",
    "any_term",
    "atomvm",
    "pore_script",
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
    let path = folder(&format!("otp/{}-{nth}", program.module));
    compile(&path, [program.module], program.defines);
    path
}

/// Where the modules are that many programs use, compiled once for all runs.
pub(crate) fn helpers() -> &'static Path {
    static DIR: OnceLock<PathBuf> = OnceLock::new();
    DIR.get_or_init(|| {
        let dir = folder("otp/helpers");
        compile(&dir, HELPERS, &[]);
        dir
    })
}

fn compile<const N: usize>(into: &Path, modules: [&str; N], defines: &[(&str, &str)]) {
    let files = modules.map(|module| {
        let found = PROGRAMS.map(|dir| repository().join(dir).join(format!("{module}.erl")));
        let file = found.into_iter().find(|file| file.exists());
        file.unwrap_or_else(|| panic!("no {module}.erl"))
    });
    erlc(into, defines, files);
}

/// The application, made once for all runs.
pub(crate) fn application() -> &'static Path {
    static APPLICATION: OnceLock<PathBuf> = OnceLock::new();
    APPLICATION.get_or_init(|| vm_testing::otp_bundle(&library("otp-ports"), &folder("otp/bundle")))
}

/// The library with ports that only tests open, without its extension.
pub(crate) fn tests_library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let path = folder("otp/tests").join("avm_port_nif");
        // A copy, which no later build changes while it is used.
        vm_testing::copy(&library("otp-tests"), &path.with_extension("so"));
        path
    })
}
