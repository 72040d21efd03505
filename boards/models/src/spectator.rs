//! What can be seen of a board without its ports, whichever board it is.

use std::time::Instant;

use board_support::{Board, BoardError};
use class_touch::{PanelSize, TouchEvent};

use crate::{Bench, Speed};

/// What the fingers of a board do, next time that they are let loose.
#[derive(Debug, Clone, PartialEq)]
pub struct Strokes {
    /// What they do: what a driver that loses nothing reports.
    pub rows: Vec<TouchEvent>,
    /// The panel that they do it on.
    pub panel: PanelSize,
    /// How fast they do it.
    pub speed: Speed,
    /// Whether each has its own time. Else an event may have that of the one
    /// before, where the line is held and not pulsed.
    pub own_times: bool,
}

/// What can be seen of a board on the host without its ports.
pub trait Spectator: Sync {
    /// What the fingers do, as `SIM_TRACE` and `SIM_SPEED` say.
    ///
    /// # Errors
    ///
    /// [`BoardError::Config`] that names the variable.
    fn strokes(&self) -> Result<Strokes, BoardError>;

    /// Whether reports wait in a ring if nobody takes them, so that a process
    /// that is late loses only what finds no room; else they are lost in the
    /// controller.
    fn waits_in_a_ring(&self) -> bool;

    /// How often fingers did something since the touch panel was opened.
    fn touches(&self) -> usize;

    /// When they did it, each time.
    fn touched(&self) -> Vec<Instant>;

    /// Whether they are done: no event comes any more.
    fn is_finished(&self) -> bool;

    /// Whether they broke off: no event comes any more, and they will never be
    /// done.
    fn has_ended_early(&self) -> bool;

    /// Bus transactions so far: since the touch panel was opened, or since the
    /// board was.
    fn transactions(&self) -> u32;

    /// What the parts were asked that they do not do, a sentence each; and, of
    /// a board whose ports are closed, which part is not at rest.
    fn complaints(&self) -> Vec<String>;

    /// Whether every part is closed and at rest.
    fn is_idle(&self) -> bool;
}

/// A board whose parts are models.
#[diagnostic::on_unimplemented(
    message = "the board `{Self}` cannot be watched",
    label = "a board made of models is needed here",
    note = "boards are made of models on the host, where no feature chooses another platform"
)]
pub trait Spectated: Board {
    /// Who watches it.
    fn spectate() -> &'static dyn Spectator;
}

impl Spectator for Bench {
    fn strokes(&self) -> Result<Strokes, BoardError> {
        let speed = self.speed()?;
        let trace = self.trace()?;
        let panel = self.fingers().map_or(trace.panel(), |f| f.size());
        let rows = trace.rows();
        Ok(Strokes {
            rows: self
                .fingers()
                .map_or_else(|| rows.to_vec(), |f| f.recording(rows)),
            panel,
            speed,
            own_times: self.fingers().is_none_or(|f| f.has_own_times()),
        })
    }

    fn waits_in_a_ring(&self) -> bool {
        false
    }

    fn touches(&self) -> usize {
        self.fingers().map_or(0, |fingers| fingers.touches())
    }

    fn touched(&self) -> Vec<Instant> {
        self.fingers()
            .map_or_else(Vec::new, |fingers| fingers.touched())
    }

    fn is_finished(&self) -> bool {
        self.fingers().is_none_or(|fingers| fingers.is_finished())
    }

    fn has_ended_early(&self) -> bool {
        self.fingers()
            .is_some_and(|fingers| fingers.has_ended_early())
    }

    fn transactions(&self) -> u32 {
        Self::transactions(self)
    }

    fn complaints(&self) -> Vec<String> {
        let mut complaints = Self::complaints(self);
        let restless = self.restless().into_iter();
        complaints.extend(restless.map(|part| format!("the {part} is not at rest")));
        if Spectator::has_ended_early(self) {
            complaints.push("the fingers broke off".to_owned());
        }
        if self.samples_ended_early() {
            complaints.push("the samples broke off".to_owned());
        }
        complaints
    }

    fn is_idle(&self) -> bool {
        self.is_closed() && self.restless().is_empty()
    }
}
