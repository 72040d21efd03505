//! T13: no wake-up is lost, whoever falls asleep, whatever it waits for.

use loom::thread;
use loom_testing::require;
use pore::model::Order;
use pore::ring::Wake;

use super::explore::{Bell, Ends, Sender, Slot, Taker, expect_caught, explore};

const SLOT: u32 = size_of::<Slot>() as u32;

fn send(sender: &mut Sender, bell: &Bell, slot: u8, room: u32) {
    while sender.write_slots(&[[slot; size_of::<Slot>()]]) == Ok(0) {
        if sender.notify_when(room) == Ok(Wake::Armed) {
            bell.wait();
        }
    }
}

/// Waits until there are so many slots, and takes all that there are.
fn take(taker: &mut Taker, bell: &Bell, slots: u32) -> Vec<u8> {
    while taker.notify_when(slots * SLOT) == Ok(Wake::Armed) {
        bell.wait();
    }
    let mut read = [[0; size_of::<Slot>()]; 2];
    let count = taker.read_slots(&mut read).expect("open");
    assert!(count >= slots as usize, "woken for what it waited for");
    read[..count].iter().map(|slot| slot[0]).collect()
}

/// Both sleep; the taker wants so many slots at a time, the sender so much room.
fn sleepy(slots: u8, at_a_time: u32, room: u32) -> impl Fn(Ends) {
    move |ends| {
        let (mut sender, sender_bell) = (ends.sender, ends.sender_bell);
        let (mut taker, taker_bell) = (ends.taker, ends.taker_bell);
        let sending = thread::spawn(move || {
            for slot in 1..=slots {
                send(&mut sender, &sender_bell, slot, room * SLOT);
            }
            sender
        });
        let taking = thread::spawn(move || {
            let mut taken = Vec::new();
            while taken.len() < usize::from(slots) {
                taken.extend(take(&mut taker, &taker_bell, at_a_time));
            }
            taken
        });
        sending.join().expect("sent");
        let all: Vec<u8> = (1..=slots).collect();
        assert_eq!(taking.join().expect("taken"), all);
    }
}

#[test]
fn t13_no_wake_up_is_lost() {
    let one = explore(Some(2), sleepy(3, 1, 1));
    require("3 slots, both sleep, 2 preemptions", one, 1_000);
    let two = explore(Some(2), sleepy(2, 2, 1));
    require("2 slots waited for at once, 2 preemptions", two, 100);
    let room = explore(Some(2), sleepy(4, 2, 2));
    require("4 slots, 2 at a time, room for 2 waited for", room, 1_000);
}

#[test]
fn each_fence_is_needed() {
    for order in [Order::BeforeBell, Order::BeforeSleep] {
        expect_caught(order, || explore(Some(3), sleepy(3, 1, 1)));
    }
}
