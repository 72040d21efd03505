//! Monitors of processes and ports: told at most once, never afterwards.

use std::sync::{Arc, Mutex};

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_resource::{Down, Monitor, MonitorError, Resource, ResourceArc};
use avm_term::{FromTerm, Pid};
use vm_host::Vm;

/// What a watcher does when it is told, once.
type Then = Box<dyn FnOnce() + Send>;

/// Notes what it is told.
#[derive(Default)]
struct Watcher {
    told: Mutex<Vec<(Monitor, Down)>>,
    then: Mutex<Option<Then>>,
}

impl Resource for Watcher {
    const NAME: &'static str = "watcher";
    const IMPLEMENTS_DOWN: bool = true;

    fn down(&self, who: Down, monitor: Monitor) {
        self.told.lock().expect("no panic").push((monitor, who));
        let then = self.then.lock().expect("no panic").take();
        if let Some(then) = then {
            then();
        }
    }
}

impl Watcher {
    fn new() -> ResourceArc<Self> {
        ResourceArc::try_new(Self::default()).expect("memory")
    }

    fn told(&self) -> Vec<Monitor> {
        let told = self.told.lock().expect("no panic");
        told.iter().map(|(monitor, _)| *monitor).collect()
    }

    fn then(&self, then: impl FnOnce() + Send + 'static) {
        *self.then.lock().expect("no panic") = Some(Box::new(then));
    }
}

/// A port that does nothing.
struct Idle;

#[derive(FromTerm)]
struct Options {}

#[derive(FromTerm)]
enum Request {
    Panic,
}

impl Port for Idle {
    const NAME: &'static str = "idle";
    type Options<'a> = Options;
    type Request<'a> = Request;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self)
    }

    fn call(&mut self, request: Request, _: Call<'_>) -> Flow {
        match request {
            Request::Panic => panic!("asked to"),
        }
    }
}

#[test]
fn a_port_s_end_is_told_whatever_ends_it() {
    let ends: [fn(&mut Vm, avm_term::PortId, Pid); 4] = [
        |vm, port, _| drop(vm.close(port)),
        |vm, port, _| vm.exit_port(port, "kill"),
        |vm, _, owner| vm.exit(owner, "crash"),
        |vm, port, _| drop(vm.call(port, "panic")),
    ];
    for end in ends {
        let mut vm = Vm::new();
        let owner = vm.spawn();
        let port = vm.open_by::<Idle>(owner, "[]").expect("opens");
        let shown = vm.port_value(port).expect("open").to_string();
        let watcher = Watcher::new();
        let monitors = [0; 2].map(|_| watcher.monitor_port(port).expect("open"));
        let ended = watcher.monitor_port(port).expect("open");
        assert!(watcher.demonitor(ended));
        assert_eq!(watcher.told(), []);
        end(&mut vm, port, owner);
        assert_eq!(watcher.told(), monitors);
        let main = vm.main();
        let (_, who) = watcher.told.lock().expect("no panic")[0];
        assert_eq!(vm.make(main, &who).expect("memory").to_string(), shown);
        assert!(!who.is(owner));
        // Told once, and there is nothing left to end, or to watch.
        assert!(!watcher.demonitor(monitors[0]));
        assert_eq!(watcher.monitor_port(port), Err(MonitorError::NoProcess));
        vm.exit(owner, "normal");
        assert_eq!(watcher.told(), monitors);
    }
}

#[test]
fn a_process_is_not_told_of_another() {
    let mut vm = Vm::new();
    let processes = [0; 3].map(|_| vm.spawn());
    let watcher = Watcher::new();
    let monitors = processes.map(|process| watcher.monitor(process).expect("alive"));
    vm.exit(processes[1], "normal");
    assert_eq!(watcher.told(), [monitors[1]]);
    let (_, who) = watcher.told.lock().expect("no panic")[0];
    assert_eq!(
        processes.map(|process| who.is(process)),
        [false, true, false]
    );
    assert_eq!(watcher.monitor(processes[1]), Err(MonitorError::NoProcess));
}

#[test]
fn a_monitor_belongs_to_its_resource() {
    let mut vm = Vm::new();
    let process = vm.spawn();
    let (one, other) = (Watcher::new(), Watcher::new());
    let monitor = one.monitor(process).expect("alive");
    assert!(!other.demonitor(monitor), "it is another's");
    vm.exit(process, "normal");
    assert_eq!((one.told(), other.told()), (vec![monitor], vec![]));
}

#[test]
fn a_monitor_that_the_one_before_ends_is_not_told() {
    let mut vm = Vm::new();
    let process = vm.spawn();
    let (first, second) = (Watcher::new(), Watcher::new());
    first.monitor(process).expect("alive");
    let doomed = second.monitor(process).expect("alive");
    let ended = Arc::new(Mutex::new(None));
    let (holder, note) = (second.clone(), ended.clone());
    first.then(move || {
        *note.lock().expect("no panic") = Some(holder.demonitor(doomed));
    });
    vm.exit(process, "normal");
    assert_eq!(first.told().len(), 1);
    assert_eq!(
        *ended.lock().expect("no panic"),
        Some(true),
        "it has not run"
    );
    assert_eq!(second.told(), [], "and it does not");
}

#[test]
fn what_has_ended_cannot_be_watched_from_a_down() {
    let mut vm = Vm::new();
    let process = vm.spawn();
    let (first, second) = (Watcher::new(), Watcher::new());
    first.monitor(process).expect("alive");
    let again = second.clone();
    let answer = Arc::new(Mutex::new(None));
    let note = answer.clone();
    first.then(move || *note.lock().expect("no panic") = Some(again.monitor(process)));
    vm.exit(process, "normal");
    let answer = answer.lock().expect("no panic").take();
    assert_eq!(answer, Some(Err(MonitorError::NoProcess)));
    assert_eq!(second.told(), []);
}

#[test]
fn a_panic_in_a_down_harms_nobody_else() {
    let mut vm = Vm::new();
    let process = vm.spawn();
    let (first, second) = (Watcher::new(), Watcher::new());
    first.monitor(process).expect("alive");
    second.monitor(process).expect("alive");
    first.then(|| panic!("asked to panic in down"));
    vm.exit(process, "normal");
    assert_eq!((first.told().len(), second.told().len()), (1, 1));
    drop((first, second));
    assert_eq!(vm.resources_alive(), 0);
}

#[test]
fn a_value_s_own_monitors_go_with_it() {
    let mut vm = Vm::new();
    let main = vm.main();
    let watcher = Watcher::new();
    watcher.monitor(main).expect("alive");
    let told = Arc::new(Mutex::new(0));
    let note = told.clone();
    watcher.then(move || *note.lock().expect("no panic") += 1);
    drop(watcher);
    let again = Watcher::new();
    vm.exit(main, "normal");
    assert_eq!(*told.lock().expect("no panic"), 0);
    assert_eq!(
        again.told(),
        [],
        "nor are they those of a value in the same place"
    );
}
