//! Two nodes of Erlang/OTP, and a straw between them.
//!
//! Needs `ERL`, an `erl` of Erlang/OTP 25 or later, with `erlc` and `epmd`; `just test-otp` sets it.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use cluster::Machine;
use straw_nodes::{Place, promises, rates, story};
use vm_testing::{Erl, folder, library, otp_bundle, shout};

/// One at a time, so that rates are those of a machine that does nothing else.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The code of the nodes; `None`, said loudly, if no `erl` is asked for.
fn place(name: &str) -> Option<Place> {
    Erl::named("straws between nodes of Erlang/OTP")?;
    let folder = folder(&format!("straw-nodes/{name}"));
    let bundle = otp_bundle(&library("otp-ports"), &folder);
    Some(made(&bundle, &folder))
}

fn made(bundle: &Path, folder: &Path) -> Place {
    Place::with(bundle, folder).expect("it compiles")
}

#[test]
fn a_straw_comes_back_with_its_node() {
    let _alone = alone();
    let Some(place) = place("otp") else { return };
    let mut told = Vec::new();
    let mut tell = |line: &str| {
        told.push(line.to_owned());
        Ok(())
    };
    let done = story(&place, &Machine::Otp(Vec::new()), &mut tell);
    assert!(done.is_ok(), "{done:?} after {told:#?}");
}

#[test]
fn avm_straw_keeps_its_promises() {
    let _alone = alone();
    let Some(place) = place("promises") else {
        return;
    };
    let kept = promises(&place, &Machine::Otp(Vec::new()));
    kept.expect("kept");
}

/// Prints both rates. How they compare is held by `LONG`, where nothing else runs.
#[test]
fn small_messages_by_a_straw_and_by_distribution() {
    let _alone = alone();
    let Some(place) = place("rate") else { return };
    let rates = rates(&place).expect("both nodes count");
    shout(&rates.to_string());
    // As many as a wake-up carries, if the receiver has enough to do.
    assert!(rates.rings * 10 < rates.messages, "{rates}");
    if std::env::var_os("LONG").is_some() {
        assert!(rates.ratio() >= 3.0, "{rates}");
    }
}
