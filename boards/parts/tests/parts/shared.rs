//! What several parts need: up with the first, gone with the last.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use board_parts::{Kept, Shared, User};
use board_support::BoardError;
use class_touch::{Contacts, Report, TouchController};

use crate::fake::Fake;

/// Counts how many there are.
struct Held(&'static AtomicUsize);

impl Held {
    fn new(count: &'static AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[test]
fn it_is_up_from_the_first_to_the_last() {
    static SHARED: Shared = Shared::new();
    static HELD: AtomicUsize = AtomicUsize::new(0);
    let enter = || SHARED.enter::<Fake, _>(|| Ok(Held::new(&HELD)));
    for _round in 0..3 {
        let first = enter().expect("up");
        let second = enter().expect("up already");
        assert_eq!(HELD.load(Ordering::SeqCst), 1);
        drop(first);
        assert_eq!(HELD.load(Ordering::SeqCst), 1);
        let third = enter().expect("up still");
        drop(second);
        assert_eq!(HELD.load(Ordering::SeqCst), 1);
        drop(third);
        assert_eq!(HELD.load(Ordering::SeqCst), 0);
    }
}

#[test]
fn a_bring_up_that_fails_leaves_it_down() {
    static SHARED: Shared = Shared::new();
    let failed = SHARED.enter::<Fake, ()>(|| Err(BoardError::NoLock));
    assert_eq!(failed.map(drop), Err(BoardError::NoLock));
    // Whoever comes now brings it up.
    let mut up = false;
    let user = SHARED.enter::<Fake, _>(|| {
        up = true;
        Ok(())
    });
    assert!(user.is_ok() && up);
}

#[test]
fn who_comes_meanwhile_waits_and_gives_up_at_last() {
    static SHARED: Shared = Shared::new();
    let (begun, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let slow = thread::spawn(move || {
        let user = SHARED.enter::<Fake, ()>(|| {
            begun.send(()).expect("somebody waits");
            may_go_on.recv().expect("somebody says so");
            Ok(())
        });
        user.map(drop)
    });
    has_begun.recv().expect("begun");
    // The test's clock does not wait, so its second is over at once.
    let other = SHARED.enter::<Fake, ()>(|| panic!("it is brought up already"));
    assert_eq!(other.map(drop), Err(BoardError::Busy));
    go_on.send(()).expect("it waits");
    assert_eq!(slow.join().expect("no panic"), Ok(()));
    let after = SHARED.enter::<Fake, ()>(|| Ok(()));
    assert_eq!(after.map(drop), Ok(()));
}

/// A controller that wants what is kept with it as long as it lives.
struct Chip(&'static AtomicUsize);

impl TouchController for Chip {
    type Error = std::convert::Infallible;

    fn read(&mut self) -> Result<Report, Self::Error> {
        Ok(Report::Contacts(Contacts::new()))
    }
}

impl Drop for Chip {
    fn drop(&mut self) {
        assert_eq!(self.0.load(Ordering::SeqCst), 1, "it was put to rest first");
    }
}

#[test]
fn what_is_kept_outlives_the_driver() {
    static SHARED: Shared = Shared::new();
    static HELD: AtomicUsize = AtomicUsize::new(0);
    let user: User = SHARED
        .enter::<Fake, _>(|| Ok(Held::new(&HELD)))
        .expect("up");
    let mut chip = Kept::new(Chip(&HELD), user);
    assert_eq!(chip.read(), Ok(Report::Contacts(Contacts::new())));
    drop(chip);
    assert_eq!(HELD.load(Ordering::SeqCst), 0);
}
