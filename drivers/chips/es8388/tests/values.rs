//! Clocks and volumes.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use chip_es8388::{Address, Clock, Config, Es8388, MasterClock, Output};
use class_audio::Codec;
use embedded_hal::i2c::{ErrorType, I2c, Operation};
use embedded_hal_mock::eh1::delay::NoopDelay;
use proptest::prelude::*;

/// Both of Linux' tables: master clock, rate, code.
const LINUX: [(u32, u32, u8); 11] = [
    (12_288_000, 8_000, 10),
    (12_288_000, 12_000, 7),
    (12_288_000, 16_000, 6),
    (12_288_000, 24_000, 4),
    (12_288_000, 32_000, 3),
    (12_288_000, 48_000, 2),
    (12_288_000, 96_000, 0),
    (11_289_600, 11_025, 7),
    (11_289_600, 22_050, 4),
    (11_289_600, 44_100, 2),
    (11_289_600, 88_200, 0),
];

#[test]
fn what_linux_does_whole_and_halved() {
    for (master, rate, ratio) in LINUX {
        let whole = Clock {
            halved: false,
            ratio,
        };
        assert_eq!(Clock::find(master, rate), Some(whole), "{master} {rate}");
        let halved = Clock {
            halved: true,
            ratio,
        };
        assert_eq!(Clock::find(2 * master, rate), Some(halved));
        assert_eq!(Clock::find(4 * master, rate), None, "too fast");
    }
    // Linux takes 8018 Hz for what 1408 cycles make of 11.2896 MHz.
    assert_eq!(11_289_600 / 1_408, 8_018);
    let clock = Clock {
        halved: false,
        ratio: 9,
    };
    assert_eq!(Clock::find(8_000 * 1_408, 8_000), Some(clock));
}

proptest! {
    /// What is found makes the rate exactly, by the table above.
    #[test]
    fn any_clock(master: u32, rate in 0..200_000u32, times in 0..2_000u32, related: bool) {
        let master = if related { rate.saturating_mul(times) } else { master };
        if let Some(Clock { halved, ratio }) = Clock::find(master, rate) {
            let cycles = [128, 0, 256, 384, 512, 0, 768, 1_024, 0, 1_408, 1_536];
            let hertz = u64::from(rate) * cycles[usize::from(ratio)];
            prop_assert_eq!(hertz << u32::from(halved), u64::from(master));
            prop_assert!(hertz <= 12_288_000);
        }
    }
}

/// The two volume registers, as the bus leaves them.
#[derive(Clone)]
struct Part(Rc<RefCell<[u8; 256]>>);

impl ErrorType for Part {
    type Error = Infallible;
}

impl I2c for Part {
    fn transaction(&mut self, address: u8, steps: &mut [Operation<'_>]) -> Result<(), Infallible> {
        assert_eq!(address, 0x10);
        match steps {
            [Operation::Write([register, value])] => {
                self.0.borrow_mut()[usize::from(*register)] = *value;
            }
            other => panic!("{other:?}"),
        }
        Ok(())
    }
}

#[test]
fn a_level_is_the_nearest_step_on_both_channels() {
    let part = Part(Rc::new(RefCell::new([0xEE; 256])));
    let config = Config {
        address: Address::CeLow,
        output: Output::First,
        master_clock: MasterClock::Times(256),
    };
    let mut codec = Es8388::new(part.clone(), NoopDelay::new(), config);
    let range = codec.volume_range();
    let mut before = 192;
    for level in 0..=255 {
        assert_eq!(codec.set_volume(level), Ok(()));
        let (left, right) = (part.0.borrow()[0x1A], part.0.borrow()[0x1B]);
        assert_eq!(left, right);
        assert!(left <= before, "never quieter than the level below");
        before = left;
        let off = i32::from(range.millibel(level)) + 50 * i32::from(left);
        assert!(off.abs() <= 26, "{level}: {off} mB off");
    }
    assert_eq!(before, 0);
}
