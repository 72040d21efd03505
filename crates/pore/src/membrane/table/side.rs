//! One core's side of a table.

use core::cell::Cell;

use super::entry::{Life, Step};
use super::kept::Kept;
use super::talk::{Place, Talk};
use super::{Knock, Table, TableError};
use crate::doorbell::Doorbell;
use crate::legacy::Role;
use crate::membrane::State;
use crate::sync::{Order, full_fence};

/// How long the other core may take, in the unit of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For each of its answers.
    pub answer: u32,
    /// Without a sign of life, while there is a pore to it; 0: for ever.
    pub silence: u32,
}

impl Patience {
    /// A second for an answer, and for a sign of life, if the clock counts microseconds.
    pub const DEFAULT: Self = Self {
        answer: 1_000_000,
        silence: 1_000_000,
    };
}

/// One core's side of a table: a life, from its beginning to the next [`new`](Self::new).
///
/// Each core has one of them, which its interrupts leave alone. The other core is rung for by one
/// bell, whatever there is to say; whoever was rung for [ticks](Self::tick) and looks at all its
/// pores.
#[derive(Debug)]
pub struct Side<'t, B, const PORTS: usize, const WORDS: usize> {
    table: &'t Table<PORTS, WORDS>,
    core: usize,
    pub(super) bell: B,
    patience: Patience,
    pub(super) now: Cell<u64>,
    /// The number of this life, and how often it said that it lives.
    life: u32,
    beats: Cell<u32>,
    kept: [Kept; PORTS],
    /// The peer's last sign of life, and when it was seen.
    sign: Cell<((u32, u32), u64)>,
    refused: Cell<u32>,
}

impl<'t, B: Doorbell + Clone, const PORTS: usize, const WORDS: usize> Side<'t, B, PORTS, WORDS> {
    /// Begins a life of the core of this number, 0 or 1, and rings. What an earlier one had is over.
    ///
    /// # Errors
    ///
    /// [`TableError::Core`], [`TableError::Layout`].
    pub fn new(
        table: &'t Table<PORTS, WORDS>,
        core: u8,
        bell: B,
        patience: Patience,
    ) -> Result<Self, TableError> {
        if core > 1 {
            return Err(TableError::Core(core));
        }
        table.check()?;
        let core = usize::from(core);
        let mut kept = [const { Kept::new() }; PORTS];
        let of_ports = table.entries.iter().zip(&table.regions);
        for (kept, (entry, regions)) in kept.iter_mut().zip(of_ports) {
            *kept = Kept::of(core, entry, of_core(regions, core));
        }
        let before = of_core(&table.lives, core).epoch.load();
        let side = Self {
            table,
            core,
            bell,
            patience,
            now: Cell::new(0),
            life: before.wrapping_add(1).max(1),
            beats: Cell::new(0),
            kept,
            sign: Cell::new(((0, 0), 0)),
            refused: Cell::new(0),
        };
        side.begin();
        Ok(side)
    }

    fn begin(&self) {
        self.life(self.core).epoch.set(self.life);
        // Whoever sees a word of the new life sees its number, too.
        full_fence(Order::PublishState);
        for (entry, kept) in self.table.entries.iter().zip(&self.kept) {
            kept.say(self.core, entry, kept.attempt.get(), None);
        }
        self.bell.ring();
    }

    fn life(&self, core: usize) -> &'t Life {
        of_core(&self.table.lives, core)
    }

    /// Tells the time, which must not go back, and the peer that this core lives; looks whether the
    /// peer does. To be called more often than the peer's patience lasts.
    pub fn tick(&self, now: u64) {
        self.now.set(now);
        self.beats.set(self.beats.get().wrapping_add(1));
        self.life(self.core).heartbeat.set(self.beats.get());
        let sign = self.peers_sign();
        if self.sign.get().0 != sign {
            self.sign.set((sign, now));
        }
        self.refuse();
    }

    fn peers_sign(&self) -> (u32, u32) {
        let life = self.life(1 - self.core);
        (life.epoch.load(), life.heartbeat.load())
    }

    /// The peer's life, by its number; 0 before the first.
    pub fn peers_life(&self) -> u32 {
        self.peers_sign().0
    }

    /// The number of this life.
    pub fn life_number(&self) -> u32 {
        self.life
    }

    /// Whether the peer has given no sign of life for longer than it may.
    pub fn is_silent(&self) -> bool {
        let silence = u64::from(self.patience.silence);
        let (sign, seen) = self.sign.get();
        let is_late = self.now.get().saturating_sub(seen) > silence;
        silence > 0 && is_late && sign == self.peers_sign()
    }

    /// How often the peer knocked where it may not.
    pub fn refused(&self) -> u32 {
        self.refused.get()
    }

    /// Tells a peer that knocks where it may not that it may not.
    fn refuse(&self) {
        for (entry, kept) in self.table.entries.iter().zip(&self.kept) {
            let [_, peer] = entry.of(self.core);
            let knock = Step::of(peer);
            let is_told = kept.attempt.get() == knock.attempt;
            let may = of_core(&kept.allowed, 1 - self.core).open;
            if knock.knocks() && !may && !is_told && !kept.taken.get() {
                self.refused.set(self.refused.get().wrapping_add(1));
                kept.say(self.core, entry, knock.attempt, Some(State::Closed));
                self.bell.ring();
            }
        }
    }

    /// Begins to open a port. The peer is waited for from the first time that the knock is polled.
    ///
    /// # Errors
    ///
    /// Nothing was begun.
    pub fn open(&self, port: u32) -> Result<Knock<'_, 't, B, PORTS, WORDS>, TableError> {
        self.take(port, Role::Passive)
    }

    /// Waits for the peer to open a port, for as long as that takes.
    ///
    /// # Errors
    ///
    /// Nothing was begun.
    pub fn accept(&self, port: u32) -> Result<Knock<'_, 't, B, PORTS, WORDS>, TableError> {
        self.take(port, Role::Active)
    }

    fn take(&self, port: u32, role: Role) -> Result<Knock<'_, 't, B, PORTS, WORDS>, TableError> {
        let of_ports = self.table.entries.iter().zip(&self.table.regions);
        let found = of_ports.zip(&self.kept).find(|(_, kept)| kept.port == port);
        let ((entry, regions), kept) = found.ok_or(TableError::NoPort(port))?;
        let opener = match role {
            Role::Passive => self.core,
            Role::Active => 1 - self.core,
        };
        if !of_core(&kept.allowed, opener).open {
            return Err(TableError::Denied(port));
        }
        if kept.taken.replace(true) {
            return Err(TableError::Busy(port));
        }
        let place = Place {
            entry,
            regions,
            kept,
        };
        Ok(Knock::new(Talk::new(self, place, role)))
    }

    pub(super) fn core(&self) -> usize {
        self.core
    }

    pub(super) fn patience(&self) -> u32 {
        self.patience.answer
    }
}

/// What is a core's, of two.
pub(super) fn of_core<T>(pair: &[T; 2], core: usize) -> &T {
    let [zero, one] = pair;
    if core == 0 { zero } else { one }
}
