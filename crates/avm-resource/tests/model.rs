//! Random keeps, releases, copies, kills and monitors, beside a model.

mod probe;

use std::collections::BTreeSet;
use std::sync::Arc;

use avm_resource::{Monitor, ResourceArc};
use avm_term::Pid;
use probe::{Log, OnDown, Value};
use proptest::prelude::*;
use vm_host::Vm;

const PROCESSES: usize = 3;

/// Something that happens. Numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Op {
    Create,
    /// Clones a Rust holder.
    Keep(usize),
    /// Drops a Rust holder.
    Release(usize),
    /// Makes a term of a Rust holder's value on the heap of a process.
    Make(usize, usize),
    /// Sends a Rust holder's value to a process.
    Send(usize, usize),
    /// A process passes on a name that it may have known for long.
    Copy(usize, usize),
    /// A process reads its mailbox.
    Read(usize),
    Collect(usize),
    /// A process ends; another takes its place.
    Kill(usize),
    Monitor(usize, usize),
    Demonitor(usize, usize),
}

fn op() -> impl Strategy<Value = Op> {
    let (n, p) = (0..8_usize, 0..PROCESSES);
    prop_oneof![
        3 => Just(Op::Create),
        2 => n.clone().prop_map(Op::Keep),
        4 => n.clone().prop_map(Op::Release),
        3 => (n.clone(), p.clone()).prop_map(|(n, p)| Op::Make(n, p)),
        3 => (n.clone(), p.clone()).prop_map(|(n, p)| Op::Send(n, p)),
        3 => (n.clone(), p.clone()).prop_map(|(n, p)| Op::Copy(n, p)),
        2 => p.clone().prop_map(Op::Read),
        2 => p.clone().prop_map(Op::Collect),
        1 => p.clone().prop_map(Op::Kill),
        3 => (n.clone(), p).prop_map(|(n, p)| Op::Monitor(n, p)),
        1 => (n.clone(), n).prop_map(|(n, m)| Op::Demonitor(n, m)),
    ]
}

/// A process: what is in its mailbox and what it has read, by number of the value.
struct Process {
    pid: Pid,
    mailbox: Vec<u32>,
    read: Vec<u32>,
}

struct Run {
    vm: Vm,
    log: Arc<Log>,
    holders: Vec<ResourceArc<Value>>,
    processes: Vec<Process>,
    /// Every name that was ever seen, and the value that it was of.
    names: Vec<(String, u32)>,
    /// All monitors: of which value, of which process, and whether it must still be told.
    monitors: Vec<(Monitor, u32, Pid, bool)>,
    created: u32,
    alive: BTreeSet<u32>,
    told: Vec<(u32, usize)>,
}

impl Run {
    fn new() -> Self {
        let mut vm = Vm::new();
        let process = |pid| Process {
            pid,
            mailbox: Vec::new(),
            read: Vec::new(),
        };
        Self {
            processes: (0..PROCESSES).map(|_| process(vm.spawn())).collect(),
            vm,
            log: Arc::default(),
            holders: Vec::new(),
            names: Vec::new(),
            monitors: Vec::new(),
            created: 0,
            alive: BTreeSet::new(),
            told: Vec::new(),
        }
    }

    fn holder(&self, number: usize) -> Option<&ResourceArc<Value>> {
        self.holders.get(number % self.holders.len().max(1))
    }

    fn create(&mut self) {
        self.created += 1;
        let value = Value {
            number: self.created,
            down: OnDown::Note,
            tell: None,
            holder: 0,
            log: self.log.clone(),
        };
        self.holders
            .push(ResourceArc::try_new(value).expect("memory"));
        self.alive.insert(self.created);
    }

    fn step(&mut self, op: &Op) {
        match *op {
            Op::Create => self.create(),
            Op::Keep(n) => self.holders.extend(self.holder(n).cloned()),
            Op::Release(n) => {
                if !self.holders.is_empty() {
                    self.holders.swap_remove(n % self.holders.len());
                }
            }
            Op::Make(n, p) => {
                let Some(holder) = self.holder(n).cloned() else {
                    return;
                };
                let name = self
                    .vm
                    .make(self.processes[p].pid, &holder)
                    .expect("memory");
                self.names.push((name.to_string(), holder.number));
                self.processes[p].read.push(holder.number);
            }
            Op::Send(n, p) => {
                let Some(holder) = self.holder(n).cloned() else {
                    return;
                };
                self.processes[p].pid.send(&holder).expect("memory");
                self.processes[p].mailbox.push(holder.number);
            }
            Op::Copy(n, p) => {
                let Some((name, value)) = self.names.get(n % self.names.len().max(1)) else {
                    return;
                };
                self.vm
                    .deliver(self.processes[p].pid, &format!("[{{{name}}}, {name}]"));
                if self.alive.contains(value) {
                    self.processes[p].mailbox.push(*value);
                }
            }
            Op::Read(p) => {
                self.vm.mailbox(self.processes[p].pid);
                let process = &mut self.processes[p];
                process.read.append(&mut process.mailbox);
            }
            Op::Collect(p) => {
                self.vm.collect(self.processes[p].pid);
                self.processes[p].read.clear();
            }
            Op::Kill(p) => self.kill(p),
            Op::Monitor(n, p) => {
                let Some(holder) = self.holder(n) else { return };
                let (value, pid) = (holder.number, self.processes[p].pid);
                let monitor = holder.monitor(pid).expect("it lives");
                self.monitors.push((monitor, value, pid, true));
            }
            Op::Demonitor(n, m) => self.demonitor(n, m),
        }
    }

    fn kill(&mut self, p: usize) {
        let dead = self.processes[p].pid;
        self.vm.exit(dead, "killed");
        for (place, (_, value, pid, waits)) in self.monitors.iter_mut().enumerate() {
            if *waits && *pid == dead && self.alive.contains(value) {
                self.told.push((*value, place));
                *waits = false;
            }
        }
        self.processes[p] = Process {
            pid: self.vm.spawn(),
            mailbox: Vec::new(),
            read: Vec::new(),
        };
    }

    fn demonitor(&mut self, n: usize, m: usize) {
        let count = self.monitors.len().max(1);
        let Some(holder) = self.holder(n).cloned() else {
            return;
        };
        let Some((monitor, value, _, waits)) = self.monitors.get_mut(m % count) else {
            return;
        };
        let ends = *waits && *value == holder.number;
        assert_eq!(holder.demonitor(*monitor), ends);
        *waits &= !ends;
    }

    /// What the model says is held is alive, and all else was dropped, each once.
    fn check(&mut self) {
        let mut held: BTreeSet<u32> = self.holders.iter().map(|h| h.number).collect();
        for process in &self.processes {
            held.extend(process.mailbox.iter().chain(&process.read));
        }
        self.alive = held;
        let mut dropped = self.log.dropped();
        dropped.sort_unstable();
        let expected: Vec<u32> = (1..=self.created)
            .filter(|v| !self.alive.contains(v))
            .collect();
        assert_eq!(dropped, expected);
        assert_eq!(self.vm.resources_alive(), self.alive.len() as u64);
        let monitors: Vec<Monitor> = self.monitors.iter().map(|m| m.0).collect();
        let downs = self.log.downs(&monitors);
        let downs: Vec<_> = downs
            .iter()
            .map(|(v, m, _)| (*v, m.expect("known")))
            .collect();
        assert_eq!(downs, self.told);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn holders_and_model_agree(ops in prop::collection::vec(op(), 1..120)) {
        let mut run = Run::new();
        for op in &ops {
            run.step(op);
            run.check();
        }
        let Run { vm, log, holders, created, .. } = run;
        drop(holders);
        drop(vm);
        let mut dropped = log.dropped();
        dropped.sort_unstable();
        prop_assert_eq!(dropped, (1..=created).collect::<Vec<_>>());
    }
}
