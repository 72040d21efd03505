//! RV32 in machine mode: entry, trap, the interrupt mask, semihosting.
#![expect(unsafe_code, reason = "instructions of the core, entry and trap")]

use core::arch::{asm, global_asm};

// The entry sets the stack and the trap's address; other cores than the first
// sleep for good. The trap saves what C may
// change, 16 words, which is the frame that a handler pays for on this core;
// only the timer's interrupt is enabled, anything else ends the run.
global_asm!(
    ".pushsection .vectors, \"ax\"",
    ".globl emulated_entry",
    "emulated_entry:",
    "csrr t0, mhartid",
    "bnez t0, 2f",
    "la sp, emulated_stack_top",
    "la t0, emulated_trap",
    "csrw mtvec, t0",
    "j emulated_main",
    ".balign 4",
    "emulated_trap:",
    "addi sp, sp, -64",
    "sw ra, 0(sp)",
    "sw t0, 4(sp)",
    "sw t1, 8(sp)",
    "sw t2, 12(sp)",
    "sw t3, 16(sp)",
    "sw t4, 20(sp)",
    "sw t5, 24(sp)",
    "sw t6, 28(sp)",
    "sw a0, 32(sp)",
    "sw a1, 36(sp)",
    "sw a2, 40(sp)",
    "sw a3, 44(sp)",
    "sw a4, 48(sp)",
    "sw a5, 52(sp)",
    "sw a6, 56(sp)",
    "sw a7, 60(sp)",
    "csrr t0, mcause",
    "bgez t0, 1f",
    "call emulated_timer",
    "lw ra, 0(sp)",
    "lw t0, 4(sp)",
    "lw t1, 8(sp)",
    "lw t2, 12(sp)",
    "lw t3, 16(sp)",
    "lw t4, 20(sp)",
    "lw t5, 24(sp)",
    "lw t6, 28(sp)",
    "lw a0, 32(sp)",
    "lw a1, 36(sp)",
    "lw a2, 40(sp)",
    "lw a3, 44(sp)",
    "lw a4, 48(sp)",
    "lw a5, 52(sp)",
    "lw a6, 56(sp)",
    "lw a7, 60(sp)",
    "addi sp, sp, 64",
    "mret",
    "1: call emulated_end_panicked",
    "2: wfi",
    "j 2b",
    ".popsection",
);

/// Lets the timer's interrupt through to the core (MTIE of `mie`).
pub fn enable_timer() {
    // SAFETY: the trap above serves it.
    unsafe { asm!("csrs mie, {}", in(reg) 1_u32 << 7) };
}

/// Holds interrupts back (MIE of `mstatus`).
#[inline(always)]
pub fn mask() {
    // SAFETY: as an `asm!` without options it is a barrier for memory.
    unsafe { asm!("csrci mstatus, 8") };
}

/// Lets them come.
#[inline(always)]
pub fn unmask() {
    // SAFETY: as above; handlers only touch what is theirs.
    unsafe { asm!("csrsi mstatus, 8") };
}

/// Sleeps until an interrupt is due, masked or not.
#[inline(always)]
pub fn wait() {
    // SAFETY: touches no memory.
    unsafe { asm!("wfi") };
}

/// Holds interrupts back; tells whether they came before.
#[inline(always)]
pub(crate) fn enter() -> bool {
    let mstatus: u32;
    // SAFETY: reads mstatus and clears MIE.
    unsafe { asm!("csrrci {}, mstatus, 8", out(reg) mstatus) };
    mstatus & 8 != 0
}

/// The stack pointer.
#[inline(always)]
pub(crate) fn stack_pointer() -> usize {
    let sp;
    // SAFETY: reads a register.
    unsafe { asm!("mv {}, sp", out(reg) sp, options(nomem, nostack)) };
    sp
}

/// Asks the emulator for `operation` and returns its answer; `argument` is its parameter or the
/// address of a block of them.
///
/// # Safety
///
/// The block, where there is one, is as the operation asks.
pub(crate) unsafe fn semihost(operation: usize, argument: usize) -> usize {
    let answer;
    // SAFETY: the emulator reads what the caller answers for. It knows the
    // request by the two instructions around, none of them compressed.
    unsafe {
        asm!(
            ".balign 16",
            ".option push",
            ".option norvc",
            "slli x0, x0, 0x1f",
            "ebreak",
            "srai x0, x0, 7",
            ".option pop",
            inout("a0") operation => answer,
            in("a1") argument,
        );
    }
    answer
}
