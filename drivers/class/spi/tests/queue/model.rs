//! Any sequence of submissions, runs and answers, beside a plain queue.

use std::collections::VecDeque;

use class_spi::{SpiQueue, SpiStats, SubmitError};
use embedded_hal::spi::ErrorKind;
use proptest::prelude::*;

use crate::bench::{Open, Summing, answer, open, take};

#[derive(Debug, Clone)]
enum Step {
    Submit { write: usize, read: usize },
    Run,
    Take,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..28usize, 0..28usize).prop_map(|(write, read)| Step::Submit { write, read }),
        3 => Just(Step::Run),
        3 => Just(Step::Take),
    ]
}

/// A transaction that was taken: what it wrote, and how much it is to read.
struct Taken {
    id: u32,
    write: Vec<u8>,
    read: usize,
}

const SLOTS: usize = 4;
const MAX: usize = 24;

proptest! {
    /// Answers come once, in order, with the right bytes; a submission is
    /// refused for a reason; the counts are exact; nothing gets stuck.
    #[test]
    fn any_sequence(steps in prop::collection::vec(step(), 0..150), fault in 0..80u32) {
        let device = Summing { fault: Some((fault, ErrorKind::Overrun)), selected: 0 };
        let Open { mut client, mut worker, .. } = open::<SLOTS, 32, MAX>(device);
        let mut taken: VecDeque<Taken> = VecDeque::new();
        let mut expected = SpiStats::default();
        for (id, step) in (0..).zip(steps) {
            match step {
                Step::Submit { write, read } => {
                    let bytes: Vec<u8> = (0..write).map(|nth| (id as usize + nth) as u8).collect();
                    let submitted = client.submit(id, &bytes, read);
                    if write > MAX || read > MAX {
                        prop_assert_eq!(submitted, Err(SubmitError::TooLong { max: MAX }));
                    } else if taken.is_empty() {
                        prop_assert_eq!(submitted, Ok(()));
                    } else if taken.len() == SLOTS {
                        prop_assert_eq!(submitted, Err(SubmitError::Full));
                    }
                    if submitted.is_ok() {
                        expected.submitted += 1;
                        expected.written_bytes += write as u32;
                        taken.push_back(Taken { id, write: bytes, read });
                    } else {
                        expected.refused += 1;
                    }
                }
                Step::Run => {
                    worker.run_one();
                }
                Step::Take => check_one(&mut client, &mut taken, &mut expected)?,
            }
            expected.in_flight = taken.len() as u32;
            prop_assert_eq!(client.stats(), expected);
        }
        while !taken.is_empty() {
            let before = taken.len();
            while worker.run_one() {}
            check_one(&mut client, &mut taken, &mut expected)?;
            prop_assert_eq!(taken.len(), before - 1, "nothing is stuck");
        }
        prop_assert!(!worker.run_one());
        prop_assert!(take(&mut client).is_none());
    }
}

fn check_one(
    client: &mut impl SpiQueue,
    taken: &mut VecDeque<Taken>,
    expected: &mut SpiStats,
) -> Result<(), TestCaseError> {
    let Some((done, bytes)) = take(client) else {
        return Ok(());
    };
    let oldest = taken.pop_front().expect("it was submitted");
    prop_assert_eq!(done.id, oldest.id);
    prop_assert_eq!(done.read_len as usize, bytes.len());
    expected.completed += 1;
    expected.read_bytes += done.read_len;
    if done.result.is_ok() {
        prop_assert_eq!(bytes, answer(&oldest.write, oldest.read));
    } else {
        prop_assert_eq!((done.result, done.read_len), (Err(ErrorKind::Overrun), 0));
        expected.failed += 1;
    }
    Ok(())
}
