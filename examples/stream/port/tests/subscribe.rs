//! Subscriptions: credit, subscribers that end, binaries that stay.

mod common;

use avm_term::{Pid, PortId, Value};
use common::{COUNT, Came, Port, pool, stat};
use vm_host::Vm;

struct Bench {
    vm: Vm,
    port: PortId,
    name: Value,
    taker: Pid,
    came: Came,
}

impl Bench {
    fn new() -> Self {
        let mut vm = Vm::new();
        let taker = vm.spawn();
        let port = vm.open::<Port>("#{}").expect("open");
        let name = vm.port_value(port).expect("open");
        Self {
            vm,
            port,
            name,
            taker,
            came: Came::default(),
        }
    }

    fn ask(&mut self, who: Pid, request: &str) {
        let answer = self.vm.call_by(who, self.port, request);
        assert_eq!(answer.to_string(), "ok", "{request}");
        self.vm.run();
    }

    /// Fills so many blocks; the taker reads what it is sent, and keeps it.
    fn fill(&mut self, blocks: u32) {
        let main = self.vm.main();
        self.ask(main, &format!("{{start, #{{blocks => {blocks}}}}}"));
        self.came.take(&mut self.vm, self.taker, &self.name);
    }
}

#[test]
fn credit_is_counted_in_blocks() {
    let mut bench = Bench::new();
    let taker = bench.taker;
    bench.fill(2);
    bench.ask(taker, "{subscribe, #{active => 3}}");
    bench.fill(0);
    assert_eq!(
        (&bench.came.blocks[..], bench.came.notices),
        (&[0, 1][..], 0)
    );
    bench.vm.collect(taker);
    bench.fill(3);
    assert_eq!((&bench.came.blocks[2..], bench.came.notices), (&[0][..], 1));
    assert_eq!(stat(&mut bench.vm, bench.port, "queued"), 2);
    bench.ask(taker, "{subscribe, #{active => once}}");
    bench.fill(0);
    assert_eq!((&bench.came.blocks[3..], bench.came.notices), (&[1][..], 1));
    bench.ask(taker, "subscribe");
    bench.fill(0);
    assert_eq!(bench.came.blocks[4..], [2]);
    bench.ask(taker, "unsubscribe");
    bench.vm.collect(taker);
    bench.fill(1);
    assert_eq!(bench.came.blocks.len(), 5);
    assert_eq!(stat(&mut bench.vm, bench.port, "delivered"), 5);
}

#[test]
fn one_block_is_kept_for_each_binary() {
    let mut bench = Bench::new();
    let (taker, keeper) = (bench.taker, bench.vm.spawn());
    bench.ask(keeper, "{subscribe, #{active => 2}}");
    bench.fill(2);
    assert_eq!(bench.vm.mailbox(keeper).len(), 3, "two blocks and a notice");
    for round in 1..=20 {
        bench.ask(taker, "subscribe");
        bench.fill(5);
        assert_eq!(bench.came.blocks[..], [0, 1], "all that are left");
        assert_eq!(stat(&mut bench.vm, bench.port, "overruns"), 3 * round);
        assert_eq!(stat(&mut bench.vm, bench.port, "held"), 4);
        bench.came.blocks.clear();
        bench.vm.collect(taker);
        assert_eq!(stat(&mut bench.vm, bench.port, "held"), 2, "for ever");
    }
    bench.vm.exit(keeper, "normal");
    assert_eq!(stat(&mut bench.vm, bench.port, "held"), 0);
    assert_eq!(pool().free, COUNT);
}

#[test]
fn a_subscriber_that_ends_leaves_the_blocks_to_the_next() {
    let mut bench = Bench::new();
    let (taker, gone) = (bench.taker, bench.vm.spawn());
    bench.ask(gone, "subscribe");
    bench.vm.exit(gone, "killed");
    bench.fill(3);
    assert_eq!(stat(&mut bench.vm, bench.port, "queued"), 3);
    bench.ask(taker, "subscribe");
    bench.fill(0);
    assert_eq!(bench.came.blocks, [0, 1, 2]);
}

#[test]
fn a_binary_that_two_processes_hold_is_freed_once() {
    let mut bench = Bench::new();
    let (taker, owner) = (bench.taker, bench.vm.main());
    bench.ask(taker, "subscribe");
    bench.fill(1);
    assert_eq!(bench.vm.close(bench.port).to_string(), "ok");
    assert_eq!(pool().held, 1, "the port is gone, its block is not");
    bench.vm.exit(taker, "normal");
    assert_eq!((pool().held, pool().free), (0, COUNT));
    bench.vm.exit(owner, "normal");
    assert_eq!((pool().held, pool().free), (0, COUNT));
}
