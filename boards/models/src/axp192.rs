//! An AXP192 at register level: rails that feed other parts.

use crate::{Complaints, I2cPart, Model};

const ADDRESS: u8 = 0x34;
const ID: usize = 0x03;

/// A rail, called as the data sheet does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Axp192Rail {
    /// DC-DC1.
    Dcdc1,
    /// DC-DC2.
    Dcdc2,
    /// DC-DC3.
    Dcdc3,
    /// LDO2.
    Ldo2,
    /// LDO3.
    Ldo3,
    /// EXTEN, a switch for a supply outside.
    Exten,
}

impl Axp192Rail {
    /// Where it is switched.
    const fn switch(self) -> (usize, u8) {
        match self {
            Self::Dcdc1 => (0x12, 0x01),
            Self::Dcdc2 => (0x10, 0x01),
            Self::Dcdc3 => (0x12, 0x02),
            Self::Ldo2 => (0x12, 0x04),
            Self::Ldo3 => (0x12, 0x08),
            Self::Exten => (0x10, 0x04),
        }
    }
}

/// An AXP192: rails, their voltages, and its pins.
///
/// Registers as in Zephyr's regulator driver and the published crate, with the
/// identification that the former reads. Of a pin it is modelled whether it
/// pulls to ground as an open-drain output. Not modelled: GPIO0, charging,
/// measuring, interrupts, and the part's own power key.
#[derive(Debug)]
pub struct Axp192 {
    registers: [u8; 256],
    pointer: u8,
    begins: bool,
    complaints: Complaints<String>,
}

impl Default for Axp192 {
    fn default() -> Self {
        Self::new()
    }
}

impl Axp192 {
    /// A part after power-on, which feeds the processor from DC-DC1 and nothing
    /// else.
    #[must_use]
    pub fn new() -> Self {
        let mut part = Self {
            registers: [0; 256],
            pointer: 0,
            begins: false,
            complaints: Complaints::default(),
        };
        part.reset();
        part
    }

    fn reset(&mut self) {
        self.registers = [0; 256];
        // Power from VBUS, which can be used.
        self.registers[0x00] = 0x30;
        self.registers[ID] = 0x03;
        self.registers[0x12] = 0x01;
        // 3.3 V.
        self.registers[0x26] = 0x68;
        for function in [0x90, 0x92, 0x93] {
            self.registers[function] = 0x07;
        }
    }

    /// A register becomes this, whatever a bus could do: for a part that is
    /// another one, or breaks.
    pub fn poke(&mut self, register: u8, value: u8) {
        self.registers[usize::from(register)] = value;
    }

    /// The voltage of a rail in mV, 0 where it is off; of `EXTEN`, that of the
    /// input.
    #[must_use]
    pub const fn millivolts(&self, rail: Axp192Rail) -> u16 {
        let (register, bit) = rail.switch();
        if self.registers[register] & bit == 0 {
            return 0;
        }
        let [dcdc1, dcdc2, dcdc3, ldo23] = [
            self.registers[0x26],
            self.registers[0x23],
            self.registers[0x27],
            self.registers[0x28],
        ];
        match rail {
            Axp192Rail::Dcdc1 => 700 + 25 * (dcdc1 & 0x7F) as u16,
            Axp192Rail::Dcdc2 => 700 + 25 * (dcdc2 & 0x3F) as u16,
            Axp192Rail::Dcdc3 => 700 + 25 * (dcdc3 & 0x7F) as u16,
            Axp192Rail::Ldo2 => 1_800 + 100 * (ldo23 >> 4) as u16,
            Axp192Rail::Ldo3 => 1_800 + 100 * (ldo23 & 0x0F) as u16,
            Axp192Rail::Exten => 5_000,
        }
    }

    /// Whether a pin from 1 to 4 pulls to ground.
    #[must_use]
    pub const fn pulls_low(&self, pin: u8) -> bool {
        let [gpio1, gpio2, gpio34] = [0x92, 0x93, 0x95];
        let (function, level) = match pin {
            1 => (self.registers[gpio1] & 0x07 == 0, 0x02),
            2 => (self.registers[gpio2] & 0x07 == 0, 0x04),
            3 => (self.registers[gpio34] & 0x83 == 0x81, 0x01),
            4 => (self.registers[gpio34] & 0x8C == 0x84, 0x02),
            _ => (false, 0),
        };
        let levels = match pin {
            1 | 2 => self.registers[0x94],
            _ => self.registers[0x96],
        };
        function && levels & level == 0
    }

    fn set(&mut self, register: u8, value: u8) {
        if register <= 0x03 {
            self.complaints.push(format!("{register:#04x} only reads"));
            return;
        }
        self.registers[usize::from(register)] = value;
        if self.millivolts(Axp192Rail::Dcdc1) == 0 {
            self.complaints
                .push("the processor's own rail is off".into());
        }
    }
}

impl I2cPart for Axp192 {
    fn address(&self) -> u8 {
        ADDRESS
    }

    fn start_write(&mut self) {
        self.begins = true;
    }

    fn write(&mut self, byte: u8) -> bool {
        if std::mem::take(&mut self.begins) {
            self.pointer = byte;
        } else {
            self.set(self.pointer, byte);
            self.pointer = self.pointer.wrapping_add(1);
        }
        true
    }

    fn read(&mut self) -> u8 {
        let byte = self.registers[usize::from(self.pointer)];
        self.pointer = self.pointer.wrapping_add(1);
        byte
    }
}

impl Model for Axp192 {
    fn name(&self) -> &'static str {
        "axp192"
    }

    fn power_up(&mut self, _now_ns: u64) {
        self.reset();
    }

    fn complaints(&self) -> Complaints<String> {
        self.complaints.clone()
    }
}
