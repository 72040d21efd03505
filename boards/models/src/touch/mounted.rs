//! A touch controller that sits on its glass otherwise than it counts.

use class_touch::{PanelSize, TouchEvent};

use crate::{Complaints, I2cPart, Model, TouchPart};

/// A touch controller on a glass whose columns, rows or both it counts from the
/// other side.
#[derive(Debug)]
pub struct Mounted<P> {
    part: P,
    size: PanelSize,
    from_right: bool,
    from_bottom: bool,
}

impl<P> Mounted<P> {
    /// On a glass of this size, with columns that count from the right.
    pub const fn from_right(part: P, size: PanelSize) -> Self {
        Self {
            part,
            size,
            from_right: true,
            from_bottom: false,
        }
    }

    /// On a glass of this size, upside down.
    pub const fn upside_down(part: P, size: PanelSize) -> Self {
        Self {
            part,
            size,
            from_right: true,
            from_bottom: true,
        }
    }

    /// The controller itself.
    pub const fn part(&mut self) -> &mut P {
        &mut self.part
    }
}

impl<P: Model> Model for Mounted<P> {
    fn name(&self) -> &'static str {
        self.part.name()
    }

    fn power_up(&mut self, now_ns: u64) {
        self.part.power_up(now_ns);
    }

    fn complaints(&self) -> Complaints<String> {
        self.part.complaints()
    }

    fn is_at_rest(&self) -> bool {
        self.part.is_at_rest()
    }
}

impl<P: I2cPart> I2cPart for Mounted<P> {
    fn address(&self) -> u8 {
        self.part.address()
    }

    fn start_write(&mut self) {
        self.part.start_write();
    }

    fn write(&mut self, byte: u8) -> bool {
        self.part.write(byte)
    }

    fn start_read(&mut self) {
        self.part.start_read();
    }

    fn read(&mut self) -> u8 {
        self.part.read()
    }

    fn stop(&mut self) {
        self.part.stop();
    }

    fn max_hz(&self) -> u32 {
        self.part.max_hz()
    }
}

impl<P: TouchPart> TouchPart for Mounted<P> {
    fn recording(&self, rows: &[TouchEvent], size: PanelSize) -> Vec<TouchEvent> {
        self.part.recording(rows, size)
    }

    fn has_own_interrupts(&self) -> bool {
        self.part.has_own_interrupts()
    }

    fn finger(&mut self, row: TouchEvent) {
        let turned = |place: u16, all: u16, turns: bool| match turns {
            true => all.saturating_sub(1).saturating_sub(place),
            false => place,
        };
        let mut row = row;
        row.x = turned(row.x, self.size.width, self.from_right);
        row.y = turned(row.y, self.size.height, self.from_bottom);
        self.part.finger(row);
    }

    fn falls(&self) -> u32 {
        self.part.falls()
    }

    fn is_low(&self) -> bool {
        self.part.is_low()
    }

    fn is_read(&self) -> bool {
        self.part.is_read()
    }
}
