//! A peer that writes anything, while all functions are called.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use fuzz_testing::Random;
use pore::layout::Field;
use pore_c::abi::*;
use pore_c::types::*;

use crate::common::{Given, alone, attach, base, pair, pop, push, set, stats};

const ROUNDS: u64 = 60;
const VALUES: [u32; 8] = [
    0,
    1,
    256,
    257,
    i32::MAX as u32,
    1 << 31,
    u32::MAX,
    0x1234_5678,
];

/// Says that it is over, whether it went well or not.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Writes into any word of a side's region, until it is over.
fn scribbles(given: &Given, seed: u64, is_over: &AtomicBool) {
    let (base, mut random) = (base(given), Random::new(seed));
    while !is_over.load(Ordering::Relaxed) {
        let field = Field::ALL[random.below(Field::ALL.len())];
        let value = match random.below(3) {
            0 => VALUES[random.below(VALUES.len())],
            1 => random.below(64) as u32,
            _ => random.next_number() as u32,
        };
        set(base, field, value);
        thread::yield_now();
    }
}

/// Calls everything for a while; how often it was done, refused, and over.
fn works(channel: u64, peer: &Given) -> [u64; 3] {
    let (until, mut told) = (Instant::now() + Duration::from_millis(10), [0; 3]);
    while Instant::now() < until {
        let results = [
            push(channel, 5),
            pop(channel).err().unwrap_or(HalResult::Ok),
            hal_channel_wait(channel, HAL_READ | HAL_WRITE, 1),
        ];
        assert!(stats(channel).why <= HAL_WHY_MISMATCH);
        for result in results {
            match result {
                HalResult::Ok => told[0] += 1,
                HalResult::Full | HalResult::Empty => told[1] += 1,
                HalResult::Closed => {
                    told[2] += 1;
                    // Begins anew, with whatever stands in the peer's pages.
                    let begun = attach(channel, peer);
                    assert!(matches!(begun, HalResult::Ok | HalResult::Closed));
                }
                other => panic!("{other:?}"),
            }
        }
    }
    told
}

#[test]
fn t7_any_word_is_a_packet_a_refusal_or_a_typed_close() {
    let _alone = alone();
    let open = || std::fs::read_dir("/proc/self/fd").expect("/proc").count();
    let (before, mut all) = (open(), [0; 3]);
    for round in 1..=ROUNDS {
        let [(one, left, to_right), (two, right, given)] = pair(HAL_SLOT_CMD);
        assert_eq!((push(left, 1), pop(right)), (HalResult::Ok, Ok(1)));
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| scribbles(&given, round, &is_over));
            let ends = Ends(&is_over);
            let told = works(left, &given);
            drop(ends);
            all = [0, 1, 2].map(|kind| all[kind] + told[kind]);
        });
        for space in [one, two] {
            assert_eq!(hal_space_close(space), HalResult::Ok);
        }
        drop((to_right, given));
    }
    assert_eq!(open(), before, "nothing is left open");
    println!("done, refused, over: {all:?}");
    assert!(all.iter().all(|count| *count > ROUNDS), "{all:?}");
    // The damage is over with its channels.
    let [(one, left, _), (two, right, _)] = pair(HAL_SLOT_CMD);
    assert_eq!((push(left, 9), pop(right)), (HalResult::Ok, Ok(9)));
    for space in [one, two] {
        assert_eq!(hal_space_close(space), HalResult::Ok);
    }
}
