//! Bytes come out as they went in, also where a grant leaves a gap.

use isr_ring::model::Order;
use isr_ring::{ByteConsumer, ByteProducer, ByteRing};
use loom::thread;
use loom_testing::require;

use super::explore::{expect_caught, explore_ends};

const FEWEST: usize = 20_000;

/// Bytes of the ring: two grants of two leave a gap of one.
const N: usize = 3;

type Ends = (ByteProducer<'static, N>, ByteConsumer<'static, N>);

/// Explores a scenario of the two ends of a ring of bytes.
fn explore(
    preemptions: Option<usize>,
    scenario: impl Fn(Ends) -> Ends + Send + Sync + 'static,
) -> usize {
    let ring: &'static ByteRing<N> = Box::leak(Box::default());
    let ends = ring.split().expect("not split before");
    explore_ends(preemptions, ends, move |(mut producer, mut consumer)| {
        isr_ring::reset_bytes(&mut producer, &mut consumer).expect("one ring");
        scenario((producer, consumer))
    })
}

/// Takes up to `times` rows out, and of each as much as `most`.
fn read(consumer: &mut ByteConsumer<'static, N>, times: usize, most: usize) -> Vec<u8> {
    let mut read = Vec::new();
    for _ in 0..times {
        if let Some(grant) = consumer.read() {
            let used = grant.len().min(most);
            read.extend(&grant[..used]);
            grant.release(used);
        }
    }
    read
}

/// One side commits `used` of grants of `len` bytes, the other reads; what is
/// left is read at the end.
fn grants(grants: &'static [(usize, usize)], most: usize) -> impl Fn(Ends) -> Ends {
    move |(mut producer, mut consumer)| {
        let writing = thread::spawn(move || {
            let mut written = Vec::new();
            for (len, used) in grants {
                if let Some(mut grant) = producer.grant(*len) {
                    let first = written.len() as u8;
                    let bytes: Vec<u8> = (first..).take(*len).collect();
                    grant.copy_from_slice(&bytes);
                    grant.commit(*used);
                    written.extend(&bytes[..*used]);
                }
            }
            (producer, written)
        });
        let reading = thread::spawn(move || {
            let bytes = read(&mut consumer, grants.len(), most);
            (consumer, bytes)
        });
        let (producer, written) = writing.join().expect("written");
        let (mut consumer, mut bytes) = reading.join().expect("read");

        let stats = consumer.stats();
        assert_eq!(stats.accepted as usize, written.len());
        assert_eq!(stats.released as usize, bytes.len());
        assert_eq!(stats.queued as usize, written.len() - bytes.len());
        bytes.extend(read(&mut consumer, written.len(), N));
        assert_eq!(bytes, written);
        (producer, consumer)
    }
}

/// The same with copies, which use both pieces of a ring that wraps.
fn copies((mut producer, mut consumer): Ends) -> Ends {
    let writing = thread::spawn(move || {
        let taken = producer.write(&[1, 2]);
        let rest = [1, 2, 3, 4];
        let taken = taken + producer.write(&rest[taken..]);
        (producer, taken)
    });
    let reading = thread::spawn(move || {
        let mut bytes = [0; 4];
        let first = consumer.read_into(&mut bytes[..1]);
        let count = first + consumer.read_into(&mut bytes[first..]);
        (consumer, bytes, count)
    });
    let (producer, written) = writing.join().expect("written");
    let (mut consumer, mut bytes, count) = reading.join().expect("read");
    let count = count + consumer.read_into(&mut bytes[count..]);
    assert_eq!(bytes[..count], [1, 2, 3, 4][..written]);
    assert_eq!(producer.stats().accepted as usize, written);
    (producer, consumer)
}

/// Grants that wrap, once in the middle of the reader's row.
const GAPS: &[(usize, usize)] = &[(2, 2), (2, 2), (2, 1), (2, 2)];

#[test]
fn bytes_in_order_each_once() {
    let whole = explore(None, grants(GAPS, N));
    let parts = explore(None, grants(GAPS, 1));
    let copies = explore(Some(3), copies);
    println!("bytes through {N}: {whole} executions, read one by one {parts}, copied {copies}");
    require("bytes", whole + parts + copies, FEWEST);
}

#[test]
fn each_ordering_of_bytes_is_needed() {
    use Order::{ObserveHead, ObserveTail, PublishHead, PublishTail};
    for order in [PublishTail, ObserveTail, PublishHead, ObserveHead] {
        expect_caught(order, || explore(None, grants(GAPS, N)));
    }
}
