//! The hostile process: it meets whoever asks it to, in order or not.

use std::io::stdin;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use pore::layout::Field;
use pore::membrane::unix::Name;
use pore::memory;
use pore::ring::Config;

use crate::MOST_ORDER;
use crate::bare::config;
use crate::chance::Chance;
use crate::harm::{Loot, Pattern, TheirLink, copy};
use crate::raw::{ANSWER, OFFER, Raw, Share, address, bytes, socket};

/// How long it tries to meet.
const PATIENCE: Duration = Duration::from_millis(50);

/// Does harm, until it is killed or dies.
pub(crate) fn run(name: &Name, seed: u64) {
    let mut chance = Chance::new(seed);
    let mut pattern = Pattern::default();
    for _ in 0..chance.below(120) {
        pattern.skip();
    }
    let (mut bare_ones, mut visits) = (0, 0);
    let control = Raw(stdin().as_fd().try_clone_to_owned().expect("a socket"));
    loop {
        match control.receive() {
            (bytes, _) if bytes.is_empty() => return,
            (kind, fds) if fds.len() == 3 => {
                bare_ones += 1;
                let is_large = bare_ones % 3 == 1;
                bare(
                    &control,
                    (kind[0], is_large),
                    fds,
                    &mut chance,
                    &mut pattern,
                );
            }
            _ => {
                visits += 1;
                named(name, visits, &mut chance, &mut pattern);
            }
        }
    }
}

/// Meets in pages that came by themselves.
fn bare(
    control: &Raw,
    (kind, is_large): (u8, bool),
    fds: Vec<OwnedFd>,
    chance: &mut Chance,
    pattern: &mut Pattern,
) {
    let share = Share::new(OFFER[4]);
    control.send(b"x", &share.fds());
    // Sometimes before it has met.
    let config = config(kind, chance.word());
    let link = if is_large {
        claims_more(&share, &fds, config);
        None
    } else if chance.below(5) == 0 {
        None
    } else {
        meet(&share, &fds, config, chance)
    };
    loot(share, fds, link, None).harm(chance, pattern);
}

fn loot(share: Share, theirs: Vec<OwnedFd>, link: Option<TheirLink>, socket: Option<Raw>) -> Loot {
    let mine = share
        .fds()
        .map(|fd| fd.try_clone_to_owned().expect("a descriptor"));
    Loot {
        pages: memory::Raw(Arc::clone(&share.region)),
        mine,
        theirs: theirs.try_into().expect("three of them"),
        link,
        socket,
    }
}

/// Meets as an honest peer does, or almost.
fn meet(
    share: &Share,
    theirs: &[OwnedFd],
    config: Config,
    chance: &mut Chance,
) -> Option<TheirLink> {
    let mut opening = share.opening_as(theirs.iter().map(copy).collect(), config);
    if chance.below(4) == 0 {
        // One word is not what it should be, and all others are.
        let field = Field::ALL[chance.below(Field::ALL.len() as u32) as usize];
        let value = [chance.below(32), chance.word()][chance.below(2) as usize];
        memory::Raw(Arc::clone(&share.region)).store(field, value);
    }
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        match opening.poll() {
            Ok(true) => return opening.link().ok(),
            Ok(false) => thread::yield_now(),
            Err(_) => return None,
        }
    }
    None
}

/// Meets as an honest peer does, but for what it says of the size of its pages.
fn claims_more(share: &Share, theirs: &[OwnedFd], config: Config) {
    let mut opening = share.opening_as(theirs.iter().map(copy).collect(), config);
    let pages = memory::Raw(Arc::clone(&share.region));
    pages.store(Field::State, 1);
    pages.store(Field::Order, OFFER[4] + 1);
    // Of another life, so that it is looked at once more.
    pages.store(Field::Epoch, opening.epoch().wrapping_add(1).max(1));
    pages.store(Field::State, 3);
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until && opening.poll() == Ok(false) {
        thread::yield_now();
    }
}

/// Goes to a name. What it offers every few times is honest but for its size.
fn named(name: &Name, visit: u32, chance: &mut Chance, pattern: &mut Pattern) {
    let here = socket();
    if rustix::net::connect(&here, &address(name)).is_err() {
        return;
    }
    let raw = Raw(here);
    let is_large = visit % 4 == 1;
    let mut offer = OFFER;
    if is_large {
        offer[4] = MOST_ORDER + 1;
    }
    let share = Share::new(offer[4]);
    let (_, theirs) = raw.receive();
    if theirs.len() != 3 {
        return;
    }
    if !is_large && chance.below(5) == 0 {
        return lies(&raw, &share, chance);
    }
    let pages = memory::Raw(Arc::clone(&share.region));
    pages.store(Field::Epoch, OFFER[7].wrapping_sub(1));
    raw.send(&bytes(&offer), &share.fds());
    let link = meet(&share, &theirs, Config::default(), chance);
    if is_large || chance.below(8) != 0 {
        raw.send(&bytes(&ANSWER), &[]);
    }
    loot(share, theirs, link, Some(raw)).harm(chance, pattern);
}

/// Offers what is none.
fn lies(raw: &Raw, share: &Share, chance: &mut Chance) {
    let [region, data, space] = share.fds();
    let mut words = OFFER;
    words[chance.below(8) as usize] = chance.word();
    match chance.below(9) {
        0 => {}
        1 => raw.send(&bytes(&ANSWER), &[]),
        2 => raw.send(&bytes(&OFFER), &[data, region, space]),
        3 => raw.send(&bytes(&OFFER), &[region, region, region]),
        4 => raw.send(&bytes(&OFFER), &vec![region; chance.below(60) as usize]),
        6 => raw.send(
            &bytes(&OFFER),
            &[region, data, space, data][..chance.below(5) as usize],
        ),
        5 => {
            raw.send(&bytes(&OFFER), &share.fds());
            raw.send(&bytes(&OFFER), &share.fds());
        }
        _ => raw.send(&bytes(&words), &share.fds()),
    }
    // It is gone at once, or says no more.
    if chance.below(2) == 0 {
        thread::sleep(Duration::from_millis(u64::from(chance.below(5))));
    }
}
