//! Every fault at every step: what was taken to be sent comes, once.

mod common;

use std::time::{Duration, Instant};

use avm_term::{Pid, PortId, Value};
use common::{End, second, term, unique};
use port_straw::StrawPort;
use vm_host::{Fault, Trial, Vm, sweep};

/// How long is waited for what may never come.
const SOON: Duration = Duration::from_secs(5);

/// Two nodes of one VM, and a straw between them.
struct Run {
    vm: Vm,
    asks: Side,
    asked: Side,
    /// The numbers that were taken to be sent, and those that came.
    sent: Vec<i128>,
    came: Vec<i128>,
    errors: Vec<String>,
}

struct Side {
    owner: Pid,
    name: String,
    listener: Option<PortId>,
    names: Option<String>,
    end: Option<End>,
    got: Vec<Value>,
}

impl Side {
    fn new(vm: &mut Vm, name: &str) -> Self {
        Self {
            owner: vm.spawn(),
            name: unique(name),
            listener: None,
            names: None,
            end: None,
            got: Vec::new(),
        }
    }
}

impl Run {
    fn new() -> Self {
        let mut vm = Vm::new();
        let asks = Side::new(&mut vm, "asks");
        let asked = Side::new(&mut vm, "asked");
        Self {
            vm,
            asks,
            asked,
            sent: Vec::new(),
            came: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Opens a port; once more, if a fault was in the way.
    fn open(&mut self, owner: Pid, options: &str) -> Option<PortId> {
        for _ in 0..2 {
            match self.vm.open_by::<StrawPort>(owner, options) {
                Ok(port) => return Some(port),
                Err(reason) => self.errors.push(reason.to_string()),
            }
        }
        None
    }

    /// Calls a port; once more, if there was no memory.
    fn call(&mut self, owner: Pid, port: PortId, request: &str) -> Value {
        let answer = self.vm.call_by(owner, port, request);
        if answer.to_string() != "{error,out_of_memory}" {
            return answer;
        }
        self.errors.push("out_of_memory".into());
        self.vm.call_by(owner, port, request)
    }

    /// Waits for news of this kind.
    fn news(&mut self, asks: bool, tag: &str) -> Option<Vec<Value>> {
        let until = Instant::now() + SOON;
        loop {
            self.vm.run();
            let side = if asks {
                &mut self.asks
            } else {
                &mut self.asked
            };
            side.got.extend(self.vm.mailbox(side.owner));
            let tag = term(tag);
            let of = |value: &Value| {
                let what = value.as_tuple()?.get(2)?.as_tuple()?;
                (what.first() == Some(&tag)).then(|| what.to_vec())
            };
            if let Some(at) = side.got.iter().position(|value| of(value).is_some()) {
                return of(&side.got.remove(at));
            }
            let ports = [side.listener, side.end.as_ref().map(|end| end.port)];
            let ended = ports.iter().flatten().any(|port| !self.vm.is_open(*port));
            if ended || Instant::now() >= until {
                return None;
            }
            self.vm.wait(Duration::from_millis(20));
        }
    }

    fn listen(&mut self, asks: bool) -> Option<()> {
        let side = if asks { &self.asks } else { &self.asked };
        let (owner, name) = (side.owner, side.name.clone());
        let listener = self.open(owner, &format!("#{{listen => <<\"{name}\">>}}"))?;
        let names = self.call(owner, listener, "get_names");
        let side = if asks {
            &mut self.asks
        } else {
            &mut self.asked
        };
        side.listener = Some(listener);
        side.names =
            matches!(names.as_tuple(), Some([ok, _]) if *ok == term("ok")).then(|| second(&names));
        side.names.as_ref().map(|_| ())
    }

    fn connect(&mut self) -> Option<()> {
        self.listen(true)?;
        self.listen(false)?;
        let (owner, listener) = (self.asked.owner, self.asked.listener?);
        let pid = self.vm.pid_value(owner);
        let export = format!("{{export, #{{name => sink, pid => {pid}}}}}");
        self.call(owner, listener, &export);
        let (me, names) = (self.asks.name.clone(), self.asks.names.clone()?);
        let peer = self.asked.name.clone();
        let ask = format!("#{{connect => <<\"{peer}\">>, me => <<\"{me}\">>, names => {names}}}");
        let port = self.open(self.asks.owner, &ask)?;
        let outlet = String::new();
        self.asks.end = Some(End { port, outlet });
        let (me, names) = (peer, self.asked.names.clone()?);
        let arrival = self.news(false, "arrival")?[1].to_string();
        let take = format!("#{{arrival => {arrival}, me => <<\"{me}\">>, names => {names}}}");
        let port = self.open(owner, &take)?;
        let outlet = String::new();
        self.asked.end = Some(End { port, outlet });
        self.news(false, "hello")?;
        let welcome = self.call(owner, port, "welcome");
        self.asked.end.as_mut()?.outlet = second(&welcome);
        let open = self.news(true, "open")?;
        self.asks.end.as_mut()?.outlet = open[2].to_string();
        Some(())
    }

    /// Sends numbers by the NIF, and some by the port.
    fn send(&mut self) -> Option<()> {
        let end = self.asks.end.clone()?;
        for number in 0..6 {
            let text = if number % 3 == 2 {
                let request = format!("{{send, {{sink, {{number,{number},[a|<<1>>]}}}}}}");
                self.vm.call_by(self.asks.owner, end.port, &request)
            } else {
                let arguments = format!("{}, sink, {{number,{number},\"text\"}}", end.outlet);
                self.vm.nif(port_straw::queue::NIF, &arguments).ok()?
            };
            match text.to_string().as_str() {
                "ok" => self.sent.push(number),
                error => self.errors.push(error.into()),
            }
        }
        Some(())
    }

    fn receive(&mut self) {
        let until = Instant::now() + SOON;
        loop {
            self.vm.run();
            self.asked.got.extend(self.vm.mailbox(self.asked.owner));
            for message in self.asked.got.drain(..) {
                if let Some([tag, number, _]) = message.as_tuple()
                    && *tag == term("number")
                {
                    self.came.extend(number.as_integer());
                }
            }
            let ends = [&self.asks.end, &self.asked.end];
            let open = ends
                .iter()
                .all(|end| end.as_ref().is_some_and(|end| self.vm.is_open(end.port)));
            if self.came.len() >= self.sent.len() || !open || Instant::now() >= until {
                return;
            }
            self.vm.wait(Duration::from_millis(20));
        }
    }
}

impl Trial for Run {
    fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }

    fn play(&mut self) {
        if self.connect().is_some() && self.send().is_some() {
            self.receive();
        }
    }

    fn unharmed(&mut self) {
        assert_eq!(self.errors, Vec::<String>::new());
        assert_eq!(self.came, [0, 1, 2, 3, 4, 5]);
    }

    fn close(&mut self) {
        let listeners = [self.asks.listener, self.asked.listener];
        let ends = [self.asks.end.take(), self.asked.end.take()];
        let ends = ends.into_iter().flatten().map(|end| end.port);
        for port in listeners.into_iter().flatten().chain(ends) {
            self.vm.close(port);
        }
        for owner in [self.asks.owner, self.asked.owner] {
            self.vm.exit(owner, "kill");
        }
    }
}

#[test]
fn an_allocation_fails() {
    let points = sweep(
        "allocation",
        Run::new,
        |_| Fault::Allocation,
        |run| {
            assert_eq!(run.came, run.sent, "{:?}", run.errors);
            // A pore that could not be handed on is lost, which is one error more.
            assert!(run.errors.len() <= 2, "{:?}", run.errors);
            match run.errors.first() {
                Some(first) => assert!(first.contains("out_of_memory"), "{first}"),
                None => assert_eq!(run.came.len(), 6, "made up for"),
            }
        },
    );
    assert!(points >= 40, "{points}");
}

/// What came is a beginning of what was sent; of the last nobody may have heard that it was.
fn ended(run: &mut Run) {
    let in_order = (0..).zip(&run.came).all(|(nth, came)| nth == *came);
    assert!(in_order && run.came.len() <= 6, "{:?}", run.came);
}

#[test]
fn a_panic() {
    let points = sweep("panic", Run::new, |_| Fault::Panic, ended);
    assert!(points >= 40, "{points}");
}

#[test]
fn an_owner_is_killed() {
    for asks in [true, false] {
        let owner = move |run: &Run| {
            if asks {
                run.asks.owner
            } else {
                run.asked.owner
            }
        };
        let fault = move |run: &Run| Fault::KillProcess(owner(run));
        let points = sweep("kill owner", Run::new, fault, ended);
        assert!(points >= 40, "{points}");
    }
}
