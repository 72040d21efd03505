//! A node of Erlang/OTP and one of AtomVM, and a straw between them.
//!
//! Needs `ATOMVM`, an AtomVM executable, and an `erl` of Erlang/OTP 25 or later with `erlc`.

use cluster::Machine;
use straw_nodes::{Place, story};
use vm_testing::{AtomVm, folder, library, otp_bundle};

#[test]
fn a_straw_comes_back_with_its_node() {
    if AtomVm::named("a straw between Erlang/OTP and AtomVM").is_none() {
        return;
    }
    let folder = folder("straw-nodes/atomvm");
    let bundle = otp_bundle(&library("otp-ports"), &folder);
    let place = Place::with(&bundle, &folder).expect("it compiles");
    let machine = cluster::atomvm(&folder.join("bundle"));
    let machine: Machine = machine.expect("a bundle").expect("named");
    let mut told = Vec::new();
    let mut tell = |line: &str| {
        told.push(line.to_owned());
        Ok(())
    };
    let done = story(&place, &machine, &mut tell);
    assert!(done.is_ok(), "{done:?} after {told:#?}");
}
