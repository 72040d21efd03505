//! Tests of the bus against a part that watches both lines.

use alloc::vec;
use alloc::vec::Vec;

use embedded_hal::i2c::Operation;

use super::bits::Lines;
use super::bus::{I2cError, transaction};

/// What a part saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Start,
    Stop,
    /// A byte that was written, and whether it was acknowledged.
    Byte(u8, bool),
    /// A byte that was read, and whether the other side acknowledged it.
    Given(u8, bool),
}

/// What the part is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Idle,
    /// Takes bits: how many, and what they are.
    Takes(u8, u8),
    /// Holds the line for an acknowledgement; then it gives, if so.
    Acknowledges(bool),
    /// Gives bits of a byte, this many given.
    Gives(u8, u8),
    /// Looks whether the byte is acknowledged.
    Asks(u8),
}

/// A part at 0x48 that keeps what is written and answers by counting from 0xA0.
struct Part {
    clock: bool,
    /// Who pulls the data line.
    pulled_by_us: bool,
    pulled_by_part: bool,
    doing: Doing,
    is_first: bool,
    bytes_left: usize,
    next: u8,
    seen: Vec<Seen>,
    stuck_clock: bool,
    stuck_data: bool,
}

impl Part {
    fn new() -> Self {
        Self {
            clock: true,
            pulled_by_us: false,
            pulled_by_part: false,
            doing: Doing::Idle,
            is_first: false,
            bytes_left: usize::MAX,
            next: 0xA0,
            seen: Vec::new(),
            stuck_clock: false,
            stuck_data: false,
        }
    }

    fn data(&self) -> bool {
        !self.pulled_by_us && !self.pulled_by_part && !self.stuck_data
    }

    /// The clock went up: a bit is valid.
    fn rose(&mut self) {
        let bit = self.data();
        self.doing = match self.doing {
            Doing::Takes(count, byte) => Doing::Takes(count + 1, byte << 1 | u8::from(bit)),
            Doing::Asks(byte) => {
                self.seen.push(Seen::Given(byte, !bit));
                if bit {
                    Doing::Idle
                } else {
                    Doing::Gives(self.following(), 0)
                }
            }
            doing => doing,
        };
    }

    fn following(&mut self) -> u8 {
        self.next = self.next.wrapping_add(1);
        self.next - 1
    }

    /// The clock went down: the part may change the line.
    fn fell(&mut self) {
        self.pulled_by_part = false;
        match self.doing {
            Doing::Takes(8, byte) => self.took(byte),
            Doing::Acknowledges(gives) => {
                self.doing = if gives {
                    Doing::Gives(self.following(), 0)
                } else {
                    Doing::Takes(0, 0)
                };
            }
            _ => {}
        }
        match self.doing {
            Doing::Gives(byte, 8) => self.doing = Doing::Asks(byte),
            Doing::Gives(byte, count) => {
                self.pulled_by_part = byte << count & 0x80 == 0;
                self.doing = Doing::Gives(byte, count + 1);
            }
            _ => {}
        }
    }

    fn took(&mut self, byte: u8) {
        let heard = if self.is_first {
            byte >> 1 == 0x48
        } else {
            self.bytes_left > 0
        };
        let gives = self.is_first && byte & 1 == 1;
        if !self.is_first {
            self.bytes_left = self.bytes_left.saturating_sub(1);
        }
        self.is_first = false;
        self.seen.push(Seen::Byte(byte, heard));
        self.pulled_by_part = heard;
        self.doing = if heard {
            Doing::Acknowledges(gives)
        } else {
            Doing::Idle
        };
    }
}

impl Lines for Part {
    fn pull_clock(&mut self) {
        if core::mem::take(&mut self.clock) {
            self.fell();
        }
    }

    fn let_clock_go(&mut self) -> bool {
        if self.stuck_clock {
            return false;
        }
        if !core::mem::replace(&mut self.clock, true) {
            self.rose();
        }
        true
    }

    fn set_data(&mut self, high: bool) {
        let before = self.data();
        self.pulled_by_us = !high;
        if !self.clock || before == self.data() {
            return;
        }
        if before {
            self.seen.push(Seen::Start);
            self.is_first = true;
            self.doing = Doing::Takes(0, 0);
        } else {
            self.seen.push(Seen::Stop);
            self.doing = Doing::Idle;
        }
    }

    fn is_data_high(&mut self) -> bool {
        self.data()
    }

    fn wait(&mut self) {}
}

#[test]
fn writes_then_reads_with_a_start_between() {
    let mut part = Part::new();
    let (mut one, mut two) = ([0; 1], [0; 2]);
    let mut operations = [
        Operation::Write(&[0x12]),
        Operation::Write(&[0x34]),
        Operation::Read(&mut one),
        Operation::Read(&mut two),
    ];
    assert_eq!(transaction(&mut part, 0x48, &mut operations), Ok(()));
    assert_eq!((one, two), ([0xA0], [0xA1, 0xA2]));
    let expected = [
        Seen::Start,
        Seen::Byte(0x90, true),
        Seen::Byte(0x12, true),
        Seen::Byte(0x34, true),
        Seen::Start,
        Seen::Byte(0x91, true),
        Seen::Given(0xA0, true),
        Seen::Given(0xA1, true),
        Seen::Given(0xA2, false),
        Seen::Stop,
    ];
    assert_eq!(part.seen, expected);
    assert!(part.clock && part.data(), "both lines are free");
}

#[test]
fn nobody_at_the_address_and_a_byte_that_is_refused() {
    let mut part = Part::new();
    let absent = transaction(&mut part, 0x49, &mut [Operation::Write(&[1])]);
    assert_eq!(absent, Err(I2cError::NoDevice));
    assert_eq!(
        part.seen,
        [Seen::Start, Seen::Byte(0x92, false), Seen::Stop]
    );
    let mut part = Part::new();
    part.bytes_left = 1;
    let refused = transaction(&mut part, 0x48, &mut [Operation::Write(&[1, 2, 3])]);
    assert_eq!(refused, Err(I2cError::Refused));
    let bytes = vec![
        Seen::Start,
        Seen::Byte(0x90, true),
        Seen::Byte(1, true),
        Seen::Byte(2, false),
        Seen::Stop,
    ];
    assert_eq!(part.seen, bytes);
}

#[test]
fn a_line_that_is_held_low_is_no_wait_without_end() {
    let mut part = Part::new();
    part.stuck_data = true;
    let held = transaction(&mut part, 0x48, &mut [Operation::Write(&[1])]);
    assert_eq!(held, Err(I2cError::Held));
    let mut part = Part::new();
    part.stuck_clock = true;
    let held = transaction(&mut part, 0x48, &mut [Operation::Write(&[1])]);
    assert_eq!(held, Err(I2cError::Held));
}
