//! T5 and T6: bytes come out as they went in, wherever the cursors are.

use fuzz_testing::Random;
use pore::memory::{Ended, OwnRegion, Region};
use pore::ring::{Config, Opening, Wake};

use crate::common::{connected, meet, pattern};

/// 16 before the cursors wrap.
const BEFORE_WRAP: u32 = 0xFFFF_FFF0;

#[test]
fn t5_cursors_begin_anywhere() {
    for start in [0, 1, BEFORE_WRAP, 0x7FFF_FFF9, u32::MAX] {
        let mut both = connected(5, start);
        let (sent, mut got) = (pattern(0, 500), Vec::new());
        let mut written = 0;
        while got.len() < sent.len() {
            // Odd pieces, so that every offset in a word is met.
            let end = sent.len().min(written + 13);
            written += both.here.producer.write(&sent[written..end]).expect("open");
            let mut bytes = [0; 7];
            let count = both.there.consumer.read(&mut bytes).expect("open");
            got.extend_from_slice(&bytes[..count]);
        }
        assert_eq!(got, sent, "from {start:#x}");
    }
}

#[test]
fn t6_all_of_the_ring_is_used_and_no_more() {
    for start in [0, 3, BEFORE_WRAP] {
        let mut both = connected(5, start);
        let (producer, consumer) = (&mut both.here.producer, &mut both.there.consumer);
        assert_eq!(consumer.read(&mut [0; 8]), Ok(0), "empty");
        assert_eq!(producer.write(&pattern(0, 33)), Ok(32), "full, to the byte");
        assert_eq!(producer.write(&[0]), Ok(0));
        assert_eq!((producer.free(), consumer.filled()), (Ok(0), Ok(32)));

        let mut bytes = [0; 40];
        assert_eq!(consumer.read(&mut bytes[..5]), Ok(5));
        assert_eq!(producer.write(&pattern(32, 9)), Ok(5), "what was freed");
        assert_eq!(consumer.read(&mut bytes[5..]), Ok(32));
        assert_eq!(bytes[..37], pattern(0, 37));
        assert_eq!(consumer.read(&mut bytes), Ok(0));
    }
}

#[test]
fn t6_free_and_filled_sum_up_to_the_capacity() {
    let mut both = connected(6, BEFORE_WRAP);
    let mut random = Random::new(7);
    for _ in 0..1000 {
        let count = random.below(70);
        if random.below(2) == 0 {
            both.here.producer.write(&pattern(0, count)).expect("open");
        } else {
            both.there.consumer.read(&mut vec![0; count]).expect("open");
        }
        let free = both.here.producer.free().expect("open");
        let filled = both.there.consumer.filled().expect("open");
        assert_eq!(free + filled, both.here.producer.capacity());
    }
}

#[test]
fn pieces_are_one_message() {
    let mut both = connected(5, 0);
    let parts: [&[u8]; 4] = [b"head", b"", b"er, ", b"body"];
    let before = both.there_bell.rings();
    assert_eq!(both.there.consumer.notify_when(1), Ok(Wake::Armed));
    assert_eq!(both.here.producer.write_vectored(&parts), Ok(12));
    assert_eq!(both.there_bell.rings(), before + 1, "at one blow");
    let mut bytes = [0; 32];
    assert_eq!(both.there.consumer.read(&mut bytes), Ok(12));
    assert_eq!(&bytes[..12], b"header, body");
}

#[test]
fn slots_come_whole() {
    let mut both = connected(6, BEFORE_WRAP);
    let slots: Vec<[u8; 24]> = (0..5).map(|slot| [slot; 24]).collect();
    assert_eq!(
        both.here.producer.write_slots(&slots),
        Ok(2),
        "64 bytes hold 2"
    );
    let mut read = [[9; 24]; 4];
    assert_eq!(both.there.consumer.read_slots(&mut read), Ok(2));
    assert_eq!(read, [[0; 24], [1; 24], [9; 24], [9; 24]]);
    assert_eq!(both.here.producer.write(&[1; 23]), Ok(23));
    assert_eq!(
        both.there.consumer.read_slots(&mut read),
        Ok(0),
        "not whole yet"
    );
    both.here.close();
    assert!(
        both.there.consumer.read_slots(&mut read).is_err(),
        "and never will be"
    );
}

#[test]
fn sides_may_have_rings_of_two_sizes() {
    let (small, large) = (&Region::<2>::new(), &Region::<512>::new());
    let bell = pore::doorbell::ThreadBell::new();
    let [one, other] = &[Ended::new(), Ended::new()];
    let (of_here, of_there) = (OwnRegion::new(small, one), OwnRegion::new(large, other));
    let here = Opening::new(of_here, large, bell.clone(), Config::default()).expect("a size");
    let there = Opening::new(of_there, small, bell, Config::default()).expect("a size");
    let (mut here, mut there) = meet(here, there);
    assert_eq!(here.producer.write(&[1; 5000]), Ok(16));
    assert_eq!(there.producer.write(&[2; 5000]), Ok(4096));
    assert_eq!(
        (here.consumer.filled(), there.consumer.filled()),
        (Ok(4096), Ok(16))
    );
    assert_eq!((here.peer().order, there.peer().order), (12, 4));
}
