//! Where a touch panel's rings are, and who has their ends.

use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use board_support::BoardError;
use class_touch::{FaultCounters, TouchEvent};
use isr_ring::{Consumer, EventRing, Producer};

use super::gate::{BURST, Gate};
use crate::bell::SharedBell;
use crate::slot::{Lent, Slot};

/// Edges that can wait: more than the gate lets pass at once.
pub(super) const EDGES: usize = (2 * BURST).next_power_of_two() as usize;

/// Ticks that can wait. One more says nothing new.
pub(super) const TICKS: usize = 2;

/// A touch panel that exists once, with a ring of `N` events, a power of two.
/// A report makes 20 of them at most; with a smaller ring, some may be dropped
/// and counted.
///
/// It is meant to be a `static`, and exclusive as hardware is.
///
/// # Examples
///
/// See the [crate's page](crate).
#[derive(Debug)]
pub struct TouchPlace<const N: usize> {
    events: EventRing<TouchEvent, N>,
    edges: EventRing<u64, EDGES>,
    ticks: EventRing<u64, TICKS>,
    home: Slot<Home<N>>,
    edge_end: Slot<Producer<'static, u64, EDGES>>,
    tick_end: Slot<Producer<'static, u64, TICKS>>,
    pub(super) bell: SharedBell,
    pub(super) faults: FaultCounters,
    /// Written by the edge's interrupt.
    throttled: AtomicU32,
    /// Whether an edge came after the last reading and no reading is to follow
    /// it: the next tick makes up for that.
    owed: AtomicBool,
    /// Every how many ticks the panel is to be looked at; 0 is never. Written
    /// by whoever reads.
    pace: AtomicU32,
}

/// The ends of the task's side.
#[derive(Debug)]
pub(super) struct Home<const N: usize> {
    pub(super) events_in: Producer<'static, TouchEvent, N>,
    pub(super) events: Consumer<'static, TouchEvent, N>,
    pub(super) edges: Consumer<'static, u64, EDGES>,
    pub(super) ticks: Consumer<'static, u64, TICKS>,
}

impl<const N: usize> Default for TouchPlace<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> TouchPlace<N> {
    /// A closed panel.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            events: EventRing::new(),
            edges: EventRing::new(),
            ticks: EventRing::new(),
            home: Slot::new(),
            edge_end: Slot::new(),
            tick_end: Slot::new(),
            bell: SharedBell::new(),
            faults: FaultCounters::new(),
            throttled: AtomicU32::new(0),
            owed: AtomicBool::new(false),
            pace: AtomicU32::new(0),
        }
    }

    /// Takes the panel for oneself, before its bus is touched.
    ///
    /// # Errors
    ///
    /// [`BoardError::Busy`] while somebody has it.
    pub fn claim(&'static self) -> Result<TouchClaim<N>, BoardError> {
        let home = self.home.take().or_else(|| self.split());
        let mut home = home.ok_or(BoardError::Busy)?;
        if !self.reset(&mut home) {
            // A handler that the platform has not dropped yet.
            self.home.put(home);
            return Err(BoardError::Busy);
        }
        self.faults.reset();
        self.throttled.store(0, Ordering::Relaxed);
        self.owed.store(false, Ordering::Relaxed);
        self.set_pace(0);
        Ok(TouchClaim {
            place: self,
            home: Some(home),
        })
    }

    /// Makes the rings as new; false while a handler has the end of one.
    fn reset(&'static self, home: &mut Home<N>) -> bool {
        let ends = (Lent::take(&self.edge_end), Lent::take(&self.tick_end));
        // What is there goes back, all the same.
        let (Some(mut edge), Some(mut tick)) = ends else {
            return false;
        };
        // Refused only to ends of two rings, and these are of one each.
        let resets = [
            edge.get().map(|end| isr_ring::reset(end, &mut home.edges)),
            tick.get().map(|end| isr_ring::reset(end, &mut home.ticks)),
            Some(isr_ring::reset(&mut home.events_in, &mut home.events)),
        ];
        resets.iter().all(|reset| matches!(reset, Some(Ok(()))))
    }

    /// The ends, the first time. Alone, because rings may give theirs to
    /// nobody if several ask at the same time.
    fn split(&'static self) -> Option<Home<N>> {
        let (edge_end, tick_end, home) = critical_section::with(|_| {
            let (edge_end, edges) = self.edges.split()?;
            let (tick_end, ticks) = self.ticks.split()?;
            let (events_in, events) = self.events.split()?;
            let home = Home {
                events_in,
                events,
                edges,
                ticks,
            };
            Some((edge_end, tick_end, home))
        })?;
        self.edge_end.put(edge_end);
        self.tick_end.put(tick_end);
        Some(home)
    }

    pub(super) fn put_home(&self, home: Home<N>) {
        self.home.put(home);
    }

    pub(super) fn set_pace(&self, pace: u32) {
        self.pace.store(pace, Ordering::Relaxed);
    }

    pub(super) fn throttled(&self) -> u32 {
        self.throttled.load(Ordering::Relaxed)
    }

    /// The panel is to be read once more, at the next tick.
    pub(super) fn owe_reading(&self) {
        self.owed.store(true, Ordering::Release);
    }

    /// Whether that was so. To be asked before the reading is asked for: then
    /// what is owed meanwhile has its reading still to come.
    fn take_owed(&self) -> bool {
        let owed = self.owed.load(Ordering::Acquire);
        if owed {
            // No swap, which some cores do not have.
            self.owed.store(false, Ordering::Release);
        }
        owed
    }

    /// What the line's interrupt calls; `None` while another has its end.
    /// `while_followed` says whether edges count while ticks follow the panel.
    pub(super) fn edge_side(&'static self, while_followed: bool) -> Option<EdgeSide<N>> {
        Some(EdgeSide {
            place: self,
            end: Lent::take(&self.edge_end)?,
            gate: Gate::default(),
            while_followed,
        })
    }

    /// What the ticker calls; `None` while another has its end.
    pub(super) fn tick_side(&'static self) -> Option<TickSide<N>> {
        Some(TickSide {
            place: self,
            end: Lent::take(&self.tick_end)?,
            count: 0,
        })
    }
}

/// A touch panel that is taken, and not open yet. Dropping it frees the panel.
#[derive(Debug)]
pub struct TouchClaim<const N: usize> {
    pub(super) place: &'static TouchPlace<N>,
    /// Absent once it is open.
    pub(super) home: Option<Home<N>>,
}

impl<const N: usize> Drop for TouchClaim<N> {
    fn drop(&mut self) {
        if let Some(home) = self.home.take() {
            self.place.put_home(home);
        }
    }
}

/// What the line's interrupt calls. No allocation, no panic, and no lock but
/// for a ring of the bell.
pub(super) struct EdgeSide<const N: usize> {
    place: &'static TouchPlace<N>,
    end: Lent<Producer<'static, u64, EDGES>>,
    gate: Gate,
    while_followed: bool,
}

impl<const N: usize> EdgeSide<N> {
    pub(super) fn on_edge(&mut self, now_us: u64) {
        let place = self.place;
        if !self.while_followed && place.pace.load(Ordering::Relaxed) > 0 {
            return;
        }
        if !self.gate.passes(now_us) {
            // Not a read-modify-write: there is one writer, and some cores
            // have none.
            let sum = place.throttled().wrapping_add(1);
            place.throttled.store(sum, Ordering::Relaxed);
            // No other edge need come after it.
            return place.owe_reading();
        }
        if let Some(end) = self.end.get() {
            // A full ring has counted the edge.
            let _missed = end.push_ringing(now_us, &place.bell);
        }
    }
}

/// What the ticker calls; as sparing as [`EdgeSide`].
pub(super) struct TickSide<const N: usize> {
    place: &'static TouchPlace<N>,
    end: Lent<Producer<'static, u64, TICKS>>,
    count: u32,
}

impl<const N: usize> TickSide<N> {
    pub(super) fn on_tick(&mut self, now_us: u64) {
        let pace = self.place.pace.load(Ordering::Relaxed);
        self.count = self.count.saturating_add(1);
        let is_due = pace > 0 && self.count >= pace;
        if !self.place.take_owed() && !is_due {
            return;
        }
        self.count = 0;
        if let Some(end) = self.end.get() {
            // Those that wait already say the same.
            let _known = end.push_ringing(now_us, &self.place.bell);
        }
    }
}
