//! An AtomVM that is linked with the library, in a folder of its own.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What asks the collections; see `avm_nif_unix.c`.
const HOOK: &str = "-Wl,--wrap=platform_nifs_get_nif";

/// The longest that a run may take, in seconds.
const SECONDS: &str = "240";

/// The folder of the repository.
pub(crate) fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(3);
    root.expect("the package is three folders deep")
        .to_path_buf()
}

/// Whether there is such a program.
pub(crate) fn has(program: &str) -> bool {
    let version = Command::new(program).arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

fn target() -> &'static Path {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    scratch.parent().expect("a target directory")
}

#[track_caller]
fn succeed(command: &mut Command) -> String {
    let output = command.output().expect("a program that is there");
    assert!(output.status.success(), "{command:?}\n{}", said(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn said(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// A folder of a test.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("atomvm-nifs")
            .join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn compiler(&self, source: &Path, more: &[&str]) -> Command {
        let shim = repository().join("crates/vm-atomvm/c/avm_nif_unix.c");
        let include = source.join("src/libAtomVM");
        let unix = source.join("src/platforms/generic_unix/lib");
        let mut cc = Command::new("cc");
        cc.current_dir(&self.0)
            .args([
                "-O2",
                "-Wall",
                "-Wextra",
                "-Wno-unused-parameter",
                "-Wno-sign-compare",
            ])
            .args(["-DHAVE_ATOMIC", "-DAVM_NO_JIT", "-DAVM_TASK_DRIVER_ENABLED"])
            .args(more)
            .args([
                OsStr::new("-I"),
                include.as_os_str(),
                OsStr::new("-I"),
                unix.as_os_str(),
            ])
            .args(["-c", "-o", "shim.o"])
            .arg(shim);
        cc
    }

    /// Compiles the shim.
    pub(crate) fn shim(&self, source: &Path, more: &[&str]) {
        succeed(&mut self.compiler(source, more));
    }

    /// Compiles the shim, which is to fail; what the compiler says.
    pub(crate) fn compile_shim(&self, source: &Path, more: &[&str]) -> String {
        let output = self.compiler(source, more).output().expect("a compiler");
        assert!(!output.status.success(), "the shim was compiled");
        said(&output)
    }

    pub(crate) fn symbols(&self, file: &str) -> String {
        succeed(Command::new("nm").current_dir(&self.0).arg(file))
    }

    /// Links the VM, the library, the driver that leads to it, and compiles what is Erlang.
    pub(crate) fn link(self, source: &Path, build: &Path) -> Linked {
        self.shim(source, &["-DAVM_NIF_COLLECTIONS=AVM_NIFS(example_nifs)"]);
        let driver = repository().join("examples/nifs/atomvm/c/display_driver.c");
        succeed(
            Command::new("cc")
                .current_dir(&self.0)
                .args(["-shared", "-fPIC", "-o", "avm_display_port_driver.so"])
                .arg(driver),
        );
        let erl = repository().join("examples/nifs/erl");
        let library = repository().join("crates/avm-port/erlang/src");
        for folder in [erl, library] {
            let mut erlc = Command::new("erlc");
            succeed(
                erlc.current_dir(&self.0)
                    .args(with_extension(&folder, "erl")),
            );
        }
        let vm = Linked {
            folder: self.0,
            build: build.to_path_buf(),
        };
        vm.link();
        vm
    }
}

/// The files of a folder with this extension.
fn with_extension(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).expect("a folder");
    let files = files.map(|file| file.expect("a file").path());
    let mut files: Vec<_> = files
        .filter(|file| file.extension() == Some(OsStr::new(extension)))
        .collect();
    files.sort();
    files
}

/// A VM, and what it runs.
#[derive(Debug)]
pub(crate) struct Linked {
    folder: PathBuf,
    build: PathBuf,
}

impl Linked {
    /// Links the VM as its own build does, with the library, the shim and its hook.
    fn link(&self) {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args([
                "build",
                "--quiet",
                "--release",
                "--package",
                "atomvm-nifs",
                "--target-dir",
            ])
            .arg(target())
            .current_dir(repository());
        succeed(&mut cargo);
        let main = "src/platforms/generic_unix/CMakeFiles/AtomVM.dir/main.c.o";
        succeed(
            Command::new("cc")
                .current_dir(&self.folder)
                .args(["-o", "AtomVM", "-rdynamic", "-Wl,--gc-sections", HOOK])
                .arg(self.build.join(main))
                .arg("shim.o")
                .arg(target().join("release/libatomvm_nifs.a"))
                .args(self.libraries()),
        );
    }

    /// The libraries that the VM's build links it with.
    fn libraries(&self) -> Vec<PathBuf> {
        let ninja = fs::read_to_string(self.build.join("build.ninja"));
        let ninja = ninja.expect("a build by Ninja");
        let (_, link) = ninja
            .split_once("\nbuild src/AtomVM:")
            .expect("the VM's link");
        let line = link
            .lines()
            .find_map(|line| line.trim().strip_prefix("LINK_LIBRARIES = "));
        let libraries = line.expect("libraries").split_whitespace();
        let whole = |library: &str| match library.starts_with("-l") {
            true => PathBuf::from(library),
            false => self.build.join(library),
        };
        libraries.map(whole).collect()
    }

    /// The VM as its own build left it.
    pub(crate) fn unlinked(&self) -> PathBuf {
        self.build.join("src/AtomVM")
    }

    /// Runs a module's `start/0`, behind another program if one is named.
    pub(crate) fn run(&self, under: &[&str], module: &str) -> Run {
        self.run_on(&self.folder.join("AtomVM"), under, module)
    }

    /// The same, on another VM.
    pub(crate) fn run_on(&self, vm: &Path, under: &[&str], module: &str) -> Run {
        let mut beams = with_extension(&self.folder, "beam");
        let first = self.folder.join(format!("{module}.beam"));
        beams.sort_by_key(|beam| *beam != first);
        let output = Command::new("timeout")
            .current_dir(&self.folder)
            .env("RUST_BACKTRACE", "0")
            .arg(SECONDS)
            .args(under)
            .arg(vm)
            .args(beams)
            .arg(self.build.join("libs/atomvmlib.avm"))
            .output()
            .expect("coreutils");
        Run {
            is_ok: output.status.success(),
            text: said(&output),
        }
    }
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Run {
    is_ok: bool,
    text: String,
}

impl Run {
    /// The parts that were gone through.
    pub(crate) fn parts(&self) -> Vec<&str> {
        let lines = self.text.lines();
        lines.filter(|line| crate::PARTS.contains(line)).collect()
    }

    /// How often something is said.
    pub(crate) fn count(&self, what: &str) -> usize {
        self.text.matches(what).count()
    }

    /// Whether the VM ended well.
    pub(crate) fn is_ok(&self) -> bool {
        self.is_ok
    }
}
