//! Boards with one panel each, which a test configures and watches.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod bench;

use std::cell::{OnceCell, RefCell};
use std::time::{Duration, Instant};

use avm_term::{Pid, PortId, Value};
use board_sim::{BoardError, SimConfig, SimDevice, SimTouch, Speed, Status, Trace};
use board_support::{Board, HasTouch};
use class_touch::{Doorbell, TouchEvent, TouchKind};
use port_touch::Touch;
use vm_host::Vm;

/// Longer than any replay here takes.
const LIMIT: Duration = Duration::from_secs(60);

thread_local! {
    /// What the next panel that is opened on this thread is to do.
    static CONFIG: RefCell<Option<SimConfig>> = const { RefCell::new(None) };
    // A device is exclusive, and tests run side by side: each thread has its own.
    static SMALL: OnceCell<&'static SimDevice<8>> = const { OnceCell::new() };
    static LARGE: OnceCell<&'static SimDevice<256>> = const { OnceCell::new() };
}

/// A board with a simulated panel of this thread's.
pub(crate) trait Watched: HasTouch {
    fn status() -> Status;
}

macro_rules! board {
    ($name:ident, $device:ident, $ring:literal) => {
        /// A board for one test.
        #[derive(Debug)]
        pub(crate) struct $name;

        impl $name {
            fn device() -> &'static SimDevice<$ring> {
                let made = || &*Box::leak(Box::new(SimDevice::new()));
                $device.with(|device| *device.get_or_init(made))
            }
        }

        impl Board for $name {
            const NAME: &'static str = stringify!($name);
        }

        impl HasTouch for $name {
            type Touch = SimTouch<$ring>;

            fn touch<D: Doorbell + Send + 'static>(bell: D) -> Result<Self::Touch, BoardError> {
                let config = CONFIG.with_borrow(|config| config.clone());
                Self::device().open(config.unwrap_or_default(), bell)
            }
        }

        impl Watched for $name {
            fn status() -> Status {
                Self::device().status()
            }
        }
    };
}

board!(Small, SMALL, 8);
board!(Large, LARGE, 256);

/// What the next panel is to do.
pub(crate) fn configure(config: SimConfig) {
    CONFIG.set(Some(config));
}

/// A trace as fast as its events are taken.
pub(crate) fn unpaced(rows: &[TouchEvent]) -> SimConfig {
    SimConfig {
        trace: Trace::from_rows(rows).expect("a trace"),
        speed: Speed::UNPACED,
        ..SimConfig::default()
    }
}

/// One finger: down, so many moves, up. Times and columns count from 1.
pub(crate) fn stroke(moves: u16) -> Vec<TouchEvent> {
    let row = |n: u16| {
        let kind = match n {
            1 => TouchKind::Down,
            n if n == moves + 2 => TouchKind::Up,
            _ => TouchKind::Move,
        };
        TouchEvent::new(n.into(), kind, 0, n % 480, n % 320).with_pressure(9)
    };
    (1..=moves + 2).map(row).collect()
}

/// Opens the panel of `B` as a port that does what `config` says.
pub(crate) fn open<B: HasTouch>(config: SimConfig, options: &str) -> (Vm, PortId) {
    configure(config);
    let mut vm = Vm::new();
    let port = vm.open::<Touch<B>>(options).expect("opens");
    (vm, port)
}

pub(crate) fn term(text: &str) -> Value {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

pub(crate) fn answer(vm: &mut Vm, port: PortId, request: &str) -> String {
    vm.call(port, request).to_string()
}

/// An event as Erlang sees it.
pub(crate) fn event_term(event: &TouchEvent) -> Value {
    let kind = match event.kind {
        TouchKind::Down => "down",
        TouchKind::Move => "move",
        TouchKind::Up => "up",
    };
    Value::tuple([
        Value::atom("touch"),
        Value::atom(kind),
        Value::from(event.id),
        Value::from(event.x),
        Value::from(event.y),
        Value::from(event.pressure),
        Value::from(event.time_us),
    ])
}

pub(crate) fn event_terms(events: &[TouchEvent]) -> Vec<Value> {
    events.iter().map(event_term).collect()
}

/// The events that `read_events` answers.
pub(crate) fn read(vm: &mut Vm, port: PortId) -> Vec<Value> {
    let answer = vm.call(port, "read_events");
    match answer.as_tuple() {
        Some([tag, events]) if *tag == term("events") => {
            let events = events.as_list().expect("a list");
            assert!(!events.is_empty(), "that would be no_events");
            events.to_vec()
        }
        _ if answer == term("no_events") => Vec::new(),
        _ => panic!("{answer}"),
    }
}

/// What came to a process: the events, and how many messages and notices there were.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Came {
    pub(crate) events: Vec<Value>,
    pub(crate) messages: usize,
    pub(crate) notices: usize,
}

impl Came {
    /// Adds what is in a mailbox; anything else there fails the test.
    pub(crate) fn take(&mut self, vm: &mut Vm, process: Pid, port: &Value) {
        for message in vm.mailbox(process) {
            match message.as_tuple() {
                Some([tag, from, events]) if *tag == term("touch") && from == port => {
                    let events = events.as_list().expect("a list");
                    assert!((1..=64).contains(&events.len()), "{}", events.len());
                    self.events.extend_from_slice(events);
                    self.messages += 1;
                }
                Some([tag, from]) if *tag == term("touch_passive") && from == port => {
                    self.notices += 1;
                }
                _ => panic!("an unexpected {message}"),
            }
        }
    }
}

/// A count out of `{stats, #{...}}`.
pub(crate) fn stat(vm: &mut Vm, port: PortId, name: &str) -> i128 {
    let answer = vm.call(port, "get_stats");
    let stats = &answer.as_tuple().expect("a tuple")[1];
    let count = stats.get(name).and_then(Value::as_integer);
    count.unwrap_or_else(|| panic!("{answer}"))
}

/// Runs the VM until `done`; the panel's thread goes on meanwhile.
pub(crate) fn run_until(vm: &mut Vm, mut done: impl FnMut(&mut Vm) -> bool) {
    let deadline = Instant::now() + LIMIT;
    while !done(vm) {
        assert!(Instant::now() < deadline, "this takes too long");
        vm.wait(Duration::from_millis(2));
    }
}

/// Waits until the panel has replayed all of its trace.
pub(crate) fn finished<B: Watched>(vm: &mut Vm) {
    run_until(vm, |_| B::status().finished);
}

/// The answer to `get_faults`, of a board whose interrupt reads at once.
pub(crate) fn fault_counts(before: &str, between: &str) -> String {
    format!("{{faults,#{{{before},missed => 0,{between},stuck => 0,throttled => 0}}}}")
}
