//! What is ready, what is not, and for how long it is waited.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use pore::any::{AnyPore, Wanted};
use pore::local::LocalPore;
use pore::ring::Closed;
use pore::wait::{Waitable, Waited, wait_all, wait_any};

use crate::common::{LONG, ORDER, SHORT, local, small};

/// Three pores of a kind, and their peers.
fn three<P: Waitable + Send + 'static>(pair: fn() -> (P, P)) {
    let (mut here, mut there): (Vec<_>, Vec<_>) = (0..3).map(|_| pair()).unzip();
    ready_ones_are_told(&mut here, &mut there);
    all_are_waited_for(&mut here, &mut there);
    let mut there = rings_without_reason(&mut here, there);
    either_is_enough(&mut here, &mut there);
    room_is_waited_for(&mut here, there);
}

fn set<'a, P: AnyPore>(pores: &'a mut [P], wanted: &[Wanted]) -> Vec<Waited<'a, P>> {
    let pores = pores.iter_mut().zip(wanted);
    pores
        .map(|(pore, wanted)| Waited::new(pore, *wanted))
        .collect()
}

fn found<P: AnyPore>(set: &[Waited<'_, P>]) -> Vec<Option<Result<(), Closed>>> {
    set.iter().map(Waited::ready).collect()
}

fn ready_ones_are_told<P: Waitable>(here: &mut [P], there: &mut [P]) {
    let began = Instant::now();
    let mut nothing = set(here, &[Wanted::INPUT; 3]);
    assert!(!wait_any(&mut nothing, SHORT).expect("descriptors"));
    assert_eq!(found(&nothing), [None; 3]);
    assert!(began.elapsed() >= SHORT.unwrap_or_default(), "not before");
    there[1].write(b"four").expect("open");
    let wanted = [3, 5, 1].map(|filled| Wanted { filled, free: 0 });
    let mut none = set(here, &wanted);
    assert!(!wait_any(&mut none, Some(Duration::ZERO)).expect("descriptors"));
    let wanted = [1, 4, 1].map(|filled| Wanted { filled, free: 0 });
    let mut one = set(here, &wanted);
    assert!(wait_any(&mut one, LONG).expect("descriptors"));
    assert_eq!(found(&one), [None, Some(Ok(())), None]);
    assert_eq!(one[1].pore().read(&mut [0; 8]), Ok(4));
    one[1].again(Wanted::INPUT);
    assert!(!wait_any(&mut one, SHORT).expect("descriptors"), "was read");
}

fn all_are_waited_for<P: Waitable>(here: &mut [P], there: &mut [P]) {
    there[0].write(b"x").expect("open");
    there[2].write(b"z").expect("open");
    let mut pores = set(here, &[Wanted::INPUT; 3]);
    assert!(!wait_all(&mut pores, SHORT).expect("descriptors"));
    assert_eq!(found(&pores), [Some(Ok(())), None, Some(Ok(()))]);
    there[1].write(b"y").expect("open");
    assert!(wait_all(&mut pores, LONG).expect("descriptors"));
    assert_eq!(found(&pores), [Some(Ok(())); 3]);
    for pore in here {
        assert_eq!(pore.read(&mut [0; 8]), Ok(1));
    }
}

/// A peer rings as fast as it can, without a reason.
fn rings_without_reason<P: Waitable + Send + 'static>(here: &mut [P], there: Vec<P>) -> Vec<P> {
    let is_over = Arc::new(AtomicBool::new(false));
    let stop = Arc::clone(&is_over);
    let ringing = thread::spawn(move || {
        let mut rings = 0_u64;
        while !stop.load(Relaxed) {
            there.iter().for_each(P::poke);
            rings += 1;
        }
        (there, rings)
    });
    let began = Instant::now();
    for wait in [wait_any::<P>, wait_all::<P>] {
        let mut pores = set(here, &[Wanted::INPUT; 3]);
        assert!(
            !wait(&mut pores, SHORT).expect("descriptors"),
            "nothing is there"
        );
        assert_eq!(found(&pores), [None; 3]);
    }
    assert!(
        began.elapsed() >= 2 * SHORT.unwrap_or_default(),
        "not ended early"
    );
    is_over.store(true, Relaxed);
    let (there, rings) = ringing.join().expect("no panic");
    assert!(rings > 10, "it rang {rings} times only");
    there
}

fn either_is_enough<P: Waitable>(here: &mut [P], there: &mut [P]) {
    // The first is full, the second has room, and nothing is to be read.
    let full = here[0].write(&[1; 1 << ORDER]).expect("open");
    assert_eq!(full, 1 << ORDER);
    let wanted = [Wanted::EITHER, Wanted::INPUT, Wanted::ROOM];
    let mut pores = set(here, &wanted);
    assert!(wait_any(&mut pores, LONG).expect("descriptors"));
    assert_eq!(found(&pores), [None, None, Some(Ok(()))]);
    assert_eq!(there[0].read(&mut [0; 10]), Ok(10));
    assert!(!wait_all(&mut pores, SHORT).expect("descriptors"));
    assert_eq!(found(&pores), [Some(Ok(())), None, Some(Ok(()))]);
    assert_eq!(there[0].read(&mut [0; 1 << ORDER]), Ok((1 << ORDER) - 10));
}

/// So much room that the peer has to read for it; one peer leaves instead.
fn room_is_waited_for<P: Waitable + Send + 'static>(here: &mut [P], mut there: Vec<P>) {
    for pore in here.iter_mut() {
        assert_eq!(pore.write(&[1; 1 << ORDER]), Ok(1 << ORDER));
    }
    let room = Wanted {
        filled: 0,
        free: 40,
    };
    let mut pores = set(here, &[room, room, Wanted::END]);
    let reading = thread::spawn(move || {
        assert_eq!(there[0].read(&mut [0; 39]), Ok(39), "not enough");
        thread::sleep(Duration::from_millis(5));
        assert_eq!(there[0].read(&mut [0; 1]), Ok(1));
        there[1].close();
        there.truncate(2);
        there
    });
    assert!(wait_all(&mut pores, LONG).expect("descriptors"));
    let gone = Some(Err(Closed::Peer));
    assert_eq!(found(&pores), [Some(Ok(())), gone, gone]);
    reading.join().expect("no panic");
}

#[test]
fn ready_or_not_between_processes() {
    three(small);
}

#[test]
fn ready_or_not_between_threads() {
    three(local);
}

#[test]
fn of_none_at_all() {
    assert!(!wait_any::<LocalPore>(&mut [], LONG).expect("nothing is needed"));
    assert!(wait_all::<LocalPore>(&mut [], LONG).expect("nothing is needed"));
}

#[test]
fn longer_than_all_time() {
    let (mut here, mut there) = local();
    assert_eq!(there.write(b"x"), Ok(1));
    let mut pores = [Waited::new(&mut here, Wanted::INPUT)];
    assert!(wait_any(&mut pores, Some(Duration::MAX)).expect("descriptors"));
}
