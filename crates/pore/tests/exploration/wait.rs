//! W7: who waits for two pores is woken by either, and by both.

use std::sync::Arc;

use loom::thread;
use loom_testing::{expect_caught, explore, require};
use pore::any::{AnyPore, Wanted};
use pore::model::{self, Order};
use pore::ring::{Config, Link, Opening};
use pore::wait::{self, Waited};

use super::explore::{Bell, Shared, region};

type Side = Link<Shared, Shared, Bell>;

/// A pore between one who rings this bell, and one whom nobody has to ring for.
fn pair(bell: &Bell) -> (Side, Side) {
    let (left, right) = (region(), region());
    let (mine, peer) = (Arc::clone(&left), Arc::clone(&right));
    let config = Config::default();
    let mut here = Opening::new(mine, peer, Bell::new(), config).expect("a size");
    let mut there = Opening::new(right, left, bell.clone(), config).expect("a size");
    while !(here.poll().expect("honest") & there.poll().expect("honest")) {}
    let connected = |side: Opening<_, _, _>| side.link().ok().expect("connected");
    (connected(here), connected(there))
}

/// Two threads send to one, which waits for any of its pores, or for all, and then for the rest.
fn two_to_one(all: bool) -> impl Fn() {
    move || {
        let bell = Bell::new();
        let ((mut one, its_peer), (mut other, its_end)) = (pair(&bell), pair(&bell));
        let send = |mut side: Side| {
            thread::spawn(move || {
                assert_eq!(AnyPore::write(&mut side, &[1; 8]), Ok(8));
                side
            })
        };
        let senders = [send(its_peer), send(its_end)];
        let mut pores = [&mut one, &mut other].map(|pore| Waited::new(pore, Wanted::INPUT));
        if all {
            while !wait::all(&mut pores) {
                bell.wait();
            }
        } else {
            while !wait::any(&mut pores) {
                bell.wait();
            }
        }
        let ready = pores.iter().filter(|pore| pore.ready().is_some()).count();
        assert!(ready == 2 || (ready == 1 && !all));
        for sender in senders {
            sender.join().expect("sent");
        }
    }
}

#[test]
fn w7_either_of_two_wakes() {
    let any = explore(Some(2), two_to_one(false));
    require("any of 2 pores, 2 preemptions", any, 1_000);
    let all = explore(Some(2), two_to_one(true));
    require("all of 2 pores, 2 preemptions", all, 1_000);
}

#[test]
fn w7_each_fence_is_needed() {
    for order in [Order::BeforeBell, Order::BeforeSleep] {
        for all in [false, true] {
            let scenario = || explore(Some(3), two_to_one(all));
            expect_caught(order, model::weaken, scenario);
        }
    }
}

/// A peer writes and leaves while both directions are looked at.
fn leaves_something() {
    let ((mut here, mut peer), bytes) = (pair(&Bell::new()), [1; 8]);
    let sender = thread::spawn(move || {
        assert_eq!(AnyPore::write(&mut peer, &bytes), Ok(8));
        AnyPore::close(&mut peer);
    });
    // It is not over before that was read.
    assert!(here.avail().is_ok(), "{:?}", here.avail());
    sender.join().expect("sent");
    assert_eq!(here.avail().map(|avail| avail.filled), Ok(8));
}

#[test]
fn who_looks_sees_what_came_before_the_end() {
    let looks = explore(Some(3), leaves_something);
    require("a look at both directions, 3 preemptions", looks, 10);
}
