//! Pages of a file in memory, and doorbells of the system.

use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use pore::doorbell::{Doorbell, TimerFd, Wait, wait_any};
use pore::layout::HEADER_BYTES;
use pore::memory::{Memory, OwnMapping, PeerMapping};
use pore::ring::{Closed, Config, Link, Opening, Wake};

use crate::common::pattern;

type Side = Link<Arc<OwnMapping>, Arc<PeerMapping>, TimerFd>;

/// Longer than anything here takes.
const LONG: Option<Duration> = Some(Duration::from_secs(60));

fn fd(mapping: &OwnMapping) -> OwnedFd {
    mapping.as_fd().try_clone_to_owned().expect("a descriptor")
}

fn connected(order: u32) -> ((Side, TimerFd), (Side, TimerFd)) {
    let mine = || Arc::new(OwnMapping::new(order).expect("memory"));
    let bell = || TimerFd::new().expect("a descriptor");
    let ((here, there), (here_bell, there_bell)) = ((mine(), mine()), (bell(), bell()));
    let open = |mine: &Arc<OwnMapping>, peer: &OwnMapping, bell: &TimerFd| {
        let peer = Arc::new(PeerMapping::new(fd(peer)).expect("a region"));
        Opening::new(Arc::clone(mine), peer, bell.clone(), Config::default()).expect("a size")
    };
    let mut left = open(&here, &there, &there_bell);
    let mut right = open(&there, &here, &here_bell);
    while !(left.poll().expect("honest") & right.poll().expect("honest")) {}
    let (left, right) = (left.link().expect("met"), right.link().expect("met"));
    ((left, here_bell), (right, there_bell))
}

/// Sends all of it, asleep whenever the ring is full.
fn send(mut side: Side, bell: &TimerFd, bytes: &[u8]) {
    let mut rest = bytes;
    while !rest.is_empty() {
        rest = &rest[side.producer.write(rest).expect("open")..];
        if !rest.is_empty() && side.producer.notify_when(100) == Ok(Wake::Armed) {
            assert!(bell.wait(LONG).expect("a descriptor"), "rung for in time");
        }
    }
    side.close();
}

#[test]
fn two_threads_sleep_and_are_woken() {
    let ((left, left_bell), (mut right, right_bell)) = connected(8);
    let sent = pattern(0, 100_000);
    let copy = sent.clone();
    let sending = thread::spawn(move || send(left, &left_bell, &copy));
    let (mut got, mut bytes) = (Vec::new(), [0; 100]);
    loop {
        match right.consumer.read(&mut bytes) {
            Ok(0) if right.consumer.notify_when(1) == Ok(Wake::Armed) => {
                assert!(
                    right_bell.wait(LONG).expect("a descriptor"),
                    "rung for in time"
                );
            }
            Ok(count) => got.extend_from_slice(&bytes[..count]),
            Err(why) => break assert_eq!(why, Closed::Peer),
        }
    }
    sending.join().expect("sent");
    assert_eq!(got, sent);
}

#[test]
fn a_region_is_sealed_against_its_peer() {
    let mine = OwnMapping::new(12).expect("memory");
    assert!(mine.is_exclusive(), "this kernel seals writes, too");
    assert_eq!(mine.view().data_bytes(), 4096);
    let file = std::fs::File::from(fd(&mine));
    assert!(file.set_len(0).is_err(), "it cannot shrink");
    assert!(file.set_len(1 << 20).is_err(), "nor grow");
    let other = PeerMapping::new(fd(&mine)).expect("a region");
    assert_eq!(other.view().data_bytes(), 4096);
}

#[test]
fn what_is_no_region_is_not_mapped() {
    assert!(OwnMapping::new(3).is_err() && OwnMapping::new(31).is_err());
    let file = std::env::temp_dir().join(format!("pore-{}", std::process::id()));
    std::fs::write(&file, vec![0; HEADER_BYTES + 16]).expect("a file");
    let opened = std::fs::File::open(&file).expect("it is there");
    let could_shrink = PeerMapping::new(opened.into());
    std::fs::remove_file(&file).expect("it is there");
    assert!(
        could_shrink.is_err(),
        "a file that can shrink is a fault in waiting"
    );
    let bell = TimerFd::new().expect("a descriptor");
    let no_file = PeerMapping::new(bell.as_fd().try_clone_to_owned().expect("a descriptor"));
    assert!(no_file.is_err());
}

#[test]
fn rings_add_up_to_one() {
    let bells = [(); 3].map(|()| TimerFd::new().expect("a descriptor"));
    let all: Vec<&TimerFd> = bells.iter().collect();
    let at_once = Some(Duration::ZERO);
    assert_eq!(wait_any(&all, at_once).expect("descriptors"), None);
    for _ in 0..1000 {
        bells[1].clone().ring();
    }
    assert_eq!(wait_any(&all, LONG).expect("descriptors"), Some(1));
    assert_eq!(
        wait_any(&all, at_once).expect("descriptors"),
        None,
        "they were one"
    );
}
