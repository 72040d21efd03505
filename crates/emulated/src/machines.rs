//! The machines that QEMU emulates.

use std::fmt;

/// A machine, and how to build for it.
pub(crate) struct Machine {
    /// The name of the machine for QEMU.
    pub(crate) name: &'static str,
    /// The emulator.
    pub(crate) qemu: &'static str,
    /// What else it is told.
    pub(crate) args: &'static [&'static str],
    /// An instruction takes 2^`shift` nanoseconds of the machine's time.
    pub(crate) shift: u32,
    /// The package with its firmware.
    pub(crate) package: &'static str,
    /// The name of the target for rustc.
    pub(crate) target: &'static str,
    /// What the names of its binutils begin with.
    pub(crate) binutils: &'static str,
    /// What the linker needs to know.
    pub(crate) link: &'static [&'static str],
    /// Where the core begins.
    pub(crate) code: u32,
    /// Where its memory for data is.
    pub(crate) ram: u32,
    /// How much of that is used.
    pub(crate) ram_bytes: u32,
    /// The optimisation level, as TOML has it.
    pub(crate) level: &'static str,
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanoseconds = 1 << self.shift;
        let (name, target) = (self.name, self.target);
        write!(f, "{name}, {target}, {nanoseconds} ns an instruction")
    }
}

const ARM: Machine = Machine {
    name: "",
    qemu: "qemu-system-arm",
    args: &[],
    shift: 5,
    package: "",
    target: "",
    binutils: "arm-none-eabi",
    link: &[],
    code: 0,
    ram: 0x2000_0000,
    ram_bytes: 0x4000,
    level: "3",
};

const RISCV: Machine = Machine {
    name: "virt",
    qemu: "qemu-system-riscv32",
    args: &["-bios", "none"],
    shift: 5,
    package: "emulated-riscv-virt",
    target: "",
    binutils: "riscv64-unknown-elf",
    link: &["-melf32lriscv"],
    code: 0x8000_0000,
    ram: 0x8010_0000,
    ram_bytes: 0x1_0000,
    level: "3",
};

/// Those that run the ring's suite.
pub(crate) const MACHINES: [Machine; 4] = [
    Machine {
        name: "mps2-an385",
        package: "emulated-mps2-an385",
        target: "thumbv7m-none-eabi",
        ..ARM
    },
    Machine {
        name: "microbit",
        package: "emulated-microbit",
        target: "thumbv6m-none-eabi",
        shift: 6,
        ..ARM
    },
    Machine {
        target: "riscv32imc-unknown-none-elf",
        ..RISCV
    },
    Machine {
        target: "riscv32imac-unknown-none-elf",
        ..RISCV
    },
];

/// The one with most of the ports, optimised as firmware is.
pub(crate) const PORTS_ON_MPS2: Machine = Machine {
    name: "mps2-an385",
    package: "emulated-ports-mps2-an385",
    target: "thumbv7m-none-eabi",
    ram_bytes: 0x4_0000,
    level: "'s'",
    ..ARM
};

/// The one that rp2040js emulates; code begins behind the second stage of its
/// boot.
pub(crate) const PORTS_ON_RP2040: Machine = Machine {
    name: "rp2040",
    package: "emulated-ports-rp2040",
    target: "thumbv6m-none-eabi",
    code: 0x1000_0100,
    ..PORTS_ON_MPS2
};

/// The same with both of its cores.
pub(crate) const CORES_ON_RP2040: Machine = Machine {
    package: "emulated-cores-rp2040",
    ..PORTS_ON_RP2040
};

/// The one with an OLED.
pub(crate) const PORTS_ON_LM3S: Machine = Machine {
    name: "lm3s6965evb",
    package: "emulated-ports-lm3s6965evb",
    ram_bytes: 0x1_0000,
    ..PORTS_ON_MPS2
};

/// The one with a flash that is selected and deselected.
pub(crate) const PORTS_ON_SIFIVE: Machine = Machine {
    name: "sifive_u",
    package: "emulated-ports-sifive-u",
    target: "riscv32imac-unknown-none-elf",
    level: "'s'",
    ..RISCV
};
