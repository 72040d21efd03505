//! The ports and the programs that call them, built into one folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use vm_testing::{copy, erlc, repository, succeed};

/// What AtomVM itself is compiled with, as far as its headers ask.
const DEFINES: [&str; 4] = [
    "-DHAVE_ATOMIC",
    "-DAVM_NO_JIT",
    "-DAVM_TASK_DRIVER_ENABLED",
    "-DAVM_CREATE_STACKTRACES",
];

/// A folder with all drivers, from which AtomVM is started.
#[derive(Debug)]
pub(crate) struct Peers {
    pub(crate) dir: PathBuf,
    /// What every program needs besides its own module.
    pub(crate) beams: Vec<PathBuf>,
}

/// The module that AtomVM starts.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) beam: PathBuf,
}

impl Peers {
    /// Builds all but the programs that count.
    pub(crate) fn build(source: &Path) -> Self {
        let dir = vm_testing::folder("atomvm-bench");
        for port in ["c_touch", "c_resource"] {
            compile_c(source, port, &dir);
        }
        let rust = vm_testing::library("atomvm-bench");
        for port in ["touch_bench", "resource_bench"] {
            copy(&rust, &driver(port, &dir));
        }
        let erlang = repository().join("crates/avm-port/erlang/src");
        let library = ["avm_port", "avm_port_call", "avm_port_native"];
        let sources = library.map(|module| erlang.join(format!("{module}.erl")));
        let own = ["bench.erl", "bench_resource.erl"].map(bench);
        erlc(&dir, &[], sources.iter().chain(&own));
        let beams = library.iter().chain(&["bench"]);
        let beams = beams.map(|module| dir.join(format!("{module}.beam")));
        Self {
            beams: beams.collect(),
            dir,
        }
    }

    /// A program that times both ports, round by round.
    pub(crate) fn timing(&self, module: &str) -> Program {
        Program {
            beam: self.dir.join(format!("{module}.beam")),
        }
    }

    /// A program that makes so many calls to one port.
    pub(crate) fn calling(&self, port: &str, request: &str, calls: usize) -> Program {
        let dir = self.dir.join(format!("{port}-{request}-{calls}"));
        fs::create_dir_all(&dir).expect("work directory");
        let calls = calls.to_string();
        let defines = [("PORT", port), ("REQUEST", request), ("CALLS", &calls)];
        erlc(&dir, &defines, [bench("bench_count.erl")]);
        Program {
            beam: dir.join("bench_count.beam"),
        }
    }
}

fn bench(file: &str) -> PathBuf {
    repository().join("crates/vm-atomvm/bench").join(file)
}

/// The file that AtomVM loads for a port.
fn driver(port: &str, dir: &Path) -> PathBuf {
    dir.join(format!("avm_{port}_port_driver.so"))
}

fn compile_c(source: &Path, port: &str, dir: &Path) {
    let mut gcc = Command::new("gcc");
    gcc.args(["-O2", "-fPIC", "-shared"]).args(DEFINES);
    for headers in ["src/libAtomVM", "src/platforms/generic_unix/lib"] {
        gcc.arg("-I").arg(source.join(headers));
    }
    gcc.arg(bench(&format!("{port}.c")));
    gcc.arg("-o").arg(driver(port, dir));
    succeed(&mut gcc);
}
