//! Registers, pins and interrupts of the chip: all that is unsafe here.
//!
//! # Invariants
//!
//! - `bring_up` has taken `rp2040_pac::Peripherals`, which exists once, and
//!   gives none of it away: no other code has a peripheral named here.
//! - A [`Block`] exists for peripherals that cannot reach memory by themselves.
//!   The one that can, DMA, is written in `dma` only.
#![expect(unsafe_code, reason = "registers, pins and interrupts of the chip")]

pub(super) mod dma;
mod vectors;

use core::ptr;

use rp2040_hal::gpio::{DynBankId, DynFunction, DynPinId, DynPullType, Pin, new_pin};

pub(super) use vectors::enable_interrupts;

/// A pin by its number, whose function and pull are values.
pub(super) type ChipPin = Pin<DynPinId, DynFunction, DynPullType>;

/// The registers of a peripheral on the peripheral bus, which has aliases that
/// set and clear bits (datasheet, 2.1.2).
///
/// # Invariants
///
/// `base` is the address of a peripheral that has its registers from there to
/// 0xFFF further on, and none whose access changes memory of the program.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    base: usize,
}

impl Block {
    /// Both I2C controllers (4.3).
    pub(super) const I2C: [Self; 2] = [Self::at(0x4004_4000), Self::at(0x4004_8000)];
    /// Both SPI controllers (4.4).
    pub(super) const SPI: [Self; 2] = [Self::at(0x4003_c000), Self::at(0x4004_0000)];
    /// What is held in reset (2.14). A peripheral that is reset while it reaches
    /// memory may leave it half written; none of these does.
    const RESETS: Self = Self::at(0x4000_c000);
    /// The PWM slices (4.5).
    pub(super) const PWM: Self = Self::at(0x4005_0000);
    /// The timer and its alarms (4.6).
    pub(super) const TIMER: Self = Self::at(0x4005_4000);
    /// The first PIO block (3.7).
    pub(super) const PIO: Self = Self::at(0x5020_0000);
    /// The pins that the processors drive (2.3.1.7). It has no aliases.
    pub(super) const SIO: Self = Self::at(0xd000_0000);

    const fn at(base: usize) -> Self {
        Self { base }
    }

    /// Reads the register at an offset, rounded down to a word inside the
    /// peripheral.
    pub(super) fn read(self, offset: usize) -> u32 {
        let register = ptr::with_exposed_provenance::<u32>(self.base + (offset & 0xFFC));
        // SAFETY: by the invariant there is such a register, aligned.
        unsafe { register.read_volatile() }
    }

    /// Writes it.
    pub(super) fn write(self, offset: usize, value: u32) {
        self.put(offset & 0xFFC, value);
    }

    /// Sets bits of it.
    pub(super) fn set(self, offset: usize, bits: u32) {
        self.put(0x2000 + (offset & 0xFFC), bits);
    }

    /// Clears bits of it.
    pub(super) fn clear(self, offset: usize, bits: u32) {
        self.put(0x3000 + (offset & 0xFFC), bits);
    }

    fn put(self, offset: usize, value: u32) {
        let register = ptr::with_exposed_provenance_mut::<u32>(self.base + offset);
        // SAFETY: by the invariant there is such a register, aligned, and
        // writing it changes no memory of the program.
        unsafe { register.write_volatile(value) }
    }
}

const RESET: usize = 0x0;
const RESET_DONE: usize = 0x8;
/// `RESET`: I2C0; I2C1 is above.
const RESET_I2C: u32 = 1 << 3;

/// Resets an I2C controller, whatever it is at.
pub(super) fn reset_i2c(controller: usize) {
    let bit = RESET_I2C << (controller & 1);
    Block::RESETS.set(RESET, bit);
    Block::RESETS.clear(RESET, bit);
    while Block::RESETS.read(RESET_DONE) & bit == 0 {}
}

/// A pin of bank 0; its number is below 30.
///
/// Two handles of one pin would not reach memory, but fight: `pins` makes one
/// of each, and keeps it.
pub(super) fn pin(number: u8) -> ChipPin {
    let id = DynPinId {
        bank: DynBankId::Bank0,
        num: number,
    };
    // SAFETY: the caller makes one of each, and nobody else has the bank.
    unsafe { new_pin(id) }
}
