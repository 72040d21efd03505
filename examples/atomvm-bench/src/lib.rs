//! Ports beside the same ports in C, on AtomVM.
//!
//! The port `touch_bench` answers `ping` by `pong`, `read_events` by the 64 events of a stroke,
//! which go through its ring, and `options` by what it read of five. Its peer, `crates/vm-atomvm/bench/c_touch.c`, does the same
//! in C and makes the same events; neither has an interrupt. The port `resource_bench` makes and
//! reads resources, as `c_resource.c` does. `just atomvm-bench` compares them.

mod cell;
mod settings;
mod stroke;
mod touch;

use cell::ResourceBench;
use touch::TouchBench;

vm_atomvm::export_port!(touch_bench_create_port, TouchBench);
vm_atomvm::export_port!(resource_bench_create_port, ResourceBench);
