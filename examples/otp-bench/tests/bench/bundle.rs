//! All makes, built into one folder, and a run of the VM there.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

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
    erl: OsString,
    folder: PathBuf,
}

impl Bundle {
    #[track_caller]
    pub(crate) fn build(erl: OsString) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("otp-bench");
        let _ = fs::remove_dir_all(&folder);
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
        let release = target().join("release");
        let packages = ["-p", "otp-bench", "-p", "otp-bench-rustler"];
        let mut build = cargo("build");
        succeed(
            build
                .args(["--release", "--lib", "--examples"])
                .args(packages),
        );
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
        let mut erlc = Command::new("erlc");
        erlc.args(["-Wall", "-Werror", "-o", into])
            .current_dir(&self.folder);
        for folder in folders {
            let files = fs::read_dir(folder).expect("a folder");
            let files = files.map(|file| file.expect("a file").path());
            erlc.args(files.filter(|file| file.extension() == Some(OsStr::new("erl"))));
        }
        succeed(&mut erlc);
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
        let mut command = Command::new("taskset");
        command.args(["-c", "0"]).arg(&self.erl).args(QUIET);
        self.vm(&mut command, "otp_bench:start()")
    }

    /// The VM's release.
    pub(crate) fn release(&self) -> String {
        self.eval("io:put_chars(erlang:system_info(otp_release))")
    }

    #[track_caller]
    fn eval(&self, expression: &str) -> String {
        self.vm(&mut Command::new(&self.erl), expression)
    }

    #[track_caller]
    fn vm(&self, command: &mut Command, expression: &str) -> String {
        command.args(["-noshell", "-noinput", "-kernel", "logger_level", "none"]);
        command.args(["-pa", "avm_port/ebin", "-pa", ".", "-eval"]);
        command.arg(format!("{expression}, halt()."));
        let output = succeed(command.current_dir(&self.folder));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

pub(crate) fn repository() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("the repository")
}

fn target() -> &'static Path {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    scratch.parent().expect("a target directory")
}

fn cargo(command: &str) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args([command, "--quiet", "--target-dir"])
        .arg(target());
    cargo.current_dir(repository());
    cargo
}

#[track_caller]
fn copy(from: &Path, to: &Path) {
    let copied = fs::copy(from, to);
    copied.unwrap_or_else(|e| panic!("{}: {e}", from.display()));
}

#[track_caller]
fn succeed(command: &mut Command) -> Output {
    let output = command.output();
    let output = output.unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (printed, errors) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{printed}\n{errors}");
    output
}
