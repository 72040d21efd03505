//! An AtomVM that is linked with the library, in a folder of its own.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use vm_testing::{Run, erlc, files, repository, succeed};

/// What asks the collections; see `avm_nif_unix.c`.
const HOOK: &str = "-Wl,--wrap=platform_nifs_get_nif";

/// A folder of a test.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        Self(vm_testing::folder(&format!("atomvm-nifs/{name}")))
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
        String::from_utf8_lossy(&output.stderr).into_owned()
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
        let modules = [erl, library].map(|folder| files(&folder, "erl"));
        erlc(&self.0, &[], modules.iter().flatten());
        let vm = Linked {
            folder: self.0,
            build: build.to_path_buf(),
        };
        vm.link();
        vm
    }
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
        succeed(vm_testing::cargo("build", "atomvm-nifs").arg("--release"));
        let main = "src/platforms/generic_unix/CMakeFiles/AtomVM.dir/main.c.o";
        succeed(
            Command::new("cc")
                .current_dir(&self.folder)
                .args(["-o", "AtomVM", "-rdynamic", "-Wl,--gc-sections", HOOK])
                .arg(self.build.join(main))
                .arg("shim.o")
                .arg(vm_testing::target().join("release/libatomvm_nifs.a"))
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

    /// The VM with the library.
    pub(crate) fn linked(&self) -> PathBuf {
        self.folder.join("AtomVM")
    }

    /// Has a command, a VM or one behind a tool, run a module's `start/0`.
    pub(crate) fn run(&self, mut command: Command, module: &str) -> Run {
        let mut beams = files(&self.folder, "beam");
        let first = self.folder.join(format!("{module}.beam"));
        beams.sort_by_key(|beam| *beam != first);
        command.env("RUST_BACKTRACE", "0").args(beams);
        command.arg(self.build.join("libs/atomvmlib.avm"));
        Run::of(&mut command, &self.folder)
    }
}
