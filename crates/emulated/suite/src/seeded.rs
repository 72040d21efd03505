//! Handlers with one fault each: a run with such a one has to fail.

use core::hint::black_box;

use crate::{Event, Fault, Machine, SLOTS, Source};

/// How a run with a seeded fault must end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seeded {
    /// The name of the handler in the firmware.
    pub handler: &'static str,
    /// What the foreground must find, or `None` where only a time limit ends
    /// the run.
    pub fault: Option<Fault>,
}

const fn seeded(handler: &'static str, fault: Option<Fault>) -> Seeded {
    Seeded { handler, fault }
}

/// All handlers with a fault.
pub const SEEDED: [Seeded; 7] = [
    seeded("seeded_loss", Some(Fault::Loss)),
    seeded("seeded_order", Some(Fault::Order)),
    seeded("seeded_damage", Some(Fault::Damaged)),
    seeded("seeded_lateness", Some(Fault::EarlyDrop)),
    seeded("seeded_stack", Some(Fault::Stack)),
    seeded("seeded_panic", Some(Fault::Panic)),
    seeded("seeded_silence", None),
];

/// Periods: a burst of that many is longer than the ring.
const LATE: u32 = 3 * SLOTS as u32 / 2;

/// True for one event in 256, from the 101st on.
const fn is_chosen(number: u32) -> bool {
    number & 0xff == 100
}

impl Source {
    /// Forgets an event now and then.
    #[inline(always)]
    pub fn losing<M: Machine>(&mut self, machine: &M) {
        self.interrupt(machine, |source, number| {
            if !is_chosen(number) {
                source.offer(number);
            }
        });
    }

    /// Offers an event twice instead of the next one, now and then.
    #[inline(always)]
    pub fn repeating<M: Machine>(&mut self, machine: &M) {
        self.interrupt(machine, |source, number| {
            source.offer(number.wrapping_sub(u32::from(is_chosen(number))));
        });
    }

    /// Flips a bit now and then.
    #[inline(always)]
    pub fn damaging<M: Machine>(&mut self, machine: &M) {
        self.interrupt(machine, |source, number| {
            let event = Event::new(number);
            source.offer_event(if is_chosen(number) {
                event.damaged()
            } else {
                event
            });
        });
    }

    /// Comes late: offers nothing before more is due than fits.
    #[inline(always)]
    pub fn dawdling<M: Machine>(&mut self, machine: &M) {
        let late = self.late(machine.clock());
        if late.is_some_and(|periods| periods > LATE) {
            self.interrupt(machine, Self::offer);
        } else {
            machine.acknowledge(machine.clock().wrapping_add(self.period()));
        }
    }

    /// Uses a kilobyte of stack.
    #[inline(always)]
    pub fn hoarding<M: Machine>(&mut self, machine: &M) {
        let mut hoard = [0_u8; 1024];
        black_box(&mut hoard);
        self.interrupt(machine, Self::offer);
        black_box(&mut hoard);
    }

    /// Looks something up at a place that is not there, in the end.
    #[inline(always)]
    pub fn panicking<M: Machine>(&mut self, machine: &M) {
        let table = black_box([0_u32; 128]);
        self.interrupt(machine, |source, number| {
            source.offer(number.wrapping_add(table[number as usize]));
        });
    }

    /// Takes the interrupt and offers nothing.
    #[inline(always)]
    pub fn silent<M: Machine>(&mut self, machine: &M) {
        machine.acknowledge(u32::MAX >> 1);
    }
}
