//! Interrupts of pins: EXTI, one line for the pins of one number.

use core::ops::Range;

use board_support::{BoardError, Edge, Handler, Pin};
use platform_bare::{Handlers, Role};
use stm32f4xx_hal::pac;

use super::pins::{self, Taken};
use super::{registers, time};

static LINES: Handlers<Handler, 16> = Handlers::new();

/// An interrupt that is on; its pin has the processor's pull-up.
#[derive(Debug)]
pub struct Interrupt {
    line: u8,
    _pin: Taken,
}

impl Interrupt {
    pub(super) fn open(pin: Pin, edge: Edge, handler: Handler) -> Result<Self, BoardError> {
        let taken = pins::take(pin, Role::Edge)?;
        let line = (taken.number() % 16) as u8;
        // The same pin of another port has the line.
        let opened = LINES.open(usize::from(line), handler);
        opened.map_err(|_| BoardError::Busy)?;
        pins::input(taken.number(), true);
        listen(line, (taken.number() / 16) as u8, edge);
        Ok(Self { line, _pin: taken })
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        let exti = registers::exti();
        critical_section::with(|_| {
            exti.imr().modify(|_, w| w.mr(self.line).clear_bit());
            exti.pr().write(|w| w.pr(self.line).clear_bit_by_one());
        });
        drop(LINES.close(usize::from(self.line)));
    }
}

/// Connects the line with the port and lets its edges through.
fn listen(line: u8, port: u8, edge: Edge) {
    let (rising, falling) = (edge != Edge::Falling, edge != Edge::Rising);
    let exti = registers::exti();
    critical_section::with(|_| {
        registers::select_port(line, port);
        exti.rtsr().modify(|_, w| w.tr(line).bit(rising));
        exti.ftsr().modify(|_, w| w.tr(line).bit(falling));
        // What came before does not count.
        exti.pr().write(|w| w.pr(line).clear_bit_by_one());
        exti.imr().modify(|_, w| w.mr(line).set_bit());
    });
    registers::enable(vector(line));
}

const fn vector(line: u8) -> pac::Interrupt {
    match line {
        0 => pac::Interrupt::EXTI0,
        1 => pac::Interrupt::EXTI1,
        2 => pac::Interrupt::EXTI2,
        3 => pac::Interrupt::EXTI3,
        4 => pac::Interrupt::EXTI4,
        5..=9 => pac::Interrupt::EXTI9_5,
        _ => pac::Interrupt::EXTI15_10,
    }
}

/// What the interrupts of these lines do.
pub(super) fn interrupted(lines: Range<u8>) {
    let now_us = time::now_us();
    let exti = registers::exti();
    for line in lines {
        let pending = exti.pr().read().pr(line).bit_is_set();
        if pending && exti.imr().read().mr(line).bit_is_set() {
            exti.pr().write(|w| w.pr(line).clear_bit_by_one());
            LINES.run(usize::from(line), |handler| handler(now_us));
        }
    }
}
