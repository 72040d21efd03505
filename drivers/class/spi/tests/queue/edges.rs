//! Full, too long, empty, failed; and when the bells ring.

use std::thread;

use class_spi::{
    BitOrder, Mode, SpiClient, SpiConfig, SpiDone, SpiQueue, SpiRings, SpiStats, SpiWorker,
    SubmitError, reset_rings,
};
use embedded_hal::spi::ErrorKind;

use crate::bench::{Bell, Open, Summing, answer, open, take};

fn done(id: u32, read_len: u32) -> SpiDone {
    SpiDone {
        id,
        read_len,
        result: Ok(()),
    }
}

#[test]
fn answers_come_in_the_order_of_submission() {
    let Open {
        mut client,
        mut worker,
        ..
    } = open::<8, 32, 32>(Summing::default());
    assert_eq!(client.submit(30, &[1, 2], 3), Ok(()));
    assert_eq!(client.submit(10, &[], 2), Ok(()));
    assert_eq!(client.submit(20, &[5], 0), Ok(()));
    assert_eq!(take(&mut client), None, "nothing is done yet");
    while worker.run_one() {}
    assert_eq!(take(&mut client), Some((done(30, 3), vec![3, 4, 5])));
    assert_eq!(take(&mut client), Some((done(10, 2), vec![0, 1])));
    assert_eq!(take(&mut client), Some((done(20, 0), vec![])));
    assert_eq!(take(&mut client), None);
    let expected = SpiStats {
        submitted: 3,
        completed: 3,
        written_bytes: 3,
        read_bytes: 5,
        ..SpiStats::default()
    };
    assert_eq!(client.stats(), expected);
}

#[test]
fn a_transaction_of_nothing_selects_nothing() {
    let Open {
        mut client,
        mut worker,
        ..
    } = open::<2, 8, 8>(Summing::default());
    assert_eq!(client.submit(1, &[], 0), Ok(()));
    assert!(worker.run_one());
    assert_eq!(take(&mut client), Some((done(1, 0), vec![])));
    assert_eq!(worker.release().0.selected, 0);
}

#[test]
fn as_many_as_there_are_slots() {
    let Open {
        mut client,
        mut worker,
        ..
    } = open::<4, 64, 64>(Summing::default());
    assert_eq!(client.in_flight_limit(), 4);
    for id in 0..4 {
        assert_eq!(client.submit(id, &[1], 1), Ok(()));
    }
    assert_eq!(client.submit(4, &[1], 1), Err(SubmitError::Full));
    while worker.run_one() {}
    // Done, but nobody has taken the answers.
    assert_eq!(client.submit(4, &[1], 1), Err(SubmitError::Full));
    assert_eq!(client.stats().in_flight, 4);
    assert!(take(&mut client).is_some());
    assert_eq!(client.submit(4, &[1], 1), Ok(()));
    assert_eq!((client.stats().submitted, client.stats().refused), (5, 2));
}

#[test]
fn as_many_bytes_as_there_are() {
    let Open {
        mut client,
        mut worker,
        ..
    } = open::<8, 16, 32>(Summing::default());
    assert_eq!(client.max_transfer(), 16);
    let too_long = Err(SubmitError::TooLong { max: 16 });
    assert_eq!(client.submit(0, &[0; 17], 0), too_long);
    assert_eq!(client.submit(0, &[], 17), too_long);
    assert_eq!(client.submit(0, &[], usize::MAX), too_long);
    assert_eq!(client.submit(0, &[7; 16], 16), Ok(()), "the longest");
    assert_eq!(client.submit(1, &[7], 0), Err(SubmitError::Full));
    assert_eq!(client.submit(1, &[], 1), Ok(()), "it has no bytes to write");
    while worker.run_one() {}
    assert_eq!(take(&mut client).map(|(_, bytes)| bytes.len()), Some(16));
}

/// Wherever in the rings the ends are, the longest is taken when nothing is in
/// flight, and its bytes are in one row.
#[test]
fn the_longest_transaction_at_every_position() {
    for (write, read) in (0..=16).flat_map(|write| (0..=16).map(move |read| (write, read))) {
        let Open {
            mut client,
            mut worker,
            ..
        } = open::<2, 16, 16>(Summing::default());
        let long: Vec<u8> = (1..=16).collect();
        for (write, read) in [(write, read), (16, 16), (16 - write, read), (16, 16)] {
            assert_eq!(client.submit(9, &long[..write], read), Ok(()));
            assert!(worker.run_one());
            let (_, bytes) = take(&mut client).expect("done");
            assert_eq!(bytes, answer(&long[..write], read));
        }
    }
}

#[test]
fn a_worker_without_room_waits_and_is_rung() {
    let Open {
        mut client,
        mut worker,
        kick,
        done: bell,
    } = open::<8, 8, 8>(Summing::default());
    for id in 0..3 {
        assert_eq!(client.submit(id, &[id as u8], 5), Ok(()));
    }
    assert_eq!(kick.rings(), 1, "only the first met an empty queue");
    assert!(worker.run_one());
    assert!(!worker.run_one(), "no room for five more bytes");
    assert!(!worker.run_one(), "still not");
    assert_eq!(bell.rings(), 1);
    for id in 0..3 {
        let (answered, bytes) = take(&mut client).expect("done");
        assert_eq!((answered, bytes), (done(id, 5), answer(&[id as u8], 5)));
        assert_eq!(
            kick.rings(),
            u32::from(id < 2),
            "while others are in flight"
        );
        assert_eq!(worker.run_one(), id < 2);
        assert_eq!(bell.rings(), u32::from(id < 2));
    }
}

#[test]
fn the_bell_rings_for_the_first_answer_only() {
    let Open {
        mut client,
        mut worker,
        done,
        ..
    } = open::<4, 8, 8>(Summing::default());
    for id in 0..3 {
        assert_eq!(client.submit(id, &[1], 0), Ok(()));
    }
    while worker.run_one() {}
    assert_eq!(done.rings(), 1);
    while take(&mut client).is_some() {}
    assert_eq!(client.submit(3, &[1], 0), Ok(()));
    assert!(worker.run_one());
    assert_eq!(done.rings(), 1, "it was empty again");
}

#[test]
fn every_error_is_an_answer_and_the_next_transaction_is_right() {
    for kind in [
        ErrorKind::Overrun,
        ErrorKind::ModeFault,
        ErrorKind::FrameFormat,
        ErrorKind::ChipSelectFault,
        ErrorKind::Other,
    ] {
        for failing in 0..3 {
            let device = Summing {
                fault: Some((failing, kind)),
                ..Summing::default()
            };
            let Open {
                mut client,
                mut worker,
                ..
            } = open::<4, 16, 16>(device);
            for id in 0..3 {
                assert_eq!(client.submit(id, &[id as u8, 1], 4), Ok(()));
            }
            while worker.run_one() {}
            for id in 0..3 {
                let (answered, bytes) = take(&mut client).expect("done");
                if id == failing {
                    let failed = SpiDone {
                        id,
                        read_len: 0,
                        result: Err(kind),
                    };
                    assert_eq!((answered, bytes), (failed, vec![]));
                } else {
                    assert_eq!((answered, bytes), (done(id, 4), answer(&[id as u8, 1], 4)));
                }
            }
            assert_eq!((client.stats().failed, client.stats().read_bytes), (1, 8));
        }
    }
}

#[test]
fn rings_are_split_once_and_made_as_new() {
    let rings: &'static SpiRings<4, 8, 8> = Box::leak(Box::default());
    let (client, worker) = rings.split().expect("fresh");
    assert!(rings.split().is_none());
    let mut client = SpiClient::new(client, Bell::default());
    let mut worker = SpiWorker::new(Summing::default(), worker, Bell::default());
    for id in 0..3 {
        assert_eq!(client.submit(id, &[1, 2], 2), Ok(()));
    }
    assert!(worker.run_one());
    let (mut client, (_device, mut worker)) = (client.release(), worker.release());
    assert_eq!(reset_rings(&mut client, &mut worker), Ok(()));
    let mut client = SpiClient::new(client, Bell::default());
    let mut worker = SpiWorker::new(Summing::default(), worker, Bell::default());
    assert!(!worker.run_one());
    assert_eq!(take(&mut client), None);
    assert_eq!(client.submit(7, &[9; 8], 8), Ok(()));
    assert!(worker.run_one());
    assert_eq!(take(&mut client), Some((done(7, 8), answer(&[9; 8], 8))));
}

#[test]
fn the_ends_of_two_queues_are_no_pair() {
    let [one, other] = [(), ()].map(|()| Box::leak(Box::<SpiRings<2, 4, 4>>::default()));
    let (mut client, _worker) = one.split().expect("fresh");
    let (_client, mut worker) = other.split().expect("fresh");
    assert!(reset_rings(&mut client, &mut worker).is_err());
}

#[test]
fn settings_and_errors() {
    let modes: Vec<Mode> = (0..=255).filter_map(SpiConfig::mode).collect();
    assert_eq!(
        modes,
        [
            class_spi::MODE_0,
            class_spi::MODE_1,
            class_spi::MODE_2,
            class_spi::MODE_3
        ]
    );
    assert_eq!(BitOrder::default(), BitOrder::MsbFirst);
    let full = SubmitError::Full.to_string();
    assert_eq!(full, "as many transactions are in flight as there can be");
    let long = SubmitError::TooLong { max: 256 }.to_string();
    assert_eq!(long, "a transaction has at most 256 bytes each way");
}

/// A port and an interrupt on threads of their own; each sleeps until it is
/// rung, so a lost ring is a test that never ends.
#[test]
fn two_threads() {
    const ALL: u32 = 5_000;
    let Open {
        mut client,
        mut worker,
        kick,
        done: bell,
    } = open::<8, 64, 64>(Summing::default());
    let working = thread::spawn(move || {
        let mut carried_out = 0;
        while carried_out < ALL {
            while kick.rings() == 0 {
                thread::yield_now();
            }
            while worker.run_one() {
                carried_out += 1;
            }
        }
    });
    let (mut next, mut answered) = (0_u32, 0_u32);
    let write = |id: u32| vec![id as u8; id as usize % 11];
    while answered < ALL {
        while next < ALL
            && client
                .submit(next, &write(next), next as usize % 23)
                .is_ok()
        {
            next += 1;
        }
        while bell.rings() == 0 {
            thread::yield_now();
        }
        while let Some((answer_done, bytes)) = take(&mut client) {
            let read = answered % 23;
            assert_eq!(answer_done, done(answered, read));
            assert_eq!(bytes, answer(&write(answered), read as usize));
            answered += 1;
        }
    }
    working.join().expect("all carried out");
    assert_eq!(client.stats().in_flight, 0);
}
