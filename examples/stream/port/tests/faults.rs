//! Every fault at every step: no block is lost, none is freed twice.

mod common;

use avm_term::{Pid, PortId, Value};
use common::{COUNT, Came, Port, pool, stat};
use vm_host::{Fault, Trial, Vm, sweep};

/// A port between an owner that starts runs, and a process that subscribes.
struct Run {
    vm: Vm,
    port: PortId,
    name: Value,
    owner: Pid,
    taker: Pid,
    came: Came,
    errors: Vec<String>,
    /// Blocks that the interrupt came for.
    wanted: u64,
}

impl Run {
    fn new() -> Self {
        let mut vm = Vm::new();
        let [owner, taker] = [vm.spawn(), vm.spawn()];
        let port = vm.create::<Port>(owner).expect("made");
        let name = vm.port_value(port).expect("open");
        Self {
            vm,
            port,
            name,
            owner,
            taker,
            came: Came::default(),
            errors: Vec::new(),
            wanted: 0,
        }
    }

    /// Whether the port answered, and not with an error.
    fn ask(&mut self, who: Pid, request: &str) -> bool {
        let answer = self.vm.call_by(who, self.port, request);
        let error = match answer.as_tuple() {
            Some([tag, reason]) if tag.as_atom() == Some("error") => Some(reason.to_string()),
            _ => None,
        };
        let is_answered = error.is_none();
        self.errors.extend(error);
        self.vm.run();
        is_answered
    }

    /// The interrupt comes for so many blocks. Its counts tell whether it did.
    fn fill(&mut self, blocks: u64) {
        let before = came();
        let owner = self.owner;
        self.ask(owner, &format!("{{start, #{{blocks => {blocks}}}}}"));
        if came() == before + blocks {
            self.wanted += blocks;
        }
    }

    /// The taker reads, and lets go of what it has read before.
    fn read(&mut self) {
        let taker = self.taker;
        self.vm.collect(taker);
        self.came.take(&mut self.vm, taker, &self.name);
    }

    /// Every block that the interrupt came for is somewhere.
    fn account(&mut self) {
        let names = ["filled", "delivered", "overruns", "queued", "held", "free"];
        let counts = names.map(|name| stat(&mut self.vm, self.port, name));
        let [filled, delivered, overruns, queued, held, free] = counts;
        assert_eq!(self.wanted, filled + overruns);
        assert_eq!(filled, delivered + queued);
        assert_eq!(delivered, self.came.blocks.len() as u64, "what left came");
        assert_eq!(free + queued + held, u64::from(COUNT));
        if self.errors.is_empty() {
            assert_eq!(queued, 0, "the last who subscribed takes all");
        }
    }
}

impl Trial for Run {
    fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }

    fn play(&mut self) {
        let (owner, taker) = (self.owner, self.taker);
        self.ask(owner, "{'$open', #{}}");
        self.fill(2);
        self.ask(taker, "{subscribe, #{active => 3}}");
        self.read();
        self.fill(3);
        self.read();
        self.read();
        self.fill(5);
        self.ask(taker, "{subscribe, #{active => once}}");
        self.ask(taker, "subscribe");
        self.read();
        self.read();
        self.fill(6);
        self.read();
        self.ask(owner, "stop");
        self.ask(owner, "get_stats");
    }

    fn unharmed(&mut self) {
        assert_eq!(self.errors, Vec::<String>::new());
        self.account();
        let counts = (self.wanted, self.came.blocks.len(), self.came.notices);
        assert_eq!(counts, (16, 11, 1));
    }

    /// Once all have let go, every block is free.
    fn close(&mut self) {
        if self.vm.is_open(self.port) {
            assert_eq!(self.vm.close(self.port).to_string(), "ok");
        }
        assert_eq!(pool().queued, 0);
        self.read();
        let taker = self.taker;
        self.vm.collect(taker);
        assert_eq!(pool().held, 0, "{:?}", self.errors);
        assert_eq!(pool().free, COUNT);
        assert_eq!(self.vm.resources_alive(), 0);
    }
}

/// How often the interrupt has come since the converter was opened.
fn came() -> u64 {
    u64::from(pool().filled) + u64::from(pool().overruns)
}

#[test]
fn an_allocation_fails() {
    let points = sweep(
        "allocation",
        Run::new,
        |_| Fault::Allocation,
        |run| {
            assert!(
                run.errors.iter().all(|error| error == "out_of_memory"
                    || !run.vm.is_open(run.port) && error == "closed"),
                "{:?}",
                run.errors
            );
            if run.vm.is_open(run.port) {
                assert!(run.errors.len() <= 1, "one failure, one answer");
                run.account();
            }
        },
    );
    assert!(points >= 25, "{points}");
}

/// A port that ended: whoever asks is told.
fn ended(run: &mut Run) {
    assert!(!run.vm.is_open(run.port));
    let told = ["panic", "closed", "noproc"];
    for error in &run.errors {
        assert!(told.contains(&error.as_str()), "{error}");
    }
}

#[test]
fn a_callback_panics() {
    let points = sweep("panic", Run::new, |_| Fault::Panic, ended);
    assert!(points >= 25, "{points}");
}

#[test]
fn the_port_is_killed() {
    let fault = |run: &Run| Fault::KillPort(run.port);
    let points = sweep("kill", Run::new, fault, ended);
    assert!(points >= 25, "{points}");
}

#[test]
fn its_owner_is_killed() {
    let fault = |run: &Run| Fault::KillProcess(run.owner);
    let points = sweep("owner", Run::new, fault, ended);
    assert!(points >= 25, "{points}");
}

/// The port goes on; what the subscriber held is free, and what waits stays.
#[test]
fn its_subscriber_is_killed() {
    let fault = |run: &Run| Fault::KillProcess(run.taker);
    let points = sweep("subscriber", Run::new, fault, |run| {
        assert!(run.vm.is_open(run.port));
        let told = |error: &String| error == "noproc";
        assert!(run.errors.iter().all(told), "{:?}", run.errors);
        assert_eq!(stat(&mut run.vm, run.port, "held"), 0);
        let counts = ["filled", "delivered", "queued"];
        let counts = counts.map(|name| stat(&mut run.vm, run.port, name));
        assert_eq!(counts[0], counts[1] + counts[2]);
    });
    assert!(points >= 25, "{points}");
}
