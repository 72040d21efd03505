//! Every outcome, counted.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

use pore::membrane::unix::UnixError;
use pore::ring::Closed;

static OUTCOMES: Mutex<BTreeMap<String, u64>> = Mutex::new(BTreeMap::new());

/// Adds to an outcome.
pub(crate) fn add(what: &str, count: u64) {
    let mut outcomes = OUTCOMES.lock().unwrap_or_else(PoisonError::into_inner);
    *outcomes.entry(what.into()).or_default() += count;
}

/// The kind of an error, without the numbers in it.
pub(crate) fn kind(error: impl Debug) -> String {
    let text = format!("{error:?}");
    let words = text.split(|c: char| c.is_ascii_digit() || "(){}, ".contains(c));
    let names = words.filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
    names.collect::<Vec<_>>().join(" ")
}

/// No pore came of it.
pub(crate) fn refused(error: UnixError) {
    add(&format!("refused: {}", kind(error)), 1);
}

/// No link came of pages.
pub(crate) fn not_met(why: &str) {
    add(&format!("not met: {why}"), 1);
}

/// A pore was over.
pub(crate) fn closed(why: Closed) {
    add(&format!("closed: {}", kind(why)), 1);
}

/// What came of writing or reading: how much, unless it is over.
pub(crate) fn moved(what: &str, result: Result<usize, Closed>) -> Option<usize> {
    match result {
        Ok(0) => add(&format!("back-pressure: {what}"), 1),
        Ok(count) => add(&format!("data: bytes {what}"), count as u64),
        Err(why) => {
            closed(why);
            return None;
        }
    }
    result.ok()
}

/// Prints all; each kind of outcome has to be there.
pub(crate) fn print_and_check() {
    let outcomes = OUTCOMES.lock().unwrap_or_else(PoisonError::into_inner);
    for (what, count) in outcomes.iter() {
        println!("{count:>12}  {what}");
    }
    for wanted in [
        "data: bytes read",
        "data: bytes written",
        "back-pressure: ",
        "closed: Protocol RingIndex",
        "closed: ",
        "refused: ",
        // More than is taken, and more than is there.
        "refused: Protocol Order",
        "not met: Order",
    ] {
        assert!(
            outcomes.keys().any(|what| what.starts_with(wanted)),
            "nothing of `{wanted}`: the peer was not hostile enough"
        );
    }
}
