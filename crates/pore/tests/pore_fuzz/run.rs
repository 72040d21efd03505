//! A run: a pore, and steps of its two sides.

use std::sync::Arc;

use fuzz_testing::Random;
use pore::doorbell::ThreadBell;
use pore::layout::{Field, MAGIC, VERSION};
use pore::memory::{Heap, Raw};
use pore::ring::{Closed, Config};

use crate::oracle::Oracle;
use crate::victim::Victim;

/// A region on the heap.
pub(crate) type Shared = Arc<Heap>;

/// The regions of a run, and what both sides began with.
pub(crate) struct Pore {
    pub(crate) mine: Raw<Shared>,
    pub(crate) peer: Raw<Shared>,
    pub(crate) bell: ThreadBell,
    pub(crate) config: Config,
    /// Where the peer's `prod` began.
    pub(crate) start: u32,
    pub(crate) epoch: u32,
    pub(crate) capacity: u64,
}

impl Pore {
    /// Writes what an honest peer would.
    pub(crate) fn pretend(&self, seen: u32) {
        for (field, value) in [
            (Field::Magic, MAGIC),
            (Field::Version, VERSION),
            (Field::Order, self.capacity.ilog2()),
            (Field::Start, self.start),
            (Field::Prod, self.start),
            (Field::Cons, self.config.start),
            (Field::Epoch, self.epoch),
            (Field::Seen, seen),
            (Field::Err, 0),
            (Field::State, 4),
        ] {
            self.peer.store(field, value);
        }
    }
}

/// How often what came out.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) moved: u64,
    pub(crate) none: u64,
    pub(crate) protocol: u64,
    pub(crate) peer: u64,
    pub(crate) restarted: u64,
}

impl Tally {
    fn count(&mut self, outcome: Result<usize, Closed>) {
        *match outcome {
            Ok(0) => &mut self.none,
            Ok(_) => &mut self.moved,
            Err(Closed::Protocol(_)) => &mut self.protocol,
            Err(Closed::Restarted) => &mut self.restarted,
            Err(_) => &mut self.peer,
        } += 1;
    }
}

/// Makes runs of random numbers.
pub(crate) struct Fuzzer {
    random: Random,
    pores: Vec<(Shared, Shared)>,
    bell: ThreadBell,
}

/// What the peer makes of this side's own region: all but what would end it.
const OWN: [Field; 5] = [
    Field::Prod,
    Field::Cons,
    Field::TransmitWakeAt,
    Field::ReceiveWakeAt,
    Field::Order,
];

/// The steps of a run.
const STEPS: u32 = 12;

impl Fuzzer {
    pub(crate) fn new(seed: u64) -> Self {
        let region = |order| Arc::new(Heap::new(order).expect("an order"));
        Self {
            random: Random::new(seed),
            pores: (4..7).map(|order| (region(order), region(order))).collect(),
            bell: ThreadBell::new(),
        }
    }

    fn below(&mut self, end: u64) -> u64 {
        self.random.below(end as usize) as u64
    }

    fn pore(&mut self) -> Pore {
        let order = self.below(3) as usize;
        let (mine, peer) = self.pores[order].clone();
        let mut start = || match self.below(3) {
            0 => 0,
            1 => (self.random.next_number() % 64) as u32 | 0xFFFF_FFC0,
            _ => self.random.next_number() as u32,
        };
        let (mine_start, start) = (start(), start());
        let config = Config {
            start: mine_start,
            ..Config::default()
        };
        Pore {
            mine: Raw(mine),
            peer: Raw(peer),
            bell: self.bell.clone(),
            config,
            start,
            epoch: 1 + self.below(3) as u32,
            capacity: 16 << order,
        }
    }

    /// A cursor, near to where it could be more often than not.
    fn cursor(&mut self, honest: u32, pore: &Pore) -> u32 {
        let cap = pore.capacity as u32;
        match self.below(24) {
            0 => honest.wrapping_add(cap + 1),
            1 => honest.wrapping_sub(1),
            2 => honest.wrapping_add(1 << 31),
            3 => self.random.next_number() as u32,
            4 => 0,
            5 => cap,
            6 => u32::MAX,
            _ => honest.wrapping_add(self.below(u64::from(cap) + 1) as u32),
        }
    }

    /// The peer writes one word.
    fn scribble(&mut self, pore: &Pore, oracle: &Oracle) {
        let prod = pore.start.wrapping_add(oracle.taken.at as u32);
        let cons = pore.config.start.wrapping_add(oracle.sent.believed as u32);
        let field = match self.below(32) {
            0..12 => return pore.peer.store(Field::Prod, self.cursor(prod, pore)),
            12..20 => return pore.peer.store(Field::Cons, self.cursor(cons, pore)),
            20 => return pore.peer.store(Field::State, self.below(10) as u32),
            21 => Field::Epoch,
            22 => return pore.peer.store(Field::Err, self.below(5) as u32),
            23..26 => {
                let own = OWN[self.below(OWN.len() as u64) as usize];
                return pore.mine.store(own, self.cursor(prod, pore));
            }
            26 => Field::TransmitWakeAt,
            27 => Field::ReceiveWakeAt,
            _ => Field::ALL[self.below(6) as usize],
        };
        let word = self.below(pore.peer.data_words() as u64) as usize;
        pore.peer.scribble(word, self.random.next_number() as usize);
        pore.peer
            .store(field, self.random.next_number() as u32 >> self.below(32));
    }

    /// Opens a pore, and goes some steps; what should not be is told.
    pub(crate) fn run<V: Victim>(
        &mut self,
        make: impl Fn(&Pore) -> V,
        tally: &mut Tally,
    ) -> Result<(), String> {
        let pore = self.pore();
        let (mut victim, mut oracle) = (make(&pore), Oracle::default());
        for _ in 0..STEPS {
            match self.below(8) {
                0..4 => self.scribble(&pore, &oracle),
                4 | 5 => self.read(&pore, &mut victim, &mut oracle, tally)?,
                6 => self.write(&pore, &mut victim, &mut oracle, tally)?,
                _ => self.await_both(&pore, &mut victim, &mut oracle)?,
            }
        }
        Ok(())
    }

    fn read<V: Victim>(
        &mut self,
        pore: &Pore,
        victim: &mut V,
        oracle: &mut Oracle,
        tally: &mut Tally,
    ) -> Result<(), String> {
        let (most, way, at) = (
            self.below(pore.capacity + 9),
            self.random.next_number(),
            oracle.taken.at,
        );
        let wanted = oracle.read(pore, most);
        let got = victim.read(most as usize, way);
        let count = got.as_ref().map(Vec::len).map_err(|why| *why);
        tally.count(count);
        if count != wanted.map(|count| count as usize) {
            return Err(format!("a read of {most} gave {count:?}, not {wanted:?}"));
        }
        let start = u64::from(pore.start);
        if got.is_ok_and(|got| got != bytes(&pore.peer, start + at, got.len())) {
            return Err("a read gave other bytes".to_owned());
        }
        Ok(())
    }

    fn write<V: Victim>(
        &mut self,
        pore: &Pore,
        victim: &mut V,
        oracle: &mut Oracle,
        tally: &mut Tally,
    ) -> Result<(), String> {
        let (len, way, at) = (
            self.below(pore.capacity + 9),
            self.random.next_number(),
            oracle.sent.at,
        );
        let sent: Vec<u8> = (0..len).map(|byte| (byte ^ way) as u8).collect();
        let wanted = oracle.write(pore, len).map(|count| count as usize);
        let count = victim.write(&sent, way);
        tally.count(count);
        if count != wanted {
            return Err(format!("a write of {len} took {count:?}, not {wanted:?}"));
        }
        let (start, count) = (u64::from(pore.config.start), count.unwrap_or(0));
        if bytes(&pore.mine, start + at, count) != sent[..count] {
            return Err("a write left other bytes".to_owned());
        }
        Ok(())
    }

    fn await_both<V: Victim>(
        &mut self,
        pore: &Pore,
        victim: &mut V,
        oracle: &mut Oracle,
    ) -> Result<(), String> {
        let count = self.below(99);
        let wanted = oracle.await_both(pore, count);
        let told = victim.await_both(count as u32).map(u64::from);
        if told == wanted {
            return Ok(());
        }
        Err(format!(
            "waiting for {count} was told {told:?}, not {wanted:?}"
        ))
    }
}

/// Bytes that lie in a region from `at` on.
pub(crate) fn bytes(raw: &Raw<Shared>, at: u64, count: usize) -> Vec<u8> {
    let word = size_of::<usize>() as u64;
    let byte = |at: u64| {
        let index = (at / word) as usize % raw.data_words();
        raw.peek(index).to_ne_bytes()[(at % word) as usize]
    };
    (at..at + count as u64).map(byte).collect()
}
