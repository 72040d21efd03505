//! Sweeps: each step once, and what is wrong at one of them is caught.

use std::mem;

use avm_port::{Call, Flow, OpenContext, Port, PortError, Reply};
use avm_term::{FromTerm, Pid, PortId, atom};
use vm_host::{Fault, Trial, Vm, sweep, sweep_with};

/// Keeps calls. One that `FORGETS` loses what it keeps where the VM has no memory.
struct Desk<const FORGETS: bool> {
    owner: Pid,
    kept: Option<Reply>,
}

#[derive(FromTerm)]
struct Options {}

#[derive(FromTerm)]
enum Request {
    /// Is answered later.
    Keep,
    /// Tells the owner, and answers what was kept.
    Answer,
}

impl<const FORGETS: bool> Port for Desk<FORGETS> {
    const NAME: &'static str = "desk";
    type Options<'a> = Options;
    type Request<'a> = Request;

    fn open(_: Options, cx: OpenContext<'_>) -> Result<Self, PortError> {
        let owner = cx.owner();
        Ok(Self { owner, kept: None })
    }

    fn call(&mut self, request: Request, call: Call<'_>) -> Flow {
        match request {
            Request::Keep => {
                self.kept = call.defer().ok();
                Flow::Continue
            }
            Request::Answer => {
                let told = self.owner.send(&atom!("answered"));
                match (told, self.kept.take()) {
                    (Ok(()), Some(kept)) => kept.reply(&1),
                    (Err(_), kept) if FORGETS => mem::forget(kept),
                    (_, kept) => drop(kept),
                }
                call.reply(&())
            }
        }
    }
}

struct Run<const FORGETS: bool> {
    vm: Vm,
    port: PortId,
    answers: Vec<String>,
    uses: u64,
    /// The use that fails without the VM's knowing.
    broken_at: Option<u64>,
    /// What the call that was kept is answered.
    expected: &'static str,
    /// Whether the port is left open.
    stays: bool,
}

impl<const FORGETS: bool> Run<FORGETS> {
    fn new() -> Self {
        let mut vm = Vm::new();
        let main = vm.main();
        let port = vm.create::<Desk<FORGETS>>(main).expect("made");
        Self {
            vm,
            port,
            answers: Vec::new(),
            uses: 0,
            broken_at: None,
            expected: "1",
            stays: false,
        }
    }

    fn call(&mut self, request: &str) {
        self.uses += 1;
        let answer = match self.broken_at == Some(self.uses) {
            true => "{error,broken}".into(),
            false => self.vm.call(self.port, request).to_string(),
        };
        self.answers.push(answer);
    }
}

impl<const FORGETS: bool> Trial for Run<FORGETS> {
    fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }

    fn play(&mut self) {
        self.call("{'$open', #{}}");
        let main = self.vm.main();
        let kept = self.vm.start_call(main, self.port, "keep");
        self.call("answer");
        self.answers.push(self.vm.answer(kept).to_string());
    }

    fn unharmed(&mut self) {
        assert_eq!(self.answers, ["ok", "ok", self.expected], "unharmed");
    }

    fn close(&mut self) {
        if !self.stays {
            self.vm.close(self.port);
        }
    }
}

type Sound = Run<false>;

const MEMORY: fn(&Sound) -> Fault = |_| Fault::Allocation;

fn told(run: &mut Sound) {
    let is_error = |answer: &String| answer.starts_with("{error,");
    assert!(run.answers.iter().any(is_error), "{:?}", run.answers);
}

#[test]
fn every_allocation_is_a_step_and_no_other() {
    let mut run = Sound::new();
    let before = run.vm.allocations();
    run.play();
    let allocations = run.vm.allocations() - before;
    assert!(allocations >= 5, "{allocations}");
    let points = sweep("allocation", Sound::new, MEMORY, told);
    assert_eq!(points, allocations);
}

#[test]
fn panics_and_kills_are_at_the_same_steps() {
    let panics = sweep("panic", Sound::new, |_| Fault::Panic, told);
    let kill = |run: &Sound| Fault::KillPort(run.port);
    let kills = sweep("kill", Sound::new, kill, |run| {
        assert!(!run.vm.is_open(run.port));
    });
    assert!(panics >= 10, "{panics}");
    assert_eq!(panics, kills);
}

#[test]
fn a_part_counts_the_steps_of_its_own_faults() {
    let plant = |run: &mut Sound, step| run.broken_at = Some(step);
    let is_spared = |run: &mut Sound| run.broken_at > Some(run.uses);
    let points = sweep_with("part", Sound::new, plant, is_spared, told);
    assert_eq!(points, 2, "opening, and answering");
}

#[test]
#[should_panic(expected = "a heap is still open")]
fn a_reply_that_is_lost_without_memory_is_caught() {
    let fault = |_: &Run<true>| Fault::Allocation;
    let _ = sweep("allocation", Run::<true>::new, fault, |_| {});
}

#[test]
#[should_panic(expected = "a port is still open")]
fn a_port_that_is_left_open_is_caught() {
    let new = || Sound {
        stays: true,
        ..Sound::new()
    };
    let _ = sweep("allocation", new, MEMORY, |_| {});
}

#[test]
#[should_panic(expected = "the last step")]
fn a_check_that_fails_at_one_step_fails() {
    let _ = sweep("allocation", Sound::new, MEMORY, |run| {
        assert_ne!(run.answers[..2], ["ok", "ok"], "the last step");
    });
}

#[test]
#[should_panic(expected = "unharmed")]
fn a_run_without_a_fault_is_looked_at_too() {
    let new = || Sound {
        expected: "2",
        ..Sound::new()
    };
    let _ = sweep("allocation", new, MEMORY, |_| {});
}
