//! T7: what a side has decided is never read where the peer may write.

use pore::layout::Field;
use pore::ring::{Closed, Protocol};

use crate::common::{against_raw, connected, raw_of};
use crate::hostile::{ORDER, values, work};

#[test]
fn t7_what_the_peer_makes_of_a_sides_own_region_does_not_come_back() {
    // Where nothing keeps the peer from writing there, it hurts itself.
    for field in Field::ALL {
        for value in values() {
            let mut both = connected(ORDER, 0);
            let mine = raw_of(&both.here);
            both.here.producer.write(&[1; 20]).expect("honest");
            mine.store(*field, value);
            work(&mut both.here);
            let count = both.here.producer.write(&[1; 99]);
            assert!(count.is_ok_and(|count| count <= 12), "{field:?} {value}");
            assert_eq!(both.here.closed(), None);
        }
    }
}

#[test]
fn t7_an_end_is_not_taken_back_by_the_peer() {
    for value in values() {
        let (mut side, raw, _) = against_raw(ORDER, 0);
        let mine = raw_of(&side);
        raw.store(Field::Prod, 1 << 31);
        let poisoned = Err(Closed::Protocol(Protocol::RingIndex));
        assert_eq!(side.consumer.filled(), poisoned);
        // As if nothing were the matter, or something else.
        mine.store(Field::State, 4);
        mine.store(Field::Err, value);
        assert_eq!(side.producer.free(), poisoned, "{value}");

        let mut both = connected(ORDER, 0);
        let mine = raw_of(&both.here);
        both.here.producer.close();
        mine.store(Field::State, 4);
        mine.store(Field::Err, value);
        assert_eq!(both.here.consumer.filled(), Err(Closed::Here), "{value}");
    }
}

#[test]
fn t7_a_side_counts_its_own_life_and_its_beats() {
    let mut side = connected(ORDER, 0).here;
    let (mine, epoch) = (raw_of(&side), side.epoch());
    for beat in 1..4 {
        mine.store(Field::Heartbeat, 77);
        mine.store(Field::Epoch, 77);
        side.beat();
        assert_eq!(mine.load(Field::Heartbeat), beat);
        assert_eq!(side.epoch(), epoch);
    }
    let again = side.reopen(pore::ring::Config::default());
    assert_eq!(again.expect("the same size").epoch(), epoch + 1);
}
