//! Handlers: opened once, closed for good, dropped where they are closed.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use platform_bare::Handlers;

type Lines = Handlers<Box<dyn FnMut(u64) + Send>, 3>;

#[test]
fn a_line_has_one_handler_until_it_is_closed() {
    static LINES: Lines = Lines::new();
    assert_eq!(LINES.free(), Some(0));
    assert!(LINES.open(0, Box::new(|_| ())).is_ok());
    assert_eq!(LINES.free(), Some(1));
    assert!(LINES.open(0, Box::new(|_| ())).is_err());
    assert!(LINES.open(3, Box::new(|_| ())).is_err(), "no such line");
    assert!(LINES.close(0).is_some());
    assert!(LINES.close(0).is_none());
    assert!(LINES.close(3).is_none());
    assert!(LINES.open(0, Box::new(|_| ())).is_ok());
}

#[test]
fn a_handler_runs_while_it_is_open_and_is_dropped_when_it_is_closed() {
    static LINES: Lines = Lines::new();
    let calls = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&calls);
    let handler = Box::new(move |_| {
        seen.fetch_add(1, Ordering::Relaxed);
    });
    assert!(LINES.open(1, handler).is_ok());
    assert!(LINES.run(1, |handler| handler(5)).is_some());
    assert!(LINES.run(2, |handler| handler(5)).is_none());
    assert_eq!(calls.load(Ordering::Relaxed), 1);
    drop(LINES.close(1));
    assert_eq!(Arc::strong_count(&calls), 1);
    assert!(LINES.run(1, |handler| handler(5)).is_none());
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn a_handler_that_closes_itself_is_dropped_when_it_returns() {
    static LINES: Lines = Lines::new();
    let alive = Arc::new(());
    let inside = Arc::clone(&alive);
    let handler = Box::new(move |_| {
        let _ = &inside;
        assert!(LINES.close(0).is_none());
        assert!(LINES.open(0, Box::new(|_| ())).is_err(), "still running");
        assert!(LINES.run(0, |_| ()).is_none(), "not within itself");
    });
    assert!(LINES.open(0, handler).is_ok());
    assert!(LINES.run(0, |handler| handler(0)).is_some());
    assert_eq!(Arc::strong_count(&alive), 1);
    assert_eq!(LINES.free(), Some(0));
}

#[test]
fn closing_waits_for_a_handler_that_runs_elsewhere() {
    static LINES: Lines = Lines::new();
    let returned = Arc::new(AtomicU32::new(0));
    let (entered, was_entered) = mpsc::channel();
    let inside = Arc::clone(&returned);
    let handler = Box::new(move |_| {
        let _ = entered.send(());
        thread::sleep(Duration::from_millis(50));
        inside.store(1, Ordering::SeqCst);
    });
    assert!(LINES.open(0, handler).is_ok());
    let core = thread::spawn(|| LINES.run(0, |handler| handler(0)));
    was_entered.recv().expect("it runs");
    assert!(LINES.close(0).is_some());
    assert_eq!(returned.load(Ordering::SeqCst), 1);
    assert!(core.join().expect("it does not panic").is_some());
}

#[test]
fn results_come_back() {
    // What is not shared between threads need not be `Sync`.
    let lines: Handlers<Box<dyn FnMut() -> u8 + Send>, 1> = Handlers::default();
    let local = Rc::new(lines);
    assert!(local.open(0, Box::new(|| 7)).is_ok());
    assert_eq!(local.run(0, |handler| handler()), Some(7));
}
