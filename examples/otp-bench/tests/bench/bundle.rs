//! All makes, built into one folder, and a run of the VM there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use vm_testing::{Erl, copy, erlc, files, repository, succeed};

/// So that one thread runs all, and none waits busily, which would be CPU time, too.
const QUIET: [&str; 8] = [
    "+S",
    "1:1",
    "+sbwt",
    "none",
    "+sbwtdcpu",
    "none",
    "+sbwtdio",
    "none",
];

/// A folder with all that a run needs.
#[derive(Debug)]
pub(crate) struct Bundle {
    erl: Erl,
    folder: PathBuf,
}

impl Bundle {
    #[track_caller]
    pub(crate) fn build(erl: Erl) -> Self {
        let folder = vm_testing::folder("otp-bench");
        for part in ["avm_port/ebin", "avm_port/priv"] {
            fs::create_dir_all(folder.join(part)).expect("a folder");
        }
        let bundle = Self { erl, folder };
        bundle.rust();
        bundle.c();
        bundle.erlang();
        bundle
    }

    /// Ours and rustler's, built alike.
    fn rust(&self) {
        let release = vm_testing::target().join("release");
        let mut build = vm_testing::cargo("build", "otp-bench");
        build.args(["--package", "otp-bench-rustler"]);
        succeed(build.args(["--release", "--lib", "--examples"]));
        copy(
            &release.join("libotp_bench.so"),
            &self.folder.join("bench_ours.so"),
        );
        let rustler = release.join("libotp_bench_rustler.so");
        copy(&rustler, &self.folder.join("bench_rustler.so"));
        let port = release.join("examples/libotp_bench_port.so");
        copy(&port, &self.folder.join("avm_port/priv/avm_port_nif.so"));
    }

    fn c(&self) {
        let headers = self.eval("io:put_chars(code:root_dir())") + "/usr/include";
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("c");
        for (source, library) in [
            ("bench_c.c", "bench_c.so"),
            ("bench_c_port.c", "avm_port/priv/bench_c_port.so"),
        ] {
            let mut cc = Command::new("cc");
            cc.args([
                "-O2", "-fPIC", "-shared", "-Wall", "-Wextra", "-Werror", "-I", &headers,
            ]);
            succeed(
                cc.arg(sources.join(source))
                    .arg("-o")
                    .arg(self.folder.join(library)),
            );
        }
    }

    /// The same module for each library of NIFs, and the process of our ports for the port in C,
    /// each under another name.
    fn erlang(&self) {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("erl");
        let library = repository().join("crates/avm-port/erlang/src");
        self.compile(&[&library, &library.join("otp")], "avm_port/ebin");
        for module in ["bench_c", "bench_rustler", "bench_ours"] {
            self.renamed(
                &own.join("bench_nifs.erl"),
                module,
                &[("bench_nifs", module)],
            );
        }
        let names = [
            ("avm_port_nif", "bench_c_port"),
            ("avm_port_server", "bench_c_server"),
        ];
        for (source, module) in names {
            let source = library.join(format!("otp/{source}.erl"));
            self.renamed(&source, module, &names);
        }
        copy(
            &own.join("otp_bench.erl"),
            &self.folder.join("otp_bench.erl"),
        );
        self.compile(&[&self.folder], ".");
    }

    /// Compiles all modules of some folders.
    fn compile(&self, folders: &[&Path], into: &str) {
        let modules = folders.iter().flat_map(|folder| files(folder, "erl"));
        erlc(&self.folder.join(into), &[], modules);
    }

    fn renamed(&self, source: &Path, module: &str, names: &[(&str, &str)]) {
        let text = fs::read_to_string(source).expect("a module");
        let text = names
            .iter()
            .fold(text, |text, (from, to)| text.replace(from, to));
        fs::write(self.folder.join(format!("{module}.erl")), text).expect("a folder");
    }

    /// Measures once; returns what was printed.
    #[track_caller]
    pub(crate) fn run(&self) -> String {
        let command = self
            .erl
            .behind(&["taskset", "-c", "0"], &QUIET, "otp_bench:start()");
        self.vm(command)
    }

    /// The VM's release.
    pub(crate) fn release(&self) -> String {
        self.eval("io:put_chars(erlang:system_info(otp_release))")
    }

    #[track_caller]
    fn eval(&self, expression: &str) -> String {
        self.vm(self.erl.command(&[], expression))
    }

    #[track_caller]
    fn vm(&self, mut command: Command) -> String {
        succeed(command.current_dir(&self.folder))
    }
}
