//! An ES8311 codec at register level, and what it makes of samples.

mod complaint;
mod registers;

pub use complaint::CodecComplaint;
use registers::{
    CHD1, CLK1, CLK2, CLK5, CLOCKS, CSM_ON, DAC1, DAC2, MCLK_FROM_BCLK, MCLK_ON, MUTES, PDN,
    PDN_DAC, RESET, RST_DAC, SDP_MUTE, SDPIN, SYS3, SYS8, VMIDSEL,
};

use class_audio::Format;

use crate::{Clocks, Complaints, Ear, I2cPart, Model, SimI2c, SoundPart};

/// What an ES8311 says that it is: `CHD1`, `CHD2`.
const CHIP_ID: u16 = 0x8311;

/// Cycles of the DAC's clock in a sample; a path's master clock has as many.
const DAC_CYCLES: u32 = 256;

/// How a codec answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CodecHealth {
    /// As it should.
    #[default]
    Well,
    /// Not at all: its address is not acknowledged.
    Absent,
    /// It acknowledges all, and its registers stay as they were after
    /// power-on: it never starts.
    Deaf,
    /// It says that it is another part.
    Other(u16),
}

/// An ES8311: the part behind the control bus.
///
/// After Everest's data sheet and user guide of the ES8311. Modelled are the
/// identification, every register of the two as it is written and read, what
/// the DAC needs to sound (state machine, clocks, references, its own power,
/// no mute), its volume, and the depth of its serial port. Not modelled: the
/// ADC, the clock dividers, ramps, filters and dynamic range control.
#[derive(Debug)]
pub struct Es8311 {
    registers: [u8; 256],
    health: CodecHealth,
    /// Whether the path's clocks run.
    clocked: bool,
    /// Whether a master clock is among them.
    master_clock: bool,
    pointer: u8,
    /// Bytes of this write, or of the read after it.
    bytes: usize,
    complaints: Complaints<CodecComplaint>,
}

/// What the registers hold after power-on.
fn power_on(health: CodecHealth) -> [u8; 256] {
    let mut file = [0; 256];
    for (address, value) in (0..=u8::MAX).zip(&mut file) {
        *value = registers::register(address).map_or(0, |register| register.power_on);
    }
    let id = match health {
        CodecHealth::Other(id) => id,
        _ => CHIP_ID,
    };
    let [first, second] = id.to_be_bytes();
    file[usize::from(CHD1)] = first;
    file[usize::from(CHD1) + 1] = second;
    file
}

impl Es8311 {
    /// Its address on the bus, with CE low.
    pub const ADDRESS: u8 = 0x18;

    /// A part after power-on.
    #[must_use]
    pub fn new(health: CodecHealth) -> Self {
        Self {
            registers: power_on(health),
            health,
            clocked: false,
            master_clock: true,
            pointer: 0,
            bytes: 0,
            complaints: Complaints::default(),
        }
    }

    /// Its supply breaks down for a moment: every register is as after
    /// power-on.
    pub fn brown_out(&mut self) {
        self.registers = power_on(self.health);
    }

    /// What a register holds.
    #[must_use]
    pub fn register(&self, address: u8) -> u8 {
        self.registers[usize::from(address)]
    }

    /// What it was asked that it does not do.
    #[must_use]
    pub fn complaints(&self) -> &Complaints<CodecComplaint> {
        &self.complaints
    }

    /// Whether all that the DAC needs is powered, out of reset and clocked
    /// from inside; the path's clocks apart.
    #[must_use]
    pub fn is_powered(&self) -> bool {
        let reset = self.register(RESET);
        let sys3 = self.register(SYS3);
        let clk1 = self.register(CLK1);
        // MCLK need not be let in where BCLK takes its place.
        let clk1 = clk1
            | if clk1 & MCLK_FROM_BCLK != 0 {
                MCLK_ON
            } else {
                0
            };
        reset & CSM_ON != 0
            && reset & RST_DAC == 0
            && clk1 & CLOCKS == CLOCKS
            && sys3 & PDN == 0
            && sys3 & VMIDSEL != 0
            && self.register(SYS8) & PDN_DAC == 0
    }

    /// Whether it is in standby: state machine, references and DAC off.
    #[must_use]
    pub fn is_down(&self) -> bool {
        self.register(RESET) & CSM_ON == 0
            && self.register(SYS3) & PDN == PDN
            && self.register(SYS8) & PDN_DAC != 0
    }

    /// Whether either mute of the DAC, or that of its serial port, is on.
    #[must_use]
    pub fn is_muted(&self) -> bool {
        self.register(DAC1) & MUTES != 0 || self.register(SDPIN) & SDP_MUTE != 0
    }

    /// Its volume in millibel: from -9550, which counts as silence, to 3200 in
    /// steps of 50.
    #[must_use]
    pub fn volume_millibel(&self) -> i16 {
        i16::from(self.register(DAC2)) * 50 - 9_550
    }

    /// What a sample is multiplied by on its way to the speaker.
    #[must_use]
    pub fn gain(&self) -> f64 {
        if self.clocked && self.is_powered() && !self.is_muted() {
            10f64.powf(f64::from(self.volume_millibel()) / 2_000.0)
        } else {
            0.0
        }
    }

    /// Bits of a sample that its serial port expects; `None` for a reserved
    /// setting.
    #[must_use]
    pub fn depth_bits(&self) -> Option<u8> {
        registers::word_length(self.register(SDPIN))
    }

    fn sounds(&self) -> bool {
        self.gain() > 0.0 && self.register(DAC2) != 0
    }

    /// The path's clocks start or stop; without them it is silent.
    pub fn set_clocked(&mut self, clocked: bool) {
        if !clocked && self.sounds() {
            self.complaints.push(CodecComplaint::ClockLost);
        }
        self.clocked = clocked;
    }

    /// The [`gain`](Self::gain) for samples of this depth: 0, and a complaint,
    /// if they are not what the serial port expects.
    pub fn gain_for(&mut self, bits: u8) -> f64 {
        let gain = self.gain();
        if gain > 0.0 && self.depth_bits() != Some(bits) {
            let expected = self.depth_bits().unwrap_or(0);
            let got = bits;
            self.complaints
                .push(CodecComplaint::Depth { expected, got });
            return 0.0;
        }
        gain
    }

    /// Whether the dividers make 256 cycles of a sample for the DAC: out of
    /// the bit clock, or of a master clock of as many.
    fn check_clocks(&self, format: Format) -> Result<(), CodecComplaint> {
        let cycles = match (self.register(CLK1) & MCLK_FROM_BCLK, self.master_clock) {
            (0, false) => return Err(CodecComplaint::NoMasterClock),
            (0, true) => DAC_CYCLES,
            _ => 2 * u32::from(format.depth.bits()),
        };
        let (pre, converters) = (self.register(CLK2), self.register(CLK5));
        let made = cycles << (pre >> 3 & 0x03);
        let divided = u32::from(pre >> 5) + 1;
        let wanted = DAC_CYCLES * divided * (u32::from(converters & 0x0F) + 1);
        (made == wanted)
            .then_some(())
            .ok_or(CodecComplaint::Clock { cycles })
    }

    fn set(&mut self, register: u8, value: u8) {
        if registers::register(register).is_none() {
            self.complaints.push(match register {
                CHD1.. => CodecComplaint::ReadOnly(register),
                _ => CodecComplaint::Unknown(register),
            });
            return;
        }
        if !registers::is_defined(register, value) {
            let complaint = CodecComplaint::Reserved { register, value };
            self.complaints.push(complaint);
        }
        if self.health == CodecHealth::Deaf {
            return;
        }
        let sounded = self.sounds();
        self.registers[usize::from(register)] = value;
        if sounded && !self.is_powered() {
            self.complaints.push(CodecComplaint::Pop { register });
        }
    }

    /// The second register of a transfer, and every one after it.
    fn is_burst(&mut self, of: usize) -> bool {
        self.bytes += 1;
        if self.bytes == of + 1 {
            let register = self.pointer;
            self.complaints.push(CodecComplaint::Burst { register });
        }
        self.bytes > of
    }
}

impl I2cPart for Es8311 {
    /// One that no master uses, if the part is absent.
    fn address(&self) -> u8 {
        match self.health {
            CodecHealth::Absent => u8::MAX,
            _ => Self::ADDRESS,
        }
    }

    fn start_write(&mut self) {
        self.bytes = 0;
    }

    fn write(&mut self, byte: u8) -> bool {
        if self.bytes == 0 {
            self.pointer = byte;
            self.bytes = 1;
        } else if !self.is_burst(2) {
            self.set(self.pointer, byte);
        }
        true
    }

    fn read(&mut self) -> u8 {
        let known = registers::register(self.pointer).is_some() || self.pointer >= CHD1;
        if self.is_burst(2) {
            0
        } else if known {
            self.register(self.pointer)
        } else {
            let unknown = CodecComplaint::Unknown(self.pointer);
            self.complaints.push(unknown);
            0
        }
    }
}

impl Ear for SimI2c<Es8311> {
    fn set_clocks(&self, format: Option<Format>) {
        self.part(|codec| codec.set_clocked(format.is_some()));
    }

    fn gain_for(&self, format: Format) -> f64 {
        self.part(|codec| codec.gain_for(format.depth.bits()))
    }
}

impl Model for Es8311 {
    fn name(&self) -> &'static str {
        "es8311"
    }

    fn power_up(&mut self, _now_ns: u64) {
        self.brown_out();
    }

    fn complaints(&self) -> Complaints<String> {
        self.complaints.in_words()
    }

    fn is_at_rest(&self) -> bool {
        self.is_down()
    }
}

impl SoundPart for Es8311 {
    fn set_clocks(&mut self, clocks: Option<Clocks>) {
        self.master_clock = clocks.is_none_or(|clocks| clocks.master);
        self.set_clocked(clocks.is_some());
    }

    fn gain_for(&mut self, format: Format) -> f64 {
        let gain = Self::gain_for(self, format.depth.bits());
        if gain > 0.0
            && let Err(complaint) = self.check_clocks(format)
        {
            self.complaints.push(complaint);
            return 0.0;
        }
        gain
    }
}
