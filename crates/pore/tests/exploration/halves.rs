//! Both halves of a side hear of it when one of them ends the pore.

use std::sync::Arc;

use loom::thread;
use loom_testing::{explore, require};
use pore::doorbell::Doorbell;
use pore::layout::Field;
use pore::memory::Raw;
use pore::ring::{Closed, Config, Consumer, Link, Opening, Producer, Protocol, Wake};

use super::explore::{Bell, Shared, region};

/// The peer's bell, and where a half of this side sleeps.
#[derive(Clone)]
struct Ours {
    peers: Bell,
    own: Bell,
}

impl Doorbell for Ours {
    fn ring(&self) {
        self.peers.ring();
    }

    fn ring_end(&self) {
        self.ring();
        self.own.ring();
    }
}

type Sends = Producer<Shared, Shared, Ours>;
type Takes = Consumer<Shared, Shared, Ours>;

/// The halves of a side, and where they sleep. The peer writes what it likes.
fn side() -> (Sends, Takes, Bell, Raw<Shared>) {
    let (left, right) = (region(), region());
    let (mine, peer) = (Arc::clone(&left), Arc::clone(&right));
    let own = Bell::new();
    let bells = Ours {
        peers: Bell::new(),
        own: own.clone(),
    };
    let config = Config::default();
    let mut here = Opening::new(mine, peer, bells, config).expect("a size");
    let mut there = Opening::new(Arc::clone(&right), left, Bell::new(), config).expect("a size");
    while !(here.poll().expect("honest") & there.poll().expect("honest")) {}
    let Link {
        producer, consumer, ..
    } = here.link().ok().expect("connected");
    (producer, consumer, own, Raw(right))
}

/// Sleeps until it hears why it is over.
fn sleeps(bell: &Bell, mut asks: impl FnMut() -> Result<Wake, Closed>) -> Closed {
    loop {
        match asks() {
            Ok(Wake::Armed) => bell.wait(),
            Ok(Wake::Now(count)) => panic!("{count} bytes are there"),
            Err(why) => return why,
        }
    }
}

/// Who sends closes, or finds that the peer lies; who takes sleeps.
fn sender_ends(lies: bool) {
    let (mut producer, mut consumer, bell, peer) = side();
    assert_eq!(producer.write(&[1; 8]), Ok(8));
    if lies {
        peer.store(Field::Cons, 9);
    }
    let taking = thread::spawn(move || sleeps(&bell, || consumer.notify_when(1)));
    let sending = thread::spawn(move || {
        let free = producer.free().map(drop);
        producer.close();
        free
    });
    let lied = Closed::Protocol(Protocol::RingIndex);
    let (found, heard) = if lies {
        (Err(lied), lied)
    } else {
        (Ok(()), Closed::Here)
    };
    assert_eq!(sending.join().expect("ended"), found);
    assert_eq!(taking.join().expect("heard"), heard);
}

/// Who takes closes; who sends sleeps, as there is no room.
fn taker_ends() {
    let (mut producer, mut consumer, bell, _peer) = side();
    assert_eq!(producer.write(&[1; 16]), Ok(16));
    let sending = thread::spawn(move || sleeps(&bell, || producer.notify_when(1)));
    let taking = thread::spawn(move || consumer.close());
    taking.join().expect("ended");
    assert_eq!(sending.join().expect("heard"), Closed::Here);
}

#[test]
fn a_half_that_ends_it_wakes_the_other() {
    for lies in [false, true] {
        let executions = explore(None, move || sender_ends(lies));
        require("who sends ends it", executions, 10);
    }
    let executions = explore(None, taker_ends);
    require("who takes ends it", executions, 10);
}
