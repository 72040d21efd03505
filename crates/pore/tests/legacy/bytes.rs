//! Straws and the store's ring between honest ends.

use std::sync::atomic::Ordering::Relaxed;

use pore::legacy::{ByteEnd, RingCorrupt, Role, StrawPages, Word, XenstorePage};
use proptest::prelude::*;

/// What a ring of each layout holds.
const STRAW: usize = 16375;
const STORE: usize = 1024;

/// Moves one lot after the other through a ring, by sizes that do not divide it.
fn goes_through(from: &mut ByteEnd<'_>, to: &mut ByteEnd<'_>, capacity: usize) {
    let data: Vec<u8> = (0..5 * capacity).map(|n| (n % 251) as u8).collect();
    let (mut sent, mut received) = (0, Vec::new());
    let mut buffer = vec![0; capacity];
    for turn in 0.. {
        let end = data.len().min(sent + turn % 77 + 1);
        sent += from.write(&data[sent..end]).unwrap();
        let room = turn % 55;
        let read = to.read(&mut buffer[..room]).unwrap();
        received.extend_from_slice(&buffer[..read]);
        if received.len() == data.len() {
            break;
        }
    }
    assert!(received == data);
}

#[test]
fn t5_indices_of_the_store_begin_anywhere() {
    for start in [0, 0xFFFF_FFF0, u32::MAX, 1023, 0x8000_0000] {
        let mut page = Box::new(XenstorePage::new());
        for word in [
            &page.req_prod,
            &page.req_cons,
            &page.rsp_prod,
            &page.rsp_cons,
        ] {
            word.store(start, Relaxed);
        }
        let (mut client, mut store) = page.ends().unwrap();
        assert_eq!(client.avail(), Ok((0, STORE)));
        goes_through(&mut client, &mut store, STORE);
        goes_through(&mut store, &mut client, STORE);
        let moved = start.wrapping_add(5 * STORE as u32);
        assert_eq!(page.req_prod.load(Relaxed), moved);
        assert_eq!(page.rsp_cons.load(Relaxed), moved);
    }
}

#[test]
fn t5_indices_of_a_straw_begin_anywhere_below_its_size() {
    for start in [0, 1, 16375] {
        let mut pages = Box::new(StrawPages::new());
        for word in [
            &pages.in_prod,
            &pages.in_cons,
            &pages.out_prod,
            &pages.out_cons,
        ] {
            word.store(start, Relaxed);
        }
        let (mut active, mut passive) = pages.ends().unwrap();
        goes_through(&mut active, &mut passive, STRAW);
        goes_through(&mut passive, &mut active, STRAW);
    }
    for value in [16376, 0xFFFF_FFF0] {
        let mut pages = Box::new(StrawPages::new());
        pages.in_prod.store(value, Relaxed);
        pages.in_cons.store(value, Relaxed);
        let word = Word::Producer;
        let corrupt = RingCorrupt { word, value };
        assert_eq!(
            StrawPages::attach(&mut pages, Role::Passive).err(),
            Some(corrupt)
        );
    }
}

/// Fills a ring to its end and empties it, wherever its indices stand.
fn fills_and_empties(from: &mut ByteEnd<'_>, to: &mut ByteEnd<'_>, capacity: usize) {
    let mut buffer = vec![0; capacity + 1];
    assert_eq!(to.read(&mut buffer), Ok(0), "empty");
    let data = vec![7; capacity + 1];
    assert_eq!(from.write(&data), Ok(capacity), "one too many");
    assert_eq!(from.write(&data), Ok(0), "full");
    assert_eq!(from.avail().unwrap().1, 0);
    assert_eq!(to.avail().unwrap().0, capacity);
    assert_eq!(to.read(&mut buffer[..1]), Ok(1));
    let (free, left) = (from.avail().unwrap().1, to.avail().unwrap().0);
    assert_eq!((free, left), (1, capacity - 1));
    assert_eq!(to.read(&mut buffer), Ok(capacity - 1));
    assert_eq!(to.read(&mut buffer), Ok(0));
    assert_eq!(from.write(&data[..capacity]), Ok(capacity));
    assert_eq!(to.read(&mut buffer), Ok(capacity));
}

#[test]
fn t6_full_and_empty() {
    let mut page = Box::new(XenstorePage::new());
    let (mut client, mut store) = page.ends().unwrap();
    fills_and_empties(&mut client, &mut store, STORE);
    fills_and_empties(&mut store, &mut client, STORE);
    let mut pages = Box::new(StrawPages::new());
    let (mut active, mut passive) = pages.ends().unwrap();
    fills_and_empties(&mut active, &mut passive, STRAW);
    fills_and_empties(&mut passive, &mut active, STRAW);
}

#[test]
fn an_end_goes_on_where_the_last_one_stopped() {
    let mut pages = Box::new(StrawPages::new());
    let (mut active, _) = pages.ends().unwrap();
    assert_eq!(active.write(b"before"), Ok(6));
    let mut passive = StrawPages::attach(&mut pages, Role::Passive).unwrap();
    let mut buffer = [0; 3];
    assert_eq!(passive.read(&mut buffer), Ok(3));
    let mut again = StrawPages::attach(&mut pages, Role::Passive).unwrap();
    assert_eq!(again.read(&mut buffer), Ok(3));
    assert_eq!(&buffer, b"ore");
}

#[test]
fn the_two_ends_may_be_two_threads() {
    let page: &'static mut XenstorePage = Box::leak(Box::new(XenstorePage::new()));
    page.req_prod.store(0xFFFF_FF00, Relaxed);
    page.req_cons.store(0xFFFF_FF00, Relaxed);
    let (client, store) = page.ends().unwrap();
    let ((mut sender, _), (_, mut receiver)) = (client.split(), store.split());
    let writer = std::thread::spawn(move || {
        let mut next = 0_u32;
        while next < 20_000 {
            if sender.room().unwrap() < 4 {
                std::thread::yield_now();
                continue;
            }
            assert_eq!(sender.write(&next.to_le_bytes()), Ok(4));
            next += 1;
        }
    });
    let mut word = [0; 4];
    for expected in 0..20_000_u32 {
        while receiver.available().unwrap() < 4 {
            std::thread::yield_now();
        }
        assert_eq!(receiver.read(&mut word), Ok(4));
        assert_eq!(u32::from_le_bytes(word), expected);
    }
    writer.join().unwrap();
}

proptest! {
    /// Against a queue of the standard library, from any start.
    #[test]
    fn a_ring_is_a_queue(
        start: u32,
        steps in prop::collection::vec((any::<bool>(), 0_usize..1500), 1..60),
    ) {
        let mut page = Box::new(XenstorePage::new());
        page.req_prod.store(start, Relaxed);
        page.req_cons.store(start, Relaxed);
        let (mut client, mut store) = page.ends().unwrap();
        let mut queue = std::collections::VecDeque::new();
        let mut next = 0_u8;
        for (writes, count) in steps {
            if writes {
                let data: Vec<u8> = (0..count).map(|n| next.wrapping_add(n as u8)).collect();
                let written = client.write(&data).unwrap();
                prop_assert_eq!(written, count.min(STORE - queue.len()));
                queue.extend(&data[..written]);
                next = next.wrapping_add(written as u8);
            } else {
                let mut buffer = vec![0; count];
                let read = store.read(&mut buffer).unwrap();
                let expected: Vec<u8> = queue.drain(..count.min(queue.len())).collect();
                prop_assert_eq!(&buffer[..read], &expected[..]);
            }
        }
    }
}
