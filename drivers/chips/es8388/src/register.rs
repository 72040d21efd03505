//! The registers that are written.

/// A register, called as in Everest's drivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Register {
    /// `CONTROL1`: bit 4 `SameFs`, bit 2 `EnRef`, bits 1:0 `VMIDSEL`: 0 off, 1
    /// 50, 2 500, 3 5 kilohms.
    Control1 = 0x00,
    /// `CONTROL2`: low power modes of the analog part.
    Control2 = 0x01,
    /// `CHIPPOWER`, off or in reset, of recording and playback each: bits 7, 6
    /// digital, 5, 4 state machine, 3, 2 DLL, 1, 0 reference.
    ChipPower = 0x02,
    /// `ADCPOWER`: all of recording, off.
    AdcPower = 0x03,
    /// `DACPOWER`: bits 7, 6 left and right DAC off; bits 5, 4 LOUT1 and ROUT1
    /// on; bits 3, 2 LOUT2 and ROUT2 on.
    DacPower = 0x04,
    /// `MASTERMODE`: bit 7 master of the clocks, bit 6 `MCLKDIV2`.
    MasterMode = 0x08,
    /// `DACCONTROL1`: bits 5:3 word length, bits 2:1 format, 0 for I2S.
    DacControl1 = 0x17,
    /// `DACCONTROL2`: bit 5 `DACFsMode`, bits 4:0 `DACFsRatio`.
    DacControl2 = 0x18,
    /// `DACCONTROL3`: bit 5 volume in ramps, bit 2 mute.
    DacControl3 = 0x19,
    /// `DACCONTROL4`: left volume, 0 dB and 0.5 dB down a step, to 192.
    DacControl4 = 0x1A,
    /// `DACCONTROL5`: right volume.
    DacControl5 = 0x1B,
    /// `DACCONTROL16`: which inputs the mixers could have.
    DacControl16 = 0x26,
    /// `DACCONTROL17`, left mixer: bit 7 the left DAC, bits 5:3 gain of inputs.
    DacControl17 = 0x27,
    /// `DACCONTROL20`, right mixer: as `DACCONTROL17`.
    DacControl20 = 0x2A,
    /// `DACCONTROL21`: bit 7 recording and playback share a word clock.
    DacControl21 = 0x2B,
    /// `DACCONTROL23`: bit 4 the outputs' resistance to the reference.
    DacControl23 = 0x2D,
    /// `DACCONTROL24`: LOUT1, -30 dB and 1 dB a step, to 33.
    DacControl24 = 0x2E,
    /// `DACCONTROL25`: ROUT1.
    DacControl25 = 0x2F,
    /// `DACCONTROL26`: LOUT2.
    DacControl26 = 0x30,
    /// `DACCONTROL27`: ROUT2.
    DacControl27 = 0x31,
    /// Without a name; of the DLL.
    Dll35 = 0x35,
    /// Without a name; of the DLL.
    Dll37 = 0x37,
    /// Without a name; of the DLL.
    Dll39 = 0x39,
}
