//! Instructions for one call, by callgrind: steadier than the times beside it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::process::Command;

use crate::REQUESTS;
use crate::peers::Peers;
use crate::vm::Vm;

/// How many calls the shorter run makes, and the longer one more than that.
const CALLS: usize = 1_000;
const MORE: usize = 2_000;

/// Instructions for one call, of the caller, the VM and the port together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count {
    pub(crate) c: u64,
    pub(crate) rust: u64,
}

/// Counts every request on both ports; `None` without valgrind.
pub(crate) fn count(vm: &Vm, peers: &Peers) -> Option<BTreeMap<&'static str, Count>> {
    let found = Command::new("valgrind").arg("--version").output();
    found.ok().filter(|output| output.status.success())?;
    let counts = REQUESTS.map(|request| {
        let of = |port| count_port(vm, peers, port, request);
        let (c, rust) = (of("c"), of("rust"));
        (request, Count { c, rust })
    });
    Some(BTreeMap::from(counts))
}

/// The difference between two runs, so that what the VM takes to start does not count.
fn count_port(vm: &Vm, peers: &Peers, port: &str, request: &str) -> u64 {
    let run = |calls| count_run(vm, peers, (port, request, calls));
    run(CALLS + MORE).saturating_sub(run(CALLS)) / MORE as u64
}

fn count_run(vm: &Vm, peers: &Peers, (port, request, calls): (&str, &str, usize)) -> u64 {
    let program = peers.calling(port, request, calls);
    let file = program.beam.with_file_name("callgrind.out");
    let out = format!("--callgrind-out-file={}", file.display());
    let tool = ["valgrind", "--quiet", "--tool=callgrind", &out].map(OsStr::new);
    vm.run_under(&tool, peers, &program);
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
