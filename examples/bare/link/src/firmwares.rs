//! The firmwares, and what each chip's linker is told.

/// A chip's firmware.
pub(crate) struct Bare {
    /// Its package, below `examples/bare`.
    pub(crate) package: &'static str,
    /// The folder of its package there, which may have a `memory.x`.
    pub(crate) folder: &'static str,
    /// The platform that works the chip.
    pub(crate) platform: &'static str,
    /// The name of the target for rustc.
    pub(crate) target: &'static str,
    /// What the names of its binutils begin with.
    pub(crate) binutils: &'static str,
    /// What the linker is told: its emulation, and the HAL's own scripts.
    pub(crate) link: &'static [&'static str],
    /// Handlers that have to be the platform's, and not the default one.
    pub(crate) handlers: &'static [&'static str],
    /// What the default handler is called.
    pub(crate) default_handler: &'static str,
}

/// Platforms without a board here: built as far as that goes.
pub(crate) const LIBRARIES: &[(&str, &str)] =
    &[("platform-esp32c6", "riscv32imac-unknown-none-elf")];

pub(crate) const FIRMWARES: &[Bare] = &[
    Bare {
        package: "bare-stm32f407g-disc1",
        folder: "stm32f407g-disc1",
        platform: "platform-stm32f4",
        target: "thumbv7em-none-eabihf",
        binutils: "arm-none-eabi",
        link: &["-T", "link.x"],
        handlers: &[
            "EXTI0",
            "EXTI1",
            "EXTI2",
            "EXTI3",
            "EXTI4",
            "EXTI9_5",
            "EXTI15_10",
            "TIM5",
            "TIM6_DAC",
            "TIM7",
            "DMA1_STREAM4",
            "DMA1_STREAM5",
        ],
        default_handler: "DefaultHandler",
    },
    Bare {
        package: "bare-esp32-c3",
        folder: "esp32-c3",
        platform: "platform-esp32c3",
        target: "riscv32imc-unknown-none-elf",
        binutils: "riscv64-unknown-elf",
        link: ESP32,
        handlers: &["main"],
        default_handler: "DefaultHandler",
    },
    Bare {
        package: "bare-esp32-p4-function-ev",
        folder: "esp32-p4-function-ev",
        platform: "platform-esp32p4",
        target: "riscv32imafc-unknown-none-elf",
        binutils: "riscv64-unknown-elf",
        link: ESP32,
        handlers: &["main"],
        default_handler: "DefaultHandler",
    },
];

/// Which emulation it is, and esp-hal's own scripts.
const ESP32: &[&str] = &["-melf32lriscv", "-T", "linkall.x", "-T", "rom-functions.x"];
