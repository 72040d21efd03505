//! The platforms: compilers, flags, and what is linked.

use std::path::PathBuf;
use std::process::Command;

use tools::command;

/// A platform that has a shim.
#[derive(Debug)]
pub(crate) struct Platform {
    /// The folder of the shim.
    pub(crate) name: &'static str,
    /// Its compiler, as a command.
    pub(crate) compiler: &'static str,
    /// What has the compiler and a C library's headers.
    pub(crate) packages: &'static str,
    /// The beginning of the names of linker, `ar` and `nm`.
    pub(crate) binutils: &'static str,
    /// How the compiler is told the processor.
    pub(crate) flags: &'static [&'static str],
    /// Where the C library is, beside stand-ins.
    pub(crate) libc: &'static [&'static str],
    /// The stand-in of the platform's headers.
    pub(crate) stand_in: &'static str,
    /// The variable that names the platform's sources.
    pub(crate) variable: &'static str,
    /// The target for rustc.
    pub(crate) target: &'static str,
    /// The package with a board's ports, and its folder in `examples`.
    pub(crate) firmware: &'static str,
    /// The ports that it exports.
    pub(crate) ports: &'static [&'static str],
    /// vm-atomvm's file for the platform.
    pub(crate) vm: &'static str,
    /// AtomVM's own header for the platform, below its `src/platforms`, where
    /// the drivers are those of the shim: since 0.7, in 0.6.
    pub(crate) vm_headers: [&'static str; 2],
    /// What AtomVM is compiled with there.
    pub(crate) vm_flags: &'static [&'static str],
}

impl Platform {
    /// The linker, which drops what cannot be reached and leaves open what is
    /// not there.
    pub(crate) fn partial_ld(&self) -> Command {
        let mut ld = command(format!("{}ld", self.binutils), ["-r", "--gc-sections"]);
        if self.target.starts_with("riscv32") {
            ld.arg("-melf32lriscv");
        }
        ld
    }
}

/// All of them.
pub(crate) const PLATFORMS: [&Platform; 3] = [&PICO, &ESP_IDF, &STM32];

const ARM: &str = "gcc-arm-none-eabi libnewlib-arm-none-eabi";
const RISCV: &str = "gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf libnewlib-dev";

const PICO: Platform = Platform {
    name: "pico",
    compiler: "arm-none-eabi-gcc",
    packages: ARM,
    binutils: "arm-none-eabi-",
    flags: &["-mcpu=cortex-m0plus", "-mthumb"],
    libc: &[],
    stand_in: "pico.h",
    variable: "PICO_SDK_PATH",
    target: "thumbv6m-none-eabi",
    firmware: "pico-restouch-lcd-3-5",
    ports: &["audio", "display", "spi", "touch"],
    vm: "avm_vm_rp2.c",
    vm_headers: ["rp2/src/lib/rp2_sys.h", "rp2040/src/lib/rp2040_sys.h"],
    vm_flags: &["-DAVM_NO_SMP", "-DAVM_NO_JIT", "-DHAVE_PLATFORM_ATOMIC_H"],
};

const ESP_IDF: Platform = Platform {
    name: "esp-idf",
    compiler: "riscv64-unknown-elf-gcc",
    packages: RISCV,
    binutils: "riscv64-unknown-elf-",
    flags: &["-march=rv32imc_zicsr_zifencei", "-mabi=ilp32"],
    libc: &["--specs=picolibc.specs"],
    stand_in: "esp_idf.h",
    variable: "IDF_PATH",
    target: "riscv32imc-unknown-none-elf",
    firmware: "esp32-c3",
    ports: &["audio", "display", "spi", "touch"],
    vm: "avm_vm_esp32.c",
    vm_headers: ["esp32/components/avm_sys/include/esp32_sys.h"; 2],
    vm_flags: &["-DAVM_NO_SMP", "-DAVM_NO_JIT", "-DAVM_TASK_DRIVER_ENABLED"],
};

const STM32: Platform = Platform {
    name: "stm32",
    compiler: "arm-none-eabi-gcc",
    packages: ARM,
    binutils: "arm-none-eabi-",
    flags: &[
        "-mcpu=cortex-m4",
        "-mthumb",
        "-mfloat-abi=hard",
        "-mfpu=fpv4-sp-d16",
    ],
    libc: &[],
    stand_in: "stm32f4.h",
    variable: "STM32_HAL_DRIVER_F4_PATH",
    target: "thumbv7em-none-eabihf",
    firmware: "stm32f407g-disc1",
    ports: &["audio", "spi", "touch"],
    vm: "avm_vm_stm32.c",
    // 0.6 has another platform of that name, on libopencm3.
    vm_headers: ["stm32/src/lib/stm32_hal_platform.h"; 2],
    vm_flags: &["-DAVM_NO_SMP", "-DAVM_NO_JIT", "-DAVM_USE_SINGLE_PRECISION"],
};

/// The folder of the shims, which is this package's.
pub(crate) fn shims() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The root of this repository.
pub(crate) fn repository() -> PathBuf {
    shims().join("../../../..")
}
