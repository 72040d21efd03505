//! A sweep of `vm-host` sees resources that are left behind.

mod probe;

use std::mem;

use avm_resource::ResourceArc;
use probe::Other;
use vm_host::{Fault, Trial, Vm, sweep};

/// Keeps one more resource than it lets go of.
struct Leaky(Vm);

impl Trial for Leaky {
    fn vm(&mut self) -> &mut Vm {
        &mut self.0
    }

    fn play(&mut self) {
        if let Ok(value) = ResourceArc::new(Other(1)) {
            mem::forget(value);
        }
    }

    fn unharmed(&mut self) {}

    fn close(&mut self) {}
}

#[test]
#[should_panic(expected = "alive: 1")]
fn a_sweep_sees_a_resource_that_is_forgotten() {
    let _ = sweep("leak", || Leaky(Vm::new()), |_| Fault::Allocation, |_| {});
}
