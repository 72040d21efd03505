//! How sides meet, part, and meet again.

use std::sync::Arc;

use pore::doorbell::ThreadBell;
use pore::layout::Field;
use pore::memory::{Ended, OwnRegion, Raw, Region};
use pore::ring::{Closed, Config, OpenError, Opening, State};

use crate::common::{Both, Shared, Waiting, connected, from, meet, region};

fn open(mine: &Shared, peer: &Shared) -> Waiting {
    let (mine, peer) = (Arc::clone(mine), Arc::clone(peer));
    Opening::new(mine, peer, ThreadBell::new(), from(5)).expect("a good size")
}

#[test]
fn nobody_is_connected_alone() {
    let (left, right) = (region(4), region(4));
    let mut here = open(&left, &right);
    assert_eq!((here.poll(), here.poll()), (Ok(false), Ok(false)));
    let here = here.link().expect_err("not connected");
    let (_, there) = meet(here, open(&right, &left));
    assert_eq!(there.peer_state(), Some(State::Connected));
}

#[test]
fn a_region_that_cannot_be_a_ring_is_refused() {
    fn refused<const WORDS: usize>() -> Option<OpenError> {
        let (mine, peer) = (Region::<WORDS>::new(), Region::<2>::new());
        let (bell, ended) = (ThreadBell::new(), Ended::new());
        let mine = OwnRegion::new(&mine, &ended);
        Opening::new(mine, &peer, bell, Config::default()).err()
    }
    assert_eq!(refused::<3>(), Some(OpenError::Size(24)));
    assert_eq!(refused::<1>(), Some(OpenError::Size(8)));
    assert_eq!(refused::<0>(), Some(OpenError::Size(0)));
    assert_eq!(refused::<2>(), None);
}

#[test]
fn a_peer_that_claims_too_much_is_refused() {
    let cases = [
        (Field::Magic, 1, OpenError::Magic(1)),
        (Field::Version, 2, OpenError::Version(2)),
        (Field::Order, 3, OpenError::Order(3)),
        (Field::Order, 5, OpenError::Order(5)),
        (Field::Order, 31, OpenError::Order(31)),
        (Field::Order, u32::MAX, OpenError::Order(u32::MAX)),
    ];
    for (field, value, error) in cases {
        let (left, right) = (region(4), region(4));
        let (mut here, mut there) = (open(&left, &right), open(&right, &left));
        let raw = Raw(Arc::clone(&right));
        let honest = raw.load(field);
        raw.store(field, value);
        assert_eq!(here.poll(), Err(error));
        raw.store(field, honest);
        assert_eq!(
            (there.poll(), here.poll()),
            (Ok(false), Ok(true)),
            "it came to reason"
        );
    }
}

#[test]
fn what_was_sent_before_a_close_is_read() {
    let mut both = connected(5, 0);
    both.here.producer.write(b"last words").expect("open");
    let rings = both.there_bell.rings();
    both.here.close();
    assert!(both.there_bell.rings() > rings, "the peer is told");
    assert_eq!(both.here.producer.write(b"more"), Err(Closed::Here));
    assert_eq!(both.here.consumer.read(&mut [0; 4]), Err(Closed::Here));
    assert_eq!(both.there.producer.write(b"answer"), Err(Closed::Peer));
    let mut bytes = [0; 32];
    assert_eq!(both.there.consumer.read(&mut bytes[..4]), Ok(4));
    assert_eq!(both.there.consumer.read(&mut bytes[4..]), Ok(6));
    assert_eq!(&bytes[..10], b"last words");
    assert_eq!(both.there.consumer.read(&mut bytes), Err(Closed::Peer));
    assert_eq!(both.there.consumer.notify_when(1), Err(Closed::Peer));
    assert_eq!(both.there.consumer.closed(), Some(Closed::Peer));
    both.here.finish();
    assert_eq!(both.there.peer_state(), Some(State::Closed));
}

#[test]
fn either_half_closes_both() {
    let mut both = connected(5, 0);
    both.here.consumer.close();
    assert_eq!(both.here.producer.write(b"x"), Err(Closed::Here));
    let mut both = connected(5, 0);
    both.there.producer.close();
    assert_eq!(both.there.consumer.read(&mut [0]), Err(Closed::Here));
    assert_eq!(both.here.consumer.read(&mut [0]), Err(Closed::Peer));
}

#[test]
fn a_peer_that_began_anew_is_met_anew() {
    let mut both = connected(5, 0xFFFF_FFF0);
    both.here
        .producer
        .write(b"nobody reads this")
        .expect("open");
    both.there.producer.write(b"nor this").expect("open");
    // It dies, and comes back on the same memory; its old self is forgotten.
    let there = open(&both.there_region, &both.here_region);
    assert_eq!(both.here.consumer.read(&mut [0; 9]), Err(Closed::Restarted));
    assert_eq!(both.here.producer.write(b"x"), Err(Closed::Restarted));
    assert_eq!(both.here.producer.undelivered(), 17);
    let here = both.here.reopen(from(3)).expect("a good size");
    assert_eq!((here.epoch(), there.epoch()), (2, 2));
    let (mut here, mut there) = meet(here, there);
    assert_eq!(here.producer.write(b"again"), Ok(5));
    let mut bytes = [0; 9];
    assert_eq!(there.consumer.read(&mut bytes), Ok(5));
    assert_eq!(&bytes[..5], b"again");
}

/// Looks once; what is seen is another one's test.
fn look(opening: &mut Waiting) {
    let _met: Result<bool, OpenError> = opening.poll();
}

#[test]
fn both_may_begin_anew_at_any_time() {
    let (left, right) = (region(4), region(4));
    let (mut here, mut there) = (open(&left, &right), open(&right, &left));
    for turn in 0..100_u32 {
        match turn % 5 {
            0 => here = open(&left, &right),
            1 | 3 => look(&mut here),
            2 if turn % 2 == 0 => there = open(&right, &left),
            _ => look(&mut there),
        }
    }
    let (mut here, mut there) = meet(open(&left, &right), open(&right, &left));
    assert_eq!(here.producer.write(b"both"), Ok(4));
    assert_eq!(there.consumer.filled(), Ok(4));
}

#[test]
fn a_heart_is_seen_to_beat() {
    let mut both = connected(4, 0);
    let before = both.there.peer_heartbeat();
    both.here.beat();
    assert_ne!(both.there.peer_heartbeat(), before);
}

#[test]
fn who_knows_of_a_death_says_so() {
    let mut both = connected(4, 0);
    both.here.producer.write(b"lost").expect("open");
    both.here.producer.peer_gone();
    assert_eq!(both.here.producer.write(b"x"), Err(Closed::Gone));
    assert_eq!(both.here.producer.undelivered(), 4);
}

#[test]
fn a_life_is_numbered_by_who_lives_it() {
    let Both {
        here, here_region, ..
    } = connected(8, 0);
    let epoch = here.epoch();
    // Whoever can write this side's pages has it begin its old life again, or one that never was.
    Raw(here_region).store(Field::Epoch, epoch.wrapping_sub(1));
    let again = here.reopen(from(0)).expect("a good size");
    assert_eq!(again.epoch(), epoch + 1);
}
