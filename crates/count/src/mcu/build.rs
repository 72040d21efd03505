//! From the crate `count-mcu` to an image in memory.

use std::fs;
use std::path::{Path, PathBuf};

use tools::{Failure, Firmware, NEEDED, command, output};

/// Where code begins in the memory of the emulator.
pub(super) const BASE: u32 = 0x10000;

/// A core to build for and to emulate.
pub(crate) struct Core {
    /// The name of the target for rustc.
    pub(crate) target: &'static str,
    /// The name of the model for the emulator.
    pub(super) model: &'static str,
    /// What the names of its binutils begin with.
    pub(crate) binutils: &'static str,
    /// What the linker needs to know.
    pub(crate) link: &'static [&'static str],
}

pub(crate) const CORTEX_M4: Core = Core {
    target: "thumbv7em-none-eabi",
    model: "cortex-m4",
    binutils: "arm-none-eabi",
    link: &[],
};

/// Weighed, not emulated.
pub(crate) const CORTEX_M3: Core = Core {
    target: "thumbv7m-none-eabi",
    model: "cortex-m3",
    binutils: "arm-none-eabi",
    link: &[],
};

pub(crate) const CORTEX_M0: Core = Core {
    target: "thumbv6m-none-eabi",
    model: "cortex-m0",
    binutils: "arm-none-eabi",
    link: &[],
};

pub(crate) const RISCV32: Core = Core {
    target: "riscv32imc-unknown-none-elf",
    model: "riscv32",
    binutils: "riscv64-unknown-elf",
    link: &["-melf32lriscv"],
};

/// A function of the image.
pub(super) struct Symbol {
    pub(super) name: String,
    pub(super) address: u32,
    /// Bytes of its code.
    pub(super) bytes: u32,
}

/// A linked program.
pub(super) struct Image {
    pub(super) core: &'static Core,
    pub(super) elf: PathBuf,
    /// Its raw memory from [`BASE`] on.
    pub(super) raw: PathBuf,
    pub(super) symbols: Vec<Symbol>,
}

impl Image {
    /// Finds a function.
    pub(super) fn symbol(&self, name: &str) -> Option<&Symbol> {
        self.symbols.iter().find(|symbol| symbol.name == name)
    }
}

/// Fails with the packages to install unless all tools are there.
pub(super) fn require_tools() -> Result<(), Failure> {
    tools::require(&NEEDED)?;
    tools::require(&[("python3", "python3-venv")])
}

/// Builds and links for one core at one optimisation level.
pub(super) fn image(core: &'static Core, level: &str) -> Result<Image, Failure> {
    let library = library(core, level)?;
    let name = format!("{}-{level}", core.model);
    let elf = tools::workplace("count")?.join(format!("{name}.elf"));
    let raw = elf.with_extension("raw");
    let _ = fs::remove_file(&elf);
    let mut ld = command(format!("{}-ld", core.binutils), core.link);
    ld.args([
        "--gc-sections",
        "--gc-keep-exported",
        "--whole-archive",
        "--entry=0",
    ]);
    ld.arg(format!("-Ttext={BASE:#x}"))
        .arg(&library)
        .arg("-o")
        .arg(&elf);
    output(&mut ld)?;
    // They name no CSR instructions, which objdump would then not read.
    let mut strip = command(
        format!("{}-objcopy", core.binutils),
        ["-R", ".riscv.attributes"],
    );
    output(strip.arg(&elf))?;
    let mut objcopy = command(format!("{}-objcopy", core.binutils), ["-O", "binary"]);
    output(objcopy.args([&elf, &raw]))?;
    let nm = output(command(format!("{}-nm", core.binutils), ["-S"]).arg(&elf))?;
    let symbols = nm.lines().filter_map(symbol).collect();
    Ok(Image {
        core,
        elf,
        raw,
        symbols,
    })
}

/// Has Debian's cargo build the library.
fn library(core: &Core, level: &str) -> Result<PathBuf, Failure> {
    let firmware = Firmware {
        folder: Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/mcu")),
        package: "count-mcu",
        target: core.target,
        level,
    };
    firmware.build(&tools::workplace("count")?.join("mcu"))
}

/// Reads a line of `nm -S`: address, size, kind and name of a function.
fn symbol(line: &str) -> Option<Symbol> {
    let mut words = line.split_whitespace();
    let address = u32::from_str_radix(words.next()?, 16).ok()?;
    let bytes = u32::from_str_radix(words.next()?, 16).ok()?;
    let kind = words.next()?;
    let name = words.next()?.to_owned();
    let is_code = matches!(kind, "t" | "T" | "w" | "W");
    is_code.then_some(Symbol {
        name,
        address: address & !1,
        bytes,
    })
}
