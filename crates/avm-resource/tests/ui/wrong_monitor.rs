//! A type that does not say `IMPLEMENTS_DOWN` cannot monitor.

use avm_resource::{Resource, ResourceArc};
use vm_host::Vm;

struct Deaf;

impl Resource for Deaf {
    const NAME: &'static str = "deaf";
}

fn main() {
    let vm = Vm::new();
    let deaf = ResourceArc::try_new(Deaf).unwrap();
    let _ = deaf.monitor(vm.main());
}
