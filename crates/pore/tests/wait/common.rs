//! Pairs of pores, and times.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use pore::local::LocalPore;
use pore::membrane::unix::{Endpoint, Name, Settings, UnixPore, connect};
use pore::ring::Rights;

/// Longer than anything here takes.
pub(crate) const LONG: Option<Duration> = Some(Duration::from_secs(60));
/// So long that nothing else can have been waited for.
pub(crate) const SHORT: Option<Duration> = Some(Duration::from_millis(60));
/// Bytes of the rings, 2^this.
pub(crate) const ORDER: u32 = 6;

/// Two ends in this process.
pub(crate) fn unix(settings: Settings) -> (UnixPore, UnixPore) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("pore-wait-{}-{number}", std::process::id());
    let name = Name::hidden(name).expect("a good name");
    let mut endpoint = Endpoint::bind(&name, settings).expect("nobody has it");
    let other = thread::spawn(move || connect(&name, settings));
    let here = endpoint.accept(LONG).expect("an honest peer");
    let there = other.join().expect("no panic").expect("an honest peer");
    (here, there)
}

pub(crate) fn small() -> (UnixPore, UnixPore) {
    unix(Settings {
        order: ORDER,
        ..Settings::DEFAULT
    })
}

/// Two ends for two threads.
pub(crate) fn local() -> (LocalPore, LocalPore) {
    LocalPore::pair(ORDER, [Rights::BOTH; 2]).expect("an order")
}
