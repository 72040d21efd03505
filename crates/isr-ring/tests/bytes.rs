//! The ring of bytes beside a stream that cannot be wrong, in any order.

use std::collections::VecDeque;

use isr_ring::{ByteConsumer, ByteProducer, ByteRing, ByteStats, reset_bytes};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Step {
    /// Asks for so many bytes in a row, and uses so many.
    Grant(usize, usize),
    GrantMax(usize, usize),
    /// Fills a grant, then drops it.
    DropGrant(usize),
    Write(usize),
    /// Reads a row, and releases so many bytes of it.
    Read(usize),
    ReadInto(usize),
    Reset,
}

fn step() -> impl Strategy<Value = Step> {
    let size = || 0..20_usize;
    prop_oneof![
        4 => (size(), size()).prop_map(|(len, used)| Step::Grant(len, used)),
        2 => (size(), size()).prop_map(|(len, used)| Step::GrantMax(len, used)),
        1 => size().prop_map(Step::DropGrant),
        3 => size().prop_map(Step::Write),
        6 => size().prop_map(Step::Read),
        3 => size().prop_map(Step::ReadInto),
        1 => Just(Step::Reset),
    ]
}

/// What the ring of `capacity` bytes should hold and count.
struct Model {
    queue: VecDeque<u8>,
    capacity: usize,
    next: u8,
    offered: usize,
    accepted: usize,
}

impl Model {
    fn new(capacity: usize) -> Self {
        let queue = VecDeque::new();
        Self {
            queue,
            capacity,
            next: 0,
            offered: 0,
            accepted: 0,
        }
    }

    /// The next bytes of the stream.
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.next;
            self.next = self.next.wrapping_add(1);
        }
    }

    fn accept(&mut self, bytes: &[u8], offered: usize) {
        self.queue.extend(bytes);
        self.offered += offered;
        self.accepted += bytes.len();
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        self.queue.drain(..count).collect()
    }

    fn agrees(&self, stats: ByteStats) -> Result<(), TestCaseError> {
        let queued = self.queue.len();
        prop_assert_eq!(stats.offered as usize, self.offered);
        prop_assert_eq!(stats.accepted as usize, self.accepted);
        prop_assert_eq!(stats.released as usize, self.accepted - queued);
        prop_assert_eq!(stats.queued as usize, queued);
        prop_assert_eq!(stats.capacity as usize, self.capacity);
        prop_assert!(stats.high_water >= stats.queued);
        prop_assert!(stats.high_water <= stats.capacity);
        Ok(())
    }
}

type Ends<'r, const N: usize> = (ByteProducer<'r, N>, ByteConsumer<'r, N>);

/// Fills a grant of up to or of exactly `len` bytes; commits `used`, if any.
fn grant<const N: usize>(
    (producer, _): &mut Ends<'_, N>,
    model: &mut Model,
    len: usize,
    used: Option<usize>,
    exact: bool,
) -> Result<(), TestCaseError> {
    let vacant = producer.vacant();
    let granted = if exact {
        producer.grant(len)
    } else {
        producer.grant_max(len)
    };
    let Some(mut grant) = granted else {
        // In one row, a half of the ring is to be had when it is all free.
        let refused = if exact {
            len > N || !model.queue.is_empty()
        } else {
            vacant == 0 || len == 0
        };
        prop_assert!(refused, "{} of {} free bytes", len, vacant);
        return Ok(());
    };
    let least = if exact { len } else { 1 };
    prop_assert!((least..=len).contains(&grant.len()));
    let before = model.next;
    model.fill(&mut grant);
    let used = used.map(|used| used.min(grant.len()));
    let written = grant[..used.unwrap_or(0)].to_vec();
    match used {
        Some(used) => grant.commit(used),
        None => drop(grant),
    }
    model.next = before.wrapping_add(written.len() as u8);
    model.accept(&written, written.len());
    Ok(())
}

fn write<const N: usize>(
    (producer, _): &mut Ends<'_, N>,
    model: &mut Model,
    len: usize,
) -> Result<(), TestCaseError> {
    let vacant = producer.vacant();
    let mut bytes = vec![0; len];
    model.fill(&mut bytes);
    let written = producer.write(&bytes);
    prop_assert_eq!(
        written,
        len.min(vacant),
        "all that is vacant can be written"
    );
    model.accept(&bytes[..written], len);
    Ok(())
}

fn read<const N: usize>(
    (_, consumer): &mut Ends<'_, N>,
    model: &mut Model,
    used: usize,
) -> Result<(), TestCaseError> {
    let Some(grant) = consumer.read() else {
        prop_assert!(model.queue.is_empty());
        return Ok(());
    };
    let row: Vec<u8> = model.queue.iter().copied().take(grant.len()).collect();
    prop_assert!(!row.is_empty());
    prop_assert_eq!(&grant[..], &row[..]);
    let used = used.min(row.len());
    grant.release(used);
    model.take(used);
    Ok(())
}

fn run<const N: usize>(steps: &[Step]) -> Result<(), TestCaseError> {
    let ring = ByteRing::<N>::new();
    let mut ends = ring.split().expect("not split before");
    let mut model = Model::new(N);
    for step in steps {
        match *step {
            Step::Grant(len, used) => grant(&mut ends, &mut model, len, Some(used), true)?,
            Step::GrantMax(len, used) => grant(&mut ends, &mut model, len, Some(used), false)?,
            Step::DropGrant(len) => grant(&mut ends, &mut model, len, None, true)?,
            Step::Write(len) => write(&mut ends, &mut model, len)?,
            Step::Read(used) => read(&mut ends, &mut model, used)?,
            Step::ReadInto(len) => {
                let mut bytes = vec![0; len];
                let count = ends.1.read_into(&mut bytes);
                prop_assert_eq!(count, len.min(model.queue.len()));
                prop_assert_eq!(&bytes[..count], &model.take(count)[..]);
            }
            Step::Reset => {
                prop_assert!(reset_bytes(&mut ends.0, &mut ends.1).is_ok());
                model = Model {
                    next: model.next,
                    ..Model::new(N)
                };
            }
        }
        model.agrees(ring.stats())?;
        let (queued, vacant) = (ends.0.queued(), ends.0.vacant());
        prop_assert_eq!((queued, vacant), (ends.1.queued(), ends.1.vacant()));
        prop_assert_eq!(queued, model.queue.len());
        // What is neither is a gap, and of an empty ring there is none.
        prop_assert!(queued + vacant <= N && (queued > 0 || vacant == N));
    }
    Ok(())
}

proptest! {
    // A failure is printed whole; no file of old ones is kept.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn behaves_as_a_stream_of_bytes(steps in prop::collection::vec(step(), 0..300)) {
        run::<1>(&steps)?;
        run::<2>(&steps)?;
        run::<13>(&steps)?;
        run::<16>(&steps)?;
        run::<31>(&steps)?;
    }
}

#[test]
fn every_split_of_every_grant_comes_out_as_it_went_in() {
    // At every place of the ring, each length, each part committed, each released.
    const N: usize = 7;
    for (place, len, used, taken) in
        (0..N * 512).map(|n| (n % N, n / N % 8, n / (N * 8) % 8, n / (N * 64) % 8))
    {
        let ring = ByteRing::<N>::new();
        let (mut producer, mut consumer) = ring.split().expect("not split before");
        assert_eq!(producer.write(&[0; N][..place]), place);
        assert_eq!(consumer.read_into(&mut [0; N]), place);
        let Some(mut grant) = producer.grant(len) else {
            panic!("{len} of {N} free bytes");
        };
        grant
            .iter_mut()
            .zip(1..)
            .for_each(|(byte, value)| *byte = value);
        grant.commit(used);
        let committed = used.min(len);
        assert_eq!(consumer.read().is_some(), committed > 0);
        if let Some(row) = consumer.read() {
            assert_eq!(row[..], [1, 2, 3, 4, 5, 6, 7][..committed], "in one row");
            row.release(taken);
        }
        let left = committed.saturating_sub(taken);
        let mut rest = [0; N];
        assert_eq!(consumer.read_into(&mut rest), left);
        assert_eq!(
            rest[..left],
            [1, 2, 3, 4, 5, 6, 7][committed - left..committed]
        );
    }
}

#[test]
fn a_gap_costs_what_the_page_says() {
    let ring = ByteRing::<8>::new();
    let (mut producer, mut consumer) = ring.split().expect("not split before");
    producer.write(b"abcdef");
    consumer.read().expect("six").release(4);
    assert!(producer.grant(5).is_none(), "two behind, four before");
    producer.grant(4).expect("at the start").commit(4);
    assert_eq!(
        (producer.queued(), producer.vacant()),
        (6, 0),
        "two are the gap"
    );
    assert_eq!(producer.write(b"x"), 0);
    consumer.read().expect("two").release(2);
    assert_eq!(
        (producer.queued(), producer.vacant()),
        (4, 4),
        "the gap is passed"
    );
}
