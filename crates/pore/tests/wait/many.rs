//! A thousand pores, and no wake-up lost.

use std::sync::mpsc::channel;
use std::thread;

use pore::any::{AnyPore, Wanted};
use pore::membrane::unix::Settings;
use pore::wait::{Waitable, Waited, wait_all, wait_any};

use crate::common::{LONG, local, unix};

const MANY: usize = 1000;
/// Messages in a run, each of which has to wake the other thread.
const MESSAGES: u32 = 20_000;

fn set<P: AnyPore>(pores: &mut [P]) -> Vec<Waited<'_, P>> {
    let wait = |pore| Waited::new(pore, Wanted::INPUT);
    pores.iter_mut().map(wait).collect()
}

/// One of a thousand, then each of them.
fn a_thousand<P: Waitable + Send + 'static>(pair: impl Fn() -> (P, P)) {
    let (mut here, mut there): (Vec<_>, Vec<_>) = (0..MANY).map(|_| pair()).unzip();
    let (go, gone) = channel::<usize>();
    let other = thread::spawn(move || {
        for index in &gone {
            there[index].write(b"x").expect("open");
        }
        there
    });
    for index in [0, MANY / 2, MANY - 1] {
        let mut pores = set(&mut here);
        go.send(index).expect("the thread lives");
        assert!(wait_any(&mut pores, LONG).expect("descriptors"));
        let ready: Vec<_> = (0..MANY)
            .filter(|at| pores[*at].ready().is_some())
            .collect();
        assert_eq!(ready, [index]);
        assert_eq!(here[index].read(&mut [0; 2]), Ok(1));
    }
    let mut pores = set(&mut here);
    (0..MANY).for_each(|index| go.send(index).expect("the thread lives"));
    assert!(wait_all(&mut pores, LONG).expect("descriptors"));
    assert!(pores.iter().all(|pore| pore.ready() == Some(Ok(()))));
    drop(go);
    other.join().expect("no panic");
}

#[test]
fn a_thousand_between_processes() {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    // Seven at each end, and what the other tests have open.
    let needed = 14 * MANY as u64 + 1000;
    if limit.maximum.is_some_and(|most| most < needed) {
        eprintln!(
            "SKIPPED: needs {needed} descriptors, may have {:?}",
            limit.maximum
        );
        return;
    }
    let more = rustix::process::Rlimit {
        current: limit.maximum,
        ..limit
    };
    rustix::process::setrlimit(rustix::process::Resource::Nofile, more).expect("up to the most");
    let settings = Settings {
        order: 4,
        ..Settings::DEFAULT
    };
    a_thousand(|| unix(settings));
}

#[test]
fn a_thousand_between_threads() {
    a_thousand(local);
}

/// Each message is sent once the one before was answered: a wake-up that is lost ends the run.
fn one_after_the_other<P: Waitable + Send + 'static>(pair: fn() -> (P, P)) {
    let (mut here, mut there): (Vec<_>, Vec<_>) = (0..3).map(|_| pair()).unzip();
    let echo = thread::spawn(move || answer(&mut there));
    let mut state = 7_u32;
    for number in 0..MESSAGES {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let to = (state >> 24) as usize % here.len();
        assert_eq!(here[to].write(&number.to_ne_bytes()), Ok(4));
        let mut pores = set(&mut here);
        assert!(
            wait_any(&mut pores, LONG).expect("descriptors"),
            "message {number}"
        );
        let mut bytes = [0; 4];
        assert_eq!(pores[to].ready(), Some(Ok(())));
        assert_eq!(pores[to].pore().read(&mut bytes), Ok(4));
        assert_eq!(bytes, number.to_ne_bytes());
    }
    here.iter_mut().for_each(P::close);
    assert_eq!(echo.join().expect("no panic"), MESSAGES);
}

/// Sends back what comes, until all are closed.
fn answer<P: Waitable>(pores: &mut [P]) -> u32 {
    let mut answered = 0;
    loop {
        let mut waited = set(pores);
        assert!(
            wait_any(&mut waited, LONG).expect("descriptors"),
            "{answered}"
        );
        if waited
            .iter()
            .all(|pore| matches!(pore.ready(), Some(Err(_))))
        {
            return answered;
        }
        for pore in waited
            .iter_mut()
            .filter(|pore| pore.ready() == Some(Ok(())))
        {
            let mut bytes = [0; 4];
            assert_eq!(pore.pore().read(&mut bytes), Ok(4));
            assert_eq!(pore.pore().write(&bytes), Ok(4));
            answered += 1;
        }
    }
}

#[test]
fn no_wake_up_is_lost_between_processes() {
    one_after_the_other(crate::common::small);
}

#[test]
fn no_wake_up_is_lost_between_threads() {
    one_after_the_other(local);
}
