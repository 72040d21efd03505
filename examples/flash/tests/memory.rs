//! What the flash holds is what was programmed, seen without a port.

use board::{Board, BoardError, FlashDevice, FlashSetup, SimFlash, Speed};
use board_support::HasSpi;
use class_spi::{Doorbell, SpiConfig, SpiDone, SpiQueue, SpiStats, SubmitError};
use embedded_hal::spi::ErrorKind;
use example_support::{Error, Progress};
use flash::{Options, Report, exercise};

/// Of what a board's flash is made that goes wrong in one of these ways.
const BIT: u8 = 0;
const ABSENT: u8 = 1;
const FAULT: u8 = 2;

/// A board whose flash is read through `Wires`.
struct Bad<const HOW: u8>;

/// Wires that change what is read.
struct Wires<const HOW: u8>(SimFlash, usize);

impl<const HOW: u8> board_support::Board for Bad<HOW> {
    const NAME: &'static str = "bad";
}

impl<const HOW: u8> HasSpi for Bad<HOW> {
    type Spi = Wires<HOW>;

    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<Self::Spi, BoardError> {
        static DEVICES: [FlashDevice; 3] = [const { FlashDevice::new() }; 3];
        let setup = FlashSetup {
            speed: Speed::UNPACED,
            faults: match HOW {
                FAULT => vec![(40, ErrorKind::Overrun)],
                _ => Vec::new(),
            },
            ..FlashSetup::default()
        };
        let device = &DEVICES[usize::from(HOW)];
        Ok(Wires(device.open(setup, config, doorbell)?, 0))
    }
}

impl<const HOW: u8> SpiQueue for Wires<HOW> {
    fn submit(&mut self, id: u32, write: &[u8], read: usize) -> Result<(), SubmitError> {
        self.0.submit(id, write, read)
    }

    fn complete(&mut self, take: &mut dyn FnMut(SpiDone, &[u8])) -> bool {
        let pages = &mut self.1;
        self.0.complete(&mut |done, bytes| {
            let mut read = bytes.to_vec();
            *pages += usize::from(read.len() == 256);
            match HOW {
                ABSENT => read.fill(0xFF),
                // The third page of what was programmed.
                BIT if *pages == 19 && read.len() == 256 => read[5] ^= 0x10,
                _ => {}
            }
            take(done, &read);
        })
    }

    fn stats(&self) -> SpiStats {
        self.0.stats()
    }

    fn max_transfer(&self) -> usize {
        self.0.max_transfer()
    }

    fn in_flight_limit(&self) -> usize {
        self.0.in_flight_limit()
    }
}

fn exercised<B: HasSpi>(options: Options) -> Result<Report, Error> {
    exercise::<B>(&options, &mut Progress::new())
}

fn complaint<B: HasSpi>() -> String {
    let exercised = exercised::<B>(Options::default());
    exercised.expect_err("a failure").to_string()
}

/// The same pattern, reckoned once more.
fn pattern(seed: u32) -> Vec<u8> {
    let mut states = vec![seed * 2 + 1];
    while states.len() <= 4096 {
        let mut x = states[states.len() - 1];
        x ^= x << 13;
        x ^= x >> 17;
        states.push(x ^ (x << 5));
    }
    let bytes = states[1..].iter().map(|state| (state >> 24) as u8);
    bytes.collect()
}

#[test]
fn the_sector_holds_what_was_programmed_and_the_rest_what_it_held() {
    let options = Options {
        address: 0x3000,
        ..Options::default()
    };
    let report = exercised::<Board>(options).expect("it works");
    assert_eq!(report.identity.0, [0xEF, 0x40, 0x14]);
    assert!(report.transactions[0] > 100 && report.transactions[1] == 0);
    let memory = Board::spi_device().memory(0, 1 << 20);
    assert_eq!(memory.len(), 1 << 20);
    assert_eq!(memory[0x3000..0x4000], pattern(0x3000));
    let rest = memory[..0x3000].iter().chain(&memory[0x4000..]);
    assert!(rest.into_iter().all(|byte| *byte == 0xFF));
    assert!(Board::spi_device().complaints().is_empty());
    assert!(Board::spi_device().status().is_idle());
}

#[test]
fn a_bit_that_is_read_wrongly_is_found() {
    let byte = pattern(0)[0x205];
    let said = format!(
        "0x000205 was programmed to {byte:02X} and reads {:02X}",
        byte ^ 0x10
    );
    assert_eq!(complaint::<Bad<BIT>>(), said);
}

#[test]
fn a_bus_without_a_flash_is_told() {
    let said = "no flash answers: FF FF FF: maker not known, capacity not known";
    assert_eq!(complaint::<Bad<ABSENT>>(), said);
}

#[test]
fn a_bus_that_fails_is_told_with_the_request() {
    let said = complaint::<Bad<FAULT>>();
    assert_eq!(said, "transfer was answered by {error,{bus,overrun}}");
}
