//! Cortex-M: vectors, the interrupt mask, semihosting by a breakpoint.
#![expect(unsafe_code, reason = "instructions and vectors of the core")]

use core::arch::asm;

use crate::Register;

/// An entry of the vector table.
type Vector = unsafe extern "C" fn();

unsafe extern "C" {
    /// The first address above the stack, which the linker script sets.
    fn emulated_stack_top();
    /// The foreground, which never returns.
    fn emulated_main();
    /// Ends the run with the status of a panic.
    fn emulated_end_panicked();
    /// The handler that the linker was asked to put there.
    fn emulated_timer();
}

/// Exceptions of the core in the table, the initial stack included.
const EXCEPTIONS: usize = 16;
/// Interrupts of devices in the table.
const INTERRUPTS: usize = 32;

/// What a Cortex-M reads at address 0.
#[repr(C)]
#[derive(Debug)]
pub struct Vectors([Vector; EXCEPTIONS + INTERRUPTS]);

impl Vectors {
    /// A table with the handler that the linker is asked for at the number of
    /// the timer's interrupt; any other exception ends the run.
    #[must_use]
    pub const fn new(timer: usize) -> Self {
        let Self(mut table) = Self::of(&[]);
        table[EXCEPTIONS + timer] = emulated_timer;
        Self(table)
    }

    /// A table with each function at the number of its interrupt; any other
    /// exception ends the run.
    #[must_use]
    pub const fn of(interrupts: &[(usize, extern "C" fn())]) -> Self {
        let mut table: [Vector; EXCEPTIONS + INTERRUPTS] =
            [emulated_end_panicked; EXCEPTIONS + INTERRUPTS];
        table[0] = emulated_stack_top;
        table[1] = emulated_main;
        let mut nth = 0;
        while nth < interrupts.len() {
            let (number, function) = interrupts[nth];
            table[EXCEPTIONS + number] = function;
            nth += 1;
        }
        Self(table)
    }
}

/// Interrupt Set-Enable Register of the NVIC (ARMv7-M ARM, B3.4.4; ARMv6-M
/// ARM, B3.4.3).
// SAFETY: the address is fixed by the architecture.
const NVIC_ISER: Register = unsafe { Register::at(0xe000_e100) };

/// Lets an interrupt through to the core, by its number.
pub fn enable(interrupt: u32) {
    NVIC_ISER.write(1 << interrupt);
}

/// Holds interrupts back (PRIMASK).
#[inline(always)]
pub fn mask() {
    // SAFETY: as an `asm!` without options it is a barrier for memory.
    unsafe { asm!("cpsid i") };
}

/// Lets them come.
#[inline(always)]
pub fn unmask() {
    // SAFETY: as above; handlers only touch what is theirs.
    unsafe { asm!("cpsie i", "isb") };
}

/// Sleeps until an interrupt is due, masked or not.
#[inline(always)]
pub fn wait() {
    // SAFETY: touches no memory.
    unsafe { asm!("dsb", "wfi") };
}

/// Holds interrupts back; tells whether they came before.
#[inline(always)]
pub(crate) fn enter() -> bool {
    let primask: u32;
    // SAFETY: reads PRIMASK, then sets it.
    unsafe { asm!("mrs {}, PRIMASK", "cpsid i", out(reg) primask) };
    primask & 1 == 0
}

/// The stack pointer.
#[inline(always)]
pub(crate) fn stack_pointer() -> usize {
    let sp;
    // SAFETY: reads a register.
    unsafe { asm!("mov {}, sp", out(reg) sp, options(nomem, nostack)) };
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
    // SAFETY: the emulator reads what the caller answers for.
    unsafe { asm!("bkpt 0xab", inout("r0") operation => answer, in("r1") argument) };
    answer
}
