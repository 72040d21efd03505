//! Ports in Rust against the same ports in C, on a real AtomVM.
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

use std::collections::BTreeMap;

use peers::Peers;
use report::Report;
use rounds::Round;
use vm::Vm;
use vm_testing::shout;

/// What the touch ports are asked.
const REQUESTS: [&str; 3] = ["ping", "read_events", "options"];

/// What the ports that make resources are asked.
const OF_RESOURCES: [&str; 4] = ["create", "get", "create_drop", "get_many"];

/// How often the VM is started to be timed: each start lays its memory out anew.
const STARTS: usize = 5;

/// All rounds of a program.
fn timed(vm: &Vm, peers: &Peers, module: &str) -> String {
    let program = peers.timing(module);
    (0..STARTS).map(|_| vm.run(peers, &program)).collect()
}

fn rounds_in(output: &str) -> BTreeMap<&str, Vec<Round>> {
    rounds::parse(output).unwrap_or_else(|line| panic!("no round: {line:?}"))
}

#[test]
fn ports_beside_their_peers_in_c() {
    let Some(vm) = Vm::from_environment() else {
        return;
    };
    let peers = Peers::build(&vm.source);
    let counts = counts::count(&vm, &peers);
    let (touch, resources) = (
        timed(&vm, &peers, "bench"),
        timed(&vm, &peers, "bench_resource"),
    );
    let of_touch = Report {
        vm: vm.version(),
        requests: &REQUESTS,
        goal: 1.0,
        rounds: rounds_in(&touch),
        counts,
    };
    shout(&of_touch.to_string());
    let of_resources = Report {
        vm: vm.version(),
        requests: &OF_RESOURCES,
        // No more than 1.1 times what C takes.
        goal: 1.0 / 1.1,
        rounds: rounds_in(&resources),
        counts: None,
    };
    shout(&of_resources.to_string());
}
