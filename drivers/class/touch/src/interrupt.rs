//! The interrupt side: read, sample, push, ring.

use isr_ring::{Doorbell, Producer};

use crate::{FaultCounters, PanelSize, Phase, Report, Sampler, TouchController, TouchEvent};

/// What a reading of the controller said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// A finger is on the glass.
    Touched,
    /// No finger is on the glass.
    Untouched,
    /// Nothing: the bus failed, or the report made no sense.
    Failed,
}

/// What a touch panel's interrupt handler owns: a controller, a sampler, the
/// producer of a ring of `N` events, and the doorbell of whoever drains it.
///
/// Where a bus may not be used at interrupt level, a task calls it instead, with
/// the times that the handler noted.
///
/// No allocation, no lock, no panic; the time of an interrupt is the
/// controller's read on its bus and at most [`MAX_EVENTS`](crate::MAX_EVENTS)
/// pushes.
///
/// # Examples
///
/// ```
/// use class_touch::{
///     Contact, Contacts, Doorbell, FaultCounters, PanelSize, Phase, Report, Sampler,
///     TouchController, TouchEvent, TouchInterrupt, TouchKind,
/// };
/// use isr_ring::EventRing;
///
/// struct Silent;
/// impl Doorbell for Silent {
///     fn ring(&self) {}
/// }
///
/// struct Pressed;
/// impl TouchController for Pressed {
///     type Error = core::convert::Infallible;
///     fn read(&mut self) -> Result<Report, Self::Error> {
///         let mut contacts = Contacts::new();
///         contacts.extend([Contact { id: 0, x: 3, y: 4, pressure: 0, phase: Phase::Unknown }]);
///         Ok(Report::Contacts(contacts))
///     }
/// }
///
/// let ring = EventRing::<TouchEvent, 16>::new();
/// let faults = FaultCounters::new();
/// let (producer, mut consumer) = ring.split().expect("not split before");
/// let sampler = Sampler::new(PanelSize { width: 480, height: 320 });
/// let mut interrupt = TouchInterrupt::new(Pressed, sampler, producer, Silent, &faults);
///
/// interrupt.on_interrupt(1_000);
/// assert_eq!(consumer.pop(), Some(TouchEvent::new(1_000, TouchKind::Down, 0, 3, 4)));
/// ```
#[derive(Debug)]
pub struct TouchInterrupt<'r, C, D, const N: usize> {
    controller: C,
    sampler: Sampler,
    producer: Producer<'r, TouchEvent, N>,
    doorbell: D,
    faults: &'r FaultCounters,
}

impl<'r, C: TouchController, D: Doorbell, const N: usize> TouchInterrupt<'r, C, D, N> {
    /// Ties the parts together. `faults` is written from here on, and must
    /// have no other writer.
    pub fn new(
        controller: C,
        sampler: Sampler,
        producer: Producer<'r, TouchEvent, N>,
        doorbell: D,
        faults: &'r FaultCounters,
    ) -> Self {
        Self {
            controller,
            sampler,
            producer,
            doorbell,
            faults,
        }
    }

    /// To be called when the controller's interrupt line falls, with the time
    /// that the events are to carry, in microseconds.
    ///
    /// What cannot be read or does not fit the ring is counted, never waited
    /// for. What the reading was is told for those who decide by it whether to
    /// read again.
    pub fn on_interrupt(&mut self, now_us: u64) -> Reading {
        self.faults.count_read();
        let reading = self.controller.read();
        let contacts = match &reading {
            Ok(Report::Contacts(contacts)) => contacts,
            Ok(Report::Overfull { .. }) => {
                self.faults.count_overfull();
                return Reading::Failed;
            }
            Err(_) => {
                self.faults.count_bus();
                return Reading::Failed;
            }
        };
        let Self {
            sampler,
            producer,
            doorbell,
            ..
        } = self;
        let amiss = sampler.sample(now_us, contacts, |event| {
            // A full ring gives the event back, and has counted it as dropped.
            let _lost = producer.push_ringing(event, doorbell);
        });
        self.faults.count_amiss(amiss.duplicates, amiss.clamped);
        if contacts.iter().any(|contact| contact.phase != Phase::Up) {
            Reading::Touched
        } else {
            Reading::Untouched
        }
    }

    /// Events that the ring has room for now.
    pub fn vacant(&self) -> usize {
        self.producer.vacant()
    }

    /// The range of the events' coordinates.
    pub fn size(&self) -> PanelSize {
        self.sampler.size()
    }

    /// Takes the parts apart again: the controller, to be switched off, and
    /// the ring's end.
    pub fn release(self) -> (C, Producer<'r, TouchEvent, N>) {
        (self.controller, self.producer)
    }
}
