//! Bytes and blocks between threads, with back-pressure, checked by sums.

use std::sync::mpsc::sync_channel;
use std::thread;

use isr_ring::{BlockPool, Blocks, ByteConsumer, ByteProducer, ByteRing, Filler};

/// Bytes of one run.
const BYTES: u64 = if cfg!(debug_assertions) {
    4_000_000
} else {
    100_000_000
};

/// Blocks of one run.
const BLOCKS: u64 = if cfg!(debug_assertions) {
    200_000
} else {
    2_000_000
};

/// The nth byte of the stream; its period divides no length that is used here.
const fn nth(n: u64) -> u8 {
    (n % 251) as u8
}

/// Lengths that change from call to call, from 1 to `most`.
fn next_len(state: &mut u64, most: usize) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1);
    (*state >> 33) as usize % most + 1
}

/// Sends all bytes, by grants and by copies in turn; tells how often the ring
/// was full.
fn send<const N: usize>(mut producer: ByteProducer<'_, N>, most: usize) -> u64 {
    let (mut state, mut sent, mut full) = (1, 0, 0);
    while sent < BYTES {
        let len = next_len(&mut state, most).min((BYTES - sent) as usize);
        let count = if state & 1 == 0 {
            let bytes: Vec<u8> = (sent..).map(nth).take(len).collect();
            producer.write(&bytes)
        } else if let Some(mut grant) = producer.grant(len) {
            grant
                .iter_mut()
                .zip(sent..)
                .for_each(|(byte, n)| *byte = nth(n));
            grant.commit(len);
            len
        } else {
            0
        };
        if count < len {
            full += 1;
            thread::yield_now();
        }
        sent += count as u64;
    }
    full
}

/// Takes all bytes, each checked against its place in the stream.
fn receive<const N: usize>(mut consumer: ByteConsumer<'_, N>, most: usize) -> u64 {
    let (mut state, mut received) = (2, 0);
    while received < BYTES {
        let Some(grant) = consumer.read() else {
            thread::yield_now();
            continue;
        };
        let used = next_len(&mut state, most).min(grant.len());
        for byte in &grant[..used] {
            assert_eq!(*byte, nth(received), "torn, lost, doubled or out of order");
            received += 1;
        }
        grant.release(used);
    }
    assert!(consumer.read().is_none(), "a byte that nobody sent");
    received
}

fn stream<const N: usize>(send_most: usize, receive_most: usize) {
    let ring = ByteRing::<N>::new();
    let (producer, consumer) = ring.split().expect("not split before");
    let (full, received) = thread::scope(|scope| {
        let sending = scope.spawn(move || send(producer, send_most));
        let receiving = scope.spawn(move || receive(consumer, receive_most));
        (
            sending.join().expect("sent"),
            receiving.join().expect("received"),
        )
    });
    let stats = ring.stats();
    println!(
        "{N} bytes, up to {send_most} in, {receive_most} out: {received} bytes, full {full} times"
    );
    assert_eq!(received, BYTES);
    assert_eq!((stats.accepted, stats.queued), (BYTES as u32, 0));
    assert_eq!(stats.released, stats.accepted);
    // Without back-pressure the test would prove nothing about a full ring.
    assert!(full > 10, "the ring was full only {full} times");
}

#[test]
fn a_small_odd_ring() {
    stream::<37>(17, 9);
}

#[test]
fn a_ring_of_a_power_of_two() {
    stream::<1024>(500, 700);
}

/// The sum over a block that its last word has to hold.
fn sum(words: &[u8]) -> u64 {
    words
        .iter()
        .fold(0, |sum, byte| sum.rotate_left(5) ^ u64::from(*byte))
}

const SIZE: usize = 72;
const COUNT: usize = 4;

/// Fills all blocks; tells how often none was free.
fn fill(mut filler: Filler<'_, SIZE, COUNT>) -> u64 {
    let (mut filled, mut overruns) = (0_u64, 0);
    while filled < BLOCKS {
        let Some(mut block) = filler.start() else {
            overruns += 1;
            thread::yield_now();
            continue;
        };
        block[..8].copy_from_slice(&filled.to_le_bytes());
        block[8..64].fill(filled as u8);
        let sum = sum(&block[..64]).to_le_bytes();
        block[64..].copy_from_slice(&sum);
        block.finish(SIZE);
        filled += 1;
    }
    overruns
}

/// Takes all blocks in order, and has one of three other threads drop each.
fn take(mut blocks: Blocks<'_, SIZE, COUNT>) {
    thread::scope(|scope| {
        let droppers: Vec<_> = (0..3)
            .map(|_| {
                let (send, receive) = sync_channel::<isr_ring::Block<'_>>(2);
                scope.spawn(move || {
                    for block in receive {
                        assert_eq!(block[64..], sum(&block[..64]).to_le_bytes(), "torn");
                    }
                });
                send
            })
            .collect();
        let mut taken = 0_u64;
        while taken < BLOCKS {
            let Some(block) = blocks.take() else {
                thread::yield_now();
                continue;
            };
            assert_eq!(
                block[..8],
                taken.to_le_bytes(),
                "lost, doubled or out of order"
            );
            let dropper = &droppers[taken as usize % droppers.len()];
            dropper.send(block).expect("a thread that drops");
            taken += 1;
        }
    });
}

#[test]
fn blocks_that_other_threads_drop() {
    static POOL: BlockPool<SIZE, COUNT> = BlockPool::new();
    let (filler, blocks) = POOL.split().expect("not split before");
    let overruns = thread::scope(|scope| {
        let filling = scope.spawn(move || fill(filler));
        scope.spawn(move || take(blocks));
        filling.join().expect("filled")
    });
    let stats = POOL.stats();
    println!("{COUNT} blocks: {BLOCKS} fillings, {overruns} times none was free");
    assert_eq!(
        (stats.filled, stats.delivered),
        (BLOCKS as u32, BLOCKS as u32)
    );
    assert_eq!(u64::from(stats.overruns), overruns);
    assert_eq!((stats.free, stats.queued, stats.held), (COUNT as u32, 0, 0));
    assert!(overruns > 10, "none was free only {overruns} times");
}
