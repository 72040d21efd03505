//! Addresses: registers, interrupts and the buffer that DMA reads.
//!
//! The only place of this crate with `unsafe` in it. What it relies on:
//!
//! - **The chip is an STM32F405, F407, F415 or F417**, so what stm32f4's
//!   `stm32f407` calls a register is one. Registers are volatile cells that are
//!   there for good, and a shared reference is all that anybody has.
//! - **One core.** What is read, changed and written back of a register that
//!   several drivers share is changed in a critical section; the other
//!   registers belong to one value, which [`platform_bare`]'s claims make sure of.
//! - **Handlers are safe functions.** An interrupt that is on finds its handler
//!   in a table, or nothing.
#![expect(unsafe_code, reason = "registers have addresses, and interrupts names")]

use core::sync::atomic::AtomicU16;

use stm32f4xx_hal::pac::{self, Interrupt, NVIC};
use stm32f4xx_hal::pac::{dma1, exti, gpioa, i2c1, rcc, spi1, syscfg, tim3, tim5, tim6};

use super::{edges, samples, ticker, time};

/// Lends the registers of one peripheral.
macro_rules! registers {
    ($($name:ident: $block:ty = $peripheral:ident;)*) => { $(
        pub(super) fn $name() -> &'static $block {
            // SAFETY: the address of that peripheral on this chip; registers
            // are volatile cells that are there for good.
            unsafe { &*pac::$peripheral::ptr() }
        }
    )* };
}
registers! {
    dma: dma1::RegisterBlock = DMA1;
    exti: exti::RegisterBlock = EXTI;
    rcc: rcc::RegisterBlock = RCC;
    syscfg: syscfg::RegisterBlock = SYSCFG;
    clock_timer: tim5::RegisterBlock = TIM5;
}

/// The peripheral that the HAL sets the clocks by.
///
/// To be called once, by who keeps it.
pub(super) fn take_rcc() -> pac::RCC {
    // SAFETY: nobody else has one that is worth anything: the platform's clocks
    // are set once, in a critical section, before anything else is used.
    unsafe { pac::RCC::steal() }
}

/// Registers of a port; of the first where there is no such port.
pub(super) fn gpio(port: u16) -> &'static gpioa::RegisterBlock {
    let address = match port {
        1 => pac::GPIOB::ptr().cast(),
        2 => pac::GPIOC::ptr().cast(),
        3 => pac::GPIOD::ptr().cast(),
        4 => pac::GPIOE::ptr().cast(),
        5 => pac::GPIOF::ptr().cast(),
        6 => pac::GPIOG::ptr().cast(),
        7 => pac::GPIOH::ptr().cast(),
        8 => pac::GPIOI::ptr().cast(),
        _ => pac::GPIOA::ptr(),
    };
    // SAFETY: the address of that port; the ports differ only in what their
    // registers hold after a reset.
    unsafe { &*address }
}

/// Registers of an I2C controller, 1 to 3.
pub(super) fn i2c(controller: u8) -> &'static i2c1::RegisterBlock {
    let address = match controller {
        2 => pac::I2C2::ptr(),
        3 => pac::I2C3::ptr(),
        _ => pac::I2C1::ptr(),
    };
    // SAFETY: as above; the three are the same.
    unsafe { &*address }
}

/// Registers of an SPI controller, 1 to 3; 2 and 3 are I2S too.
pub(super) fn spi(controller: u8) -> &'static spi1::RegisterBlock {
    let address = match controller {
        2 => pac::SPI2::ptr(),
        3 => pac::SPI3::ptr(),
        _ => pac::SPI1::ptr(),
    };
    // SAFETY: as above; the three are the same.
    unsafe { &*address }
}

/// Registers of TIM3 (0) or TIM4 (1).
pub(super) fn pulse_timer(nth: u8) -> &'static tim3::RegisterBlock {
    let address = match nth {
        1 => pac::TIM4::ptr(),
        _ => pac::TIM3::ptr(),
    };
    // SAFETY: as above; the two are the same.
    unsafe { &*address }
}

/// Registers of TIM6 (0) or TIM7 (1).
pub(super) fn basic_timer(nth: usize) -> &'static tim6::RegisterBlock {
    let address = match nth {
        1 => pac::TIM7::ptr(),
        _ => pac::TIM6::ptr(),
    };
    // SAFETY: as above; the two are the same.
    unsafe { &*address }
}

/// Lets an interrupt through to its handler below.
pub(super) fn enable(interrupt: Interrupt) {
    // SAFETY: every handler below is safe to call at any time, and critical
    // sections hold all interrupts off.
    unsafe { NVIC::unmask(interrupt) };
}

/// Connects a line of EXTI, 0 to 15, with a port, 0 for A; in a critical section.
pub(super) fn select_port(line: u8, port: u8) {
    let shift = u32::from(line % 4) * 4;
    let put = |bits: u32| bits & !(0xF << shift) | u32::from(port & 0xF) << shift;
    let syscfg = syscfg();
    macro_rules! put {
        ($register:ident) => {
            syscfg.$register().modify(|r, w| {
                // SAFETY: four fields of four bits, of which one changes.
                unsafe { w.bits(put(r.bits())) }
            })
        };
    }
    match line / 4 {
        0 => put!(exticr1),
        1 => put!(exticr2),
        2 => put!(exticr3),
        _ => put!(exticr4),
    };
}

/// The multiplier and the divider of PLLI2S, while it is off.
pub(super) fn set_plli2s(n: u16, r: u8) {
    rcc().plli2scfgr().write(|w| {
        // SAFETY: 50 to 432, as `SampleClock` has it.
        let w = unsafe { w.plli2sn().bits(n) };
        // SAFETY: 2 to 7, likewise.
        unsafe { w.plli2sr().bits(r) }
    });
}

/// What the I2S clock is divided by, 4 to 511, and whether there is a master
/// clock.
pub(super) fn set_i2s_divider(controller: u8, divider: u16, mclk: bool) {
    spi(controller).i2spr().write(|w| {
        // SAFETY: 2 to 255, which the field takes.
        let w = unsafe { w.i2sdiv().bits((divider / 2) as u8) };
        w.odd().bit(divider % 2 == 1).mckoe().bit(mclk)
    });
}

/// The clock of an I2C controller in MHz, 2 to 50, and its divider.
pub(super) fn set_i2c_clock(controller: u8, mhz: u8, divider: u16) {
    let registers = i2c(controller);
    // SAFETY: at most 42 on this chip, which the field takes.
    registers.cr2().write(|w| unsafe { w.freq().bits(mhz) });
    registers.ccr().modify(|_, w| {
        // SAFETY: 12 bits, as `super::i2c::divider` has it.
        unsafe { w.ccr().bits(divider & 0x0FFF) }
    });
}

/// Lets a stream of DMA1 read the words, over and over, into the data register
/// of an SPI controller. The stream is off.
pub(super) fn set_stream(stream: usize, words: &'static [AtomicU16], controller: u8) {
    let stream = dma().st(stream);
    let to = spi(controller).dr().as_ptr() as u32;
    // SAFETY: the data register of a controller, which DMA writes while the
    // samples play.
    stream.par().write(|w| unsafe { w.pa().bits(to) });
    let from = words.as_ptr() as u32;
    // SAFETY: static words, as many as are counted below; DMA only reads them,
    // and they change by atomic stores.
    stream.m0ar().write(|w| unsafe { w.m0a().bits(from) });
    // A buffer of samples is far shorter than 65,535 words.
    let count = u16::try_from(words.len()).unwrap_or(u16::MAX);
    stream.ndtr().write(|w| w.ndt().set(count));
}

/// Names the handlers of the chip's vectors.
macro_rules! vectors {
    ($($vector:ident = $name:literal calls $handler:expr;)*) => { $(
        // SAFETY: the name is that of a vector of this chip, and nothing else
        // defines it; what it calls is safe.
        #[unsafe(export_name = $name)]
        extern "C" fn $vector() {
            $handler;
        }
    )* };
}
vectors! {
    line_0 = "EXTI0" calls edges::interrupted(0..1);
    line_1 = "EXTI1" calls edges::interrupted(1..2);
    line_2 = "EXTI2" calls edges::interrupted(2..3);
    line_3 = "EXTI3" calls edges::interrupted(3..4);
    line_4 = "EXTI4" calls edges::interrupted(4..5);
    lines_5_to_9 = "EXTI9_5" calls edges::interrupted(5..10);
    lines_10_to_15 = "EXTI15_10" calls edges::interrupted(10..16);
    timer_5 = "TIM5" calls time::interrupted();
    timer_6 = "TIM6_DAC" calls ticker::interrupted(0);
    timer_7 = "TIM7" calls ticker::interrupted(1);
    stream_4 = "DMA1_STREAM4" calls samples::interrupted(2);
    stream_5 = "DMA1_STREAM5" calls samples::interrupted(3);
}
