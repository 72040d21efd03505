//! T13, in one thread: who is rung for, and when; loom has the other orders.

use pore::ring::{Closed, Wake};

use crate::common::{connected, pattern};

#[test]
fn t13_the_consumer_is_rung_once_when_enough_is_there() {
    for start in [0, 0xFFFF_FFF8] {
        let mut both = connected(5, start);
        assert_eq!(both.there.consumer.notify_when(10), Ok(Wake::Armed));
        let before = both.there_bell.rings();
        for bytes in [4, 5, 1, 8, 8] {
            both.here.producer.write(&pattern(0, bytes)).expect("open");
        }
        assert_eq!(both.there_bell.rings(), before + 1);
        assert_eq!(both.there.consumer.notify_when(10), Ok(Wake::Now(26)));
    }
}

#[test]
fn t13_the_producer_is_rung_once_when_enough_is_free() {
    for start in [0, 0xFFFF_FFF8] {
        let mut both = connected(5, start);
        assert_eq!(both.here.producer.notify_when(32), Ok(Wake::Now(32)));
        both.here.producer.write(&[1; 32]).expect("open");
        assert_eq!(both.here.producer.notify_when(6), Ok(Wake::Armed));
        let before = both.here_bell.rings();
        for bytes in [1, 4, 1, 9] {
            both.there.consumer.read(&mut vec![0; bytes]).expect("open");
        }
        assert_eq!(both.here_bell.rings(), before + 1);
        assert_eq!(both.here.producer.notify_when(6), Ok(Wake::Now(15)));
    }
}

#[test]
fn t13_more_than_the_ring_holds_is_all_of_it() {
    let mut both = connected(4, 0);
    assert_eq!(both.there.consumer.notify_when(u32::MAX), Ok(Wake::Armed));
    let before = both.there_bell.rings();
    both.here.producer.write(&[0; 15]).expect("open");
    assert_eq!(both.there_bell.rings(), before);
    both.here.producer.write(&[0; 1]).expect("open");
    assert_eq!(both.there_bell.rings(), before + 1);
    assert_eq!(
        both.there.consumer.notify_when(0),
        Ok(Wake::Now(16)),
        "0 is 1"
    );
}

#[test]
fn t13_a_close_is_never_slept_through() {
    let mut both = connected(5, 0);
    both.here.producer.write(b"rest").expect("open");
    assert_eq!(both.there.consumer.notify_when(10), Ok(Wake::Armed));
    let before = both.there_bell.rings();
    both.here.close();
    assert!(both.there_bell.rings() > before);
    let more = both.there.consumer.notify_when(10);
    assert_eq!(more, Ok(Wake::Now(4)), "no more will come");
    assert_eq!(both.there.consumer.read(&mut [0; 9]), Ok(4));
    assert_eq!(both.there.consumer.notify_when(10), Err(Closed::Peer));
}

#[test]
fn nobody_is_rung_for_who_does_not_wait() {
    let mut both = connected(5, 0);
    let before = (both.here_bell.rings(), both.there_bell.rings());
    for _ in 0..1000 {
        both.here.producer.write(&[0; 9]).expect("open");
        both.there.consumer.read(&mut [0; 9]).expect("open");
    }
    assert_eq!((both.here_bell.rings(), both.there_bell.rings()), before);
}
