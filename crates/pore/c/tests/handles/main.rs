//! Handles, rights and results, as a caller of the functions sees them.

mod common;
mod hostile;
mod invalid;

use std::thread;

use pore::layout::Field;
use pore_c::abi::*;
use pore_c::types::*;

use common::{NET, alone, attach, create, pair, pop, push, scribble, space, stats, try_create};

#[test]
fn t6_full_and_empty_are_told_and_counted() {
    let _alone = alone();
    let [(one, left, _), (two, right, _)] = pair(HAL_SLOT_CMD);
    assert_eq!(pop(right), Err(HalResult::Empty));
    for number in 0..8 {
        assert_eq!(push(left, number), HalResult::Ok);
    }
    assert_eq!(push(left, 8), HalResult::Full);
    assert_eq!(hal_channel_wait(left, HAL_WRITE, 0), HalResult::Empty);
    assert_eq!(hal_channel_wait(right, HAL_READ, 0), HalResult::Ok);
    for number in 0..8 {
        assert_eq!(pop(right), Ok(number));
    }
    assert_eq!(pop(right), Err(HalResult::Empty));
    let done = stats(left);
    assert_eq!((done.pushed, done.full, done.connected), (8, 1, 1));
    assert_eq!((stats(right).popped, stats(right).why), (8, HAL_WHY_OPEN));
    assert_eq!(hal_space_close(one), HalResult::Ok);
    assert_eq!(pop(right), Err(HalResult::Closed));
    assert_eq!(stats(right).why, HAL_WHY_PEER);
    assert_eq!(hal_space_close(two), HalResult::Ok);
}

#[test]
fn t14_a_handle_is_stale_after_its_slot_is_used_again() {
    let _alone = alone();
    let space = space(HAL_READ | HAL_WRITE);
    let mut stale = Vec::new();
    for _ in 0..600 {
        let (channel, _) = create(space, HAL_SLOT_CMD);
        assert_eq!(
            push(channel, 1),
            HalResult::Full,
            "the peer is not there yet"
        );
        assert!(!stale.contains(&channel), "no handle comes back");
        for old in stale.iter().rev().take(3) {
            assert_eq!(push(*old, 1), HalResult::Stale);
            assert_eq!(pop(*old), Err(HalResult::Stale));
            assert_eq!(hal_channel_close(*old), HalResult::Stale);
            assert_eq!(hal_channel_wait(*old, HAL_READ, 0), HalResult::Stale);
        }
        assert_eq!(hal_channel_close(channel), HalResult::Ok);
        stale.push(channel);
    }
    let slots = |handle: &u64| (handle & 0xFF) as u8;
    let first = stale.first().map(slots);
    assert!(
        stale.iter().all(|handle| Some(slots(handle)) == first),
        "one slot was used again"
    );
    assert_eq!(hal_space_close(space), HalResult::Ok);
    assert_eq!(hal_space_close(space), HalResult::Stale);
    assert_eq!(hal_space_grant(space, NET, 1), HalResult::Stale);
}

#[test]
fn t14_a_foreign_handle_is_stale() {
    let _alone = alone();
    let [(one, left, _), (two, right, _)] = pair(HAL_SLOT_CMD);
    let address = std::ptr::from_ref(&left).addr() as u64;
    let others = [
        0,
        1,
        u64::MAX,
        one,
        address,
        0x8300_0000,
        left & 0xFFFF_FFFF,
    ];
    let near = [left ^ 1 << 63, left ^ 1 << 32, left ^ 0x100, left ^ 0x80];
    for handle in others.into_iter().chain(near) {
        assert_eq!(push(handle, 1), HalResult::Stale, "{handle:#x}");
        assert_eq!(hal_channel_close(handle), HalResult::Stale);
    }
    assert_eq!(hal_space_close(left), HalResult::Stale, "it is no space");
    assert_eq!(push(left, 7), HalResult::Ok);
    assert_eq!(pop(right), Ok(7));
    assert_eq!(hal_space_close(one), HalResult::Ok);
    assert_eq!(hal_space_close(two), HalResult::Ok);
    assert_eq!(push(left, 1), HalResult::Stale, "it went with its space");
}

#[test]
fn rights_count_at_once() {
    let _alone = alone();
    let [(one, left, _), (two, right, _)] = pair(HAL_SLOT_CMD);
    assert_eq!(
        try_create(one, 0x2000, HAL_SLOT_CMD, 8).map(|_| ()),
        Err(HalResult::Denied)
    );
    assert_eq!(push(left, 1), HalResult::Ok);
    assert_eq!(hal_space_grant(one, NET, HAL_READ), HalResult::Ok);
    assert_eq!(push(left, 2), HalResult::Denied);
    assert_eq!(pop(left), Err(HalResult::Empty));
    assert_eq!(hal_channel_wait(left, HAL_WRITE, 0), HalResult::Denied);
    assert_eq!(hal_space_grant(one, NET, HAL_WRITE), HalResult::Ok);
    assert_eq!(push(left, 3), HalResult::Ok);
    assert_eq!(pop(left), Err(HalResult::Denied));
    assert_eq!(hal_space_grant(one, NET, 0), HalResult::Ok);
    assert_eq!(push(left, 4), HalResult::Denied);
    assert_eq!(stats(left).denied, 4);
    assert_eq!((pop(right), pop(right)), (Ok(1), Ok(3)));
    assert_eq!(pop(right), Err(HalResult::Empty));
    for id in 0..64 {
        assert_eq!(
            hal_space_grant(two, 0x10_000 + id, HAL_READ),
            match id {
                63 => HalResult::Exhausted,
                _ => HalResult::Ok,
            }
        );
    }
    assert_eq!(hal_space_close(one), HalResult::Ok);
    assert_eq!(hal_space_close(two), HalResult::Ok);
}

#[test]
fn a_peer_that_lies_is_a_typed_close() {
    let _alone = alone();
    for (field, value, why) in [
        (Field::Prod, 257, HAL_WHY_PROTOCOL),
        (Field::Prod, 31, HAL_WHY_PROTOCOL),
        (Field::State, 99, HAL_WHY_PROTOCOL),
        (Field::Epoch, 77, HAL_WHY_RESTARTED),
    ] {
        let [(one, left, _), (two, right, given)] = pair(HAL_SLOT_CMD);
        assert_eq!(push(left, 5), HalResult::Ok);
        assert_eq!((pop(right), pop(left)), (Ok(5), Err(HalResult::Empty)));
        scribble(&given, field, value);
        assert_eq!(pop(left), Err(HalResult::Closed));
        assert_eq!(push(left, 6), HalResult::Closed);
        assert_eq!((stats(left).why, stats(left).connected), (why, 0));
        assert_eq!(hal_space_close(one), HalResult::Ok);
        assert_eq!(hal_space_close(two), HalResult::Ok);
    }
}

#[test]
fn a_peer_that_dies_is_followed_by_another() {
    let _alone = alone();
    let [(one, left, to_peer), (two, right, _)] = pair(HAL_SLOT_CMD);
    assert_eq!(push(left, 1), HalResult::Ok);
    assert_eq!(hal_channel_peer_gone(left), HalResult::Ok);
    assert_eq!(push(left, 2), HalResult::Closed);
    assert_eq!(stats(left).why, HAL_WHY_GONE);
    assert_eq!(hal_channel_close(right), HalResult::Ok);
    let (next, given) = create(two, HAL_SLOT_CMD);
    assert_eq!(attach(left, &given), HalResult::Ok);
    assert_eq!(attach(next, &to_peer), HalResult::Ok);
    assert_eq!(push(left, 3), HalResult::Ok);
    assert_eq!(pop(next), Ok(3), "nothing of the life before");
    assert_eq!(stats(left).pushed, 2, "counted through all epochs");
    let (other, given) = create(two, HAL_SLOT_ION);
    assert_eq!(attach(left, &given), HalResult::Ok);
    let _met = attach(other, &to_peer);
    assert_eq!(push(left, 4), HalResult::Closed, "it means other packets");
    assert_eq!(stats(left).why, HAL_WHY_MISMATCH);
    assert_eq!(hal_space_close(one), HalResult::Ok);
    assert_eq!(hal_space_close(two), HalResult::Ok);
}

#[test]
fn threads_share_a_handle_and_one_closes_it() {
    let _alone = alone();
    let [(one, left, _), (two, right, _)] = pair(HAL_SLOT_CMD);
    let pushing: Vec<_> = (0..3)
        .map(|_| {
            thread::spawn(move || {
                let mut pushed = 0;
                while pushed < 1000 {
                    match push(left, 1) {
                        HalResult::Ok => pushed += 1,
                        why => assert_eq!(why, HalResult::Full),
                    }
                }
            })
        })
        .collect();
    let mut popped = 0;
    while popped < 3000 {
        match pop(right) {
            Ok(number) => popped += number,
            Err(why) => assert_eq!(why, HalResult::Empty),
        }
    }
    for thread in pushing {
        thread.join().expect("no panic");
    }
    assert_eq!((stats(left).pushed, stats(right).popped), (3000, 3000));
    let waiting = thread::spawn(move || hal_channel_wait(right, HAL_READ, 60_000));
    assert_eq!(hal_channel_close(left), HalResult::Ok);
    let woken = waiting.join().expect("no panic");
    assert!(
        matches!(woken, HalResult::Ok | HalResult::Closed),
        "{woken:?}"
    );
    assert_eq!(hal_space_close(one), HalResult::Ok);
    assert_eq!(hal_space_close(two), HalResult::Ok);
}

#[test]
fn one_thread_at_a_time_waits_at_a_channel() {
    let _alone = alone();
    let [(one, left, _given), (two, right, _other)] = pair(HAL_SLOT_CMD);
    let waiting = thread::spawn(move || {
        loop {
            match hal_channel_wait(right, HAL_READ, 60_000) {
                // The other one has just looked.
                HalResult::Busy => thread::yield_now(),
                result => return result,
            }
        }
    });
    let second = || hal_channel_wait(right, HAL_READ, 0);
    while second() != HalResult::Busy {
        thread::yield_now();
    }
    assert_eq!(push(left, 1), HalResult::Ok);
    assert_eq!(waiting.join().expect("no panic"), HalResult::Ok, "its ring");
    // Now it is free for others, whether the time is up or there is something.
    assert_eq!(second(), HalResult::Ok);
    assert_eq!(pop(right), Ok(1));
    for _ in 0..2 {
        assert_eq!(second(), HalResult::Empty);
    }
    for space in [one, two] {
        assert_eq!(hal_space_close(space), HalResult::Ok);
    }
}

#[test]
fn when_the_table_is_full_nothing_is_left_open() {
    let _alone = alone();
    let space = space(HAL_READ);
    let open = || {
        std::fs::read_dir("/proc/self/fd")
            .expect("it is there")
            .count()
    };
    let before = open();
    let channels: Vec<_> =
        std::iter::from_fn(|| try_create(space, NET, HAL_SLOT_ION, 5).ok()).collect();
    assert_eq!(channels.len(), 256);
    let refused = try_create(space, NET, HAL_SLOT_ION, 5).map(|_| ());
    assert_eq!(refused, Err(HalResult::Exhausted));
    assert_eq!(hal_space_close(space), HalResult::Ok);
    assert!(
        channels
            .iter()
            .all(|(channel, _)| push(*channel, 1) == HalResult::Stale)
    );
    drop(channels);
    assert_eq!(open(), before);
}
