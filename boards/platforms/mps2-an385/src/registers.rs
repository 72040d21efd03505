//! The registers of the machine, and nothing else that is unsafe.
//!
//! Addresses are those of QEMU's `hw/arm/mps2.c` for this machine, which has
//! them from Arm's application note AN385.
#![expect(unsafe_code, reason = "reads and writes registers of devices")]

use core::ptr;

/// Whether this runs on such a machine: a Cortex-M, and no operating system.
pub(crate) const IS_HERE: bool = cfg!(all(target_arch = "arm", target_os = "none"));

/// A register of 32 bits.
///
/// Invariant: where [`IS_HERE`] holds, `address` is that of a register of a
/// device which stands apart from all memory of the program. Only this module
/// makes them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Register {
    address: usize,
}

impl Register {
    const fn at(address: usize) -> Self {
        Self { address }
    }

    /// 0 where there is no such machine.
    pub(crate) fn read(self) -> u32 {
        if !IS_HERE {
            return 0;
        }
        let register = ptr::with_exposed_provenance::<u32>(self.address);
        // SAFETY: by the invariant of the type there is such a register here.
        unsafe { register.read_volatile() }
    }

    /// Nothing happens where there is no such machine.
    pub(crate) fn write(self, value: u32) {
        if !IS_HERE {
            return;
        }
        let register = ptr::with_exposed_provenance_mut::<u32>(self.address);
        // SAFETY: by the invariant of the type there is such a register here, and
        // writing it changes no memory of the program.
        unsafe { register.write_volatile(value) }
    }
}

/// A timer of the Cortex-M System Design Kit, section 4.2: counts down from
/// `reload`, and starts again.
pub(crate) struct Timer {
    pub(crate) control: Register,
    pub(crate) value: Register,
    pub(crate) reload: Register,
    pub(crate) interrupt: Register,
}

impl Timer {
    const fn at(base: usize) -> Self {
        Self {
            control: Register::at(base),
            value: Register::at(base + 0x4),
            reload: Register::at(base + 0x8),
            interrupt: Register::at(base + 0xC),
        }
    }
}

/// The first timer of a dual timer, section 4.3 there.
pub(crate) struct DualTimer {
    pub(crate) load: Register,
    pub(crate) control: Register,
    pub(crate) interrupt: Register,
}

/// An SPI controller, Arm's PL022 (DDI 0194).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ssp {
    pub(crate) control0: Register,
    pub(crate) control1: Register,
    pub(crate) data: Register,
    pub(crate) status: Register,
    pub(crate) prescale: Register,
}

impl Ssp {
    const fn at(base: usize) -> Self {
        Self {
            control0: Register::at(base),
            control1: Register::at(base + 0x4),
            data: Register::at(base + 0x8),
            status: Register::at(base + 0xC),
            prescale: Register::at(base + 0x10),
        }
    }
}

/// Two lines that can be pulled low: Arm's SBCon (bit 0 clock, bit 1 data).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sbcon {
    /// Written, lets lines go; read, tells how they are.
    pub(crate) set: Register,
    /// Pulls lines low.
    pub(crate) clear: Register,
}

impl Sbcon {
    const fn at(base: usize) -> Self {
        Self {
            set: Register::at(base),
            clear: Register::at(base + 0x4),
        }
    }
}

/// The way of samples (CMSIS for MPS2, `MPS2_I2S_TypeDef`).
pub(crate) struct I2s {
    pub(crate) control: Register,
    /// A frame: the left sample in the upper half, the right in the lower.
    pub(crate) transmit: Register,
}

pub(crate) const TIMER0: Timer = Timer::at(0x4000_0000);
pub(crate) const TIMER1: Timer = Timer::at(0x4000_1000);
pub(crate) const DUAL_TIMER: DualTimer = DualTimer {
    load: Register::at(0x4000_2000),
    control: Register::at(0x4000_2008),
    interrupt: Register::at(0x4000_200C),
};
/// SPI controllers 0 to 4: for the board's own connector, the panel, the
/// converter, and the shields 0 and 1.
pub(crate) const SSP: [Ssp; 5] = [
    Ssp::at(0x4002_0000),
    Ssp::at(0x4002_1000),
    Ssp::at(0x4002_5000),
    Ssp::at(0x4002_6000),
    Ssp::at(0x4002_7000),
];
/// I2C controllers 0 to 3: for touch, the codec, and the shields 0 and 1.
pub(crate) const SBCON: [Sbcon; 4] = [
    Sbcon::at(0x4002_2000),
    Sbcon::at(0x4002_3000),
    Sbcon::at(0x4002_9000),
    Sbcon::at(0x4002_A000),
];
pub(crate) const I2S: I2s = I2s {
    control: Register::at(0x4002_4000),
    transmit: Register::at(0x4002_4010),
};

/// Interrupt Set-Enable Register of the NVIC (ARMv7-M ARM, B3.4.4).
pub(crate) const NVIC_ENABLE: Register = Register::at(0xE000_E100);
