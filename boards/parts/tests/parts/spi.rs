//! A device on an SPI bus, whose transactions are carried out by the task.

use board_parts::{Spi, SpiPlace};
use board_support::{BoardError, Pin, Platform, SpiWires};
use class_spi::{BitOrder, MODE_0, SpiConfig, SpiQueue, SubmitError};
use embedded_hal::spi::ErrorKind;

use crate::chips::Bell;
use crate::fake::Fake;
use crate::world::{self, is_closed, with};

pub(crate) const fn wires(cs: u8) -> SpiWires {
    SpiWires {
        controller: 1,
        sck: Pin::gpio(10),
        mosi: Pin::gpio(11),
        miso: Some(Pin::gpio(12)),
        cs: Pin::gpio(cs),
        max_hz: 10_000_000,
    }
}

pub(crate) const CONFIG: SpiConfig = SpiConfig {
    clock_hz: 1_000_000,
    mode: MODE_0,
    bit_order: BitOrder::MsbFirst,
};

const SD: SpiWires = wires(22);

pub(crate) type Opened = Spi<<Fake as Platform>::Spi, 4, 32, 32>;

pub(crate) fn place() -> &'static SpiPlace<4, 32, 32> {
    // What is read is the number of the byte.
    let count = |bytes: &mut [u8]| (1..).zip(bytes).for_each(|(nth, byte)| *byte = nth);
    with(|world| world.answers.insert(SD.cs, count));
    Box::leak(Box::new(SpiPlace::new()))
}

pub(crate) fn open(place: &'static SpiPlace<4, 32, 32>, bell: &Bell) -> Result<Opened, BoardError> {
    let claim = place.claim()?;
    claim.open(Fake::spi(&SD, CONFIG)?, bell.clone())
}

/// All answers there are: the id, and the bytes or the error.
pub(crate) fn answers(spi: &mut Opened) -> Vec<(u32, Result<Vec<u8>, ErrorKind>)> {
    let mut all = Vec::new();
    while spi.complete(&mut |done, bytes| {
        all.push((done.id, done.result.map(|()| bytes.to_vec())));
    }) {}
    all
}

#[test]
fn a_transaction_rings_at_once_and_is_carried_out_when_it_is_asked_for() {
    let (place, bell) = (place(), Bell::default());
    let mut spi = open(place, &bell).expect("all is well");
    assert_eq!(spi.submit(1, &[0xA1], 2), Ok(()));
    assert_eq!(spi.submit(2, &[], 0), Ok(()));
    assert_eq!(spi.submit(3, &[0xA3, 0xB3], 0), Ok(()));
    assert_eq!(bell.rings(), 1, "whoever comes takes them all");
    assert!(with(|world| world.log.is_empty()));
    let all = [(1, Ok(vec![1, 2])), (2, Ok(vec![])), (3, Ok(vec![]))];
    assert_eq!(answers(&mut spi), all);
    let log = with(|world| std::mem::take(&mut world.log));
    let expected = ["GPIO22 [a1]", "GPIO22 [00, 00]", "GPIO22 [a3, b3]"];
    assert_eq!(log, expected);
    assert_eq!(spi.submit(4, &[], 1), Ok(()));
    assert_eq!(bell.rings(), 1);
    let stats = spi.stats();
    assert_eq!(
        (stats.submitted, stats.completed, stats.in_flight),
        (4, 3, 1)
    );
    drop(spi);
    assert!(is_closed() && !bell.is_hung());
}

#[test]
fn what_does_not_fit_is_refused_and_room_comes_back() {
    let (place, bell) = (place(), Bell::default());
    let mut spi = open(place, &bell).expect("all is well");
    assert_eq!((spi.max_transfer(), spi.in_flight_limit()), (32, 4));
    let too_long = Err(SubmitError::TooLong { max: 32 });
    assert_eq!(spi.submit(0, &[0; 33], 0), too_long);
    for round in 0..1_000_u32 {
        for id in 0..4 {
            assert_eq!(spi.submit(id, &[round as u8; 8], 8), Ok(()), "{round} {id}");
        }
        assert_eq!(spi.submit(9, &[], 0), Err(SubmitError::Full));
        let read = (1..9).collect::<Vec<u8>>();
        let expected: Vec<_> = (0..4).map(|id| (id, Ok(read.clone()))).collect();
        assert_eq!(answers(&mut spi), expected, "{round}");
    }
    assert_eq!(bell.rings(), 1_000);
}

#[test]
fn the_bus_fails_one_transaction_and_not_the_next() {
    let (place, bell) = (place(), Bell::default());
    let mut spi = open(place, &bell).expect("all is well");
    world::fail_at(Some(1));
    assert_eq!(spi.submit(1, &[1], 1), Ok(()));
    assert_eq!(spi.submit(2, &[], 1), Ok(()));
    let expected = [(1, Err(ErrorKind::ModeFault)), (2, Ok(vec![1]))];
    assert_eq!(answers(&mut spi), expected);
    assert_eq!(spi.stats().failed, 1);
}

#[test]
fn it_is_one_at_a_time_and_new_each_time() {
    let (place, bell) = (place(), Bell::default());
    for round in 0..10_000 {
        let mut spi = open(place, &bell).expect("it is free");
        assert_eq!(answers(&mut spi), [], "{round}");
        assert_eq!(open(place, &bell).err(), Some(BoardError::Busy));
        assert_eq!(spi.submit(round, &[5; 20], 20), Ok(()));
        drop(spi);
        assert!(is_closed() && !bell.is_hung());
    }
    assert!(with(|world| world.log.is_empty()), "given up, never sent");
}
