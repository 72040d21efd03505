//! The registers that are written or read.

/// A register, called as the user guide does: by its group and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Register {
    /// `RESET_REG00`: bit 7 `CSM_ON` runs the state machine, bit 6 `MSC` makes
    /// it the master of the clocks, bits 4:0 hold its blocks in reset.
    Reset00 = 0x00,
    /// `CLK_MANAGER_REG01`: bit 7 `MCLK_SEL` takes BCLK for MCLK, bit 6 inverts
    /// it; on: bit 5 MCLK, 4 BCLK, 3 `CLKADC`, 2 `CLKDAC`, 1 `ANACLKADC`, 0
    /// `ANACLKDAC`.
    ClkManager01 = 0x01,
    /// `CLK_MANAGER_REG02`: bits 7:5 `DIV_PRE` - 1, bits 4:3 `MULT_PRE` as a
    /// power of two.
    ClkManager02 = 0x02,
    /// `CLK_MANAGER_REG03`: bit 6 double speed, bits 5:0 `ADC_OSR`.
    ClkManager03 = 0x03,
    /// `CLK_MANAGER_REG04`: bits 6:0 `DAC_OSR`.
    ClkManager04 = 0x04,
    /// `CLK_MANAGER_REG05`: bits 7:4 `DIV_CLKADC` - 1, bits 3:0 `DIV_CLKDAC` - 1.
    ClkManager05 = 0x05,
    /// `SDPIN_REG09`, what is played: bit 7 the right channel, bit 6 muted,
    /// bits 4:2 word length, bits 1:0 format, 0 for I2S.
    SdpIn09 = 0x09,
    /// `SDPOUT_REG0A`, what is recorded: laid out as `SDPIN_REG09`.
    SdpOut0A = 0x0A,
    /// `SYSTEM_REG0B`: times of powering up; 0 is the shortest.
    System0B = 0x0B,
    /// `SYSTEM_REG0C`: as `SYSTEM_REG0B`.
    System0C = 0x0C,
    /// `SYSTEM_REG0D`, powered down: bit 7 `PDN_ANA`, 6 `PDN_IBIASGEN`, 5
    /// `PDN_ADCBIASGEN`, 4 `PDN_ADCVREFGEN`, 3 `PDN_DACVREFGEN`, 2 `PDN_VREF`;
    /// bits 1:0 `VMIDSEL`: 0 down, 1 starting up at normal speed, 2 normal, 3
    /// starting up fast.
    System0D = 0x0D,
    /// `SYSTEM_REG0E`, powered down: bit 6 `PDN_PGA`, bit 5 `PDN_MOD`, both of
    /// recording.
    System0E = 0x0E,
    /// `SYSTEM_REG12`: bit 1 `PDN_DAC`.
    System12 = 0x12,
    /// `SYSTEM_REG13`: bit 4 `HPSW`, the output drives headphones.
    System13 = 0x13,
    /// `DAC_REG31`: bit 6 `DAC_DSMMUTE`, bit 5 `DAC_DEMMUTE`.
    Dac31 = 0x31,
    /// `DAC_REG32`: volume, -95.5 dB and 0.5 dB a step.
    Dac32 = 0x32,
    /// `DAC_REG37`: bits 7:4 ramp rate, 0 for none; bit 3 equaliser bypassed.
    Dac37 = 0x37,
    /// `GP_REG45`: pull-ups of the pins; 0 for those after reset.
    Gp45 = 0x45,
    /// `CHD1_REGFD`: identification, 0x83.
    Chd1FD = 0xFD,
    /// `CHD2_REGFE`: identification, 0x11.
    Chd2FE = 0xFE,
}
