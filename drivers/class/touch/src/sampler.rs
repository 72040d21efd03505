//! Reports in, down, move and up out.

use crate::{Contact, Contacts, MAX_CONTACTS, Phase, TouchEvent, TouchKind};

/// The most events that one report can become: each finger that was on the
/// glass may be lifted, and each point of the report may come down.
pub const MAX_EVENTS: usize = 2 * MAX_CONTACTS;

/// The part of a controller's range that the panel covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PanelSize {
    /// Columns: x is 0 to `width` - 1.
    pub width: u16,
    /// Rows: y is 0 to `height` - 1.
    pub height: u16,
}

/// What was amiss with one report; the rest of the report counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Amiss {
    /// Points left out because the report had their id already.
    pub duplicates: u32,
    /// Points moved to the edge because they lay outside the panel.
    pub clamped: u32,
}

/// Turns reports into events.
///
/// Where the controller flags its points, the flags decide; where it does not
/// ([`Phase::Unknown`]), the difference to the report before does. Either way
/// the events are well-formed, whatever reports were lost in between: a finger
/// comes down once, moves only while it is down, and is lifted once. What a
/// lost report would have said is made up from the next one.
///
/// | the finger was | and is now | events |
/// |---|---|---|
/// | up | reported down, moved, held or unflagged | down |
/// | up | reported up | none: a report read twice |
/// | down | reported moved | move, even to the same place |
/// | down | reported held or unflagged | move, if it differs |
/// | down | reported down | up at its last place, down |
/// | down | reported up | up |
/// | down | not reported | up at its last place, pressure 0 |
///
/// Fingers that are not reported are lifted first; the rest follow in the
/// order of the report.
#[derive(Debug, Clone)]
pub struct Sampler {
    size: PanelSize,
    fingers: [Option<Contact>; MAX_CONTACTS],
}

impl Sampler {
    /// A sampler for a panel on which no finger rests.
    #[must_use]
    pub const fn new(size: PanelSize) -> Self {
        Self {
            size,
            fingers: [None; MAX_CONTACTS],
        }
    }

    /// The panel's size.
    #[must_use]
    pub const fn size(&self) -> PanelSize {
        self.size
    }

    /// Takes one report, and gives each event to `sink`: at most
    /// [`MAX_EVENTS`], none of them lost here.
    pub fn sample(
        &mut self,
        time_us: u64,
        contacts: &Contacts,
        mut sink: impl FnMut(TouchEvent),
    ) -> Amiss {
        let mut amiss = Amiss::default();
        self.lift_missing(time_us, contacts, &mut sink);
        for (nth, contact) in contacts.iter().enumerate() {
            if contacts.iter().take(nth).any(|c| c.id == contact.id) {
                amiss.duplicates += 1;
                continue;
            }
            let inside = self.clamp(*contact);
            amiss.clamped += u32::from(inside != *contact);
            self.step(time_us, inside, &mut sink);
        }
        amiss
    }

    /// Lifts the fingers that a report does not list.
    fn lift_missing(
        &mut self,
        time_us: u64,
        contacts: &Contacts,
        sink: &mut impl FnMut(TouchEvent),
    ) {
        for slot in &mut self.fingers {
            if let Some(finger) = *slot
                && !contacts.iter().any(|c| c.id == finger.id)
            {
                *slot = None;
                sink(lifted(time_us, finger));
            }
        }
    }

    fn clamp(&self, contact: Contact) -> Contact {
        Contact {
            x: contact.x.min(self.size.width.saturating_sub(1)),
            y: contact.y.min(self.size.height.saturating_sub(1)),
            ..contact
        }
    }

    fn step(&mut self, time_us: u64, new: Contact, sink: &mut impl FnMut(TouchEvent)) {
        let is_new = |slot: &&mut Option<Contact>| slot.is_some_and(|f| f.id == new.id);
        if let Some(slot) = self.fingers.iter_mut().find(is_new) {
            if let Some(old) = slot.replace(new) {
                follow(time_us, old, new, sink);
            }
            if new.phase == Phase::Up {
                *slot = None;
            }
        } else if new.phase != Phase::Up {
            // Those that the report does not list are gone and ids are counted
            // once, so a report of `MAX_CONTACTS` finds as many places.
            if let Some(slot) = self.fingers.iter_mut().find(|slot| slot.is_none()) {
                *slot = Some(new);
                sink(event(time_us, TouchKind::Down, new));
            }
        }
    }
}

/// What happened to a finger that was down as `old` and is reported as `new`.
fn follow(time_us: u64, old: Contact, new: Contact, sink: &mut impl FnMut(TouchEvent)) {
    match new.phase {
        Phase::Up => sink(event(time_us, TouchKind::Up, new)),
        Phase::Moved => sink(event(time_us, TouchKind::Move, new)),
        Phase::Down => {
            sink(lifted(time_us, old));
            sink(event(time_us, TouchKind::Down, new));
        }
        Phase::Held | Phase::Unknown => {
            if (old.x, old.y, old.pressure) != (new.x, new.y, new.pressure) {
                sink(event(time_us, TouchKind::Move, new));
            }
        }
    }
}

fn event(time_us: u64, kind: TouchKind, at: Contact) -> TouchEvent {
    TouchEvent::new(time_us, kind, at.id, at.x, at.y).with_pressure(at.pressure)
}

/// The lift of a finger of which only its last place is known.
fn lifted(time_us: u64, last: Contact) -> TouchEvent {
    TouchEvent::new(time_us, TouchKind::Up, last.id, last.x, last.y)
}
