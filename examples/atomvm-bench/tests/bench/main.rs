//! Ports in Rust against the same ports in C, on a real AtomVM.
//!
//! Needs `ATOMVM`, the path of an AtomVM executable, `ATOMVM_SRC`, the source
//! that it was built from, and gcc, erlc and taskset; instructions are counted
//! where valgrind is there. Prints a table, in which a goal that is missed says
//! so; fails when something is broken, as when the two ports answer differently.
//! With `RECORD` set the table of docs/numbers.md is written anew.

mod counts;
mod peers;
mod report;
mod rounds;
mod vm;

use peers::Peers;
use report::Report;
use vm::Vm;
use vm_testing::{record, shout};

/// What the touch ports are asked, whose instructions are counted.
const REQUESTS: [&str; 3] = ["ping", "read_events", "options"];

/// How often the VM is started to be timed: each start lays its memory out anew.
const STARTS: usize = 5;

/// All rounds of a program.
fn timed(vm: &Vm, peers: &Peers, module: &str) -> String {
    let program = peers.timing(module);
    (0..STARTS).map(|_| vm.run(peers, &program)).collect()
}

#[test]
fn ports_beside_their_peers_in_c() {
    let Some(vm) = Vm::from_environment() else {
        return;
    };
    let peers = Peers::build(&vm.source);
    let counts = counts::count(&vm, &peers).unwrap_or_default();
    let output = ["bench", "bench_resource"].map(|module| timed(&vm, &peers, module));
    let output = output.concat();
    let rounds = rounds::parse(&output).unwrap_or_else(|line| panic!("no round: {line:?}"));
    let report = Report::new(vm.version(), &rounds, &counts);
    shout(&report.to_string());
    record(&vm.release(), "atomvm-bench", &report.table());
}
