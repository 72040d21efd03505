//! The places with `unsafe` in them.

/// The rows of the table: path and reason.
pub const PLACES_ALLOWED: &[(&str, &str)] = &[
    (
        "boards/platforms/esp32/src/on_chip/pieces.rs",
        "peripherals of an ESP32 by their number",
    ),
    (
        "boards/platforms/stm32f4/src/on_chip/registers.rs",
        "the registers of an STM32F4, its vectors and what DMA reads",
    ),
    (
        "boards/platforms/mps2-an385/src/registers.rs",
        "reads and writes the registers of an emulated machine",
    ),
    (
        "boards/platforms/ffi/mock/src/lib.rs",
        "declares the functions that command the mock in C",
    ),
    (
        "boards/platforms/ffi/src/sys.rs",
        "declares avm_board.h, the platform's C drivers",
    ),
    (
        "boards/platforms/ffi/src/sys/",
        "handles and handlers that the platform's C drivers hold",
    ),
    (
        "boards/platforms/rp2040/src/on_chip/registers/",
        "registers, pins and interrupts of the RP2040",
    ),
    (
        "crates/avm-resource/src/",
        "types the values that a VM holds by address",
    ),
    (
        "crates/avm-term/src/",
        "declares the VM interface, whose calls the linker resolves",
    ),
    (
        "crates/count/footprint/src/",
        "names and sections for the linker, to be weighed",
    ),
    (
        "crates/count/mcu/src/",
        "firmware that an emulator counts: vectors, statics, C names",
    ),
    (
        "crates/emulated/core/src/",
        "instructions, registers and stack of emulated cores",
    ),
    (
        "crates/emulated/microbit/src/firmware.rs",
        "addresses of the machine's registers, and its vectors",
    ),
    (
        "crates/emulated/mps2-an385/src/firmware.rs",
        "addresses of the machine's registers, and its vectors",
    ),
    (
        "crates/emulated/cores-rp2040/src/chip.rs",
        "addresses of the machine's registers",
    ),
    (
        "crates/emulated/cores-rp2040/src/firmware.rs",
        "vectors, and names for the linker",
    ),
    (
        "crates/emulated/ports/src/",
        "memory for an allocator, and names for the linker",
    ),
    (
        "crates/emulated/ports-lm3s6965evb/src/firmware.rs",
        "vectors, and names for the linker",
    ),
    (
        "crates/emulated/ports-lm3s6965evb/src/registers.rs",
        "addresses of the machine's registers",
    ),
    (
        "crates/emulated/ports-mps2-an385/src/firmware.rs",
        "vectors, and names for the linker",
    ),
    (
        "crates/emulated/ports-rp2040/src/firmware.rs",
        "vectors, and names for the linker",
    ),
    (
        "crates/emulated/ports-sifive-u/src/registers.rs",
        "addresses of the machine's registers",
    ),
    (
        "crates/emulated/riscv-virt/src/firmware.rs",
        "addresses of the machine's registers",
    ),
    (
        "crates/isr-ring/src/aligned.rs",
        "bbqueue's storage is an unsafe trait over shared bytes",
    ),
    (
        "crates/isr-ring/src/bytes/",
        "bbqueue's coordination of bytes, and ends that exist once",
    ),
    (
        "crates/isr-ring/src/coord.rs",
        "bbqueue's coordination is an unsafe trait",
    ),
    (
        "crates/isr-ring/src/ends.rs",
        "moves events through grants of bytes",
    ),
    (
        "crates/isr-ring/src/pool.rs",
        "promises that each end exists once",
    ),
    (
        "crates/isr-ring/src/pool/",
        "a block's bytes belong to whom its mark names",
    ),
    (
        "crates/isr-ring/src/queue.rs",
        "finds the coordination inside of a bbqueue",
    ),
    (
        "crates/isr-ring/src/ring.rs",
        "promises that each end exists once",
    ),
    (
        "crates/isr-ring/src/storage.rs",
        "bbqueue's storage is an unsafe trait over shared slots",
    ),
    (
        "crates/pore/c/src/abi.rs",
        "names functions that other languages call with pointers",
    ),
    (
        "crates/pore/c/src/border.rs",
        "reads and writes where such a caller says",
    ),
    (
        "crates/pore/c/tests/handles/",
        "calls these functions as C does",
    ),
    (
        "crates/pore/src/doorbell/timerfd.rs",
        "rings by a control that has no function",
    ),
    (
        "crates/pore/src/membrane/unix/credentials.rs",
        "asks the kernel who is at the other end",
    ),
    (
        "crates/pore/src/memory.rs",
        "promises that a region can be stored to",
    ),
    ("crates/pore/src/memory/", "maps pages that domains share"),
    (
        "crates/pore/src/sync/model.rs",
        "shares loom's cells, in a model only",
    ),
    (
        "crates/port-state/src/entry.rs",
        "a slot that is used up has no value",
    ),
    (
        "crates/vm-host/src/",
        "provides the VM interface on the host",
    ),
    (
        "crates/vm-atomvm/",
        "the only crate with AtomVM's C interface",
    ),
    (
        "crates/vm-otp/src/",
        "the only crate with Erlang/OTP's C interface",
    ),
    (
        "examples/atomvm-faults/src/",
        "commits the use after free that a memory checker must catch",
    ),
    (
        "examples/bare/src/on_chip.rs",
        "the heap and the entry of bare firmwares",
    ),
    (
        "examples/pore-bench/src/shared.rs",
        "maps pages as others do that a pore is compared with",
    ),
];
