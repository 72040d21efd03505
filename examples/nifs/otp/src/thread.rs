//! Where NIFs run: those that may wait have schedulers of their own.

use std::thread;
use std::time::Duration;

use avm_nif::nif;

/// `quick()`: the name of the thread that it runs on.
#[nif]
pub(crate) fn quick() -> String {
    thread_name()
}

/// `slow(Milliseconds)`: waits, then the same.
#[nif(blocks)]
pub(crate) fn slow(ms: u32) -> String {
    thread::sleep(Duration::from_millis(ms.into()));
    thread_name()
}

/// As Linux has it.
fn thread_name() -> String {
    let name = std::fs::read_to_string("/proc/thread-self/comm");
    name.unwrap_or_default().trim_end().to_owned()
}
