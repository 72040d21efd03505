//! Every fault at every step: no byte is lost, and nothing is left.

mod common;

use std::time::{Duration, Instant};

use avm_term::{Pid, PortId, Value};
use common::{Port, alone, hidden, name, resources, resources_like};
use pore::membrane::unix::{Endpoint, Settings, UnixPore, Wanted};
use pore::ring::Closed;
use vm_host::{Fault, Trial, Vm, sweep};

/// How long what a fault took away is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// A port and its peer, a process that owns it, and what went through.
struct Run {
    vm: Vm,
    owner: Pid,
    port: PortId,
    endpoint: Endpoint,
    name: String,
    peer: Option<UnixPore>,
    /// What the peer wrote, and what the owner got.
    sent: Vec<u8>,
    got: Vec<u8>,
    /// What the owner was told that it wrote, and what the peer got.
    written: usize,
    heard: usize,
    irqs: usize,
    closed: Vec<String>,
    errors: Vec<String>,
    /// The peer was told that it is over.
    told: Option<Closed>,
}

impl Run {
    fn new() -> Self {
        let mut vm = Vm::new();
        let owner = vm.spawn();
        let port = vm.create::<Port>(owner).expect("made");
        let name = name();
        Self {
            vm,
            owner,
            port,
            endpoint: Endpoint::bind(&hidden(&name), Settings::DEFAULT).expect("a name"),
            name,
            peer: None,
            sent: Vec::new(),
            got: Vec::new(),
            written: 0,
            heard: 0,
            irqs: 0,
            closed: Vec::new(),
            errors: Vec::new(),
            told: None,
        }
    }

    /// Asks; what failed for want of memory is asked once more, as a process would.
    fn ask(&mut self, request: &str) -> Value {
        for _ in 0..2 {
            let answer = self.vm.call_by(self.owner, self.port, request);
            match answer.as_tuple() {
                Some([tag, reason]) if tag.to_string() == "error" => {
                    self.errors.push(reason.to_string());
                }
                _ => return answer,
            }
        }
        Value::atom("failed")
    }

    /// Lets the other side do what it does, until then or until it is enough.
    fn until(&mut self, enough: impl Fn(&Self) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !enough(self) && Instant::now() < until && self.vm.is_open(self.port) {
            self.vm.wait(Duration::from_millis(1));
            self.receive();
        }
    }

    fn connect(&mut self) {
        let options = format!("{{'$open', #{{name => <<\"{}\">>}}}}", self.name);
        self.ask(&options);
        let pending = self.vm.start_call(self.owner, self.port, "connect");
        let until = Instant::now() + PATIENCE;
        let mut answer = String::from("{error,timeout}");
        // The answer is among the messages, so none are taken before it.
        while (self.peer.is_none() || answer == "{error,timeout}") && Instant::now() < until {
            self.vm.wait(Duration::from_millis(1));
            if let Ok(peer) = self.endpoint.accept(Some(Duration::from_millis(1))) {
                self.peer = Some(peer);
            }
            if answer == "{error,timeout}" {
                answer = self.vm.answer(pending).to_string();
            }
            if !self.vm.is_open(self.port) {
                break;
            }
        }
        if answer == "{error,timeout}" {
            answer = self.vm.answer(pending).to_string();
        }
        if answer != "ok" {
            self.errors.push(common::reason(&answer).to_owned());
        }
    }

    fn peer_sends(&mut self, bytes: &[u8]) {
        if let Some(peer) = &mut self.peer
            && peer.write(bytes) == Ok(bytes.len())
        {
            self.sent.extend_from_slice(bytes);
        }
    }

    fn peer_hears(&mut self) {
        let mut bytes = [0; 64];
        if let Some(peer) = &mut self.peer {
            self.heard += peer.read(&mut bytes).unwrap_or(0);
        }
    }

    fn read(&mut self) {
        let answer = self.ask("read");
        if let Some([_, bytes]) = answer.as_tuple() {
            self.got
                .extend_from_slice(bytes.as_binary().expect("bytes"));
        }
    }

    fn write(&mut self, bytes: &str) {
        let answer = self.ask(&format!("{{write, <<\"{bytes}\">>}}"));
        if let Some([_, count]) = answer.as_tuple() {
            self.written += count.as_integer().expect("a number") as usize;
        }
    }

    fn receive(&mut self) {
        for message in self.vm.mailbox(self.owner) {
            match message.as_tuple() {
                Some([tag, _, bytes]) if tag.to_string() == "pore" => {
                    self.got
                        .extend_from_slice(bytes.as_binary().expect("bytes"));
                }
                Some([tag, _, why]) if tag.to_string() == "closed" => {
                    self.closed.push(why.to_string());
                }
                Some([tag, _]) if tag.to_string() == "irq" => self.irqs += 1,
                _ => {}
            }
        }
    }

    /// Whatever went wrong, what came is what was sent, from its beginning.
    fn in_order(&self) {
        assert!(self.sent.starts_with(&self.got), "{:?}", self.got);
    }
}

impl Trial for Run {
    fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }

    fn play(&mut self) {
        self.connect();
        self.peer_sends(b"one");
        self.until(|run| run.irqs == 1);
        self.read();
        self.write("a word");
        self.ask("{notify_when, {in, 5}}");
        self.peer_sends(b", two");
        self.until(|run| run.irqs == 2);
        self.ask("avail");
        self.read();
        self.peer_hears();
        self.ask("{active, 1}");
        self.peer_sends(b", three");
        let all = self.sent.len();
        self.until(|run| run.got.len() == all);
        self.write(" and another one");
        self.peer_hears();
        self.ask("get_info");
        self.ask("{active, true}");
        self.peer_sends(b" and four");
        if self.vm.is_open(self.port) {
            self.peer = None;
        } else if let Some(peer) = &mut self.peer {
            self.told = peer.wait(Wanted::default(), Some(common::LONG)).err();
        }
        let all = self.sent.len();
        self.until(|run| run.got.len() == all && !run.closed.is_empty());
    }

    fn unharmed(&mut self) {
        assert_eq!(self.errors, Vec::<String>::new());
        assert_eq!(self.got, b"one, two, three and four");
        assert_eq!((self.written, self.heard), (22, 22));
        assert_eq!(
            (self.irqs, self.closed.as_slice()),
            (2, &["peer".to_owned()][..])
        );
    }

    fn close(&mut self) {
        if self.vm.is_open(self.port) {
            assert_eq!(self.vm.close(self.port).to_string(), "ok");
        }
        self.peer = None;
        while self.endpoint.accept(Some(Duration::ZERO)).is_ok() {}
    }
}

/// What is open before, and after.
fn as_before(sweeps: impl FnOnce()) {
    let _alone = alone();
    let before = resources();
    sweeps();
    assert_eq!(resources_like(before), before);
}

#[test]
fn an_allocation_fails() {
    as_before(|| {
        let points = sweep(
            "allocation",
            Run::new,
            |_| Fault::Allocation,
            |run| {
                run.in_order();
                let opened = run.peer.is_some() || !run.sent.is_empty();
                if opened && run.vm.is_open(run.port) {
                    let told = |error: &String| error == "out_of_memory";
                    assert!(run.errors.iter().all(told), "{:?}", run.errors);
                    assert!(run.errors.len() <= 1, "one failure, one answer");
                    assert_eq!(run.got, run.sent, "made up for");
                    assert_eq!(run.written, run.heard, "neither more nor less");
                    assert_eq!(run.closed, ["peer"]);
                } else {
                    assert_eq!(run.errors[0], "out_of_memory", "{:?}", run.errors);
                }
            },
        );
        assert!(points >= 20, "{points}");
    });
}

/// A port that ended: its peer was told so, and what arrived before has no gap.
fn ended(run: &mut Run) {
    assert!(!run.vm.is_open(run.port));
    run.in_order();
    // A panic in the middle of a write may have told of what was not written.
    assert!(
        run.heard <= run.written + 16,
        "{} {}",
        run.heard,
        run.written
    );
    let had_peer = run.peer.is_some();
    assert!(!had_peer || run.told.is_some(), "the peer was told");
    let told = ["panic", "closed", "noproc", "no_reply"];
    for error in &run.errors {
        assert!(told.contains(&error.as_str()), "{error}");
    }
}

#[test]
fn a_panic() {
    as_before(|| {
        let points = sweep("panic", Run::new, |_| Fault::Panic, ended);
        assert!(points >= 20, "{points}");
    });
}

#[test]
fn the_port_is_killed() {
    as_before(|| {
        let fault = |run: &Run| Fault::KillPort(run.port);
        let points = sweep("kill port", Run::new, fault, ended);
        assert!(points >= 20, "{points}");
    });
}

#[test]
fn the_owner_is_killed() {
    as_before(|| {
        let fault = |run: &Run| Fault::KillProcess(run.owner);
        let points = sweep("kill owner", Run::new, fault, ended);
        assert!(points >= 20, "{points}");
    });
}
