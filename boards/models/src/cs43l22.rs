//! A CS43L22 codec at register level.

use class_audio::Format;

use crate::{Clocks, Complaints, I2cPart, Model, SoundPart};

const ADDRESS: u8 = 0x4A;
const CHIP_ID: u8 = 0x01;
const POWER_CTL_1: u8 = 0x02;
const INTERFACE_CTL_1: u8 = 0x06;
const PLAYBACK_CTL_1: u8 = 0x0D;
const PLAYBACK_CTL_2: u8 = 0x0F;
const MASTER_VOL_A: u8 = 0x20;
const MASTER_VOL_B: u8 = 0x21;
const STATUS: u8 = 0x2E;
const LAST: u8 = 0x34;
/// In `POWER_CTL_1`: powered up.
const UP: u8 = 0x9E;
/// In `INTERFACE_CTL_1`: the format is I2S, as a slave.
const FORMAT: u8 = 0x8C;
const I2S_SLAVE: u8 = 0x04;
/// In `STATUS`: the serial port's clocks do not fit.
const SPCLKERR: u8 = 0x40;
/// How long a reset takes at least.
const RESET_NS: u64 = 1_000_000;

/// What section 4.11 of the data sheet has written before power-up: register,
/// bits, value.
const REQUIRED: [(u8, u8, u8); 5] = [
    (0x00, 0xFF, 0x99),
    (0x47, 0xFF, 0x80),
    (0x32, 0x80, 0x80),
    (0x32, 0x80, 0x00),
    (0x00, 0xFF, 0x00),
];

/// What registers hold after a reset, where it is not 0.
const POWER_ON: [(u8, u8); 11] = [
    (CHIP_ID, 0xE3),
    (POWER_CTL_1, 0x01),
    (0x04, 0x05),
    (0x05, 0xA0),
    (0x0A, 0xA5),
    (PLAYBACK_CTL_1, 0x60),
    (0x0E, 0x02),
    (0x1F, 0x88),
    (MASTER_VOL_A, 0x00),
    (MASTER_VOL_B, 0x00),
    (0x28, 0x00),
];

/// A CS43L22: the part behind the control bus, with AD0 low.
///
/// After Cirrus Logic's data sheet, DS792, as far as public drivers quote it.
/// Modelled are the identification, power-up and the settings that it requires,
/// the serial port's format, the master clock, the error of the clocks, mutes,
/// the master volume, and the reset line. Not modelled: gain, tone, beep,
/// limiter, the analog inputs, speakers and headphones apart.
#[derive(Debug)]
pub struct Cs43l22 {
    registers: [u8; 256],
    pointer: u8,
    /// Registers follow each other in one transfer.
    increments: bool,
    begins: bool,
    clocks: Option<Clocks>,
    /// How many of the required settings came, in their order.
    required: usize,
    /// Since when the reset line is low.
    low_since: Option<u64>,
    complaints: Complaints<String>,
}

impl Default for Cs43l22 {
    fn default() -> Self {
        Self::new()
    }
}

impl Cs43l22 {
    /// A part after power-on, out of reset.
    #[must_use]
    pub fn new() -> Self {
        let mut part = Self {
            registers: [0; 256],
            pointer: 0,
            increments: false,
            begins: false,
            clocks: None,
            required: 0,
            low_since: None,
            complaints: Complaints::default(),
        };
        part.reset();
        part
    }

    fn reset(&mut self) {
        self.registers = [0; 256];
        for (register, value) in POWER_ON {
            self.registers[usize::from(register)] = value;
        }
        self.required = 0;
    }

    /// A register becomes this, whatever a bus could do: for a part that is
    /// another one, or breaks.
    pub fn poke(&mut self, register: u8, value: u8) {
        self.registers[usize::from(register)] = value;
    }

    /// The reset line: low resets, and has to be low for 1 ms.
    pub fn set_reset(&mut self, high: bool, now_ns: u64) {
        if !high {
            if self.sounds() {
                self.complaints.push("a reset while it sounded".into());
            }
            self.low_since.get_or_insert(now_ns);
            return;
        }
        let Some(since) = self.low_since.take() else {
            return;
        };
        let ns = now_ns.saturating_sub(since);
        if ns < RESET_NS {
            self.complaints.push(format!("a reset of {ns} ns"));
            return;
        }
        self.reset();
    }

    fn register(&self, register: u8) -> u8 {
        self.registers[usize::from(register)]
    }

    /// Whether it is powered up, and has clocks that fit.
    #[must_use]
    pub fn is_powered(&self) -> bool {
        let clocked = self.clocks.is_some_and(|clocks| clocks.master);
        self.low_since.is_none() && self.register(POWER_CTL_1) == UP && clocked
    }

    /// Whether either channel of the DAC, or an output, is muted.
    #[must_use]
    pub fn is_muted(&self) -> bool {
        self.register(PLAYBACK_CTL_1) & 0x03 != 0 || self.register(PLAYBACK_CTL_2) & 0xF0 != 0
    }

    /// Its volume in halves of a decibel: -204 to 24.
    #[must_use]
    pub fn volume_half_decibels(&self) -> i16 {
        let halves = self.register(MASTER_VOL_A).cast_signed();
        // 19h to 33h are -116 to -102 dB, and not used as such.
        match halves {
            25..=51 => -204,
            52..=127 => i16::from(halves) - 256,
            _ => i16::from(halves),
        }
    }

    fn sounds(&self) -> bool {
        self.is_powered() && !self.is_muted()
    }

    fn set(&mut self, register: u8, value: u8) {
        if [CHIP_ID, STATUS].contains(&register) {
            self.complaints.push(format!("{register:#04x} only reads"));
            return;
        }
        if register > LAST && register != 0x47 {
            self.complaints.push(format!("no register {register:#04x}"));
            return;
        }
        if let Some((next, bits, wanted)) = REQUIRED.get(self.required)
            && (register, value & bits) == (*next, *wanted)
        {
            self.required += 1;
        }
        let sounded = self.sounds();
        self.registers[usize::from(register)] = value;
        if register == POWER_CTL_1 && value == UP && self.required < REQUIRED.len() {
            self.complaints
                .push("powered up without the settings of section 4.11".into());
        }
        if sounded && !self.is_powered() {
            self.complaints
                .push(format!("{register:#04x} switched it off while it sounded"));
        }
    }
}

impl I2cPart for Cs43l22 {
    /// One that no master uses, while it is in reset.
    fn address(&self) -> u8 {
        if self.low_since.is_some() {
            return u8::MAX;
        }
        ADDRESS
    }

    fn max_hz(&self) -> u32 {
        100_000
    }

    fn start_write(&mut self) {
        self.begins = true;
    }

    /// The register, bit 7 for those after it, then values.
    fn write(&mut self, byte: u8) -> bool {
        if std::mem::take(&mut self.begins) {
            self.pointer = byte & 0x7F;
            self.increments = byte & 0x80 != 0;
            return true;
        }
        self.set(self.pointer, byte);
        self.pointer += u8::from(self.increments);
        true
    }

    fn read(&mut self) -> u8 {
        let mut byte = self.register(self.pointer);
        let clocked = self.clocks.is_some_and(|clocks| clocks.master);
        if self.pointer == STATUS && !clocked {
            byte |= SPCLKERR;
        }
        self.pointer = (self.pointer + u8::from(self.increments)) & 0x7F;
        byte
    }
}

impl Model for Cs43l22 {
    fn name(&self) -> &'static str {
        "cs43l22"
    }

    fn power_up(&mut self, _now_ns: u64) {
        self.reset();
    }

    fn complaints(&self) -> Complaints<String> {
        self.complaints.clone()
    }

    fn is_at_rest(&self) -> bool {
        self.register(POWER_CTL_1) != UP || self.low_since.is_some()
    }
}

impl SoundPart for Cs43l22 {
    fn set_clocks(&mut self, clocks: Option<Clocks>) {
        if clocks.is_none() && self.sounds() {
            self.complaints
                .push("the clocks stopped while it sounded".into());
        }
        self.clocks = clocks;
    }

    fn gain_for(&mut self, _format: Format) -> f64 {
        if !self.sounds() {
            return 0.0;
        }
        if self.register(INTERFACE_CTL_1) & FORMAT != I2S_SLAVE {
            self.complaints
                .push("samples in I2S, and its port is set to another format".into());
            return 0.0;
        }
        10f64.powf(f64::from(self.volume_half_decibels()) / 40.0)
    }
}
