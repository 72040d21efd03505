//! What every model can be asked, and what those with a line or a glass can.

use class_audio::Format;
use class_touch::{PanelSize, TouchEvent};

use crate::{Complaints, Picture};

/// A part, seen from outside.
pub trait Model: Send + 'static {
    /// What it is called, such as `ft6x36`.
    fn name(&self) -> &'static str;

    /// Its supply comes, after it was off: what it holds without one stays, and
    /// what it was asked that it does not do.
    fn power_up(&mut self, now_ns: u64);

    /// What it was asked that it does not do.
    fn complaints(&self) -> Complaints<String> {
        Complaints::default()
    }

    /// Whether it is dark, silent or asleep, as whoever closed it has to leave
    /// it.
    fn is_at_rest(&self) -> bool {
        true
    }
}

/// A part that fingers touch, with an interrupt line that is low while it is
/// active.
pub trait TouchPart: Model {
    /// What of a recording this part can report, as fingers on a panel of this
    /// size make it: a driver that loses nothing has exactly these events.
    fn recording(&self, rows: &[TouchEvent], size: PanelSize) -> Vec<TouchEvent>;

    /// Whether each report has an interrupt of its own. Else the line is held
    /// while any waits, and a report may be taken for the one before it, with
    /// its time.
    fn has_own_interrupts(&self) -> bool {
        true
    }

    /// A finger did this: a new report is ready.
    fn finger(&mut self, row: TouchEvent);

    /// How often the interrupt line has fallen; counted modulo 2^32.
    fn falls(&self) -> u32;

    /// Whether the interrupt line is low now. It is not after a pulse.
    fn is_low(&self) -> bool;

    /// Whether nothing is left in the part that was not read.
    fn is_read(&self) -> bool;
}

/// The clocks that samples come with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// How the samples are laid out.
    pub format: Format,
    /// Whether there is a master clock, of 256 times the sample rate.
    pub master: bool,
}

/// A part that samples pass on their way to a speaker.
pub trait SoundPart: Model {
    /// The path's clocks start or, with `None`, stop.
    fn set_clocks(&mut self, clocks: Option<Clocks>);

    /// What samples of this format are multiplied by: 0 where nothing sounds.
    fn gain_for(&mut self, format: Format) -> f64;
}

/// A part with a glass.
pub trait ScreenPart: Model {
    /// What was seen on it last: now, or before it went dark.
    fn last_seen(&self) -> Picture;
}
