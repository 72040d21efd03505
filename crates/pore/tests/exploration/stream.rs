//! Slots come out in order, each once, and none before it is whole.

use loom::thread;
use loom_testing::require;
use pore::model::Order;

use super::explore::{Ends, Slot, expect_caught, explore};

/// One side writes so many slots into two places, the other reads as often.
fn overflow(slots: u8) -> impl Fn(Ends) {
    move |ends| {
        let Ends {
            mut sender,
            mut taker,
            ..
        } = ends;
        let sending = thread::spawn(move || {
            let fits = |slot: &u8| sender.write_slots(&[[*slot; size_of::<Slot>()]]) == Ok(1);
            (1..=slots).filter(fits).collect::<Vec<u8>>()
        });
        let taking = thread::spawn(move || {
            let mut taken = Vec::new();
            for _ in 0..slots {
                let mut slot = [[0; size_of::<Slot>()]];
                if taker.read_slots(&mut slot) == Ok(1) {
                    assert!(slot[0].iter().all(|byte| *byte == slot[0][0]));
                    taken.push(slot[0][0]);
                }
            }
            (taker, taken)
        });
        let sent = sending.join().expect("sent");
        let (mut taker, mut taken) = taking.join().expect("taken");
        let mut rest = [[0; size_of::<Slot>()]; 2];
        let count = taker.read_slots(&mut rest).expect("open");
        taken.extend(rest[..count].iter().map(|slot| slot[0]));
        assert_eq!(taken, sent);
    }
}

#[test]
fn slots_in_order_each_once() {
    let three = explore(None, overflow(3));
    require("3 slots through 2 places", three, 1_000);
    let four = explore(Some(4), overflow(4));
    require("4 slots through 2 places, 4 preemptions", four, 1_000);
}

#[test]
fn each_ordering_is_needed() {
    use Order::{ObserveCons, ObserveProd, PublishCons, PublishProd};
    for order in [PublishProd, ObserveProd, PublishCons, ObserveCons] {
        expect_caught(order, || explore(Some(3), overflow(3)));
    }
}
