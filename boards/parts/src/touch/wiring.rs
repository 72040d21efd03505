//! How a touch panel is wired, and when it is read.

use board_support::{Edge, Pin};
use class_touch::PanelSize;

/// When a touch controller is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Follow {
    /// Once for each edge: controllers that pulse their line for each report.
    /// Edges that come too fast for that are read for together, at most
    /// 10 ms after the last of them.
    Edges,
    /// After an edge as long as the line stays as the edge left it:
    /// controllers that hold their line until the report is read.
    Level,
    /// Every so many microseconds from an edge on until nothing touches the
    /// panel: controllers whose line tells only of the pressing. Without a line,
    /// always.
    Polled {
        /// From one reading to the next, in microseconds.
        period_us: u32,
    },
}

/// How a touch panel is wired.
///
/// # Examples
///
/// ```
/// use board_parts::{Follow, TouchWiring};
/// use board_support::{Edge, Pin};
/// use class_touch::PanelSize;
///
/// let size = PanelSize { width: 320, height: 480 };
/// let pen = TouchWiring::new(Pin::gpio(17), Edge::Falling, size).polled(10_000);
/// assert_eq!(pen.follow, Follow::Polled { period_us: 10_000 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TouchWiring {
    /// The interrupt line, if it is wired.
    pub irq: Option<Pin>,
    /// Which way it goes when there is something to read; low is active with
    /// [`Edge::Both`].
    pub edge: Edge,
    /// When the controller is read.
    pub follow: Follow,
    /// The range of its coordinates.
    pub size: PanelSize,
}

impl TouchWiring {
    /// A controller that pulses its line for each report.
    #[must_use]
    pub const fn new(irq: Pin, edge: Edge, size: PanelSize) -> Self {
        Self {
            irq: Some(irq),
            edge,
            follow: Follow::Edges,
            size,
        }
    }

    /// A controller whose line is not wired, read every so many microseconds.
    #[must_use]
    pub const fn unwired(period_us: u32, size: PanelSize) -> Self {
        Self {
            irq: None,
            edge: Edge::Falling,
            follow: Follow::Polled { period_us },
            size,
        }
    }

    /// The same, for a controller that holds its line until it is read.
    #[must_use]
    pub const fn level(self) -> Self {
        Self {
            follow: Follow::Level,
            ..self
        }
    }

    /// The same, for a controller whose line tells only of the pressing.
    #[must_use]
    pub const fn polled(self, period_us: u32) -> Self {
        Self {
            follow: Follow::Polled { period_us },
            ..self
        }
    }

    /// How often it is looked whether a reading is due without an edge.
    pub(crate) const fn period_us(&self) -> u32 {
        match self.follow {
            Follow::Edges | Follow::Level => PERIOD_US,
            Follow::Polled { period_us } => period_us,
        }
    }
}

/// A report is due every 5 to 20 ms, so nothing is late by then.
const PERIOD_US: u32 = 10_000;
