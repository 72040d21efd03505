//! A type that monitors says so, and compiles.

use avm_resource::{Resource, ResourceArc};
use vm_host::Vm;

struct Watcher;

impl Resource for Watcher {
    const NAME: &'static str = "watcher";
    const IMPLEMENTS_DOWN: bool = true;
}

fn main() {
    let vm = Vm::new();
    let watcher = ResourceArc::try_new(Watcher).unwrap();
    let monitor = watcher.monitor(vm.main()).unwrap();
    assert!(watcher.demonitor(monitor));
}
