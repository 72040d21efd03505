//! An Erlang/OTP with the library, in a folder of its own.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use vm_testing::{Erl, Run};

/// The application and the programs, made once. In debug, so that assertions hold, too.
fn folder() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = vm_testing::folder("suite");
        let mut build = vm_testing::cargo("build", "otp-suite");
        vm_testing::succeed(build.args(["--lib", "--examples"]));
        let libraries = vm_testing::target().join("debug");
        vm_testing::otp_bundle(&libraries.join("libotp_suite.so"), &folder);
        let other = libraries.join("examples/libother_version.so");
        vm_testing::copy(&other, &folder.join("other_version.so"));
        let programs = vm_testing::repository().join("examples/otp-suite/erl");
        vm_testing::erlc(&folder, &[], vm_testing::files(&programs, "erl"));
        folder
    })
}

/// An Erlang/OTP.
#[derive(Debug)]
pub(crate) struct Node(Erl);

impl Node {
    /// `None`, said loudly, if no `erl` is asked for.
    pub(crate) fn new() -> Option<Self> {
        Erl::named("the suite of NIFs on Erlang/OTP").map(Self)
    }

    /// Runs a module's function to its end, with arguments for the VM.
    #[track_caller]
    pub(crate) fn run(&self, call: &str, arguments: &[&str]) -> Run {
        self.0.run(folder(), arguments, call)
    }

    /// The same, however it ends.
    #[track_caller]
    pub(crate) fn ends(&self, call: &str, arguments: &[&str]) -> Run {
        Run::of(&mut self.0.command(arguments, call), folder())
    }
}
