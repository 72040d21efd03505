//! Bus clear, against a device that is in the middle of a byte.

use platform_bare::{I2cLines, bus_clear};

/// A device that still has bits to send, of which some are low.
struct Stuck {
    bits: Vec<bool>,
    scl: bool,
    sda: bool,
    /// A line that is held low for good.
    short: bool,
    stops: u32,
    waits: u32,
}

impl Stuck {
    fn in_the_middle_of(bits: &[bool]) -> Self {
        Self {
            bits: bits.to_vec(),
            scl: true,
            sda: true,
            short: false,
            stops: 0,
            waits: 0,
        }
    }

    fn line(&self) -> bool {
        self.sda && self.bits.first().copied().unwrap_or(true) && !self.short
    }
}

impl I2cLines for Stuck {
    fn scl(&mut self, high: bool) {
        if self.scl && !high && !self.bits.is_empty() {
            // The next bit is shown while the clock is low.
            self.bits.remove(0);
        }
        self.scl = high;
    }
    fn sda(&mut self, high: bool) {
        let before = self.line();
        self.sda = high;
        self.stops += u32::from(self.scl && !before && self.line());
    }
    fn scl_is_high(&mut self) -> bool {
        self.scl
    }
    fn sda_is_high(&mut self) -> bool {
        self.line()
    }
    fn wait(&mut self) {
        self.waits += 1;
    }
}

#[test]
fn a_device_is_clocked_through_the_rest_of_its_byte() {
    for zeros in 0..9 {
        let mut bus = Stuck::in_the_middle_of(&vec![false; zeros]);
        assert!(bus_clear(&mut bus), "{zeros} bits");
        assert_eq!(bus.stops, 1, "{zeros} bits");
        assert!(bus.bits.is_empty());
    }
}

#[test]
fn a_line_that_stays_low_is_told_and_not_waited_for() {
    let mut bus = Stuck::in_the_middle_of(&[]);
    bus.short = true;
    assert!(!bus_clear(&mut bus));
    assert_eq!(bus.waits, 1 + 2 * 9 + 3);
}
