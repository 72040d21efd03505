//! The converter's thread: pace, ends, and an interrupt that never waits.

use std::time::{Duration, Instant};

use avm_port::Bell;
use avm_term::{PortId, Value};
use stream_port::{AdcError, Converter, HasAdc, Opened, Stream, wave};
use vm_host::Vm;

const LIMIT: Duration = Duration::from_secs(60);
const SIZE: usize = 256;

/// A board with a converter of its own.
macro_rules! board {
    ($board:ident, $adc:ident) => {
        struct $board;
        static $adc: Converter<SIZE, 4> = Converter::new();
        impl HasAdc for $board {
            type Adc = Opened<SIZE, 4>;
            fn adc(bell: Bell) -> Result<Self::Adc, AdcError> {
                $adc.open(bell)
            }
        }
    };
}

fn open<B: HasAdc>() -> (Vm, PortId) {
    let mut vm = Vm::new();
    let port = vm.open::<Stream<B>>("#{}").expect("open");
    (vm, port)
}

fn ask(vm: &mut Vm, port: PortId, request: &str) {
    assert_eq!(vm.call(port, request).to_string(), "ok", "{request}");
}

/// Takes blocks, and lets go of them at once, until the interrupt has come so often.
fn take(vm: &mut Vm, adc: &Converter<SIZE, 4>, wanted: u32) -> Vec<u64> {
    let (mut taken, deadline) = (Vec::new(), Instant::now() + LIMIT);
    loop {
        let stats = adc.stats();
        let converted = stats.filled + stats.overruns;
        // A block is counted a moment before its bell is rung.
        let is_over = converted > wanted || converted == wanted && stats.queued == 0;
        vm.wait(Duration::from_millis(5));
        let main = vm.main();
        for message in vm.mailbox(main) {
            let Some([_, _, Value::Binary(bytes)]) = message.as_tuple() else {
                panic!("{message}");
            };
            let first = bytes.first_chunk().expect("a number");
            taken.push(u64::from_le_bytes(*first) / wave::samples(SIZE));
        }
        vm.collect(main);
        if is_over {
            return taken;
        }
        assert!(Instant::now() < deadline, "{stats:?}");
    }
}

board!(Paced, PACED);

#[test]
fn blocks_come_in_order_and_are_accounted_for() {
    let (mut vm, port) = open::<Paced>();
    ask(&mut vm, port, "subscribe");
    ask(
        &mut vm,
        port,
        "{start, #{blocks => 300, rate_hz => 1000000}}",
    );
    let taken = take(&mut vm, &PACED, 300);
    let stats = PACED.stats();
    assert_eq!(stats.filled + stats.overruns, 300);
    assert_eq!((stats.queued, stats.held, stats.free), (0, 0, 4));
    assert_eq!(taken.len() as u32, stats.filled);
    assert!(taken.is_sorted_by(|a, b| a < b) && taken.iter().all(|nth| *nth < 300));
    // A run that is over makes room for the next.
    ask(&mut vm, port, "{start, #{blocks => 1, rate_hz => 1000000}}");
    assert_eq!(take(&mut vm, &PACED, 301), [0]);
}

board!(Slow, SLOW);

#[test]
fn the_rate_is_kept_and_a_stop_is_prompt() {
    let (mut vm, port) = open::<Slow>();
    ask(&mut vm, port, "subscribe");
    // A block has 124 samples: 100 ms.
    let begin = Instant::now();
    ask(&mut vm, port, "{start, #{rate_hz => 1240}}");
    take(&mut vm, &SLOW, 3);
    assert!(begin.elapsed() >= Duration::from_millis(200));
    let busy = vm.call(port, "{start, #{blocks => 1}}");
    assert_eq!(busy.to_string(), "{error,busy}");
    ask(&mut vm, port, "stop");
    ask(&mut vm, port, "{start, #{rate_hz => 1}}");
    take(&mut vm, &SLOW, 4);
    // The next block is two minutes away.
    let begin = Instant::now();
    assert_eq!(vm.close(port).to_string(), "ok");
    assert!(begin.elapsed() < LIMIT, "{:?}", begin.elapsed());
    let again = vm.open::<Stream<Slow>>("#{}").expect("nobody has it");
    assert_eq!(vm.close(again).to_string(), "ok");
}

board!(Full, FULL);

/// The thread goes through a run whose blocks nobody takes, which shows that it waits for none.
#[test]
fn an_empty_pool_counts_overruns_and_never_waits() {
    let (mut vm, port) = open::<Full>();
    let run = "{start, #{blocks => 20000, rate_hz => 100000000}}";
    ask(&mut vm, port, run);
    let deadline = Instant::now() + LIMIT;
    while FULL.stats().overruns < 19_996 {
        assert!(Instant::now() < deadline, "{:?}", FULL.stats());
        vm.wait(Duration::from_millis(5));
    }
    let stats = FULL.stats();
    assert_eq!((stats.filled, stats.overruns), (4, 19_996));
    assert_eq!((stats.queued, stats.delivered), (4, 0));
}

board!(Ended, ENDED);

#[test]
fn whatever_ends_the_port_ends_the_thread() {
    for how in ["close", "kill", "owner", "vm"] {
        let (mut vm, port) = open::<Ended>();
        ask(&mut vm, port, "subscribe");
        ask(&mut vm, port, "{start, #{rate_hz => 10000000}}");
        take(&mut vm, &ENDED, 10);
        let main = vm.main();
        match how {
            "close" => assert_eq!(vm.close(port).to_string(), "ok"),
            "kill" => vm.exit_port(port, "kill"),
            "owner" => vm.exit(main, "killed"),
            _ => drop(vm),
        }
        let counts = ENDED.stats();
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(ENDED.stats(), counts, "{how}: no interrupt comes any more");
        assert_eq!((counts.filled, counts.queued), (0, 0), "{how}");
    }
    assert_eq!(ENDED.stats().free, 4);
}
