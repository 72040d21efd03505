//! Every fault at every step: nothing hangs, leaks, or is played twice.

mod common;

use avm_term::{Pid, PortId, Value};
use class_audio::AudioError;
use common::{play, speaker, stat};
use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource};
use port_audio::Audio;
use speaker::Bench;
use vm_host::{Fault, Pending, Trial, Vm, sweep, sweep_with};

/// A port, the process that owns it, and one that plays.
struct Run {
    vm: Vm,
    port: PortId,
    owner: Pid,
    player: Pid,
    /// The calls that play: buffer `n`, counted from 1, is so many bytes of value `n`.
    buffers: Vec<(usize, Pending)>,
    drained: usize,
    underruns: usize,
    errors: Vec<String>,
}

impl Run {
    fn new() -> Self {
        speaker::reset(32);
        let mut vm = Vm::new();
        let [owner, player] = [vm.spawn(), vm.spawn()];
        let port = vm.create::<Audio<Bench>>(owner).expect("made");
        Self {
            vm,
            port,
            owner,
            player,
            buffers: Vec::new(),
            drained: 0,
            underruns: 0,
            errors: Vec::new(),
        }
    }

    fn ask(&mut self, who: Pid, request: &str) {
        let answer = self.vm.call_by(who, self.port, request);
        self.note(&answer);
    }

    fn note(&mut self, answer: &Value) {
        if let Some([tag, reason]) = answer.as_tuple()
            && *tag == Value::atom("error")
        {
            self.errors.push(reason.to_string());
        }
        self.receive();
    }

    /// Starts to play a buffer; looks at the answer at the end.
    fn buffer(&mut self, who: Pid, length: usize) {
        let number = self.buffers.len() + 1;
        let call = self
            .vm
            .start_call(who, self.port, &play(&vec![number as u8; length]));
        self.buffers.push((length, call));
        self.vm.run();
        self.receive();
    }

    fn tick(&mut self, frames: usize) {
        speaker::tick(frames);
        self.vm.run();
        self.receive();
    }

    fn receive(&mut self) {
        for message in self.vm.mailbox(self.owner) {
            let what = message.as_tuple().and_then(<[Value]>::last);
            match what.map(ToString::to_string).as_deref() {
                Some("drained") => self.drained += 1,
                Some(text) if text.starts_with("{underrun,") => self.underruns += 1,
                _ => panic!("an unexpected {message}"),
            }
        }
    }

    /// All that was accepted was heard, whole and in order; nothing else was.
    fn account(&mut self) {
        let heard = speaker::with(|s| s.heard.clone());
        assert!(heard.is_sorted(), "{heard:?}");
        for (number, (length, call)) in (1..).zip(self.buffers.clone()) {
            let bytes = heard.iter().filter(|byte| **byte == number).count();
            match self.vm.answer(call).to_string().as_str() {
                "ok" => assert_eq!(bytes, length, "buffer {number}"),
                "{error,out_of_memory}" => {
                    assert!(bytes == 0 || bytes == length, "all or nothing");
                    self.errors.push("out_of_memory".to_owned());
                }
                other => panic!("buffer {number}: {other}"),
            }
        }
        let [drained, underruns] =
            ["drained", "underruns"].map(|name| stat(&mut self.vm, self.port, name));
        assert_eq!(drained, self.drained as i128, "every message came");
        assert_eq!(underruns, self.underruns as i128, "every message came");
    }

    /// Nobody waits for a port that has ended.
    fn ended(&mut self, reasons: &[&str]) {
        assert!(!self.vm.is_open(self.port));
        for (_, call) in self.buffers.clone() {
            let answer = self.vm.answer(call);
            if answer != Value::atom("ok") {
                self.note(&answer);
            }
        }
        for error in &self.errors {
            assert!(reasons.contains(&error.as_str()), "{error}");
        }
    }
}

impl Trial for Run {
    fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }

    fn play(&mut self) {
        let (owner, player) = (self.owner, self.player);
        self.ask(owner, "{'$open', #{volume => 9}}");
        self.ask(owner, "{set_volume, #{volume => 10}}");
        self.buffer(player, 24);
        self.buffer(player, 40);
        self.buffer(player, 16);
        self.tick(3);
        self.ask(owner, "get_stats");
        self.tick(8);
        self.ask(owner, "pause");
        self.ask(player, "resume");
        for _ in 0..3 {
            self.tick(8);
        }
        self.buffer(player, 80);
        self.tick(11);
        for _ in 0..4 {
            self.tick(8);
        }
    }

    fn unharmed(&mut self) {
        assert_eq!(self.errors, Vec::<String>::new());
        self.account();
        assert_eq!((self.drained, self.underruns), (2, 1));
    }

    fn close(&mut self) {
        if self.vm.is_open(self.port) {
            let owner = self.owner;
            assert_eq!(self.vm.call_by(owner, self.port, "stop").to_string(), "ok");
            assert!(!self.vm.is_open(self.port));
        }
        let (opened, dropped) = counts();
        assert!(opened <= 1);
        assert_eq!(opened, dropped, "muted and powered down");
    }

    fn end(self) {
        let before = counts();
        assert_eq!(before.0, before.1, "none twice");
        drop(self);
        assert_eq!(counts(), before);
    }
}

/// How often the speaker was opened, and dropped.
fn counts() -> (u32, u32) {
    speaker::with(|s| (s.opened, s.dropped))
}

const GONE: &[&str] = &["panic", "closed", "noproc", "no_reply"];

#[test]
fn an_allocation_fails() {
    let points = sweep(
        "allocation",
        Run::new,
        |_| Fault::Allocation,
        |run| {
            if run.vm.is_open(run.port) {
                run.account();
                assert!(run.errors.len() <= 1, "one failure, one answer");
                assert!(run.errors.iter().all(|error| error == "out_of_memory"));
            } else {
                assert_eq!(run.errors[0], "out_of_memory", "it did not open");
            }
        },
    );
    assert!(points >= 20, "{points}");
}

#[test]
fn a_panic() {
    let points = sweep("panic", Run::new, |_| Fault::Panic, |run| run.ended(GONE));
    assert!(points >= 50, "{points}");
}

#[test]
fn the_port_is_killed() {
    let fault = |run: &Run| Fault::KillPort(run.port);
    let points = sweep("kill port", Run::new, fault, |run| run.ended(GONE));
    assert!(points >= 50, "{points}");
}

#[test]
fn the_owner_is_killed() {
    let fault = |run: &Run| Fault::KillProcess(run.owner);
    let points = sweep("kill owner", Run::new, fault, |run| run.ended(GONE));
    assert!(points >= 50, "{points}");
}

#[test]
fn the_player_is_killed() {
    let fault = |run: &Run| Fault::KillProcess(run.player);
    let points = sweep("kill player", Run::new, fault, |run| {
        assert!(run.vm.is_open(run.port));
        assert!(run.errors.iter().all(|error| error == "noproc"));
        let heard = speaker::with(|s| s.heard.clone());
        assert!(heard.is_sorted(), "{heard:?}");
    });
    assert!(points >= 50, "{points}");
}

#[test]
fn the_speaker_panics_at_each_use() {
    let plant = |_: &mut Run, step| speaker::with(|s| s.panic = Some(step as u32));
    let spared = |_: &mut Run| speaker::with(|s| s.panic > Some(s.uses));
    let points = sweep_with("panic of the speaker", Run::new, plant, spared, |run| {
        run.ended(GONE);
    });
    assert!(points >= 20, "{points}");
}

#[test]
fn each_operation_fails_with_each_error() {
    let nack = NoAcknowledgeSource::Address;
    for (error, reason) in [
        (AudioError::Bus(ErrorKind::Bus), "{bus,bus}"),
        (
            AudioError::Bus(ErrorKind::ArbitrationLoss),
            "{bus,arbitration_loss}",
        ),
        (
            AudioError::Bus(ErrorKind::NoAcknowledge(nack)),
            "{bus,no_acknowledge_address}",
        ),
        (AudioError::Bus(ErrorKind::Overrun), "{bus,overrun}"),
        (AudioError::NoLock, "no_lock"),
        (AudioError::Path(7), "{path,7}"),
    ] {
        let plant = |_: &mut Run, step| speaker::with(|s| s.fault = Some((step as u32, error)));
        let spared =
            |_: &mut Run| speaker::with(|s| s.fault.is_some_and(|(step, _)| step > s.operations));
        let what = format!("operation, {error:?}");
        let points = sweep_with(&what, Run::new, plant, spared, |run| {
            assert_eq!(run.errors[0], reason);
            if run.vm.is_open(run.port) {
                assert_eq!(run.errors.len(), 1);
            }
        });
        assert!(points >= 3, "{points}");
    }
}
