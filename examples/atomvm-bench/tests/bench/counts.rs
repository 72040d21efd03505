//! Instructions for one call, by callgrind: steadier than the times beside it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;

use crate::REQUESTS;
use crate::peers::{Peers, Program};
use crate::vm::Vm;

/// How many calls the shorter run makes, and the longer one more than that.
const CALLS: usize = 1_000;
const MORE: usize = 2_000;

/// Instructions for one call, of the port's handler and of what it calls, such as `malloc`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count {
    pub(crate) c: u64,
    pub(crate) rust: u64,
}

/// Each port, and the function by which AtomVM gives it its messages.
const C: (&str, &str) = ("c", "consume_mailbox");
const RUST: (&str, &str) = ("rust", "vm_atomvm::port::handle");

/// Counts every request on both ports; `None`, said loudly, without valgrind.
pub(crate) fn count(vm: &Vm, peers: &Peers) -> Option<BTreeMap<&'static str, Count>> {
    if !vm_testing::has_valgrind("the count of instructions") {
        return None;
    }
    let counts = REQUESTS.map(|request| {
        let of = |port| count_port(vm, peers, port, request);
        let (c, rust) = (of(C), of(RUST));
        (request, Count { c, rust })
    });
    Some(BTreeMap::from(counts))
}

/// The difference between two runs, so that what a port takes to begin does not count.
fn count_port(vm: &Vm, peers: &Peers, (port, handler): (&str, &str), request: &str) -> u64 {
    let run = |calls| count_run(vm, peers, &peers.calling(port, request, calls), handler);
    let (short, long) = (run(CALLS), run(CALLS + MORE));
    assert!(short > 0, "no instruction was counted in {handler}");
    long.saturating_sub(short) / MORE as u64
}

fn count_run(vm: &Vm, peers: &Peers, program: &Program, handler: &str) -> u64 {
    let file = program.beam.with_file_name("callgrind.out");
    let out = format!("--callgrind-out-file={}", file.display());
    let collect = format!("--toggle-collect={handler}");
    let tool = ["valgrind", "--quiet", "--tool=callgrind", &out, &collect].map(OsStr::new);
    vm.run_under(&tool, peers, program);
    let text = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    total(&text).unwrap_or_else(|| panic!("{}: no total", file.display()))
}

/// The number in the line `totals: N` of a callgrind file.
fn total(text: &str) -> Option<u64> {
    let mut lines = text.lines();
    lines.find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok())
}

#[test]
fn the_total_is_found() {
    assert_eq!(total("fn=(1)\n1 2\ntotals: 1234\n"), Some(1_234));
    assert_eq!(total("summary: 12"), None);
}
