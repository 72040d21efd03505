//! Peers that are not: whatever they send is one typed error.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use pore::layout::{Field, HEADER_BYTES};
use pore::membrane::unix::{
    Endpoint, Refusal, Settings, UnixError, UnixPore, Violation, Wanted, connect,
};
use pore::memory;
use pore::ring::{Closed, OpenError, Protocol, State};
use rustix::event::{EventfdFlags, eventfd};
use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, ftruncate, memfd_create};

use crate::common::{HASTY, LONG, name, with_others};
use crate::raw::{ANSWER, OFFER, Raw, Share, bytes};

/// What the endpoint says of a peer that does this.
fn against(settings: Settings, peer: impl FnOnce(&Raw)) -> (Result<UnixPore, UnixError>, Raw) {
    let name = name();
    let mut endpoint = Endpoint::bind(&name, settings).expect("nobody has it");
    let raw = Raw::connect(&name);
    peer(&raw);
    (endpoint.accept(LONG), raw)
}

/// A first message that is refused as this.
fn refused(message: &[u8], fds: &[BorrowedFd<'_>], violation: Violation) {
    let (found, raw) = against(HASTY, |raw| raw.send(message, fds));
    assert_eq!(found.err(), Some(UnixError::Protocol(violation)));
    assert_eq!(
        raw.refusal(),
        Some(Refusal::Protocol as u32),
        "{violation:?}"
    );
}

fn with_word(index: usize, word: u32) -> Vec<u8> {
    let mut words = OFFER;
    words[index] = word;
    bytes(&words)
}

/// All that is wrong with an offer, its descriptors being honest.
pub(crate) fn wrong_words() {
    let share = Share::new(8);
    let refused = |message: &[u8], violation| refused(message, &share.fds(), violation);
    refused(&bytes(&OFFER)[..3], Violation::Length(3));
    refused(&bytes(&OFFER)[..31], Violation::Length(31));
    refused(&[bytes(&OFFER), vec![0]].concat(), Violation::Length(33));
    refused(&bytes(&[OFFER, OFFER].concat()), Violation::Length(33));
    refused(&with_word(0, 7), Violation::Magic(7));
    refused(&with_word(1, 2), Violation::Version(2));
    refused(&with_word(2, 3), Violation::Kind(3));
    refused(&with_word(3, 20), Violation::Length(20));
    for order in [0, 3, 25, 31, 32, u32::MAX] {
        refused(&with_word(4, order), Violation::Order(order));
    }
    refused(&with_word(7, 0), Violation::Epoch);
    refused(&bytes(&ANSWER), Violation::Descriptors(3));
    self::refused(&bytes(&ANSWER), &[], Violation::Early);
}

pub(crate) fn memfd(bytes: u64, seals: SealFlags) -> OwnedFd {
    let fd = memfd_create("lie", MemfdFlags::ALLOW_SEALING).expect("memory");
    ftruncate(&fd, bytes).expect("memory");
    fcntl_add_seals(&fd, seals).expect("allowed");
    fd
}

/// All that is wrong with descriptors, the offer being honest.
pub(crate) fn wrong_descriptors() {
    let share = Share::new(8);
    let [region, data, space] = share.fds();
    let offer = bytes(&OFFER);
    let refused = |fds: &[BorrowedFd<'_>], violation| refused(&offer, fds, violation);
    refused(&[], Violation::Descriptors(0));
    refused(&[region, data], Violation::Descriptors(2));
    refused(&[region, data, space, data], Violation::Descriptors(4));
    let many = [region; 64];
    let (found, _raw) = against(HASTY, |raw| raw.send(&offer, &many));
    let Err(UnixError::Protocol(Violation::Descriptors(4..))) = found else {
        panic!("{found:?}");
    };
    let sealed = SealFlags::SHRINK | SealFlags::GROW;
    let size = HEADER_BYTES as u64 + 256;
    let (pipe, _end) = std::io::pipe().expect("a pipe");
    let file = std::fs::File::open(std::env::current_exe().expect("a path")).expect("it runs");
    for no_region in [
        memfd(size, SealFlags::empty()).as_fd(),
        memfd(size, SealFlags::SHRINK).as_fd(),
        memfd(size, SealFlags::GROW).as_fd(),
        pipe.as_fd(),
        file.as_fd(),
        data,
    ] {
        refused(&[no_region, data, space], Violation::Region);
    }
    for bytes in [0, size - 1, size + 1, size * 2] {
        let other = memfd(bytes, sealed);
        refused(&[other.as_fd(), data, space], Violation::Size(bytes));
    }
    let counter = eventfd(0, EventfdFlags::empty()).expect("a descriptor");
    for no_bell in [region, pipe.as_fd(), file.as_fd(), counter.as_fd()] {
        refused(&[region, no_bell, space], Violation::Bell);
        refused(&[region, data, no_bell], Violation::Bell);
    }
}

#[test]
fn an_offer_that_is_none() {
    let _open = with_others();
    wrong_words();
}

#[test]
fn descriptors_that_are_something_else() {
    let _open = with_others();
    wrong_descriptors();
}

/// A peer that meets in the pages, after it wrote this word of its own.
fn meets(field: Field, word: u32) -> UnixError {
    let name = name();
    let mut endpoint = Endpoint::bind(&name, HASTY).expect("nobody has it");
    let (raw, share) = (Raw::connect(&name), Share::new(8));
    let pages = memory::Raw(Arc::clone(&share.region));
    let peer = thread::spawn(move || {
        let (_, fds) = raw.receive();
        pages.store(Field::Epoch, OFFER[7] - 1);
        let mut opening = share.opening(fds);
        pages.store(field, word);
        raw.send(&bytes(&OFFER), &share.fds());
        // It answers in its pages, as long as it is looked for there.
        for _ in 0..50 {
            if opening.poll() == Ok(true) {
                break;
            }
            thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(raw.refusal(), Some(Refusal::Protocol as u32));
    });
    let found = endpoint.accept(LONG).err();
    peer.join().expect("no panic");
    found.expect("a lie")
}

#[test]
fn pages_that_differ_from_the_offer() {
    let _open = with_others();
    let lies = [
        (Field::Features, 1, Violation::Mismatch),
        (Field::MaxFrame, 9, Violation::Mismatch),
        (Field::Magic, 1, Violation::Open(OpenError::Magic(1))),
        (Field::Version, 9, Violation::Open(OpenError::Version(9))),
        (Field::Order, 9, Violation::Open(OpenError::Order(9))),
        (Field::Order, 7, Violation::Mismatch),
    ];
    for (field, word, violation) in lies {
        let found = meets(field, word);
        assert_eq!(found, UnixError::Protocol(violation), "{field:?}");
    }
}

#[test]
fn the_same_twice() {
    let _open = with_others();
    let share = Share::new(8);
    let twice = |second: &[u8], fds: &[BorrowedFd<'_>]| {
        let (found, _raw) = against(HASTY, |raw| {
            raw.send(&bytes(&OFFER), &share.fds());
            raw.send(&bytes(&ANSWER), &[]);
            raw.send(second, fds);
        });
        assert_eq!(found.err(), Some(UnixError::Protocol(Violation::Twice)));
    };
    twice(&bytes(&OFFER), &share.fds());
    twice(&bytes(&ANSWER), &[]);
}

/// A peer that is honest until both have the pore.
pub(crate) fn connected() -> (UnixPore, Raw) {
    let name = name();
    let mut endpoint = Endpoint::bind(&name, Settings::DEFAULT).expect("nobody has it");
    let (raw, share) = (Raw::connect(&name), Share::new(8));
    let peer = thread::spawn(move || {
        let (_, fds) = raw.receive();
        memory::Raw(Arc::clone(&share.region)).store(Field::Epoch, OFFER[7] - 1);
        let mut opening = share.opening(fds);
        raw.send(&bytes(&OFFER), &share.fds());
        while !opening.poll().expect("honest") {
            thread::yield_now();
        }
        raw.send(&bytes(&ANSWER), &[]);
        raw
    });
    let pore = endpoint.accept(LONG).expect("so far it is");
    (pore, peer.join().expect("no panic"))
}

#[test]
fn whatever_comes_after_the_answer() {
    let _open = with_others();
    let (mut pore, raw) = connected();
    assert_eq!(pore.look(), Ok(true));
    raw.send(&bytes(&ANSWER), &[]);
    let broken = Closed::Protocol(Protocol::State);
    assert_eq!(pore.wait(Wanted::INPUT, LONG), Err(broken));
    assert_eq!(pore.write(b"x"), Err(broken));
    assert_eq!(pore.read(&mut [0]), Err(broken));
}

#[test]
fn a_peer_that_leaves_without_a_word() {
    let _open = with_others();
    let (mut pore, raw) = connected();
    pore.write(b"nobody reads this").expect("open");
    drop(raw);
    let gone = pore.wait(Wanted::INPUT, LONG);
    assert_eq!(gone, Err(Closed::Gone));
    assert_eq!(pore.undelivered(), 17);
    assert_eq!(pore.write(b"x"), Err(Closed::Gone));
    assert_eq!(pore.read(&mut [0]), Err(Closed::Gone));
}

#[test]
fn a_peer_that_never_answers() {
    let _open = with_others();
    let share = Share::new(8);
    let (found, raw) = against(HASTY, |_| {});
    assert_eq!(found.err(), Some(UnixError::Timeout(State::InitWait)));
    assert_eq!(raw.refusal(), Some(Refusal::Timeout as u32));
    let (found, _raw) = against(HASTY, |raw| raw.send(&bytes(&OFFER), &share.fds()));
    assert_eq!(found.err(), Some(UnixError::Timeout(State::Initialised)));
    let (found, _raw) = against(HASTY, |raw| raw.send(&bytes(&ANSWER[..0]), &[]));
    assert_eq!(
        found.err(),
        Some(UnixError::Gone(State::InitWait)),
        "a message without bytes"
    );
}

#[test]
fn a_silent_peer_holds_up_nobody() {
    let _open = with_others();
    let name = name();
    let mut endpoint = Endpoint::bind(&name, Settings::DEFAULT).expect("nobody has it");
    let silent = [(); 5].map(|()| Raw::connect(&name));
    let other = name.clone();
    let other = thread::spawn(move || connect(&other, Settings::DEFAULT));
    endpoint.accept(LONG).expect("the one that speaks");
    other.join().expect("no panic").expect("an honest peer");
    assert_eq!(endpoint.waiting(), silent.len());
    drop(silent);
    for _ in 0..5 {
        let gone = endpoint.accept(LONG).err();
        assert_eq!(gone, Some(UnixError::Gone(State::InitWait)));
    }
}
