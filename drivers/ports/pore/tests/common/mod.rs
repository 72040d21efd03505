//! A VM whose ports are ends of pores, and a peer in plain Rust.
#![allow(
    dead_code,
    reason = "each test program uses its own part of what they share"
)]

use std::fs::read_dir;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use avm_term::{Pid, PortId, Value};
use pore::membrane::unix::{Endpoint, Name, Settings, UnixPore};
use port_pore::Pore;
use port_pore::unix::Unix;
use vm_host::Vm;

/// The port that is tested.
pub(crate) type Port = Pore<Unix>;

/// Long enough for what has to come.
pub(crate) const LONG: Duration = Duration::from_secs(20);
/// Short enough to be waited for, and long enough to see what must not come.
pub(crate) const SHORT: Duration = Duration::from_millis(30);

/// A name that nobody else has.
pub(crate) fn name() -> String {
    static LAST: AtomicU32 = AtomicU32::new(0);
    let number = LAST.fetch_add(1, Ordering::Relaxed);
    format!("port-pore-{}-{number}", std::process::id())
}

/// The same, for plain Rust.
pub(crate) fn hidden(name: &str) -> Name {
    Name::hidden(name).expect("a name")
}

/// For tests that count what a process has, once what others left is closed.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    let guard = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut last, mut quiet) = (resources(), 0);
    while quiet < 3 {
        std::thread::sleep(SHORT / 6);
        let now = resources();
        quiet = if now == last { quiet + 1 } else { 0 };
        last = now;
    }
    guard
}

/// What the process has once that is as it was; or after a long time, if it stays otherwise. What
/// a peer sent is closed by a thread of its own.
pub(crate) fn resources_like(before: (usize, usize, usize)) -> (usize, usize, usize) {
    let until = Instant::now() + LONG;
    while resources() != before && Instant::now() < until {
        std::thread::yield_now();
    }
    resources()
}

/// Descriptors, mappings of pores, and threads that watch, of this process.
pub(crate) fn resources() -> (usize, usize, usize) {
    let maps = std::fs::read_to_string("/proc/self/maps").expect("proc");
    let maps = maps.lines().filter(|line| line.contains("memfd:pore"));
    (
        read_dir("/proc/self/fd").expect("proc").count(),
        maps.count(),
        watchers(),
    )
}

/// Threads that watch; those of the tests come and go.
fn watchers() -> usize {
    let tasks = read_dir("/proc/self/task").expect("proc");
    let name = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm"));
    let names = tasks.flatten().filter_map(|task| name(task).ok());
    names.filter(|name| name.trim() == "pore-watch").count()
}

/// The reason of an error.
pub(crate) fn reason(error: &str) -> &str {
    let reason = error.trim_start_matches("{error,");
    reason.strip_suffix('}').unwrap_or(reason)
}

/// A VM, and how a test talks to its ports.
pub(crate) struct Bed {
    pub(crate) vm: Vm,
}

impl Bed {
    pub(crate) fn new() -> Self {
        Self { vm: Vm::new() }
    }

    /// Asks, and waits for an answer that comes later.
    pub(crate) fn ask(&mut self, who: Pid, port: PortId, request: &str) -> String {
        self.value(who, port, request).to_string()
    }

    pub(crate) fn value(&mut self, who: Pid, port: PortId, request: &str) -> Value {
        let pending = self.vm.start_call(who, port, request);
        self.late(port, pending)
    }

    /// The answer to a call of a port.
    pub(crate) fn late(&mut self, port: PortId, pending: vm_host::Pending) -> Value {
        let until = Instant::now() + LONG;
        loop {
            let answer = self.vm.answer(pending);
            // What a port that is gone has answered is its own.
            let is_late = answer.to_string() == "{error,timeout}" && self.vm.is_open(port);
            if !is_late || Instant::now() > until {
                return answer;
            }
            self.vm.wait(Duration::from_millis(5));
        }
    }

    /// Opens a port, and waits until its pore is there.
    pub(crate) fn open(&mut self, owner: Pid, options: &str) -> Result<PortId, String> {
        let port = self.vm.open_by::<Port>(owner, options);
        let port = port.map_err(|reason| reason.to_string())?;
        match self.ask(owner, port, "connect").as_str() {
            "ok" => Ok(port),
            error => Err(reason(error).to_owned()),
        }
    }

    /// A port and its peer in plain Rust.
    pub(crate) fn with_peer(&mut self, owner: Pid, options: &str) -> (PortId, UnixPore) {
        self.with_peer_of(owner, options, Settings::DEFAULT)
    }

    pub(crate) fn with_peer_of(
        &mut self,
        owner: Pid,
        options: &str,
        settings: Settings,
    ) -> (PortId, UnixPore) {
        let name = name();
        let mut endpoint = Endpoint::bind(&hidden(&name), settings).expect("a name");
        let peer = std::thread::spawn(move || endpoint.accept(Some(LONG)).expect("a peer"));
        let options = format!("#{{name => <<\"{name}\">>{options}}}");
        let port = self.open(owner, &options).expect("a pore");
        (port, peer.join().expect("no panic"))
    }

    /// Two ports of two owners, connected; the first one listened.
    pub(crate) fn pair(&mut self, first: (Pid, &str), second: (Pid, &str)) -> (PortId, PortId) {
        let name = name();
        let listen = format!("#{{role => listen, name => <<\"{name}\">>}}");
        let listener = self.vm.open_by::<Port>(first.0, &listen).expect("a name");
        let accepting = self.vm.start_call(first.0, listener, "accept");
        let options = format!("#{{name => <<\"{name}\">>{}}}", second.1);
        let there = self.open(second.0, &options).expect("a pore");
        let gift = self.late(listener, accepting);
        let [_, gift] = gift.as_tuple().expect("a gift") else {
            panic!("{gift}");
        };
        let options = format!("#{{gift => {gift}{}}}", first.1);
        let here = self.vm.open_by::<Port>(first.0, &options).expect("a pore");
        assert_eq!(self.ask(first.0, listener, "close"), "true");
        // Terms of what was given are held as long as a process may look at them.
        self.vm.collect(first.0);
        (here, there)
    }

    /// The messages of a process, once there are some.
    pub(crate) fn messages(&mut self, of: Pid) -> Vec<String> {
        let until = Instant::now() + LONG;
        loop {
            self.vm.run();
            let messages = self.vm.mailbox(of);
            if !messages.is_empty() || Instant::now() > until {
                return messages.iter().map(ToString::to_string).collect();
            }
            self.vm.wait(Duration::from_millis(5));
        }
    }

    /// As many messages of a process.
    pub(crate) fn take(&mut self, of: Pid, count: usize) -> Vec<String> {
        let mut messages = Vec::new();
        while messages.len() < count {
            let more = self.messages(of);
            assert!(!more.is_empty(), "only {messages:?}");
            messages.extend(more);
        }
        messages
    }

    /// What comes although nothing should.
    pub(crate) fn quiet(&mut self, of: Pid) -> Vec<String> {
        let until = Instant::now() + SHORT;
        while Instant::now() < until {
            self.vm.wait(Duration::from_millis(5));
        }
        self.vm.run();
        let messages = self.vm.mailbox(of);
        messages.iter().map(ToString::to_string).collect()
    }

    /// A message of a port.
    pub(crate) fn says(&self, port: PortId, before: &str, after: &str) -> String {
        let port = self.vm.port_value(port).expect("open");
        format!("{{{before},{port}{after}}}")
    }
}
