//! The functions whose instructions callgrind collects.
//!
//! Each handles 128 events or 64 entries, so that the call itself weighs
//! little, and is told apart by its name, which is why none is inlined.

use std::hint::black_box;

use count_peers::rings::Array;
use count_peers::tables::LIVE;
use count_peers::{BATCH, Event, Pop, Push, Ring, SLOTS, State, Table};
use tools::Failure;

/// Events that one call of a function moves.
const EVENTS: u64 = 128;
/// Calls of each function.
const ROUNDS: u64 = 100;
/// Events that a run moves one by one, and again in batches.
pub(super) const MOVED: u64 = EVENTS * ROUNDS;
/// Entries that a run inserts, gets and removes.
pub(super) const HANDLED: u64 = LIVE as u64 * ROUNDS;

#[inline(never)]
fn counted_push(ends: &mut impl Push, first: u64) -> u64 {
    for n in 0..EVENTS {
        if !ends.push(Event::nth(first + n)) {
            return n;
        }
    }
    EVENTS
}

#[inline(never)]
fn counted_pop(ends: &mut impl Pop) -> u64 {
    let mut sum = 0;
    for _ in 0..EVENTS {
        let Some(event) = ends.pop() else { break };
        sum = event.fold(sum);
    }
    sum
}

#[inline(never)]
fn counted_fill(ends: &mut impl Push, first: u64) -> u64 {
    let half = ends.push_batch(first) as u64;
    half + ends.push_batch(first + half) as u64
}

#[inline(never)]
fn counted_drain(ends: &mut impl Pop) -> u64 {
    let mut sum = 0;
    for _ in 0..EVENTS as usize / BATCH {
        ends.pop_batch(|event| sum = event.fold(sum));
    }
    sum
}

#[inline(never)]
fn counted_insert<T: Table>(table: &mut T, keys: &mut [Option<T::Key>; LIVE]) {
    for (n, key) in keys.iter_mut().enumerate() {
        *key = table.insert(State::nth(n));
    }
}

#[inline(never)]
fn counted_get<T: Table>(table: &T, keys: &[T::Key; LIVE]) -> usize {
    let mut sum = 0;
    for key in keys {
        let Some(state) = table.get(*key) else { break };
        sum = state.fold(sum);
    }
    sum
}

#[inline(never)]
fn counted_remove<T: Table>(table: &mut T, keys: &[T::Key; LIVE]) -> usize {
    let mut sum = 0;
    for key in keys {
        let Some(state) = table.remove(*key) else {
            break;
        };
        sum = state.fold(sum);
    }
    sum
}

/// Measures a ring, after a check of all it does.
pub(super) fn ring<R: Ring>() -> Result<(), Failure> {
    let mut home = R::home();
    let mut ends = R::ends(&mut home);
    check(&mut ends)?;
    one_by_one(&mut ends)?;
    if R::BATCHES {
        batches::<R>()?;
    }
    Ok(())
}

/// Measures the bound, which is no ring and would not pass its check.
pub(super) fn bound() -> Result<(), Failure> {
    let mut home = Array::home();
    let mut ends = Array::ends(&mut home);
    one_by_one(&mut ends)?;
    batches::<Array>()
}

fn one_by_one(ends: &mut (impl Push + Pop)) -> Result<(), Failure> {
    for round in 0..ROUNDS {
        let first = black_box(round * EVENTS);
        expect("push", counted_push(ends, first) == EVENTS)?;
        expect("pop", counted_pop(ends) == sum_from(first))?;
    }
    Ok(())
}

/// In a ring of its own, where no batch has to be torn at the end.
fn batches<R: Ring>() -> Result<(), Failure> {
    let mut home = R::home();
    let mut ends = R::ends(&mut home);
    for round in 0..ROUNDS {
        let first = black_box(round * EVENTS);
        expect("batch push", counted_fill(&mut ends, first) == EVENTS)?;
        expect("batch pop", counted_drain(&mut ends) == sum_from(first))?;
    }
    Ok(())
}

fn sum_from(first: u64) -> u64 {
    (first..first + EVENTS).fold(0, |sum, n| Event::nth(n).fold(sum))
}

/// Fills the ring until it refuses, then compares every byte that comes out,
/// several times round so that the indices wrap.
fn check(ends: &mut (impl Push + Pop)) -> Result<(), Failure> {
    for round in 0..4 {
        let first = round * SLOTS as u64;
        let mut fits = (first..).take_while(|n| ends.push(Event::nth(*n)));
        let accepted = fits.by_ref().take(2 * SLOTS).count();
        expect("push", accepted == SLOTS || accepted == SLOTS - 1)?;
        for n in first..first + accepted as u64 {
            expect("pop", ends.pop() == Some(Event::nth(n)))?;
        }
        expect("pop", ends.pop().is_none())?;
    }
    Ok(())
}

/// Measures a table; every entry is checked.
pub(super) fn table<T: Table>() -> Result<(), Failure> {
    let mut table = T::empty().ok_or_else(|| Failure::new("there is no memory for the table"))?;
    let expected = (0..LIVE).fold(0, |sum, n| State::nth(n).fold(sum));
    for _ in 0..ROUNDS {
        let mut keys = [None; LIVE];
        counted_insert(&mut table, &mut keys);
        expect("insert", keys.iter().all(Option::is_some))?;
        let Some(first) = keys[0] else { continue };
        let keys = black_box(keys.map(|key| key.unwrap_or(first)));
        for (n, key) in keys.iter().enumerate() {
            expect("get", table.get(*key) == Some(&State::nth(n)))?;
        }
        expect("get", counted_get(&table, &keys) == expected)?;
        expect("remove", counted_remove(&mut table, &keys) == expected)?;
        expect("get", keys.iter().all(|key| table.get(*key).is_none()))?;
    }
    Ok(())
}

pub(super) fn expect(call: &str, right: bool) -> Result<(), Failure> {
    let wrong = || Failure::new(format!("{call} gave a wrong value"));
    right.then_some(()).ok_or_else(wrong)
}
