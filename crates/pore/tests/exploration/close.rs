//! What was sent before a close is read, and nobody sleeps through it.

use loom::thread;
use loom_testing::require;
use pore::layout::Field;
use pore::memory::Raw;
use pore::model::Order;
use pore::ring::{Closed, Protocol, Wake};

use super::explore::{Ends, Slot, Taker, expect_caught, explore};

/// One side sends so many slots and closes, the other reads until it hears so.
fn farewell(slots: u8) -> impl Fn(Ends) {
    move |ends| {
        let mut sender = ends.sender;
        let (mut taker, bell) = (ends.taker, ends.taker_bell);
        let sending = thread::spawn(move || {
            for slot in 1..=slots {
                let wrote = sender.write_slots(&[[slot; size_of::<Slot>()]]);
                assert_eq!(wrote, Ok(1), "there is room for all");
            }
            sender.close();
        });
        let taking = thread::spawn(move || {
            let mut taken = Vec::new();
            loop {
                let mut slot = [[0; size_of::<Slot>()]];
                match taker.read_slots(&mut slot) {
                    Ok(1) => taken.push(slot[0][0]),
                    Ok(_) if taker.notify_when(1) == Ok(Wake::Armed) => bell.wait(),
                    Ok(_) => {}
                    Err(why) => break (taken, why),
                }
            }
        });
        sending.join().expect("sent");
        let all: Vec<u8> = (1..=slots).collect();
        assert_eq!(taking.join().expect("taken"), (all, Closed::Peer));
    }
}

/// The taker closes while the other sends, and sleeps when there is no room.
fn refusal(ends: Ends) {
    let (mut sender, bell) = (ends.sender, ends.sender_bell);
    let mut taker = ends.taker;
    let sending = thread::spawn(move || {
        loop {
            match sender.write_slots(&[[1; size_of::<Slot>()]]) {
                Ok(0) if sender.notify_when(1) == Ok(Wake::Armed) => bell.wait(),
                Ok(_) => {}
                Err(why) => break why,
            }
        }
    });
    let taking = thread::spawn(move || {
        let mut slot = [[0; size_of::<Slot>()]];
        let read = taker.read_slots(&mut slot);
        taker.close();
        read
    });
    assert!(taking.join().expect("taken").is_ok());
    assert_eq!(sending.join().expect("sent"), Closed::Peer);
}

#[test]
fn what_was_sent_before_a_close_is_read() {
    let one = explore(None, farewell(1));
    require("a slot and a close", one, 100);
    let two = explore(Some(3), farewell(2));
    require("2 slots and a close, 3 preemptions", two, 1_000);
}

#[test]
fn a_close_wakes_who_waits_for_room() {
    let executions = explore(Some(2), refusal);
    require("a close by who reads, 2 preemptions", executions, 1_000);
}

fn take(taker: &mut Taker) {
    let mut slot = [[0; size_of::<Slot>()]];
    assert_eq!(taker.read_slots(&mut slot), Ok(1));
}

/// One side finds that the other lies, and the other hears what it is accused of.
fn accusation(ends: Ends) {
    let (mut sender, mut taker) = (ends.sender, ends.taker);
    let bell = ends.taker_bell;
    let slot = [[1; size_of::<Slot>()]];
    assert_eq!(sender.write_slots(&slot), Ok(1));
    Raw(taker.region()).store(Field::Cons, 5);
    let sending = thread::spawn(move || sender.free());
    let taking = thread::spawn(move || {
        loop {
            match taker.notify_when(2 * size_of::<Slot>() as u32) {
                Ok(Wake::Armed) => bell.wait(),
                Ok(Wake::Now(_)) => take(&mut taker),
                Err(why) => break why,
            }
        }
    });
    let lied = Closed::Protocol(Protocol::RingIndex);
    assert_eq!(sending.join().expect("looked"), Err(lied));
    let code = Protocol::RingIndex.code();
    assert_eq!(taking.join().expect("heard"), Closed::PeerError(code));
}

#[test]
fn who_is_accused_hears_of_what() {
    let executions = explore(None, accusation);
    require("a lie and its answer", executions, 50);
}

#[test]
fn each_ordering_of_a_close_is_needed() {
    expect_caught(Order::ObserveState, || explore(None, farewell(1)));
    expect_caught(Order::PublishState, || explore(None, accusation));
}
