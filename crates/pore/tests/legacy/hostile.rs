//! Peers that write anything into every word they reach.

use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;

use fuzz_testing::Random;
use pore::legacy::{
    ByteEnd, IonPacket, IonRing, RingCorrupt, Role, Side, StrawPages, Word, XENSTORE_ERROR_RINGIDX,
    XenstorePage,
};

/// What each word is set to, besides random values.
fn values(capacity: u32) -> impl Iterator<Item = u32> {
    let edges = [
        0,
        1,
        capacity,
        capacity + 1,
        i32::MAX as u32,
        1 << 31,
        u32::MAX,
    ];
    let mut random = Random::new(1);
    let more = std::iter::repeat_with(move || random.next_number() as u32);
    edges.into_iter().chain(more.take(300))
}

/// Whether an end's calls stay within bounds, and an error within the end.
fn bounded(end: &mut ByteEnd<'_>, capacity: usize) -> (Option<RingCorrupt>, Option<RingCorrupt>) {
    let mut buffer = vec![0; capacity + 2];
    let data = vec![1; capacity + 2];
    let read = end.read(&mut buffer);
    assert!(read.is_err() || read.unwrap() <= capacity);
    let written = end.write(&data);
    assert!(written.is_err() || written.unwrap() <= capacity);
    for _ in 0..3 {
        if let Err(corrupt) = read {
            assert_eq!(end.read(&mut buffer), Err(corrupt), "for good");
        }
        if let Err(corrupt) = written {
            assert_eq!(end.write(&data), Err(corrupt), "for good");
        }
    }
    (read.err(), written.err())
}

type Words<P> = [fn(&P) -> &AtomicU32; 4];

#[test]
fn t7_any_word_of_a_straw_is_data_or_a_typed_end() {
    let words: Words<StrawPages> = [
        |pages| &pages.in_prod,
        |pages| &pages.in_cons,
        |pages| &pages.out_prod,
        |pages| &pages.out_cons,
    ];
    let mut ended = 0;
    for (at, word) in words.iter().enumerate() {
        for value in values(16375) {
            let memory = Box::new(StrawPages::new());
            let mut mapping: &StrawPages = &memory;
            let mut active = StrawPages::attach(&mut mapping, Role::Active).unwrap();
            assert_eq!(active.write(b"some"), Ok(4));
            word(&memory).store(value, Relaxed);
            let (read, written) = bounded(&mut active, 16375);
            // The active end reads what `in_prod` and writes what `out_cons` allow; the others
            // are its own.
            let bad = value >= 16376;
            let wrong = |word| bad.then_some(RingCorrupt { word, value });
            assert_eq!(read, (at == 0).then(|| wrong(Word::Producer)).flatten());
            assert_eq!(written, (at == 3).then(|| wrong(Word::Consumer)).flatten());
            ended += u32::from(read.is_some() || written.is_some());
        }
    }
    assert!(ended > 500, "{ended}");
}

#[test]
fn t7_any_word_of_the_stores_ring_is_data_or_a_typed_end() {
    let words: Words<XenstorePage> = [
        |page| &page.rsp_prod,
        |page| &page.rsp_cons,
        |page| &page.req_prod,
        |page| &page.req_cons,
    ];
    for (at, word) in words.iter().enumerate() {
        for value in values(1024) {
            let memory = Box::new(XenstorePage::new());
            let mut mapping: &XenstorePage = &memory;
            let mut client = XenstorePage::attach(&mut mapping, Side::Client).unwrap();
            assert_eq!(client.write(b"some"), Ok(4));
            word(&memory).store(value, Relaxed);
            let (read, written) = bounded(&mut client, 1024);
            // Four bytes are under way: the store may have read 0 to 4 of them.
            let ahead = (at == 0 && value > 1024).then_some(Word::Producer);
            let behind = (at == 3 && 4_u32.wrapping_sub(value) > 1024).then_some(Word::Consumer);
            assert_eq!(read.map(|corrupt| corrupt.word), ahead, "{value:#x}");
            assert_eq!(written.map(|corrupt| corrupt.word), behind, "{value:#x}");
        }
    }
}

#[test]
fn t7_a_store_tells_its_client_and_nobody_else_does() {
    for (side, told) in [(Side::Store, XENSTORE_ERROR_RINGIDX), (Side::Client, 0)] {
        let memory = Box::new(XenstorePage::new());
        let mut mapping: &XenstorePage = &memory;
        let mut end = XenstorePage::attach(&mut mapping, side).unwrap();
        assert_eq!(end.read(&mut [0; 4]), Ok(0));
        assert_eq!(memory.error.load(Relaxed), 0, "in order");
        memory.req_prod.store(1025, Relaxed);
        memory.rsp_prod.store(1025, Relaxed);
        assert!(end.read(&mut [0; 4]).is_err());
        assert_eq!(memory.error.load(Relaxed), told);
        // So it is for who attaches to what cannot be.
        memory.error.store(0, Relaxed);
        assert!(XenstorePage::attach(&mut mapping, side).is_err());
        assert_eq!(memory.error.load(Relaxed), told);
    }
}

#[test]
fn t7_own_words_that_a_peer_overwrites_change_nothing() {
    let memory = Box::new(StrawPages::new());
    let (mut ours, mut theirs): (&StrawPages, &StrawPages) = (&memory, &memory);
    let mut active = StrawPages::attach(&mut ours, Role::Active).unwrap();
    let mut passive = StrawPages::attach(&mut theirs, Role::Passive).unwrap();
    let mut buffer = [0; 16];
    for value in values(16375) {
        memory.out_prod.store(value, Relaxed);
        memory.in_cons.store(value, Relaxed);
        assert_eq!(active.write(b"out"), Ok(3));
        assert_eq!(passive.read(&mut buffer), Ok(3));
        // Now the other way, for which the words of the active end are those it publishes.
        assert_eq!(active.read(&mut buffer), Ok(0));
    }
}

#[test]
fn t7_words_that_change_during_the_copy_stay_within_bounds() {
    let memory: &'static StrawPages = Box::leak(Box::new(StrawPages::new()));
    let done = &*Box::leak(Box::new(AtomicU32::new(0)));
    let peer = std::thread::spawn(move || {
        let mut random = Random::new(1);
        while done.load(Relaxed) == 0 {
            let at = random.next_number() as u32;
            // Mostly what could be, so that the honest side works on.
            let value = if at.is_multiple_of(64) {
                at
            } else {
                at % 16376
            };
            memory.in_prod.store(value, Relaxed);
            memory.out_cons.store(value, Relaxed);
            memory.in_cons.store(at % 16376, Relaxed);
            memory.out_prod.store(at % 16376, Relaxed);
        }
    });
    let (mut calls, mut ends) = (0_u32, 0_u32);
    while ends < 20 || calls < 200 {
        let mut mapping = memory;
        let Ok(mut active) = StrawPages::attach(&mut mapping, Role::Active) else {
            continue;
        };
        let (read, written) = bounded(&mut active, 16375);
        calls += 1;
        ends += u32::from(read.is_some() || written.is_some());
    }
    done.store(1, Relaxed);
    peer.join().unwrap();
}

#[test]
fn t8_a_mask_that_a_peer_writes_is_refused_or_not_looked_at() {
    for value in [0, 257, 256, 254, 127, u32::MAX] {
        let mut ring = Box::new(IonRing::new());
        ring.mask.store(value, Relaxed);
        let word = Word::Mask;
        let corrupt = RingCorrupt { word, value };
        assert_eq!(IonRing::sender(&mut ring).err(), Some(corrupt));
        assert_eq!(IonRing::receiver(&mut ring).err(), Some(corrupt));
    }
    let memory = Box::new(IonRing::new());
    let (mut ours, mut theirs): (&IonRing, &IonRing) = (&memory, &memory);
    let mut sender = IonRing::sender(&mut ours).unwrap();
    let mut receiver = IonRing::receiver(&mut theirs).unwrap();
    for (id, mask) in [0, 257, u32::MAX]
        .into_iter()
        .cycle()
        .take(1000)
        .enumerate()
    {
        memory.mask.store(mask, Relaxed);
        let packet = IonPacket {
            id: id as u16,
            ..IonPacket::default()
        };
        assert_eq!(sender.push(packet), Ok(true));
        assert_eq!(receiver.pop(), Ok(Some(packet)));
    }
}

#[test]
fn t8_a_head_of_256_is_no_endless_supply() {
    for value in values(255).filter(|value| *value > 255) {
        let memory = Box::new(IonRing::new());
        let mut mapping: &IonRing = &memory;
        let mut receiver = IonRing::receiver(&mut mapping).unwrap();
        memory.head.store(value, Relaxed);
        let word = Word::Producer;
        for _ in 0..5 {
            assert_eq!(receiver.pop(), Err(RingCorrupt { word, value }));
        }
        memory.head.store(1, Relaxed);
        assert!(receiver.pop().is_err(), "for good");
    }
}

#[test]
fn t8_a_producer_is_not_rewound() {
    let memory = Box::new(IonRing::new());
    let mut mapping: &IonRing = &memory;
    let mut sender = IonRing::sender(&mut mapping).unwrap();
    let packet = IonPacket::default();
    for pushed in 1..=255 {
        assert_eq!(sender.push(packet), Ok(true));
        assert_eq!(memory.head.load(Relaxed), pushed);
        memory.head.store(0, Relaxed);
    }
    assert_eq!(sender.push(packet), Ok(false));
}
