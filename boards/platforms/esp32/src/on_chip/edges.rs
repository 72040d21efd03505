//! Interrupts of pins.

use board_support::{BoardError, Edge, Handler, Pin};
use esp_hal::gpio::{Event, Input};
use platform_bare::{Handlers, Role};

use super::chip;
use super::pins::{self, Read, Taken};
use crate::PIN_COUNT;

/// A pin that interrupts, and what it calls.
struct Line {
    input: Input<'static>,
    handler: Handler,
}

static LINES: Handlers<Line, PIN_COUNT> = Handlers::new();

/// An interrupt that is on; its pin has the processor's pull-up.
#[derive(Debug)]
pub struct Interrupt {
    line: usize,
    // Given back in this order. Whoever reads the pin beside this finds it set
    // up, and does not set it up again under an interrupt.
    _level: Read,
    _pin: Taken,
}

impl Interrupt {
    pub(super) fn open(
        set: u64,
        pin: Pin,
        edge: Edge,
        handler: Handler,
    ) -> Result<Self, BoardError> {
        let taken = pins::take(set, pin, Role::Edge)?;
        let level = pins::level(&taken)?;
        let line = usize::from(taken.number());
        let event = match edge {
            Edge::Falling => Event::FallingEdge,
            Edge::Rising => Event::RisingEdge,
            Edge::Both => Event::AnyEdge,
        };
        let input = pins::pulled_up(&taken);
        let opened = LINES.open(line, Line { input, handler });
        opened.map_err(|_| BoardError::Busy)?;
        LINES.run(line, |line| {
            line.input.clear_interrupt();
            line.input.listen(event);
        });
        Ok(Self {
            line,
            _level: level,
            _pin: taken,
        })
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        LINES.run(self.line, |line| {
            line.input.unlisten();
            line.input.clear_interrupt();
        });
        drop(LINES.close(self.line));
    }
}

/// What the interrupt of all pins does.
pub(super) fn interrupted() {
    let now_us = chip::now_us();
    for line in 0..PIN_COUNT {
        LINES.run(line, |line| {
            if line.input.is_interrupt_set() {
                line.input.clear_interrupt();
                (line.handler)(now_us);
            }
        });
    }
}
