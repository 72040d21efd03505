//! Nothing is left open or mapped, whatever went wrong.

use std::path::Path;
use std::thread;
use std::time::Duration;

use pore::membrane::unix::{Endpoint, Refusal, Settings, UnixError, connect};
use pore::ring::State;
use rustix::process::Resource;

use crate::common::{alone, limited, name, open, settles};
use crate::hostile;

#[test]
fn a_thousand_pores_opened_and_dropped() {
    let _open = alone();
    let before = open();
    let name = name();
    let mut endpoint = Endpoint::bind(&name, Settings::DEFAULT).expect("nobody has it");
    let other = thread::spawn(move || {
        for _ in 0..1000 {
            connect(&name, Settings::DEFAULT).expect("an honest peer");
        }
    });
    for _ in 0..1000 {
        endpoint.accept(None).expect("an honest peer");
    }
    other.join().expect("no panic");
    drop(endpoint);
    assert_eq!(open(), before);
}

#[test]
fn nothing_of_a_liar_stays() {
    let _open = alone();
    let before = open();
    hostile::wrong_words();
    hostile::wrong_descriptors();
    settles(before);
}

/// With room for this many more descriptors than are open.
fn with_descriptors<T>(more: u64, run: impl FnOnce() -> T) -> T {
    let is_free = |fd: &u64| !Path::new(&format!("/proc/self/fd/{fd}")).exists();
    // Numbers beyond the limit are not given out.
    let last = (0..).filter(is_free).nth(more as usize);
    let last = last.expect("numbers without end");
    limited(Resource::Nofile, last, run)
}

/// What both sides of a negotiation say; none if there is no endpoint.
fn negotiate() -> Option<(Option<UnixError>, Option<UnixError>)> {
    let name = name();
    let bound = Endpoint::bind(&name, Settings::DEFAULT);
    let Ok(mut endpoint) = bound else {
        assert_eq!(bound.err(), Some(UnixError::NoDescriptors));
        return None;
    };
    let other = thread::spawn(move || connect(&name, Settings::DEFAULT));
    let here = loop {
        let ended = other.is_finished();
        match endpoint.accept(Some(Duration::from_millis(20))) {
            Err(UnixError::Timeout(State::Unknown)) if !ended => {}
            accepted => break accepted.map(Some),
        }
    };
    drop(endpoint);
    let there = other.join().expect("no panic");
    Some((here.err(), there.err()))
}

#[test]
fn no_descriptor_is_left() {
    let _open = alone();
    assert_eq!(negotiate(), Some((None, None)));
    let before = open();
    let mut short = 0;
    // An endpoint, two sockets, and for each side a region, two bells and three of the peer's.
    for more in 0..20 {
        let both = with_descriptors(more, negotiate);
        settles(before);
        let Some((here, there)) = both else { continue };
        let lacks = [here, there].contains(&Some(UnixError::NoDescriptors));
        short += u32::from(lacks);
        assert_eq!(
            lacks,
            here.is_some() || there.is_some(),
            "{here:?} {there:?}"
        );
        // The other side is told, or sees that nobody is there any more.
        for error in [here, there].into_iter().flatten() {
            let told = error == UnixError::Refused(Refusal::Resources);
            let left = matches!(
                error,
                UnixError::Gone(_) | UnixError::NotFound | UnixError::Timeout(State::Unknown)
            );
            assert!(
                error == UnixError::NoDescriptors || told || left,
                "{error:?}"
            );
        }
    }
    assert!(short >= 8, "{short}");
    assert_eq!(
        negotiate(),
        Some((None, None)),
        "with enough, it works again"
    );
    assert_eq!(open(), before);
}
