//! A node of Erlang/OTP and one of AtomVM, and a straw between them.
//!
//! Needs `ATOMVM`, an AtomVM executable, and an `erl` of Erlang/OTP 25 or later with `erlc`.

use std::sync::{Mutex, MutexGuard, PoisonError};

use cluster::Machine;
use straw_nodes::{Place, promises, story};
use vm_testing::{AtomVm, folder, library, otp_bundle};

/// A node of each; `None`, said loudly, if no AtomVM is named.
fn place(name: &str) -> Option<(Place, Machine)> {
    AtomVm::named("straws between Erlang/OTP and AtomVM")?;
    let folder = folder(&format!("straw-nodes/atomvm-{name}"));
    let bundle = otp_bundle(&library("otp-ports"), &folder);
    let place = Place::with(&bundle, &folder).expect("it compiles");
    let machine = cluster::atomvm(&folder.join("bundle"));
    Some((place, machine.expect("a bundle").expect("named")))
}

fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn a_straw_comes_back_with_its_node() {
    let _alone = alone();
    let Some((place, machine)) = place("story") else {
        return;
    };
    let mut told = Vec::new();
    let mut tell = |line: &str| {
        told.push(line.to_owned());
        Ok(())
    };
    let done = story(&place, &machine, &mut tell);
    assert!(done.is_ok(), "{done:?} after {told:#?}");
}

#[test]
fn avm_straw_keeps_its_promises() {
    let _alone = alone();
    let Some((place, machine)) = place("promises") else {
        return;
    };
    promises(&place, &machine).expect("kept");
}
