//! T7 for channels: what a peer writes is a packet, back-pressure, or the end.

use fuzz_testing::Random;
use pore::channel::{CmdPacket, IonPacket, PopError, PushError, Slot};
use pore::layout::Field;
use pore::ring::{Closed, Protocol};

use crate::common::{Side, against_raw, ion};

const ORDER: u32 = 7;

/// What makes sums overflow and comparisons lie.
fn values() -> impl Iterator<Item = u32> {
    let borders = [0, 1, 24, 32, 1 << ORDER, 1 << 31, u32::MAX].into_iter();
    let around = |value: u32| [value.wrapping_sub(1), value, value.wrapping_add(1)];
    let mut random = Random::new(1);
    let random = std::iter::repeat_with(move || random.next_number() as u32);
    borders.flat_map(around).chain(random.take(40))
}

/// Pushes and pops; no ring gives more than it holds without a peer's help.
fn work<S: Slot>(side: &mut Side<S>, slot: S) {
    let pushed = (0..100).take_while(|_| side.sender.push(slot).is_ok());
    // Once into the room that was known, and once into what the peer says it took.
    assert!(pushed.count() <= 10);
    let mut popped = 0;
    for _ in 0..100 {
        match side.receiver.pop() {
            Ok(_) | Err(PopError::Rejected(_)) => popped += 1,
            Err(PopError::Empty | PopError::Closed(_)) => break,
        }
    }
    assert!(popped <= 5, "{popped} slots of a ring with room for 5");
    let mut slots = [slot; 9];
    assert!(side.receiver.pop_all(&mut slots).unwrap_or(0) <= 5);
    let _armed = side.sender.notify_when(3);
    let _armed = side.receiver.notify_when(3);
}

fn every_word<S: Slot>(slot: S) -> usize {
    let mut ends = 0;
    for start in [0, 0xFFFF_FFF0] {
        for field in Field::ALL {
            for value in values() {
                let (mut side, raw) = against_raw::<S>(ORDER, start);
                for word in 0..raw.data_words() {
                    raw.scribble(word, (value as usize).wrapping_mul(word + 1));
                }
                let _room = side.sender.push(slot);
                raw.store(*field, value);
                work(&mut side, slot);
                raw.store(*field, value.wrapping_add(5));
                work(&mut side, slot);
                ends += usize::from(side.closed().is_some());
            }
        }
    }
    ends
}

#[test]
fn t7_every_word_with_every_value() {
    let command = CmdPacket::default();
    assert!(every_word(command) > 100, "many of these are an end");
    assert!(every_word(IonPacket::default()) > 100);
    assert!(every_word([7_u8; 25]) > 100);
}

#[test]
fn t7_a_part_of_a_slot_is_the_end_and_the_peer_is_told() {
    let poisoned = Closed::Protocol(Protocol::RingIndex);
    for part in [1, 8, 23, 24 + 1, 24 + 23] {
        let (mut side, raw) = against_raw::<IonPacket>(ORDER, 0xFFFF_FFF0);
        side.receiver.regions.set(0, 0).expect("a number");
        raw.store(Field::Prod, 0xFFFF_FFF0_u32.wrapping_add(part));
        for _ in 0..part / 24 {
            assert!(side.receiver.pop().is_ok(), "whole ones come first");
        }
        assert_eq!(side.receiver.pop(), Err(PopError::Closed(poisoned)));
        assert_eq!(side.sender.push(ion(0)), Err(PushError::Closed(poisoned)));
        raw.store(Field::Prod, 0xFFFF_FFF0);
        assert_eq!(
            side.receiver.pop(),
            Err(PopError::Closed(poisoned)),
            "for good"
        );
    }
}

#[test]
fn t7_impossible_cursors_and_states_end_it_with_their_names() {
    let start = 64;
    for (field, value, what) in [
        (Field::Prod, start + (1 << ORDER) + 24, Protocol::RingIndex),
        (Field::Prod, start - 24, Protocol::RingIndex),
        (Field::State, 99, Protocol::State),
    ] {
        let (mut side, raw) = against_raw::<IonPacket>(ORDER, start);
        raw.store(field, value);
        let over = Closed::Protocol(what);
        assert_eq!(side.receiver.pop(), Err(PopError::Closed(over)));
        assert_eq!(side.closed(), Some(over));
    }
}

#[test]
fn packets_with_addresses_in_them_are_data_that_is_refused() {
    let (mut side, raw) = against_raw::<IonPacket>(ORDER, 0);
    side.receiver.regions.set(1, 4096).expect("a number");
    for word in 0..raw.data_words() {
        raw.scribble(word, 0x8300_0000_usize.wrapping_add(word));
    }
    raw.store(Field::Prod, 120);
    for _ in 0..5 {
        assert!(matches!(side.receiver.pop(), Err(PopError::Rejected(_))));
    }
    assert_eq!(side.receiver.pop(), Err(PopError::Empty));
    assert_eq!((side.stats().popped, side.stats().rejected), (0, 5));
}
