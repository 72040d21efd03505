//! What a touch port holds: the far end of the ring.

use isr_ring::Stats;

use crate::{Faults, PanelSize, TouchEvent};

/// The events of an open touch panel.
///
/// A board makes one ([`TouchInterrupt`](crate::TouchInterrupt) feeds it) and a
/// port holds it. Dropping it stops the hardware: after the drop no interrupt
/// is taken and no doorbell rung, and the panel can be opened again.
pub trait TouchStream: Send + 'static {
    /// Takes the oldest events, as many as there are and as fit, and tells how
    /// many. Never waits.
    fn drain(&mut self, events: &mut [TouchEvent]) -> usize;

    /// The ring's counts since the panel was opened.
    fn stats(&self) -> Stats;

    /// What went wrong before the ring, since the panel was opened.
    fn faults(&self) -> Faults;

    /// The range of the events' coordinates.
    fn size(&self) -> PanelSize;
}
