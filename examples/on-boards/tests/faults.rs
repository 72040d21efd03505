//! Every part of every board, with a fault at every transaction of its
//! bring-up, on a bus that is held, and without each chip: what does not open
//! leaves nothing open, and the rest of the board works.

use board_models::{Bench, Machine};
use board_support::{BoardError, HasAudio, HasPanel, HasSpi, HasTouch};
use class_audio::{Channels, Depth, Format};
use class_panel::{Orientation, PanelConfig};
use class_spi::{BitOrder, MODE_0, SpiConfig};
use class_touch::Doorbell;
use embedded_hal::{i2c, spi};

struct Silent;

impl Doorbell for Silent {
    fn ring(&self) {}
}

/// An open part of a board, whichever.
type Opened = Result<Box<dyn Send>, BoardError>;

/// A part of a board, and how it is opened.
type Part = (&'static str, fn() -> Opened);

fn touch<B: HasTouch>() -> Opened {
    Ok(Box::new(B::touch(Silent)?))
}

fn panel<B: HasPanel>() -> Opened {
    let geometry = B::SIZE;
    let orientation = Orientation::Deg0;
    Ok(Box::new(B::panel(PanelConfig {
        geometry,
        orientation,
    })?))
}

fn audio<B: HasAudio>() -> Opened {
    let format = Format {
        rate_hz: 44_100,
        depth: Depth::Bits16,
        channels: Channels::Stereo,
    };
    Ok(Box::new(B::audio(format, 128, Silent)?))
}

fn spi<B: HasSpi>() -> Opened {
    let config = SpiConfig {
        clock_hz: 1_000_000,
        mode: MODE_0,
        bit_order: BitOrder::MsbFirst,
    };
    Ok(Box::new(B::spi(config, Silent)?))
}

/// Nothing is open; what failed may be told, or not matter to the part.
fn shut(bench: &Bench, part: &str, at: &str, opened: Opened) -> usize {
    let refused = usize::from(opened.is_err());
    drop(opened);
    assert!(bench.is_closed(), "{part}: {at}");
    refused
}

/// It opens as if nothing had been, and leaves nothing awake when it is closed.
fn is_well(bench: &Bench, (part, open): Part) {
    let opened = open().map(drop);
    assert_eq!(opened, Ok(()), "{part}");
    assert!(bench.is_closed(), "{part}");
}

fn faults_of(bench: &Bench, parts: &[Part]) {
    let (mut points, mut refused) = (0, 0);
    for (part, open) in parts {
        for (sda, _) in bench.i2c_buses() {
            let kinds = [i2c::ErrorKind::Bus, i2c::ErrorKind::ArbitrationLoss];
            points += bench.sweep_i2c(sda, &kinds, open, |nth, kind, opened| {
                refused += shut(bench, part, &format!("{nth}, {kind}"), opened);
            });
        }
        for sck in bench.spi_buses() {
            let kinds = [spi::ErrorKind::Overrun];
            points += bench.sweep_spi(sck, &kinds, open, |nth, kind, opened| {
                refused += shut(bench, part, &format!("{nth}, {kind}"), opened);
            });
        }
        is_well(bench, (part, *open));
    }
    assert!(points > 4 && refused > 4, "{refused} of {points}");
}

/// By which address a GT911 is named, and where it may be, too.
const GT911: (u16, u8) = (0x5D, 0x14);

/// Whoever needs a chip that is not there says so by its name and address;
/// whoever does not, works.
fn absences_of(bench: &Bench, parts: &[Part]) {
    for (sda, addresses) in bench.i2c_buses() {
        for address in addresses {
            bench.set_absent(sda, address, true);
            let mut missed = 0;
            for (part, open) in parts {
                match open().map(drop) {
                    Ok(()) => {}
                    Err(BoardError::NoDevice { address: named, .. }) => {
                        let is_its = named == address.into() || (named, address) == GT911;
                        assert!(is_its, "{part}: {named:#04x}, not {address:#04x}");
                        missed += 1;
                    }
                    Err(other) => panic!("{part} without {address:#04x}: {other}"),
                }
                assert!(bench.is_closed(), "{part} without {address:#04x}");
            }
            assert!(missed > 0, "nobody missed {address:#04x}");
            bench.set_absent(sda, address, false);
        }
        bench.hold_i2c_low(sda, true);
        for (part, open) in parts {
            let held = open().map(drop);
            let is_told = matches!(held, Ok(()) | Err(BoardError::Bus(i2c::ErrorKind::Bus)));
            assert!(is_told, "{part}: {held:?}");
            assert!(bench.is_closed(), "{part} on a bus that is held");
        }
        bench.hold_i2c_low(sda, false);
    }
    parts.iter().for_each(|part| is_well(bench, *part));
}

macro_rules! tests {
    ($($board:ident: $($part:ident)*,)*) => {
        $(#[test]
        fn $board() {
            let bench = Machine::<$board::Models>::bench();
            let parts: &[Part] = &[$((stringify!($part), $part::<$board::Board>)),*];
            parts.iter().for_each(|part| is_well(bench, *part));
            assert_eq!((bench.complaints(), bench.restless()), (vec![], vec![]));
            faults_of(bench, parts);
            absences_of(bench, parts);
            assert_eq!(bench.restless(), [""; 0]);
        })*
    };
}

tests! {
    board_esp32_c3: touch panel audio spi,
    board_esp32_p4_function_ev: touch audio,
    board_esp32_s3_box_3: touch panel audio spi,
    board_m5stack_core2: touch panel audio,
    board_pico_restouch_lcd_3_5: touch panel audio spi,
    board_stm32f407g_disc1: touch audio spi,
}
