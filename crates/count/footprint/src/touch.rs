//! The touch port in AtomVM's firmware: alone, and on a board.

use board_parts::{Touch as Open, TouchPlace, TouchWiring};
use board_support::{Board, BoardError, Device, Edge, HasTouch, I2cWires, Pin, Platform};
use chip_ft6x36::{Config, Ft6x36};
use class_touch::{Doorbell, Faults, PanelSize, Stats, TouchEvent, TouchStream};
use isr_ring::{Consumer, EventRing};
use platform_ffi::Ffi;
use port_touch::Touch;

/// Events that a ring holds.
const EVENTS: usize = 64;

const SIZE: PanelSize = PanelSize {
    width: 320,
    height: 240,
};

vm_atomvm::export_port!(footprint_touch, Touch<RingOnly>);
vm_atomvm::export_port!(footprint_touch_on_board, Touch<Ft6x36Board>);

// In a section of its own, so that it is not merged with what others need.
// SAFETY: it is all zeros at first, as that section is.
#[unsafe(link_section = ".bss.footprint_ring_only")]
static RING: EventRing<TouchEvent, EVENTS> = EventRing::new();

/// A board of a ring, which somebody else fills: what is weighed is the port.
enum RingOnly {}

struct Events(Consumer<'static, TouchEvent, EVENTS>);

impl TouchStream for Events {
    fn drain(&mut self, events: &mut [TouchEvent]) -> usize {
        self.0.drain(events)
    }

    fn stats(&self) -> Stats {
        self.0.stats()
    }

    fn faults(&self) -> Faults {
        Faults::default()
    }

    fn size(&self) -> PanelSize {
        SIZE
    }
}

impl Board for RingOnly {
    const NAME: &'static str = "ring-only";
}

impl HasTouch for RingOnly {
    type Touch = Events;

    fn touch<D: Doorbell + Send + 'static>(_: D) -> Result<Events, BoardError> {
        let (_, events) = RING.split().ok_or(BoardError::Busy)?;
        Ok(Events(events))
    }
}

/// A board with an FT6x36, worked by AtomVM's platform.
enum Ft6x36Board {}

// In a section of its own, so that it is not merged with what others need.
// SAFETY: it is all zeros at first, as that section is.
#[unsafe(link_section = ".bss.footprint_place")]
static PLACE: TouchPlace<EVENTS> = TouchPlace::new();

const BUS: I2cWires = I2cWires {
    controller: 0,
    sda: Pin::gpio(4),
    scl: Pin::gpio(5),
    hz: 400_000,
};
const CHIP: Device = Device::new("ft6x36", 0x38);

impl Board for Ft6x36Board {
    const NAME: &'static str = "ft6x36";
}

impl HasTouch for Ft6x36Board {
    type Touch = Open<Ffi, Ft6x36<<Ffi as Platform>::I2c>, EVENTS>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let claim = PLACE.claim()?;
        let chip = Ft6x36::open(Ffi::i2c(&BUS)?, Config::default());
        let chip = chip.map_err(|error| CHIP.touch_error(error))?;
        let wiring = TouchWiring::new(Pin::gpio(6), Edge::Falling, SIZE);
        claim.open(wiring, chip, doorbell)
    }
}
