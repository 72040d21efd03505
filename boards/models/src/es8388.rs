//! An ES8388 codec at register level.

use class_audio::{Depth, Format};

use crate::{Clocks, Complaints, I2cPart, Model, SoundPart};

const ADDRESS: u8 = 0x10;
const CONTROL_1: u8 = 0x00;
const CHIP_POWER: u8 = 0x02;
const ADC_POWER: u8 = 0x03;
const DAC_POWER: u8 = 0x04;
const MASTER_MODE: u8 = 0x08;
const DAC_CONTROL_1: u8 = 0x17;
const DAC_CONTROL_2: u8 = 0x18;
const DAC_CONTROL_3: u8 = 0x19;
const DAC_CONTROL_4: u8 = 0x1A;
const DAC_CONTROL_17: u8 = 0x27;
const DAC_CONTROL_20: u8 = 0x2A;
const LAST: u8 = 0x35;
/// Without a name, of the DLL.
const DLL: [u8; 2] = [0x37, 0x39];
/// In `CONTROL_1`: references, and how VMID is made.
const EN_REF: u8 = 0x04;
const VMIDSEL: u8 = 0x03;
/// In `CHIP_POWER`: what playback needs is off or in reset.
const PLAYBACK_OFF: u8 = 0x55;
/// In `DAC_POWER`: either DAC off; any output on.
const DACS_OFF: u8 = 0xC0;
const OUTPUTS_ON: u8 = 0x3C;
/// In `DAC_CONTROL_3`: muted.
const MUTE: u8 = 0x04;
/// In the mixers: the DAC is mixed in.
const DAC_IN: u8 = 0x80;
/// Cycles of the master clock in a sample, by the code in `DAC_CONTROL_2`.
const RATIO_256: u8 = 2;

/// What registers hold after power-on, where it is not 0.
const POWER_ON: [(u8, u8); 8] = [
    (CONTROL_1, 0x06),
    (0x01, 0x5C),
    (CHIP_POWER, 0xC3),
    (ADC_POWER, 0xFC),
    (DAC_POWER, 0xC0),
    (MASTER_MODE, 0x80),
    (DAC_CONTROL_3, 0x22),
    (DAC_CONTROL_4, 0xC0),
];

/// An ES8388: the part behind the control bus, with CE low.
///
/// Registers as in Everest's and Linux' drivers. Modelled are what playback
/// needs (references, power, DACs, outputs, mixers), its mute and its left
/// volume, the depth of its serial port, and a master clock of 256 cycles in a
/// sample. Not modelled: recording, the outputs' own volumes, ramps, the right
/// channel apart, and the part as the master of its clocks. It has no
/// identification.
#[derive(Debug)]
pub struct Es8388 {
    registers: [u8; 256],
    pointer: u8,
    begins: bool,
    clocks: Option<Clocks>,
    complaints: Complaints<String>,
}

impl Default for Es8388 {
    fn default() -> Self {
        Self::new()
    }
}

impl Es8388 {
    /// A part after power-on.
    #[must_use]
    pub fn new() -> Self {
        Self {
            registers: power_on(),
            pointer: 0,
            begins: false,
            clocks: None,
            complaints: Complaints::default(),
        }
    }

    /// A register becomes this, whatever a bus could do: for a part that
    /// breaks.
    pub fn poke(&mut self, register: u8, value: u8) {
        self.registers[usize::from(register)] = value;
    }

    fn register(&self, register: u8) -> u8 {
        self.registers[usize::from(register)]
    }

    /// Whether all that playback needs is powered, and the master clock runs.
    #[must_use]
    pub fn is_powered(&self) -> bool {
        let references = self.register(CONTROL_1) & VMIDSEL != 0;
        let blocks = self.register(CHIP_POWER) & PLAYBACK_OFF == 0;
        let dac = self.register(DAC_POWER);
        let clocked = self.clocks.is_some_and(|clocks| clocks.master);
        references && blocks && dac & DACS_OFF == 0 && dac & OUTPUTS_ON != 0 && clocked
    }

    /// Whether it is muted, or a DAC is not mixed in.
    #[must_use]
    pub fn is_muted(&self) -> bool {
        let mixed = self.register(DAC_CONTROL_17) & self.register(DAC_CONTROL_20) & DAC_IN;
        self.register(DAC_CONTROL_3) & MUTE != 0 || mixed == 0
    }

    fn sounds(&self) -> bool {
        self.is_powered() && !self.is_muted()
    }

    /// Bits of a sample that its serial port expects, in I2S.
    fn depth(&self) -> Option<Depth> {
        match self.register(DAC_CONTROL_1) & 0x3E {
            0x18 => Some(Depth::Bits16),
            0x00 => Some(Depth::Bits24),
            0x20 => Some(Depth::Bits32),
            _ => None,
        }
    }

    fn set(&mut self, register: u8, value: u8) {
        if register > LAST && !DLL.contains(&register) {
            self.complaints.push(format!("no register {register:#04x}"));
            return;
        }
        let sounded = self.sounds();
        self.poke(register, value);
        if sounded && !self.is_powered() {
            let told = format!("{register:#04x} switched it off while it sounded");
            self.complaints.push(told);
        }
        let starts = register == CHIP_POWER && value & PLAYBACK_OFF == 0;
        if starts && self.register(CONTROL_1) & (EN_REF | VMIDSEL) == 0 {
            self.complaints.push("started without references".into());
        }
    }
}

/// All registers after power-on.
fn power_on() -> [u8; 256] {
    let mut registers = [0; 256];
    for (register, value) in POWER_ON {
        registers[usize::from(register)] = value;
    }
    registers
}

impl I2cPart for Es8388 {
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
        let byte = self.register(self.pointer);
        self.pointer = self.pointer.wrapping_add(1);
        byte
    }
}

impl Model for Es8388 {
    fn name(&self) -> &'static str {
        "es8388"
    }

    fn power_up(&mut self, _now_ns: u64) {
        self.registers = power_on();
    }

    fn complaints(&self) -> Complaints<String> {
        self.complaints.clone()
    }

    fn is_at_rest(&self) -> bool {
        self.register(DAC_POWER) & DACS_OFF == DACS_OFF
    }
}

impl SoundPart for Es8388 {
    fn set_clocks(&mut self, clocks: Option<Clocks>) {
        if clocks.is_none() && self.sounds() {
            self.complaints
                .push("the clocks stopped while it sounded".into());
        }
        self.clocks = clocks;
    }

    fn gain_for(&mut self, format: Format) -> f64 {
        if !self.sounds() {
            return 0.0;
        }
        let ratio = self.register(DAC_CONTROL_2) & 0x1F;
        let is_halved = self.register(MASTER_MODE) & 0x40 != 0;
        if self.depth() != Some(format.depth) || ratio != RATIO_256 || is_halved {
            let told = "samples of another depth, or other clocks, than it is set to";
            self.complaints.push(told.into());
            return 0.0;
        }
        let halves = f64::from(self.register(DAC_CONTROL_4).min(192));
        10f64.powf(-halves / 40.0)
    }
}
