//! What a process can do with what a pore gave it.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use pore::doorbell::TimerFd;
use pore::layout::Field;
use pore::memory::{self, OwnMapping, PeerMapping};
use pore::ring::{Config, Link};
use rustix::fs::{OFlags, SealFlags, fcntl_add_seals, fcntl_setfl, ftruncate};
use rustix::time::{Itimerspec, TimerfdTimerFlags, Timespec, timerfd_settime};

use crate::REACHED;
use crate::chance::Chance;
use crate::raw::{ANSWER, OFFER, Raw, bytes};

pub(crate) type TheirLink = Link<Arc<OwnMapping>, Arc<PeerMapping>, TimerFd>;

/// All that it has of a pore.
#[derive(Debug)]
pub(crate) struct Loot {
    /// Its own pages, of which it may write every word.
    pub(crate) pages: memory::Raw<Arc<OwnMapping>>,
    /// Region, bell for data and bell for space: its own.
    pub(crate) mine: [OwnedFd; 3],
    /// And those of who works on.
    pub(crate) theirs: [OwnedFd; 3],
    pub(crate) link: Option<TheirLink>,
    /// The way to the membrane of the other one, if there is one.
    pub(crate) socket: Option<Raw>,
}

/// The patterns of one word after the other, through all pores.
#[derive(Debug, Default)]
pub(crate) struct Pattern(usize);

impl Pattern {
    /// Leaves one out.
    pub(crate) fn skip(&mut self) {
        self.0 += 1;
    }

    /// The next word, and a value for it.
    fn next(&mut self, capacity: u32, chance: &mut Chance) -> (Field, u32) {
        let values = [
            0,
            1,
            capacity,
            capacity + 1,
            (1 << 31) - 1,
            1 << 31,
            u32::MAX,
            chance.next() as u32,
        ];
        let field = Field::ALL[self.0 / values.len() % Field::ALL.len()];
        let value = values[self.0 % values.len()];
        self.0 += 1;
        (field, value)
    }
}

impl Loot {
    /// Does harm of some kind for a while.
    pub(crate) fn harm(mut self, chance: &mut Chance, pattern: &mut Pattern) {
        let until = Instant::now() + Duration::from_millis(u64::from(1 + chance.below(12)));
        match chance.below(12) {
            0..=2 => self.scribbles(until, chance),
            3..=5 => self.changes_one_word(until, chance, pattern),
            6 => self.works_and_lies(until, chance),
            7 => self.turns_bells(until, chance),
            8 => self.speaks(chance),
            9 => self.begins_anew(until),
            10 => self.reaches_beyond(),
            _ => thread::sleep(Duration::from_micros(u64::from(chance.below(3000)))),
        }
        if chance.below(60) == 0 {
            std::process::exit(1);
        }
    }

    fn ring(&self) {
        if let Some(link) = &self.link {
            link.producer.poke();
            link.consumer.poke();
        }
    }

    /// Random values everywhere, as fast as it can.
    fn scribbles(&self, until: Instant, chance: &mut Chance) {
        let words = self.pages.data_words() as u32;
        let fields = Field::ALL.len() as u32;
        while Instant::now() < until {
            for _ in 0..64 {
                let field = Field::ALL[chance.below(fields) as usize];
                self.pages.store(field, chance.word());
                let word = chance.below(words) as usize;
                self.pages.scribble(word, chance.next() as usize);
            }
            self.ring();
        }
    }

    /// One word, slowly, so that the other side has time to work with it.
    fn changes_one_word(&mut self, until: Instant, chance: &mut Chance, pattern: &mut Pattern) {
        while Instant::now() < until {
            let capacity = self.pages.data_words() * size_of::<usize>();
            let (field, value) = pattern.next(capacity as u32, chance);
            let before = self.pages.load(field);
            self.pages.store(field, value);
            self.ring();
            thread::sleep(Duration::from_micros(200));
            self.pages.store(field, before);
            self.works();
        }
    }

    /// What an honest peer does.
    fn works(&mut self) {
        let Some(link) = &mut self.link else { return };
        let mut bytes = [0; 300];
        if let Ok(count) = link.consumer.read(&mut bytes) {
            let _written = link.producer.write(&bytes[..count.max(24)]);
        }
    }

    /// Works for the most part, with cursors a little beside what they should be.
    fn works_and_lies(&mut self, until: Instant, chance: &mut Chance) {
        while Instant::now() < until {
            for _ in 0..20 {
                self.works();
                thread::yield_now();
            }
            let cursors = [Field::Prod, Field::Cons];
            let field = cursors[chance.below(2) as usize];
            let beside = self
                .pages
                .load(field)
                .wrapping_add(chance.below(200))
                .wrapping_sub(100);
            self.pages.store(field, beside);
            self.ring();
        }
    }

    /// Rings, clears, runs, fills and changes all bells, while it works.
    fn turns_bells(&mut self, until: Instant, chance: &mut Chance) {
        while Instant::now() < until {
            for bell in self.mine.iter().chain(&self.theirs) {
                match chance.below(3) {
                    0 => runs(bell),
                    1 => fills(bell),
                    _ => drop(TimerFd::of_peer(copy(bell)).map(|bell| bell.clear())),
                }
            }
            thread::sleep(Duration::from_micros(300));
            self.works();
            self.ring();
        }
    }

    /// Says what nobody asked for.
    fn speaks(&self, chance: &mut Chance) {
        let Some(socket) = &self.socket else { return };
        let fds: Vec<BorrowedFd<'_>> = self.mine.iter().map(AsFd::as_fd).collect();
        match chance.below(4) {
            0 => socket.send(&bytes(&ANSWER), &[]),
            1 => socket.send(&bytes(&OFFER), &fds),
            2 => socket.send(b"x", &vec![fds[0]; 64]),
            _ => socket.send(&[0; 4000], &fds[..1]),
        }
        thread::sleep(Duration::from_millis(1));
    }

    fn begins_anew(mut self, until: Instant) {
        let mut link = self.link.take();
        while Instant::now() < until {
            let Some(open) = link.take() else { return };
            let Ok(mut opening) = open.reopen(Config::default()) else {
                return;
            };
            while Instant::now() < until && opening.poll() == Ok(false) {
                thread::yield_now();
            }
            link = opening.link().ok();
        }
    }

    /// Tries what the kernel must not allow.
    fn reaches_beyond(&self) {
        let [region, ..] = &self.theirs;
        let changed = [
            rustix::io::pwrite(region, &[0xFF; 256], 0).is_ok(),
            ftruncate(region, 0).is_ok(),
            ftruncate(&self.mine[0], 0).is_ok(),
            ftruncate(&self.mine[0], 1 << 30).is_ok(),
        ];
        if changed.contains(&true) {
            std::process::exit(REACHED);
        }
        let _sealed = fcntl_add_seals(region, SealFlags::WRITE);
        let _flags = fcntl_setfl(region, OFlags::APPEND);
    }
}

/// Lets it ring by itself, without end.
fn runs(bell: &OwnedFd) {
    let nanosecond = Timespec {
        tv_sec: 0,
        tv_nsec: 1,
    };
    let storm = Itimerspec {
        it_interval: nanosecond,
        it_value: nanosecond,
    };
    let _set = timerfd_settime(bell, TimerfdTimerFlags::empty(), &storm);
}

/// Leaves no room in it, and has who rings wait, where that can be done.
fn fills(bell: &OwnedFd) {
    let _own = fcntl_setfl(bell, OFlags::NONBLOCK);
    let _emptied = rustix::io::read(bell, &mut [0; 8]);
    let _filled = rustix::io::write(bell, &(u64::MAX - 1).to_ne_bytes());
    let _everybodys = fcntl_setfl(bell, OFlags::empty());
}

/// Another descriptor of the same.
pub(crate) fn copy(fd: &OwnedFd) -> OwnedFd {
    fd.try_clone().expect("a descriptor")
}
