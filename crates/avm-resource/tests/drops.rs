//! A value's `Drop` may use the VM, wherever the last holder lets go.

mod probe;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use avm_resource::{Resource, ResourceArc, ResourceBinary};
use avm_term::{OwnedEnv, OwnedTerm, Pid, PortId, atom, now_us};
use probe::Probe;
use vm_host::Vm;

/// Does in its `Drop` whatever needs a lock of the VM.
struct Busy {
    port: PortId,
    tell: Pid,
    drops: Arc<AtomicU32>,
}

impl Resource for Busy {
    const NAME: &'static str = "busy";
}

impl AsRef<[u8]> for Busy {
    fn as_ref(&self) -> &[u8] {
        b"busy"
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let _ = now_us();
        let _ = (self.tell.is_alive(), self.port.is_open());
        self.port.wake();
        let heap = OwnedEnv::new().expect("memory");
        heap.env().make(&(1, 2)).expect("memory");
        // The receiver may have gone with its VM.
        let _ = self.tell.send(&(atom!("gone"), self.port));
        self.drops.fetch_add(1, Ordering::Relaxed);
    }
}

/// A VM with a port, and one value that has no holder yet but Rust.
struct Bench {
    vm: Vm,
    port: PortId,
    value: ResourceArc<Busy>,
}

/// Lets the last holder go in some way; the VM, if it is to live on.
type LetGo = fn(Bench) -> Option<Vm>;

const WAYS: [(&str, LetGo); 11] = [
    ("a Rust holder", |bench| {
        drop(bench.value);
        Some(bench.vm)
    }),
    ("a collection", |mut bench| {
        let process = bench.vm.spawn();
        process.send(&bench.value).expect("alive");
        drop(bench.value);
        bench.vm.mailbox(process);
        bench.vm.collect(process);
        Some(bench.vm)
    }),
    ("an exit, unread", |mut bench| {
        let process = bench.vm.spawn();
        process.send(&bench.value).expect("alive");
        drop(bench.value);
        bench.vm.exit(process, "killed");
        Some(bench.vm)
    }),
    ("an exit, read", |mut bench| {
        let process = bench.vm.spawn();
        bench.vm.make(process, &bench.value).expect("memory");
        drop(bench.value);
        bench.vm.exit(process, "killed");
        Some(bench.vm)
    }),
    ("the end of the VM", |mut bench| {
        let process = bench.vm.spawn();
        bench.vm.make(process, &bench.value).expect("memory");
        drop(bench.value);
        None
    }),
    ("a callback's heap", |mut bench| {
        let main = bench.vm.main();
        let name = bench.vm.make(main, &bench.value).expect("memory");
        let read = bench
            .vm
            .start_call(main, bench.port, &format!("{{read, {name}}}"));
        drop(bench.value);
        bench.vm.collect(main);
        assert_eq!(bench.vm.answer(read).to_string(), "{error,bad_resource}");
        Some(bench.vm)
    }),
    ("a port's mailbox", |mut bench| {
        let main = bench.vm.main();
        let name = bench.vm.make(main, &bench.value).expect("memory");
        bench.vm.send(bench.port, &name.to_string());
        drop(bench.value);
        bench.vm.collect(main);
        bench.vm.exit_port(bench.port, "kill");
        Some(bench.vm)
    }),
    ("a message to a closed port", |mut bench| {
        let main = bench.vm.main();
        bench.vm.close(bench.port);
        let name = bench.vm.make(main, &bench.value).expect("memory");
        drop(bench.value);
        bench.vm.send(bench.port, &name.to_string());
        bench.vm.collect(main);
        Some(bench.vm)
    }),
    ("a message to a dead process", |mut bench| {
        let process = bench.vm.spawn();
        bench.vm.exit(process, "normal");
        let heap = OwnedEnv::new().expect("memory");
        let term = heap.env().make(&bench.value).expect("memory");
        drop(bench.value);
        assert!(process.send(&term).is_err());
        drop(heap);
        Some(bench.vm)
    }),
    ("a kept term", |bench| {
        let heap = OwnedEnv::new().expect("memory");
        let kept = OwnedTerm::copy_of(heap.env().make(&bench.value).expect("memory"));
        drop(heap);
        drop(bench.value);
        drop(kept);
        Some(bench.vm)
    }),
    ("another thread", |bench| {
        let value = bench.value;
        thread::spawn(move || drop(value)).join().expect("no panic");
        Some(bench.vm)
    }),
];

fn try_way(let_go: LetGo) -> u32 {
    let mut vm = Vm::new();
    let port = vm.open::<Probe>("#{log => 0}").expect("opens");
    let drops = Arc::new(AtomicU32::new(0));
    let value = ResourceArc::try_new(Busy {
        port,
        tell: vm.main(),
        drops: drops.clone(),
    })
    .expect("memory");
    let vm = let_go(Bench { vm, port, value });
    if let Some(vm) = vm {
        assert_eq!(vm.resources_alive(), 0);
    }
    drops.load(Ordering::Relaxed)
}

/// Runs something that could wait for itself.
fn within_a_minute<R: Send + 'static>(what: &str, f: impl FnOnce() -> R + Send + 'static) -> R {
    let (done, finished) = mpsc::channel();
    thread::spawn(move || done.send(f()));
    finished
        .recv_timeout(Duration::from_secs(60))
        .unwrap_or_else(|_| panic!("{what} panicked or waits for itself"))
}

#[test]
fn a_drop_finds_no_lock_held() {
    for (what, let_go) in WAYS {
        let drops = within_a_minute(what, move || try_way(let_go));
        assert_eq!(drops, 1, "{what}");
    }
}

#[test]
fn nor_does_the_drop_of_a_binary_s_owner() {
    let way = || {
        let mut vm = Vm::new();
        let port = vm.open::<Probe>("#{log => 0}").expect("opens");
        let (drops, process) = (Arc::new(AtomicU32::new(0)), vm.spawn());
        let binary = ResourceBinary::new(Busy {
            port,
            tell: vm.main(),
            drops: drops.clone(),
        })
        .expect("memory");
        process.send(&(atom!("data"), &binary)).expect("alive");
        drop(binary);
        let message = vm.mailbox(process).remove(0);
        assert_eq!(message.to_string(), "{data,<<\"busy\">>}");
        assert_eq!(drops.load(Ordering::Relaxed), 0, "its reader holds it");
        vm.collect(process);
        drops.load(Ordering::Relaxed)
    };
    assert_eq!(within_a_minute("a binary", way), 1);
}
