//! Two nodes in one VM, whose ports find each other through the system.
#![allow(dead_code, reason = "not every test uses everything")]

pub(crate) mod raw;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use avm_term::{Pid, PortId, Value};
use port_straw::StrawPort;
use vm_host::Vm;

/// How long a test waits for what must come.
pub(crate) const LONG: Duration = Duration::from_secs(10);

/// A term by its text.
pub(crate) fn term(text: &str) -> Value {
    text.parse().expect("a term")
}

/// A name that no other test has.
pub(crate) fn unique(name: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let nth = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{name}.{}.{nth}", std::process::id())
}

/// A node: a process that owns its ports, and the port that listens.
pub(crate) struct Node {
    pub(crate) owner: Pid,
    pub(crate) name: String,
    pub(crate) listener: PortId,
    pub(crate) names: String,
    pub(crate) got: Vec<Value>,
    /// More options for its ports.
    pub(crate) options: String,
}

/// One end of a straw.
#[derive(Clone, Debug)]
pub(crate) struct End {
    pub(crate) port: PortId,
    pub(crate) outlet: String,
}

impl Node {
    pub(crate) fn new(vm: &mut Vm, name: &str) -> Self {
        Self::with(vm, name, "")
    }

    /// With more options, each with a comma before it.
    pub(crate) fn with(vm: &mut Vm, name: &str, options: &str) -> Self {
        let (owner, name) = (vm.spawn(), unique(name));
        let open = format!("#{{listen => <<\"{name}\">>{options}}}");
        let listener = vm.open_by::<StrawPort>(owner, &open).expect("it listens");
        let names = second(&vm.call_by(owner, listener, "get_names"));
        Self {
            owner,
            name,
            listener,
            names,
            got: Vec::new(),
            options: options.into(),
        }
    }

    /// Lets others send to the node's owner.
    pub(crate) fn export(&self, vm: &mut Vm, name: &str, pid: Pid) -> String {
        let pid = vm.pid_value(pid);
        let request = format!("{{export, #{{name => {name}, pid => {pid}}}}}");
        vm.call_by(self.owner, self.listener, &request).to_string()
    }

    /// Asks for a straw.
    pub(crate) fn ask(&self, vm: &mut Vm, peer: &str) -> Result<PortId, Value> {
        let Self {
            name,
            names,
            options,
            ..
        } = self;
        let open = format!(
            "#{{connect => <<\"{peer}\">>, me => <<\"{name}\">>, names => {names}{options}}}"
        );
        vm.open_by::<StrawPort>(self.owner, &open)
    }

    /// Takes who has come.
    pub(crate) fn take(&self, vm: &mut Vm, arrival: &str) -> PortId {
        let Self {
            name,
            names,
            options,
            ..
        } = self;
        let open =
            format!("#{{arrival => {arrival}, me => <<\"{name}\">>, names => {names}{options}}}");
        vm.open_by::<StrawPort>(self.owner, &open)
            .expect("it is taken")
    }

    /// Waits for `{straw, Port, {Tag, ...}}`: its elements.
    pub(crate) fn news(&mut self, vm: &mut Vm, port: PortId, tag: &str) -> Vec<Value> {
        let port = vm.port_value(port);
        let wanted = |value: &Value| {
            let [straw, of, what] = value.as_tuple()? else {
                return None;
            };
            let what = what.as_tuple()?;
            let is = *straw == term("straw") && (port.is_none() || Some(of) == port.as_ref());
            (is && what[0] == term(tag)).then(|| what.to_vec())
        };
        self.wait_for(vm, wanted)
    }

    /// Waits for a message that `wanted` takes, and removes it.
    pub(crate) fn wait_for<T>(&mut self, vm: &mut Vm, wanted: impl Fn(&Value) -> Option<T>) -> T {
        let until = Instant::now() + LONG;
        loop {
            vm.run();
            self.got.extend(vm.mailbox(self.owner));
            let found = self.got.iter().position(|value| wanted(value).is_some());
            if let Some(at) = found {
                let value = self.got.remove(at);
                return wanted(&value).expect("just found");
            }
            assert!(Instant::now() < until, "{}: only {:?}", self.name, self.got);
            vm.wait(Duration::from_millis(20));
        }
    }

    /// Waits for exactly this message.
    pub(crate) fn hear(&mut self, vm: &mut Vm, message: &str) {
        let message = term(message);
        self.wait_for(vm, |value| (*value == message).then_some(()));
    }
}

/// The second element of a tuple, as text.
pub(crate) fn second(value: &Value) -> String {
    match value.as_tuple() {
        Some([_, second]) => second.to_string(),
        _ => panic!("{value}"),
    }
}

/// A straw that `a` has asked `b` for.
pub(crate) fn connect(vm: &mut Vm, a: &mut Node, b: &mut Node) -> (End, End) {
    let from = a.ask(vm, &b.name).expect("asked for");
    let arrival = b.news(vm, b.listener, "arrival")[1].to_string();
    let to = b.take(vm, &arrival);
    let hello = b.news(vm, to, "hello");
    assert_eq!(hello[1], term(&format!("<<\"{}\">>", a.name)));
    let outlet = second(&vm.call_by(b.owner, to, "welcome"));
    let there = End { port: to, outlet };
    let open = a.news(vm, from, "open");
    assert_eq!(open[1], term(&format!("<<\"{}\">>", b.name)));
    let outlet = open[2].to_string();
    (End { port: from, outlet }, there)
}

/// Sends by the NIF: what it says.
pub(crate) fn send(vm: &mut Vm, end: &End, name: &str, message: &str) -> String {
    let arguments = format!("{}, {name}, {message}", end.outlet);
    let sent = vm.nif(port_straw::queue::NIF, &arguments);
    sent.expect("no exception").to_string()
}

/// A count of a straw's; `rejected.atom` is one inside of another map.
pub(crate) fn count(vm: &mut Vm, who: Pid, end: &End, name: &str) -> i128 {
    let stats = vm.call_by(who, end.port, "get_stats");
    let mut value = stats.as_tuple().expect("stats")[1].clone();
    for part in name.split('.') {
        value = value.get(part).expect(name).clone();
    }
    value.as_integer().expect("a count")
}

/// How often its port had a turn.
pub(crate) fn events(vm: &mut Vm, who: Pid, end: &End) -> i128 {
    let info = vm.call_by(who, end.port, "'$info'");
    let info = info.as_tuple().expect("info")[1].get("events").cloned();
    info.expect("events").as_integer().expect("a count")
}

/// Waits until a count is at least so many.
pub(crate) fn until(vm: &mut Vm, who: Pid, end: &End, name: &str, least: i128) {
    let late = Instant::now() + LONG;
    while count(vm, who, end, name) < least {
        assert!(Instant::now() < late, "{name} is below {least}");
        vm.wait(Duration::from_millis(5));
    }
}
