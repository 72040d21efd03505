//! The runner on `vm-host`: carries out each step itself.

mod actors;
mod names;
pub mod trips;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use avm_term::{Pid, PortId, Value};
use conformance_ports::Witness;
use vm_host::{Pending, Vm};

use crate::script::{Board, Scenario, Step, Tag};
use crate::template::Bindings;
use actors::Actor;

/// What `vm-host` is.
pub const TAGS: &[Tag] = &[Tag::Host];

/// What a step may take until it is as expected; a call has as much as by `avm_port:call/2`.
const PATIENCE: Duration = Duration::from_secs(5);

/// Runs the scenarios of a board, which the environment must be set up for; gives a line for each.
#[must_use]
pub fn run(scenarios: &[Scenario], board: Board) -> Vec<String> {
    let ours = scenarios
        .iter()
        .filter(|one| one.board == board && one.is_for(TAGS));
    let mut patience = PATIENCE;
    ours.map(|scenario| format!("{}: {}", scenario.name, outcome(scenario, &mut patience)))
        .collect()
}

/// `ok`, or what was not as it should be. What one left behind is not waited for again.
fn outcome(scenario: &Scenario, patience: &mut Duration) -> String {
    let mut stage = Stage::new();
    let failed = scenario
        .steps
        .iter()
        .find_map(|step| Some((step, stage.step(step).err()?)));
    let left = stage.leave(*patience);
    *patience = if left.is_some() {
        Duration::ZERO
    } else {
        PATIENCE
    };
    match (failed, left) {
        (Some((step, got)), _) => format!("{} gave {got}", step.text),
        (None, Some(left)) => format!("left behind: {left}"),
        (None, None) => "ok".to_owned(),
    }
}

/// A VM with the processes and ports of a scenario.
struct Stage {
    vm: Vm,
    /// The scenario's own process.
    own: Actor,
    /// Those that it has started, by number.
    others: BTreeMap<u64, Actor>,
    ports: BTreeMap<u64, Watched>,
    bindings: Bindings,
}

/// A port, and who will hear of its end.
#[derive(Clone, Copy)]
struct Watched {
    id: PortId,
    watcher: Pid,
}

impl Stage {
    fn new() -> Self {
        let mut vm = Vm::new();
        let own = Actor::new(vm.spawn());
        Self {
            vm,
            own,
            others: BTreeMap::new(),
            ports: BTreeMap::new(),
            bindings: Bindings::new(),
        }
    }

    /// Carries a step out; what it gave if that is not as expected.
    fn step(&mut self, step: &Step) -> Result<(), String> {
        let expected = step.expected_on(TAGS);
        let deadline = Instant::now() + PATIENCE;
        loop {
            let got = self.act(step)?;
            if expected.fits(&got, &mut self.bindings) {
                return Ok(());
            }
            if !step.eventually || Instant::now() > deadline {
                return Err(got.to_string());
            }
            self.vm.wait(Duration::from_millis(5));
        }
    }

    /// Ends what is there; tells what is left then.
    fn leave(mut self, patience: Duration) -> Option<String> {
        let others = core::mem::take(&mut self.others);
        for actor in others.values().chain([&self.own]) {
            self.vm.exit(actor.pid, "killed");
        }
        let witness = self.vm.open::<Witness>("[]").ok()?;
        let deadline = Instant::now() + patience;
        loop {
            let status = self.vm.call(witness, "status");
            if is_at_rest(&status) {
                return None;
            }
            if Instant::now() > deadline {
                return Some(status.to_string());
            }
            self.vm.wait(Duration::from_millis(5));
        }
    }

    /// The answer of a call, when it comes; `{error, timeout}` after that long.
    fn answer(&mut self, pending: Pending, within: Duration) -> Value {
        let deadline = Instant::now() + within;
        loop {
            let answer = self.vm.answer(pending);
            let left = deadline.saturating_duration_since(Instant::now());
            if answer != error("timeout") || left.is_zero() {
                return answer;
            }
            self.vm.wait(left);
        }
    }

    /// The next message of a process, if one comes in time.
    fn next(&mut self, number: Option<u64>, within: Duration) -> Value {
        let deadline = Instant::now() + within;
        loop {
            self.vm.run();
            let vm = &mut self.vm;
            let actor = match number {
                Some(number) => self.others.get_mut(&number),
                None => Some(&mut self.own),
            };
            let message = actor.and_then(|actor| actor.next(vm));
            if let Some(message) = message {
                return message;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Value::atom("nothing");
            }
            self.vm.wait(left);
        }
    }
}

fn error(reason: &str) -> Value {
    Value::tuple([Value::atom("error"), Value::atom(reason)])
}

/// Whether nothing is open, runs or is alive.
fn is_at_rest(status: &Value) -> bool {
    let Value::Map(status) = status else {
        return false;
    };
    let at_rest = [Value::from(true), Value::from(0)];
    status.iter().all(|(_, value)| at_rest.contains(value))
}
