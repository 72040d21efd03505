//! Two cores that take turns, with a clock.

use std::cell::Cell;

use pore::any::{AnyPore, Opens};
use pore::doorbell::Doorbell;
use pore::membrane::Reason;
use pore::membrane::table::{Knock, Patience, Rule, Side, Table, TablePore};

pub(crate) const WORDS: usize = 8;
/// Bytes of a ring.
pub(crate) const BYTES: usize = WORDS * size_of::<usize>();
pub(crate) const PORT: u32 = 7;
pub(crate) const PATIENCE: Patience = Patience {
    answer: 50,
    silence: 20,
};
/// Turns in which everything is done that will be.
pub(crate) const TURNS: u64 = 12;

/// A bell that nobody has to hear: the cores take turns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quiet;

impl Doorbell for Quiet {
    fn ring(&self) {}
}

pub(crate) type Ports = Table<2, WORDS>;
pub(crate) type Core<'t> = Side<'t, Quiet, 2, WORDS>;
pub(crate) type Asks<'s, 't> = Knock<'s, 't, Quiet, 2, WORDS>;
pub(crate) type Pore<'s, 't> = TablePore<'s, 't, Quiet, 2, WORDS>;
/// What came of a knock.
pub(crate) type Outcome<'s, 't> = Result<Option<Pore<'s, 't>>, Reason>;

pub(crate) const fn table() -> Ports {
    with(Rule::open_to_both(PORT))
}

pub(crate) const fn with(rule: Rule) -> Ports {
    Table::new([rule, Rule::open_to_both(8)])
}

pub(crate) fn core(table: &Ports, number: u8) -> Core<'_> {
    Side::new(table, number, Quiet, PATIENCE).expect("the same table")
}

/// A clock that each turn of both cores moves on.
#[derive(Default)]
pub(crate) struct Clock(Cell<u64>);

impl Clock {
    pub(crate) fn turn(&self, cores: &[&Core<'_>]) {
        self.0.set(self.0.get() + 1);
        for core in cores {
            core.tick(self.0.get());
        }
    }

    /// Takes turns until something has come of both knocks, or nothing will.
    pub(crate) fn settle<'s, 't>(
        &self,
        cores: &[&Core<'_>],
        knocks: [&mut Asks<'s, 't>; 2],
        turns: u64,
    ) -> [Outcome<'s, 't>; 2] {
        let mut found = [Ok(None), Ok(None)];
        let [one, other] = knocks;
        for _ in 0..turns {
            self.turn(cores);
            for (knock, found) in [&mut *one, &mut *other].into_iter().zip(&mut found) {
                if let Ok(None) = found {
                    *found = knock.poll_open();
                }
            }
        }
        found
    }
}

/// A pore between two cores, opened by core 1.
pub(crate) fn connected<'s, 't>(
    clock: &Clock,
    zero: &'s Core<'t>,
    one: &'s Core<'t>,
) -> [Pore<'s, 't>; 2] {
    let mut accepts = zero.accept(PORT).expect("free");
    let mut opens = one.open(PORT).expect("free");
    let found = clock.settle(&[zero, one], [&mut accepts, &mut opens], TURNS);
    found.map(|pore| pore.expect("honest").expect("connected"))
}

/// Exchanges some bytes.
pub(crate) fn use_it(pores: &mut [Pore<'_, '_>; 2]) {
    let [here, there] = pores;
    assert_eq!(here.write(b"there"), Ok(5));
    assert_eq!(there.write(b"and back"), Ok(8));
    let mut bytes = [0; 8];
    assert_eq!(there.read(&mut bytes), Ok(5));
    assert_eq!(bytes[..5], *b"there");
    assert_eq!(here.read(&mut bytes), Ok(8));
    assert_eq!(bytes, *b"and back");
}
