//! An ADC for one test, whose every run comes at a known moment.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::cell::Cell;

use avm_port::Bell;
use avm_term::{Pid, PortId, Value};
use isr_ring::PoolStats;
use stream_port::{AdcError, AtOnce, Converter, HasAdc, Stream, wave};
use vm_host::Vm;

/// Bytes of a block, and samples.
pub(crate) const SIZE: usize = 32;
pub(crate) const SAMPLES: u64 = wave::samples(SIZE);

/// Blocks of the pool.
pub(crate) const COUNT: u32 = 4;

type Pool = Converter<SIZE, { COUNT as usize }>;

thread_local! {
    // It opens once at a time, and tests run side by side: each has its own.
    static ADC: Cell<Option<&'static Pool>> = const { Cell::new(None) };
}

fn adc() -> &'static Pool {
    let made = ADC.get();
    let adc = made.unwrap_or_else(|| Box::leak(Box::new(Converter::new())));
    ADC.set(Some(adc));
    adc
}

/// The board of one test.
pub(crate) struct Bench;

impl HasAdc for Bench {
    type Adc = AtOnce<SIZE, { COUNT as usize }>;

    fn adc(bell: Bell) -> Result<Self::Adc, AdcError> {
        adc().open(bell).map(AtOnce)
    }
}

/// The pool's own counts.
pub(crate) fn pool() -> PoolStats {
    adc().stats()
}

/// The port of [`Bench`].
pub(crate) type Port = Stream<Bench>;

/// A count of the port.
pub(crate) fn stat(vm: &mut Vm, port: PortId, name: &str) -> u64 {
    let answer = vm.call(port, "get_stats");
    let Some([_, Value::Map(counts)]) = answer.as_tuple() else {
        panic!("{answer}");
    };
    let found = counts.iter().find(|(key, _)| key.as_atom() == Some(name));
    let count = found.and_then(|(_, count)| count.as_integer());
    count.expect(name).try_into().expect(name)
}

/// What a process was sent, in order.
#[derive(Debug, Default)]
pub(crate) struct Came {
    /// The numbers of the blocks, counted in blocks.
    pub(crate) blocks: Vec<u64>,
    pub(crate) notices: usize,
}

impl Came {
    /// Takes the mailbox of a process, which goes on holding what was in it.
    pub(crate) fn take(&mut self, vm: &mut Vm, process: Pid, port: &Value) {
        for message in vm.mailbox(process) {
            let fields = message.as_tuple().expect("a tuple");
            assert_eq!(fields[1], *port, "{message}");
            match (fields[0].as_atom(), fields.get(2)) {
                (Some("stream"), Some(Value::Binary(bytes))) => self.blocks.push(number(bytes)),
                (Some("stream_passive"), None) => self.notices += 1,
                _ => panic!("{message}"),
            }
        }
    }
}

/// The number of a block, whose samples are checked.
fn number(bytes: &[u8]) -> u64 {
    assert_eq!(bytes.len(), SIZE);
    let (first, samples) = bytes.split_first_chunk().expect("a number");
    let first = u64::from_le_bytes(*first);
    for (nth, sample) in (first..).zip(samples.as_chunks().0) {
        assert_eq!(i16::from_le_bytes(*sample), wave::sample(nth), "{nth}");
    }
    assert_eq!(first % SAMPLES, 0);
    first / SAMPLES
}
