//! A TT21100: messages that wait, and a line that is low while they do.

use std::collections::VecDeque;

use class_touch::{PanelSize, TouchEvent, TouchKind};

use super::hand::{Hand, Says, reported};
use crate::{Complaints, I2cPart, Model, TouchPart, fit};

const ADDRESS: u8 = 0x24;
/// Messages that wait, at most: the oldest is lost then.
const MOST: usize = 5;
const HEADER: usize = 7;
const RECORD: usize = 10;
/// What there is to read while no message waits.
const NOTHING: [u8; 2] = [2, 0];

/// A TT21100: messages, each read from its beginning.
///
/// Lengths and layout are those of Espressif's driver and of the published
/// crate; bits as in Linux' `cyttsp5`. Reading the length alone leaves a
/// message waiting, reading all of it takes it. Not modelled: buttons, the
/// bootloader, what can be written.
#[derive(Debug, Default)]
pub struct Tt21100 {
    waiting: VecDeque<Vec<u8>>,
    /// Bytes of the first message that were read since the start.
    taken: usize,
    hand: Hand,
    reports: u8,
    falls: u32,
    complaints: Complaints<String>,
}

impl Tt21100 {
    /// A part after power-on, untouched.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn say(&mut self, message: Vec<u8>) {
        if self.waiting.is_empty() {
            self.falls = self.falls.wrapping_add(1);
        }
        if self.waiting.len() == MOST {
            self.waiting.pop_front();
        }
        self.waiting.push_back(message);
    }

    /// Fingers on the glass, and the one just lifted after them.
    fn report(&mut self, row: TouchEvent) -> Vec<u8> {
        let lifted = (row.kind == TouchKind::Up).then_some(row);
        let fingers: Vec<_> = self.hand.fingers().iter().copied().chain(lifted).collect();
        let length = (HEADER + RECORD * fingers.len()) as u16;
        let [low, high] = length.to_le_bytes();
        let [time, time_high, ..] = (row.time_us / 100).to_le_bytes();
        self.reports = self.reports.wrapping_add(1);
        let counter = self.reports << 6;
        let count = fingers.len() as u8;
        let mut message = vec![low, high, 1, time, time_high, count, counter];
        for finger in fingers {
            let event = match row.kind {
                _ if finger.id != row.id => 2,
                TouchKind::Down => 1,
                TouchKind::Move => 2,
                TouchKind::Up => 3,
            };
            let [x, x_high] = finger.x.to_le_bytes();
            let [y, y_high] = finger.y.to_le_bytes();
            let tip = if event == 3 { 0 } else { 0x80 };
            let number = tip | event << 5 | finger.id & 0x1F;
            message.extend([0, number, x, x_high, y, y_high, finger.pressure, 0, 0, 0]);
        }
        message
    }
}

impl I2cPart for Tt21100 {
    fn address(&self) -> u8 {
        ADDRESS
    }

    fn start_write(&mut self) {
        self.complaints.push("nothing is to be written".into());
    }

    fn write(&mut self, _byte: u8) -> bool {
        true
    }

    fn start_read(&mut self) {
        self.taken = 0;
    }

    fn read(&mut self) -> u8 {
        let message = self.waiting.front().map_or(&NOTHING[..], |message| message);
        let byte = message.get(self.taken).copied().unwrap_or(0xFF);
        self.taken += 1;
        byte
    }

    fn stop(&mut self) {
        let whole = self.waiting.front().map(Vec::len);
        if whole.is_some_and(|whole| self.taken >= whole) {
            self.waiting.pop_front();
        }
        self.taken = 0;
    }
}

impl Model for Tt21100 {
    fn name(&self) -> &'static str {
        "tt21100"
    }

    fn power_up(&mut self, _now_ns: u64) {
        self.waiting.clear();
    }

    fn complaints(&self) -> Complaints<String> {
        self.complaints.clone()
    }
}

impl TouchPart for Tt21100 {
    /// A lift has its place; a finger that moves to where it is is not told.
    fn recording(&self, rows: &[TouchEvent], size: PanelSize) -> Vec<TouchEvent> {
        let says = Says {
            still_moves: false,
            lifts: true,
        };
        reported(&fit(rows, size), says)
    }

    fn has_own_interrupts(&self) -> bool {
        false
    }

    fn finger(&mut self, row: TouchEvent) {
        self.hand.follow(row);
        let message = self.report(row);
        self.say(message);
    }

    fn falls(&self) -> u32 {
        self.falls
    }

    fn is_low(&self) -> bool {
        !self.waiting.is_empty()
    }

    fn is_read(&self) -> bool {
        self.waiting.is_empty()
    }
}
