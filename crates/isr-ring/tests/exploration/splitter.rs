//! Of all who ask a splitter, at most one is told yes.

use std::sync::Arc;

use isr_ring::model::{Order, Splitter};
use loom::thread;

use super::explore::{check, expect_caught};

fn ask(threads: usize) -> usize {
    check(Some(3), move || {
        let splitter = Arc::new(Splitter::new());
        splitter.prepare();
        let asking: Vec<_> = (0..threads)
            .map(|_| Arc::clone(&splitter))
            .map(|splitter| thread::spawn(move || splitter.take()))
            .collect();
        let answers = asking
            .into_iter()
            .map(|thread| thread.join().expect("asked"));
        assert!(answers.filter(|yes| *yes).count() <= 1, "two were told yes");
        assert!(!splitter.take(), "the door is closed");
    })
}

#[test]
fn at_most_one_is_told_yes() {
    for threads in [1, 2, 3] {
        println!("{threads} ask at a splitter: {} executions", ask(threads));
    }
}

#[test]
fn each_fence_is_needed() {
    for order in [Order::BehindName, Order::BehindDoor] {
        expect_caught(order, || ask(2));
    }
}
