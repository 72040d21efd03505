//! An open touch panel.

use alloc::boxed::Box;
use core::fmt;

use board_support::{BoardError, Edge, Platform};
use class_touch::{
    Faults, PanelSize, Reading, Sampler, Stats, TouchController, TouchEvent, TouchInterrupt,
    TouchStream,
};
use embedded_hal::digital::InputPin;
use isr_ring::{Consumer, Doorbell};

use super::place::{Home, TouchClaim, TouchPlace};
use super::{Follow, TouchWiring};
use crate::bell::Quiet;

/// Readings in one drain, at most. What comes faster is answered by one more.
pub const MAX_READS: u32 = 2 * super::BURST;

/// Readings after the first one, while a line stays active.
const READ_AGAIN: u32 = 4;

/// Ticks in a row that found the line active and nothing to tell, after which
/// it is taken for stuck.
const IN_VAIN: u32 = 8;

/// Every how many ticks a line that is stuck is looked at.
const STUCK_PACE: u32 = 16;

/// An open [`TouchPlace`] on the platform `P`, with the controller `C`.
///
/// The interrupt notes when the line fell and rings; [`drain`](Self::drain)
/// reads the controller and makes events. Dropping it switches the interrupt
/// off, then drops the controller, and frees the panel.
pub struct Touch<P: Platform, C: TouchController, const N: usize> {
    // The first of these stop before anything is taken apart.
    interrupt: Option<P::Interrupt>,
    ticker: Option<P::Ticker>,
    line: Option<P::Input>,
    place: &'static TouchPlace<N>,
    wiring: TouchWiring,
    /// Absent only while this is dropped.
    desk: Option<Desk<C, N>>,
    /// The last event's time. The next is not before it.
    last_us: u64,
    /// Readings to come because the line is still active.
    again: u32,
    in_vain: u32,
    stuck: u32,
    /// Edges that a later one's reading stands for.
    missed: u32,
}

/// What reading takes, and the ends of the task's side.
struct Desk<C, const N: usize> {
    reader: TouchInterrupt<'static, C, Quiet, N>,
    events: Consumer<'static, TouchEvent, N>,
    /// When the line fell.
    edges: Consumer<'static, u64, { super::place::EDGES }>,
    /// When it is to be looked at.
    ticks: Consumer<'static, u64, { super::place::TICKS }>,
}

/// Why the controller is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    Edge,
    Tick,
    Again,
}

impl<const N: usize> TouchClaim<N> {
    /// Opens the panel with a controller that was brought up.
    ///
    /// # Errors
    ///
    /// The platform's; the controller is dropped and the panel free then.
    pub fn open<P, C, D>(
        mut self,
        wiring: TouchWiring,
        controller: C,
        doorbell: D,
    ) -> Result<Touch<P, C, N>, BoardError>
    where
        P: Platform,
        C: TouchController,
        D: Doorbell + Send + 'static,
    {
        let home = self.home.take().ok_or(BoardError::Busy)?;
        self.place.bell.hang(Box::new(doorbell));
        // On an error the drop of `touch` closes what is open already.
        let mut touch = Touch::new(self.place, wiring, home, controller);
        touch.listen()?;
        Ok(touch)
    }
}

impl<P: Platform, C: TouchController, const N: usize> Touch<P, C, N> {
    fn new(
        place: &'static TouchPlace<N>,
        wiring: TouchWiring,
        home: Home<N>,
        controller: C,
    ) -> Self {
        let sampler = Sampler::new(wiring.size);
        let faults = &place.faults;
        let reader = TouchInterrupt::new(controller, sampler, home.events_in, Quiet, faults);
        Self {
            interrupt: None,
            ticker: None,
            line: None,
            place,
            wiring,
            desk: Some(Desk {
                reader,
                events: home.events,
                edges: home.edges,
                ticks: home.ticks,
            }),
            last_us: 0,
            again: 0,
            in_vain: 0,
            stuck: 0,
            missed: 0,
        }
    }

    /// Sets the interrupts going.
    fn listen(&mut self) -> Result<(), BoardError> {
        let place = self.place;
        let period_us = self.wiring.period_us();
        let follows_line = self.wiring.follow != Follow::Edges;
        if follows_line && let Some(irq) = self.wiring.irq {
            self.line = Some(P::input(irq)?);
        }
        let mut side = place.tick_side().ok_or(BoardError::Busy)?;
        let handler = Box::new(move |now_us| side.on_tick(now_us));
        self.ticker = Some(P::every(period_us, handler)?);
        if let Some(irq) = self.wiring.irq {
            let while_followed = !matches!(self.wiring.follow, Follow::Polled { .. });
            let mut side = place.edge_side(while_followed).ok_or(BoardError::Busy)?;
            let handler = Box::new(move |now_us| side.on_edge(now_us));
            self.interrupt = Some(P::on_edge(irq, self.wiring.edge, handler)?);
        }
        // Whoever touches it already made no edge that was seen.
        if follows_line && self.is_active() != Some(false) {
            place.set_pace(1);
        }
        Ok(())
    }

    /// Whether the line is as an edge leaves it; `None` without a line, or one
    /// that cannot be read.
    fn is_active(&mut self) -> Option<bool> {
        let line = self.line.as_mut()?;
        match self.wiring.edge {
            Edge::Rising => line.is_high().ok(),
            Edge::Falling | Edge::Both => line.is_low().ok(),
        }
    }

    /// The next reason to read, and the time that goes with it. `None` only
    /// after the rings were found empty: the next edge rings.
    fn next(&mut self, reads: u32) -> Option<(Cause, u64)> {
        if reads >= MAX_READS {
            return self.shed(reads);
        }
        if self.again > 0 {
            self.again -= 1;
            return Some((Cause::Again, P::now_us()));
        }
        let is_queue = self.wiring.follow == Follow::Level;
        let desk = self.desk.as_mut()?;
        let Some(mut at_us) = desk.edges.pop() else {
            return desk.ticks.pop().map(|at_us| (Cause::Tick, at_us));
        };
        // The registers hold the last report only.
        while !is_queue && let Some(later_us) = desk.edges.pop() {
            self.missed = self.missed.wrapping_add(1);
            at_us = later_us;
        }
        Some((Cause::Edge, at_us))
    }

    /// Takes all edges together for one more reading, or for that of the next
    /// tick if there was one already.
    fn shed(&mut self, reads: u32) -> Option<(Cause, u64)> {
        self.again = 0;
        let desk = self.desk.as_mut()?;
        let (mut edges, mut last) = (0, None);
        while let Some(at_us) = desk.edges.pop() {
            edges += 1;
            last = Some(at_us);
        }
        while let Some(at_us) = desk.ticks.pop() {
            last = last.max(Some(at_us));
        }
        let one_more = last.filter(|_| reads == MAX_READS);
        if one_more.is_none() && last.is_some() {
            self.place.owe_reading();
        }
        // That reading is for one of them.
        let read = u32::from(edges > 0 && one_more.is_some());
        self.missed = self.missed.wrapping_add(edges - read);
        one_more.map(|at_us| (Cause::Tick, at_us))
    }

    /// Reads the controller, unless its line says that there is nothing.
    fn serve(&mut self, cause: Cause, at_us: u64) {
        let follow = self.wiring.follow;
        match follow {
            Follow::Level if self.is_active() == Some(false) => return self.rest(),
            // The reading itself moves the line.
            Follow::Polled { .. } if cause == Cause::Edge => self.place.set_pace(1),
            _ => {}
        }
        let Some(desk) = &mut self.desk else {
            return;
        };
        self.last_us = self.last_us.max(at_us);
        let reading = desk.reader.on_interrupt(self.last_us);
        let is_news = desk.reader.vacant() < N;
        match follow {
            Follow::Edges => {}
            Follow::Level => self.after_level(cause, is_news),
            Follow::Polled { .. } => self.after_poll(reading),
        }
    }

    fn after_level(&mut self, cause: Cause, is_news: bool) {
        if self.is_active() != Some(true) {
            return self.rest();
        }
        if is_news {
            self.in_vain = 0;
        }
        match cause {
            Cause::Edge => self.again = READ_AGAIN,
            Cause::Again if self.again > 0 => {}
            Cause::Again | Cause::Tick => self.try_later(!is_news, true),
        }
    }

    fn after_poll(&mut self, reading: Reading) {
        match reading {
            Reading::Touched => self.try_later(false, false),
            // The finger may have left: only a reading can tell.
            Reading::Failed => self.try_later(true, false),
            Reading::Untouched if self.wiring.irq.is_none() => self.try_later(false, false),
            Reading::Untouched if self.is_active() == Some(true) => self.try_later(true, true),
            Reading::Untouched => self.rest(),
        }
    }

    /// Nothing is there to be read: the next edge will tell.
    fn rest(&mut self) {
        self.again = 0;
        self.in_vain = 0;
        if self.wiring.irq.is_none() {
            return;
        }
        self.place.set_pace(0);
        // What came before that made no edge that counts.
        if self.is_active() == Some(true) {
            self.place.set_pace(1);
        }
    }

    /// The panel is to be looked at again at a tick: soon, or less often if
    /// that has been in vain for long.
    fn try_later(&mut self, in_vain: bool, is_active: bool) {
        if !in_vain {
            self.in_vain = 0;
        } else if self.in_vain < IN_VAIN {
            self.in_vain += 1;
            if self.in_vain == IN_VAIN && is_active {
                self.stuck = self.stuck.wrapping_add(1);
            }
        }
        let is_hopeless = self.in_vain >= IN_VAIN;
        self.place
            .set_pace(if is_hopeless { STUCK_PACE } else { 1 });
    }
}

impl<P, C, const N: usize> TouchStream for Touch<P, C, N>
where
    P: Platform,
    C: TouchController + Send + 'static,
{
    /// Reads the controller for the edges and ticks that wait, at most
    /// [`MAX_READS`] times and once more, and takes the events.
    ///
    /// Of edges that wait together one is read, for the controller has only
    /// its last report; with [`Follow::Level`] each is, if the line says that
    /// there is something.
    fn drain(&mut self, events: &mut [TouchEvent]) -> usize {
        let (mut drained, mut reads) = (0, 0);
        loop {
            let room = events.get_mut(drained..).unwrap_or_default();
            let Some(desk) = self.desk.as_mut().filter(|_| !room.is_empty()) else {
                return drained;
            };
            // If there is room left, the ring is empty now.
            let taken = desk.events.drain(room);
            let is_full = taken == room.len();
            drained += taken;
            if is_full {
                return drained;
            }
            let Some((cause, at_us)) = self.next(reads) else {
                return drained;
            };
            self.serve(cause, at_us);
            reads += 1;
        }
    }

    fn stats(&self) -> Stats {
        self.desk
            .as_ref()
            .map_or_else(Stats::default, |desk| desk.events.stats())
    }

    fn faults(&self) -> Faults {
        let full = self
            .desk
            .as_ref()
            .map_or(0, |desk| desk.edges.stats().dropped);
        Faults {
            missed: full.wrapping_add(self.missed),
            throttled: self.place.throttled(),
            stuck: self.stuck,
            ..self.place.faults.snapshot()
        }
    }

    fn size(&self) -> PanelSize {
        self.wiring.size
    }
}

impl<P: Platform, C: TouchController, const N: usize> Drop for Touch<P, C, N> {
    fn drop(&mut self) {
        self.interrupt = None;
        self.ticker = None;
        self.line = None;
        let _bell = self.place.bell.take_down();
        if let Some(desk) = self.desk.take() {
            let (controller, events_in) = desk.reader.release();
            drop(controller);
            self.place.put_home(Home {
                events_in,
                events: desk.events,
                edges: desk.edges,
                ticks: desk.ticks,
            });
        }
    }
}

impl<P: Platform, C: TouchController, const N: usize> fmt::Debug for Touch<P, C, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Touch")
            .field("wiring", &self.wiring)
            .field("stats", &self.desk.as_ref().map(|desk| desk.events.stats()))
            .finish_non_exhaustive()
    }
}
