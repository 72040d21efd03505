//! The port in Rust against the same port in C, on a real AtomVM.
//!
//! Needs `ATOMVM`, the path of an AtomVM executable, `ATOMVM_SRC`, the source
//! that it was built from, and gcc, erlc and taskset; instructions are counted
//! where valgrind is there. Prints a table, in which a goal that is missed says
//! so; fails when something is broken, as when the two ports answer differently.

mod counts;
mod peers;
mod report;
mod rounds;
mod vm;

use peers::Peers;
use report::Report;
use vm::{Vm, shout};

/// What the ports are asked.
const REQUESTS: [&str; 2] = ["ping", "read_events"];

/// How often the VM is started to be timed: each start lays its memory out anew.
const STARTS: usize = 5;

#[test]
fn the_port_beside_its_peer_in_c() {
    let Some(vm) = Vm::from_environment() else {
        return;
    };
    let peers = Peers::build(&vm.source);
    let output: String = (0..STARTS)
        .map(|_| vm.run(&peers, &peers.timing()))
        .collect();
    let rounds = rounds::parse(&output).unwrap_or_else(|line| panic!("no round: {line:?}"));
    let counts = counts::count(&vm, &peers);
    if counts.is_none() {
        shout("SKIPPED: the count of instructions needs valgrind");
    }
    shout(
        &Report {
            vm: &vm.version,
            rounds,
            counts,
        }
        .to_string(),
    );
}
