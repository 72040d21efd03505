//! An Erlang/OTP with the libraries, in a folder of its own.

use std::path::PathBuf;
use std::sync::OnceLock;

use vm_testing::{Erl, Run};

/// Builds both libraries, once.
fn libraries() -> &'static [PathBuf; 2] {
    static BUILT: OnceLock<[PathBuf; 2]> = OnceLock::new();
    BUILT.get_or_init(|| {
        let nifs = vm_testing::library("otp-nifs");
        let mut direct = vm_testing::cargo("build", "otp-nifs");
        vm_testing::succeed(direct.args(["--release", "--example", "direct_nifs"]));
        let direct = nifs.with_file_name("examples/libdirect_nifs.so");
        [nifs, direct]
    })
}

/// A folder with all that a run needs.
#[derive(Debug)]
pub(crate) struct Node {
    erl: Erl,
    folder: PathBuf,
}

impl Node {
    /// `None`, said loudly, if no `erl` is asked for.
    pub(crate) fn new(name: &str) -> Option<Self> {
        let erl = Erl::named("testing NIFs on Erlang/OTP")?;
        let folder = vm_testing::folder(&format!("otp-nifs/{name}"));
        let [nifs, direct] = libraries();
        vm_testing::otp_bundle(nifs, &folder);
        vm_testing::copy(direct, &folder.join("libdirect_nifs.so"));
        let programs = ["examples/nifs/erl", "examples/nifs/otp/erl"];
        let programs = programs.map(|folder| vm_testing::repository().join(folder));
        let modules = programs
            .iter()
            .flat_map(|folder| vm_testing::files(folder, "erl"));
        vm_testing::erlc(&folder, &[], modules);
        Some(Self { erl, folder })
    }

    /// Runs a module's `start/0`, with arguments for the VM.
    #[track_caller]
    pub(crate) fn run(&self, module: &str, arguments: &[&str]) -> Run {
        self.evaluate(&format!("{module}:start()"), arguments)
    }

    /// Evaluates an expression, which must be `ok`.
    #[track_caller]
    pub(crate) fn evaluate(&self, expression: &str, arguments: &[&str]) -> Run {
        self.erl.run(&self.folder, arguments, expression)
    }
}
