//! Each trait implemented from outside, and the interrupt side run on it.

use std::cell::Cell;
use std::collections::VecDeque;

use class_touch::{
    Contact, Contacts, Doorbell, FaultCounters, Faults, PanelSize, Phase, Report, Sampler, Stats,
    TouchController, TouchEvent, TouchInterrupt, TouchKind, TouchStream,
};
use isr_ring::{Consumer, EventRing};

use TouchKind::{Down, Move, Up};

/// A controller that says what it was told to say, then fails.
struct Scripted(VecDeque<Result<Report, &'static str>>);

impl TouchController for Scripted {
    type Error = &'static str;

    fn read(&mut self) -> Result<Report, Self::Error> {
        self.0.pop_front().unwrap_or(Err("nothing more to say"))
    }
}

/// A doorbell that counts.
struct Counting<'a>(&'a Cell<u32>);

impl Doorbell for Counting<'_> {
    fn ring(&self) {
        self.0.set(self.0.get() + 1);
    }
}

/// A stream over a static ring.
struct Stream {
    ring: Consumer<'static, TouchEvent, 4>,
    faults: &'static FaultCounters,
}

impl TouchStream for Stream {
    fn drain(&mut self, events: &mut [TouchEvent]) -> usize {
        self.ring.drain(events)
    }

    fn stats(&self) -> Stats {
        self.ring.stats()
    }

    fn faults(&self) -> Faults {
        self.faults.snapshot()
    }

    fn size(&self) -> PanelSize {
        PANEL
    }
}

const PANEL: PanelSize = PanelSize {
    width: 100,
    height: 100,
};

fn report(xs: &[u16]) -> Result<Report, &'static str> {
    let contact = |(id, x): (u8, &u16)| Contact {
        id,
        x: *x,
        y: 1,
        pressure: 0,
        phase: Phase::Unknown,
    };
    let contacts: Contacts = (0..).zip(xs).map(contact).collect();
    Ok(Report::Contacts(contacts))
}

fn kinds(events: &[TouchEvent]) -> Vec<TouchKind> {
    events.iter().map(|event| event.kind).collect()
}

#[test]
fn faults_and_losses_are_counted_and_the_doorbell_rings_on_the_edge() {
    static RING: EventRing<TouchEvent, 4> = EventRing::new();
    static FAULTS: FaultCounters = FaultCounters::new();
    let (producer, consumer) = RING.split().expect("not split before");
    let mut stream = Stream {
        ring: consumer,
        faults: &FAULTS,
    };
    let rung = Cell::new(0);
    let script = [
        report(&[10]),
        Ok(Report::Overfull { announced: 255 }),
        report(&[11, 200]),
        Err("no answer"),
        report(&[]),
    ];
    let controller = Scripted(script.into());
    let sampler = Sampler::new(PANEL);
    let mut interrupt =
        TouchInterrupt::new(controller, sampler, producer, Counting(&rung), &FAULTS);

    assert_eq!(interrupt.vacant(), 4);
    for now in 0..5 {
        interrupt.on_interrupt(now);
    }
    // down, move, down, up: full; the second up is lost.
    assert_eq!((interrupt.vacant(), rung.get()), (0, 1));
    let mut events = [TouchEvent::new(0, Up, 0, 0, 0); 8];
    let n = stream.drain(&mut events);
    assert_eq!(kinds(&events[..n]), [Down, Move, Down, Up]);
    let expected = Faults {
        reads: 5,
        bus: 1,
        overfull: 1,
        duplicates: 0,
        clamped: 1,
        ..Faults::default()
    };
    assert_eq!(stream.faults(), expected);
    let stats = stream.stats();
    assert_eq!((stats.offered, stats.delivered), (5, 4));
    assert_eq!((stats.dropped, stats.queued), (1, 0));

    let (_controller, _producer) = interrupt.release();
    FAULTS.reset();
    assert_eq!(stream.faults(), Faults::default());
}

#[test]
fn a_finger_reported_twice_is_counted_once() {
    static RING: EventRing<TouchEvent, 4> = EventRing::new();
    static FAULTS: FaultCounters = FaultCounters::new();
    let (producer, mut consumer) = RING.split().expect("not split before");
    let finger = Contact {
        id: 1,
        x: 5,
        y: 5,
        pressure: 0,
        phase: Phase::Down,
    };
    let contacts: Contacts = [finger; 3].into_iter().collect();
    let controller = Scripted([Ok(Report::Contacts(contacts))].into());
    let rung = Cell::new(0);
    let sampler = Sampler::new(PANEL);
    let bell = Counting(&rung);
    let mut interrupt = TouchInterrupt::new(controller, sampler, producer, bell, &FAULTS);
    interrupt.on_interrupt(9);
    assert_eq!(FAULTS.snapshot().duplicates, 2);
    assert_eq!(consumer.pop(), Some(TouchEvent::new(9, Down, 1, 5, 5)));
    assert_eq!(consumer.pop(), None);
}

#[test]
fn nobody_listening_is_nobody_hurt() {
    static RING: EventRing<TouchEvent, 4> = EventRing::new();
    static FAULTS: FaultCounters = FaultCounters::new();
    let (producer, _consumer) = RING.split().expect("not split before");
    let rung = Cell::new(0);
    let controller = Scripted(VecDeque::new());
    let sampler = Sampler::new(PANEL);
    let mut interrupt =
        TouchInterrupt::new(controller, sampler, producer, Counting(&rung), &FAULTS);
    for now in 0..1_000 {
        interrupt.on_interrupt(now);
    }
    assert_eq!((rung.get(), FAULTS.snapshot().bus), (0, 1_000));
}
