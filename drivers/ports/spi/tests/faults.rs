//! Every fault at every step: each transaction has one result.

mod common;

use avm_term::{Pid, PortId, Value};
use common::{device, request};
use device::Bench;
use embedded_hal::spi::ErrorKind;
use port_spi::Spi;
use vm_host::{Fault, Pending, Trial, Vm, sweep, sweep_with};

/// A port, the process that owns it, and one that submits.
struct Run {
    vm: Vm,
    port: PortId,
    owner: Pid,
    submitter: Pid,
    transfers: Vec<Pending>,
    /// Ids that were told, and results that came for them.
    ids: Vec<i128>,
    results: Vec<(i128, String)>,
    errors: Vec<String>,
}

impl Run {
    fn new() -> Self {
        device::reset(4);
        let mut vm = Vm::new();
        let [owner, submitter] = [vm.spawn(), vm.spawn()];
        let port = vm.create::<Spi<Bench>>(owner).expect("made");
        Self {
            vm,
            port,
            owner,
            submitter,
            transfers: Vec::new(),
            ids: Vec::new(),
            results: Vec::new(),
            errors: Vec::new(),
        }
    }

    fn ask(&mut self, who: Pid, request: &str) -> Option<Value> {
        let answer = self.vm.call_by(who, self.port, request);
        self.receive();
        self.note(&answer)
    }

    /// What came with `ok`, or the error noted.
    fn note(&mut self, answer: &Value) -> Option<Value> {
        match answer.as_tuple() {
            Some([tag, reason]) if *tag == Value::atom("error") => {
                self.errors.push(reason.to_string());
                None
            }
            Some([_, value]) => Some(value.clone()),
            _ => None,
        }
    }

    fn submit(&mut self, write: u8) {
        let id = self.ask(self.submitter, &request("submit", &[write], 2));
        self.ids.extend(id.as_ref().and_then(Value::as_integer));
    }

    fn transfer(&mut self, write: u8) {
        let request = request("transfer", &[write], 2);
        let call = self.vm.start_call(self.owner, self.port, &request);
        self.vm.run();
        self.transfers.push(call);
    }

    fn work(&mut self, count: usize) {
        device::work(count);
        self.vm.run();
        self.receive();
    }

    fn receive(&mut self) {
        let came = common::results(&mut self.vm, self.submitter, self.port);
        self.results.extend(came);
    }

    /// The answers of the transfers, those that failed noted.
    fn transferred(&mut self) -> usize {
        let calls = core::mem::take(&mut self.transfers);
        let answers: Vec<Value> = calls.into_iter().map(|call| self.vm.answer(call)).collect();
        let done = |answer: &Value| self.note(answer).is_some();
        answers.iter().map(done).filter(|done| *done).count()
    }

    /// Every id has one result, in order; nothing came that was not promised.
    fn account(&mut self, reason: &str) {
        let transferred = self.transferred();
        let of: Vec<i128> = self.results.iter().map(|(id, _)| *id).collect();
        assert_eq!(of, self.ids, "one result each, in order");
        let failed = |(_, result): &&(i128, String)| !result.starts_with("{ok,<<");
        for (_, result) in self.results.iter().filter(failed) {
            self.errors
                .push(result.replace("{error,", "").replacen('}', "", 1));
        }
        let failures = self.errors.len();
        assert!(failures <= 1, "one failure, one answer: {:?}", self.errors);
        assert!(
            self.errors.iter().all(|error| error.starts_with(reason)),
            "{:?}",
            self.errors
        );
        // Stats and configuration may have failed instead of a transaction.
        assert!(transferred + of.len() + failures >= 6);
        assert_eq!(common::stat(&mut self.vm, self.port, "in_flight"), 0);
    }

    /// Nobody waits for a port that has ended.
    fn ended(&mut self) {
        assert!(!self.vm.is_open(self.port));
        self.transferred();
        let told = ["panic", "closed", "noproc", "no_reply"];
        for error in &self.errors {
            assert!(told.contains(&error.as_str()), "{error}");
        }
        let of: Vec<i128> = self.results.iter().map(|(id, _)| *id).collect();
        assert!(self.ids.starts_with(&of), "{of:?} of {:?}", self.ids);
    }
}

impl Trial for Run {
    fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }

    fn play(&mut self) {
        let owner = self.owner;
        self.ask(owner, "{'$open', #{mode => 3}}");
        self.submit(10);
        self.submit(20);
        self.transfer(30);
        self.work(2);
        self.ask(owner, "get_stats");
        self.submit(40);
        self.submit(50);
        self.work(4);
        if let Some(config) = self.ask(owner, "get_config") {
            self.ask(owner, &format!("{{read_config, #{{config => {config}}}}}"));
        }
        self.transfer(60);
        self.work(1);
    }

    fn unharmed(&mut self) {
        self.account("");
        assert_eq!(self.errors, Vec::<String>::new());
        assert_eq!(self.results.len(), 4);
    }

    fn close(&mut self) {
        if self.vm.is_open(self.port) {
            assert_eq!(self.vm.close(self.port).to_string(), "ok");
        }
        let (opened, dropped) = counts();
        assert!(opened <= 1);
        assert_eq!(opened, dropped);
    }

    fn end(self) {
        let before = counts();
        assert_eq!(before.0, before.1, "none twice");
        drop(self);
        assert_eq!(counts(), before);
    }
}

/// How often the device was opened, and dropped.
fn counts() -> (u32, u32) {
    device::with(|d| (d.opened, d.dropped))
}

#[test]
fn an_allocation_fails() {
    let points = sweep(
        "allocation",
        Run::new,
        |_| Fault::Allocation,
        |run| {
            if run.vm.is_open(run.port) {
                run.account("out_of_memory");
            } else {
                assert_eq!(run.errors[0], "out_of_memory", "it did not open");
            }
        },
    );
    assert!(points >= 20, "{points}");
}

#[test]
fn a_panic() {
    let points = sweep("panic", Run::new, |_| Fault::Panic, Run::ended);
    assert!(points >= 50, "{points}");
}

#[test]
fn the_port_is_killed() {
    let fault = |run: &Run| Fault::KillPort(run.port);
    let points = sweep("kill port", Run::new, fault, Run::ended);
    assert!(points >= 50, "{points}");
}

#[test]
fn the_owner_is_killed() {
    let fault = |run: &Run| Fault::KillProcess(run.owner);
    let points = sweep("kill owner", Run::new, fault, Run::ended);
    assert!(points >= 50, "{points}");
}

#[test]
fn the_submitter_is_killed() {
    let fault = |run: &Run| Fault::KillProcess(run.submitter);
    let points = sweep("kill submitter", Run::new, fault, |run| {
        assert!(run.vm.is_open(run.port));
        assert_eq!(run.transferred(), 2, "others go on");
        assert!(run.errors.iter().all(|error| error == "noproc"));
        assert_eq!(common::stat(&mut run.vm, run.port, "in_flight"), 0);
    });
    assert!(points >= 50, "{points}");
}

#[test]
fn the_queue_panics_at_each_use() {
    let plant = |_: &mut Run, step| device::with(|d| d.panic = Some(step as u32));
    let spared = |_: &mut Run| device::with(|d| d.panic > Some(d.uses));
    let points = sweep_with("panic of the queue", Run::new, plant, spared, Run::ended);
    assert!(points >= 12, "{points}");
}

#[test]
fn each_transaction_fails_with_each_error() {
    for (kind, reason) in [
        (ErrorKind::Overrun, "{bus,overrun"),
        (ErrorKind::ModeFault, "{bus,mode_fault"),
        (ErrorKind::FrameFormat, "{bus,frame_format"),
        (ErrorKind::ChipSelectFault, "{bus,chip_select_fault"),
        (ErrorKind::Other, "{bus,other"),
    ] {
        let plant = |_: &mut Run, step| device::with(|d| d.fault = Some((step as u32, kind)));
        let spared =
            |_: &mut Run| device::with(|d| d.fault.is_some_and(|(step, _)| step > d.transactions));
        let what = format!("transaction, {kind:?}");
        let points = sweep_with(&what, Run::new, plant, spared, |run| {
            run.account(reason);
            assert_eq!(run.errors.len(), 1);
        });
        assert!(points >= 6, "{points}");
    }
}
