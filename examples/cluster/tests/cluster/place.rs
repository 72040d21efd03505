//! Where a test has its cluster.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use cluster::{Board, Code, Device, Hub, Machine, Rate, Site};

/// A site with a folder of its own.
pub(crate) struct Place {
    pub(crate) site: Site,
}

impl Place {
    /// `None`, said loudly, if no `erl` is asked for.
    pub(crate) fn new(name: &str) -> Option<Self> {
        if std::env::var_os("ERL").is_none() {
            shout("SKIPPED: the tests of clusters need ERL, which `just test-otp` sets to erl");
            return None;
        }
        let folder = scratch().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        let site = Site::open(code().clone(), &folder).expect("an epmd");
        Some(Self { site })
    }

    /// Devices on Erlang/OTP, `device1` and so on.
    pub(crate) fn devices(&self, count: usize, board: Board) -> Vec<Device> {
        let names = (1..=count).map(|nth| format!("device{nth}"));
        names.map(|name| self.device(&name, &[], board)).collect()
    }

    /// A device whose code path begins with these folders.
    pub(crate) fn device(&self, name: &str, path: &[PathBuf], board: Board) -> Device {
        let machine = Machine::Otp(path.to_vec());
        Device::start(&self.site, name, machine, board).expect("a device")
    }

    pub(crate) fn hub(&self, settings: &[&str]) -> Hub {
        Hub::start(&self.site, settings).expect("a hub")
    }
}

pub(crate) fn board(events: u64, rate: Rate) -> Board {
    Board { events, rate }
}

/// The code of all nodes, made once for all tests; the bundle is that of `AVM_OTP_BUNDLE`, or made
/// here.
pub(crate) fn code() -> &'static Code {
    static CODE: OnceLock<Code> = OnceLock::new();
    CODE.get_or_init(|| {
        let bundle = std::env::var_os("AVM_OTP_BUNDLE").map(PathBuf::from);
        let folder = scratch().join("code");
        std::fs::create_dir_all(&folder).expect("work directory");
        Code::make(&folder, bundle.as_deref()).expect("the code")
    })
}

/// A folder with a module of the example that has one fault.
pub(crate) fn seeded(name: &str, module: &str, right: &str, wrong: &str) -> PathBuf {
    let file = format!("{module}.erl");
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("erl")
        .join(&file);
    let text = std::fs::read_to_string(source).expect("the module");
    assert_eq!(text.matches(right).count(), 1, "{right}");
    let folder = scratch().join("seeded").join(name);
    std::fs::create_dir_all(&folder).expect("work directory");
    std::fs::write(folder.join(file), text.replace(right, wrong)).expect("work directory");
    let into = folder.join("ebin");
    code().compile(&folder, &into).expect("it compiles");
    into
}

pub(crate) fn scratch() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("cluster")
}

/// Prints past the test harness, which would swallow the output of a test that passes.
pub(crate) fn shout(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
