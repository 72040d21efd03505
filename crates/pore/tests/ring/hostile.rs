//! T7: whatever a peer writes is data, back-pressure, or the end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use fuzz_testing::Random;
use pore::layout::Field;
use pore::memory::Raw;
use pore::ring::{Closed, Protocol, Wake};

use crate::common::{Side, against_raw, raw_of, region};

pub(crate) const ORDER: u32 = 5;
const CAPACITY: u32 = 1 << ORDER;

/// What makes sums overflow and comparisons lie.
pub(crate) fn values() -> impl Iterator<Item = u32> {
    let borders = [0, 1, CAPACITY, 1 << 31, u32::MAX].into_iter();
    let around = |value: u32| [value.wrapping_sub(1), value, value.wrapping_add(1)];
    let mut random = Random::new(1);
    let random = std::iter::repeat_with(move || random.next_number() as u32);
    borders.flat_map(around).chain(random.take(40))
}

/// A count that is possible, or the end.
fn expect<N: TryInto<u32>>(count: Result<N, Closed>, most: u32) {
    if let Ok(count) = count {
        assert!(count.try_into().is_ok_and(|count| count <= most));
    }
}

/// Works on a side, and makes sure that what it says is possible.
pub(crate) fn work(side: &mut Side) {
    let mut bytes = [0; 2 * CAPACITY as usize];
    let available = |wake| match wake {
        Wake::Now(count) => count,
        Wake::Armed => 0,
    };
    for _ in 0..3 {
        expect(side.producer.free(), CAPACITY);
        expect(side.producer.write(&bytes[..9]), 9);
        expect(side.producer.notify_when(7).map(available), CAPACITY);
        expect(side.consumer.filled(), CAPACITY);
        expect(side.consumer.read(&mut bytes), CAPACITY);
        expect(side.consumer.notify_when(7).map(available), CAPACITY);
    }
}

#[test]
fn t7_every_word_with_every_value() {
    let mut ends = 0;
    for start in [0, 0xFFFF_FFF0] {
        for field in Field::ALL {
            for value in values() {
                let (mut side, raw, _) = against_raw(ORDER, start);
                side.producer
                    .write(&[1; 20])
                    .expect("the peer is honest so far");
                raw.store(*field, value);
                work(&mut side);
                raw.store(*field, value.wrapping_add(5));
                work(&mut side);
                ends += usize::from(side.producer.closed().is_some());
            }
        }
    }
    assert!(ends > 100, "{ends} of these were no end");
}

#[test]
fn t7_an_impossible_cursor_ends_it_with_its_name() {
    let poisoned = Err(Closed::Protocol(Protocol::RingIndex));
    for start in [0, 0xFFFF_FFF0] {
        for too_far in [CAPACITY + 1, 1 << 31, u32::MAX] {
            let (mut side, raw, bell) = against_raw(ORDER, start);
            let mine = raw_of(&side);
            let rings = bell.rings();
            raw.store(Field::Prod, start.wrapping_add(too_far));
            assert_eq!(side.consumer.read(&mut [0; 8]).map(drop), poisoned);
            assert!(bell.rings() > rings, "the peer is told at once");
            assert_eq!((mine.load(Field::Err), mine.load(Field::State)), (2, 5));
            raw.store(Field::Prod, start);
            assert_eq!(
                side.consumer.read(&mut [0; 8]).map(drop),
                poisoned,
                "for good"
            );
            assert_eq!(
                side.producer.write(&[0; 8]).map(drop),
                poisoned,
                "for both halves"
            );
        }
        for behind in [1, 5, u32::MAX] {
            let (mut side, raw, _) = against_raw(ORDER, start);
            side.producer.write(&[0; 32]).expect("honest");
            raw.store(Field::Cons, start.wrapping_add(4));
            assert_eq!(side.producer.free(), Ok(4));
            raw.store(Field::Cons, start.wrapping_add(4).wrapping_sub(behind));
            let free = side.producer.write(&[0; 32]).map(drop);
            assert_eq!(
                free == poisoned,
                behind != u32::MAX,
                "{behind}: cursors only grow"
            );
        }
    }
}

#[test]
fn t7_an_impossible_state_ends_it() {
    for (state, end) in [
        (0, Closed::Protocol(Protocol::State)),
        (1, Closed::Protocol(Protocol::State)),
        (9, Closed::Protocol(Protocol::State)),
        (u32::MAX, Closed::Protocol(Protocol::State)),
        (5, Closed::Peer),
        (6, Closed::Peer),
    ] {
        let (mut side, raw, _) = against_raw(ORDER, 0);
        raw.store(Field::State, state);
        assert_eq!(side.consumer.read(&mut [0]), Err(end));
        assert!(side.producer.write(&[0]).is_err());
    }
    let (mut side, raw, _) = against_raw(ORDER, 0);
    raw.store(Field::Err, 77);
    raw.store(Field::State, 5);
    assert_eq!(side.consumer.read(&mut [0]), Err(Closed::PeerError(77)));
}

/// Writes numbers of its own to all words until it is told to stop.
fn scribble(raw: &Raw<crate::common::Shared>, stop: &AtomicBool, cursors: bool) -> u64 {
    let (mut random, mut written) = (Random::new(1), 0);
    let few = [
        Field::Prod,
        Field::Cons,
        Field::ReceiveWakeAt,
        Field::TransmitWakeAt,
    ];
    while !stop.load(Relaxed) {
        let number = random.next_number() as u32;
        let number = if random.below(2) == 0 {
            number
        } else {
            number % 99
        };
        let fields = if cursors { &few } else { Field::ALL };
        raw.store(fields[random.below(fields.len())], number);
        raw.scribble(random.below(raw.data_words()), number as usize);
        written += 1;
    }
    written
}

#[test]
fn t7_words_that_change_during_the_copy() {
    let (mut pores, mut written) = (0_u32, 0);
    for cursors in [true, false] {
        let (mine, peer) = (region(ORDER), region(ORDER));
        let stop = Arc::new(AtomicBool::new(false));
        let (raw, stopped) = (Raw(Arc::clone(&peer)), Arc::clone(&stop));
        let hostile = thread::spawn(move || scribble(&raw, &stopped, cursors));
        for round in 0..1_000 {
            // It may happen to be met, in which case it is worked with.
            if let Some(mut side) = crate::common::meet_raw(&mine, &peer, round) {
                work(&mut side);
                pores += 1;
            }
        }
        stop.store(true, Relaxed);
        written += hostile.join().expect("it only writes");
    }
    println!("{pores} pores with a peer that wrote {written} times");
    assert!(pores > 300 && written > 1000, "{pores} {written}");
}
