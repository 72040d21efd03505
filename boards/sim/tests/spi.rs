//! The flash as a board opens it: behind queues, on a thread of its own.

mod common;

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use board_sim::{
    Board, BoardError, FlashComplaint, FlashDevice, FlashSetup, SPI_BYTES, SPI_QUEUE, SimFlash,
    Speed,
};
use board_support::{HasSpi, Setting};
use class_spi::{
    BitOrder, Doorbell, MODE_0, MODE_1, MODE_3, SpiConfig, SpiDone, SpiQueue, SubmitError,
};
use common::{Rung, SOON};
use embedded_hal::spi::ErrorKind;
use proptest::prelude::*;

const CONFIG: SpiConfig = SpiConfig {
    clock_hz: 1_000_000,
    mode: MODE_0,
    bit_order: BitOrder::MsbFirst,
};

fn unpaced() -> FlashSetup {
    FlashSetup {
        speed: Speed::UNPACED,
        ..FlashSetup::default()
    }
}

/// The next answer.
fn answer(flash: &mut SimFlash) -> (SpiDone, Vec<u8>) {
    let start = Instant::now();
    let mut got = None;
    while !flash.complete(&mut |done, bytes| got = Some((done, bytes.to_vec()))) {
        assert!(start.elapsed() < SOON, "no answer comes");
        std::thread::yield_now();
    }
    got.expect("it was complete")
}

/// One transaction, alone.
fn transfer(flash: &mut SimFlash, write: &[u8], read: usize) -> Vec<u8> {
    assert_eq!(flash.submit(1, write, read), Ok(()));
    let (done, bytes) = answer(flash);
    assert_eq!(done.result, Ok(()));
    bytes
}

fn wait(flash: &mut SimFlash) -> u32 {
    let mut polls = 0;
    while transfer(flash, &[0x05], 1)[0] & 1 == 1 {
        polls += 1;
    }
    polls
}

#[test]
fn identified_erased_programmed_and_read_without_complaint() {
    static DEVICE: FlashDevice = FlashDevice::new();
    for mode in [MODE_0, MODE_3] {
        let config = SpiConfig { mode, ..CONFIG };
        let mut flash = DEVICE
            .open(unpaced(), config, Rung::default())
            .expect("opens");
        assert_eq!(transfer(&mut flash, &[0x9F], 3), [0xEF, 0x40, 0x14]);
        transfer(&mut flash, &[0x06], 0);
        transfer(&mut flash, &[0x20, 0, 0x10, 0], 0);
        // 45 ms, at something more than 100 us a poll.
        assert!((300..450).contains(&wait(&mut flash)));
        transfer(&mut flash, &[0x06], 0);
        transfer(&mut flash, &[0x02, 0, 0x10, 5, 1, 2, 3], 0);
        assert!(wait(&mut flash) > 0);
        assert_eq!(
            transfer(&mut flash, &[0x03, 0, 0x10, 4], 5),
            [0xFF, 1, 2, 3, 0xFF]
        );
        drop(flash);
        assert_eq!(DEVICE.complaints().first(), []);
        assert!(DEVICE.status().is_idle());
        assert_eq!(DEVICE.memory(0x1004, 3), [0xFF, 1, 2]);
    }
}

#[test]
fn what_it_holds_stays_until_it_is_given_something_else() {
    static DEVICE: FlashDevice = FlashDevice::new();
    assert_eq!(DEVICE.memory(0, 2), [0xFF, 0xFF]);
    for (contents, expected) in [
        (Some(vec![1, 2, 3]), [1, 2, 3, 0xFF]),
        (None, [1, 2, 3, 0xFF]),
        (Some(vec![]), [0xFF; 4]),
    ] {
        let setup = FlashSetup {
            contents,
            ..unpaced()
        };
        let mut flash = DEVICE.open(setup, CONFIG, Rung::default()).expect("opens");
        assert_eq!(transfer(&mut flash, &[0x03, 0, 0, 0], 4), expected);
    }
    assert_eq!(DEVICE.memory((1 << 20) - 1, 9), [0xFF]);
    assert_eq!(DEVICE.memory(1 << 20, 9), []);
}

#[test]
fn what_the_bus_cannot_do_and_what_the_flash_cannot() {
    static DEVICE: FlashDevice = FlashDevice::new();
    for (config, setting) in [
        (
            SpiConfig {
                clock_hz: 0,
                ..CONFIG
            },
            Setting::ClockHz,
        ),
        (
            SpiConfig {
                bit_order: BitOrder::LsbFirst,
                ..CONFIG
            },
            Setting::BitOrder,
        ),
    ] {
        let refused = DEVICE.open(unpaced(), config, Rung::default()).map(|_| ());
        assert_eq!(refused, Err(BoardError::Unsupported(setting)));
    }
    let config = SpiConfig {
        mode: MODE_1,
        clock_hz: u32::MAX,
        ..CONFIG
    };
    let mut flash = DEVICE
        .open(unpaced(), config, Rung::default())
        .expect("opens");
    assert_eq!(transfer(&mut flash, &[0x9F], 3), [0xFF; 3]);
    assert_eq!(DEVICE.complaints().first(), [FlashComplaint::Mode(MODE_1)]);
    assert_eq!(DEVICE.status().complaints, 1);
    drop(flash);
    // The fastest clock is one that the flash can follow.
    let config = SpiConfig {
        clock_hz: u32::MAX,
        ..CONFIG
    };
    let mut flash = DEVICE
        .open(unpaced(), config, Rung::default())
        .expect("opens");
    assert_eq!(transfer(&mut flash, &[0x03, 0, 0, 0], 1), [0xFF]);
    assert_eq!(DEVICE.complaints().first(), []);
}

#[test]
fn opened_by_one_at_a_time_and_as_new() {
    static DEVICE: FlashDevice = FlashDevice::new();
    let open = || DEVICE.open(FlashSetup::default(), CONFIG, Rung::default());
    let mut first = open().expect("opens");
    assert_eq!(open().map(|_| ()), Err(BoardError::Busy));
    for id in 0..4 {
        assert_eq!(first.submit(id, &[0x9F], 3), Ok(()));
    }
    drop(first);
    let mut second = open().expect("opens");
    assert_eq!(second.stats().in_flight, 0);
    assert!(!second.complete(&mut |_, _| ()));
    assert_eq!(transfer(&mut second, &[0x9F], 1), [0xEF]);
    assert_eq!(second.stats().completed, 1);
}

#[test]
fn in_real_time_a_transfer_takes_its_time_and_a_close_does_not_wait_for_it() {
    static DEVICE: FlashDevice = FlashDevice::new();
    let config = SpiConfig {
        clock_hz: 200_000,
        ..CONFIG
    };
    let open = || DEVICE.open(FlashSetup::default(), config, Rung::default());
    let start = Instant::now();
    let mut flash = open().expect("opens");
    transfer(&mut flash, &[0x03, 0, 0, 0], 2_496);
    assert!(start.elapsed() >= Duration::from_millis(100));
    drop(flash);

    let slow = SpiConfig {
        clock_hz: 1,
        ..CONFIG
    };
    let setup = FlashSetup::default();
    let mut flash = DEVICE.open(setup, slow, Rung::default()).expect("opens");
    assert_eq!(flash.submit(1, &[0x9F], 3), Ok(()));
    let start = Instant::now();
    while !DEVICE.status().running {
        assert!(start.elapsed() < SOON);
    }
    drop(flash);
    // 32 seconds on the wires.
    assert!(start.elapsed() < SOON);
    assert!(DEVICE.status().is_idle());
}

#[test]
fn every_error_at_every_transaction() {
    static DEVICE: FlashDevice = FlashDevice::new();
    let kinds = [
        ErrorKind::Overrun,
        ErrorKind::ModeFault,
        ErrorKind::FrameFormat,
        ErrorKind::ChipSelectFault,
        ErrorKind::Other,
    ];
    for kind in kinds {
        for nth in 1..=5 {
            let setup = FlashSetup {
                faults: vec![(nth, kind)],
                ..unpaced()
            };
            let mut flash = DEVICE.open(setup, CONFIG, Rung::default()).expect("opens");
            for id in 1..=5 {
                assert_eq!(flash.submit(id, &[0x9F], 2), Ok(()));
            }
            for id in 1..=5 {
                let (done, bytes) = answer(&mut flash);
                let fails = id == nth;
                assert_eq!(done.result, if fails { Err(kind) } else { Ok(()) });
                assert_eq!((done.id, bytes.len()), (id, if fails { 0 } else { 2 }));
            }
            assert_eq!(flash.stats().failed, 1);
        }
    }
}

#[test]
fn a_doorbell_that_panics_costs_one_opening() {
    struct Mine;
    impl Doorbell for Mine {
        fn ring(&self) {
            panic!("on purpose");
        }
    }
    static DEVICE: FlashDevice = FlashDevice::new();
    let mut flash = DEVICE.open(unpaced(), CONFIG, Mine).expect("opens");
    assert_eq!(flash.submit(1, &[0x9F], 3), Ok(()));
    let start = Instant::now();
    while !DEVICE.status().ended_early {
        assert!(start.elapsed() < SOON);
    }
    drop(flash);
    assert!(DEVICE.status().is_idle());
    let mut flash = DEVICE
        .open(unpaced(), CONFIG, Rung::default())
        .expect("opens");
    assert_eq!(transfer(&mut flash, &[0x9F], 1), [0xEF]);
    assert!(!DEVICE.status().ended_early);
}

#[test]
fn the_boards_flash_is_one_device() {
    let mut flash = Board::spi(CONFIG, Rung::default()).expect("opens");
    let second = Board::spi(CONFIG, Rung::default()).map(|_| ());
    assert_eq!(second, Err(BoardError::Busy));
    assert_eq!(transfer(&mut flash, &[0x9F], 3), [0xEF, 0x40, 0x14]);
    assert!(Board::spi_device().status().open);
    drop(flash);
    assert!(Board::spi_device().status().is_idle());
}

#[test]
fn as_many_as_it_says_and_no_longer_than_it_says() {
    static DEVICE: FlashDevice = FlashDevice::new();
    let mut flash = DEVICE
        .open(unpaced(), CONFIG, Rung::default())
        .expect("opens");
    let max = flash.max_transfer();
    assert!(
        (256 + 4..=SPI_BYTES).contains(&max),
        "a page and more, {max}"
    );
    assert_eq!(flash.in_flight_limit(), SPI_QUEUE);
    assert_eq!(
        flash.submit(1, &[0x03, 0, 0, 0], max + 1),
        Err(SubmitError::TooLong { max })
    );
    assert_eq!(
        flash.submit(1, &[0x03, 0, 0, 0], 1 << 30),
        Err(SubmitError::TooLong { max })
    );
    assert_eq!(transfer(&mut flash, &[0x03, 0, 0, 0], max), vec![0xFF; max]);
    assert_eq!(transfer(&mut flash, &[], 0), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any reads, as many at once as there can be: in order, each its own.
    #[test]
    fn answers_come_in_order_and_are_their_own(
        reads in prop::collection::vec((0..0xF000u32, 0..600usize), 1..80),
    ) {
        static DEVICE: FlashDevice = FlashDevice::new();
        static ALONE: Mutex<()> = Mutex::new(());
        let _alone = ALONE.lock();
        let contents: Vec<u8> = (0..0x1_0000u32).map(|n| (n % 251) as u8).collect();
        let setup = FlashSetup { contents: Some(contents.clone()), ..unpaced() };
        let mut flash = DEVICE.open(setup, CONFIG, Rung::default()).expect("opens");
        let mut expected = VecDeque::new();
        let check = |flash: &mut SimFlash, expected: &mut VecDeque<(u32, u32, usize)>| {
            let (done, bytes) = answer(flash);
            let (id, address, len) = expected.pop_front().expect("one is in flight");
            assert_eq!((done.id, done.result), (id, Ok(())));
            assert_eq!(bytes, contents[address as usize..][..len]);
        };
        for (id, (address, len)) in (0..).zip(reads) {
            let [_, high, middle, low] = address.to_be_bytes();
            while flash.submit(id, &[0x03, high, middle, low], len).is_err() {
                check(&mut flash, &mut expected);
            }
            expected.push_back((id, address, len));
        }
        while !expected.is_empty() {
            check(&mut flash, &mut expected);
        }
        prop_assert_eq!(flash.stats().in_flight, 0);
        prop_assert_eq!(DEVICE.complaints().count(), 0);
    }
}
