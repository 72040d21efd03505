//! The table of open ports: numbers that never mean two ports.

mod common;

use avm_port::{Driver, Flow, Registry, RegistryError};
use avm_term::vm::RawPid;
use avm_term::{Pid, PortId};
use common::{Probe, hardware};
use vm_host as _;

const DRIVER: Driver = Driver::of::<Probe>();

fn owner() -> Pid {
    Pid::from_raw(RawPid(1))
}

fn registry(capacity: usize) -> Registry<char> {
    Registry::with_capacity(capacity).expect("memory")
}

#[test]
fn a_driver_knows_its_name() {
    assert_eq!(DRIVER.name(), "probe");
}

#[test]
fn it_fills_up_and_makes_room_again() {
    let mut ports = registry(3);
    let ids = ['a', 'b', 'c'].map(|extra| ports.open(&DRIVER, owner(), extra).expect("room"));
    let full = ports.open(&DRIVER, owner(), 'd');
    assert_eq!(full, Err(RegistryError::Full));
    assert_eq!(RegistryError::Full.atom().text(), "too_many_ports");
    assert_eq!(RegistryError::OutOfMemory.atom().text(), "out_of_memory");
    assert!(ports.remove(ids[1]).is_some());
    let new = ports.open(&DRIVER, owner(), 'd').expect("room");
    assert!(!ids.contains(&new), "no number is given out twice");
    assert_eq!(ports.extra(new), Some(&'d'));
}

#[test]
fn a_stale_number_means_nothing() {
    let mut ports = registry(1);
    let old = ports.open(&DRIVER, owner(), 'a').expect("room");
    assert!(ports.remove(old).is_some());
    let new = ports.open(&DRIVER, owner(), 'b').expect("room");
    assert_ne!(old, new);
    for stale in [old, PortId::from_raw(0), PortId::from_raw(u32::MAX)] {
        assert!(ports.take(stale).is_none());
        assert!(ports.remove(stale).is_none());
        assert!(ports.extra(stale).is_none());
        assert!(ports.extra_mut(stale).is_none());
    }
    let state = ports.take(new).expect("is there");
    assert!(ports.put(old, state).is_some(), "handed back");
}

#[test]
fn a_port_is_out_while_its_callback_runs() {
    let mut ports = registry(2);
    let id = ports.open(&DRIVER, owner(), 'a').expect("room");
    let state = ports.take(id).expect("is there");
    assert!(ports.take(id).is_none(), "out already");
    assert_eq!(ports.extra(id), Some(&'a'), "but still open");
    assert!(ports.put(id, state).is_none());
    assert!(ports.take(id).is_some(), "and back");
}

#[test]
fn what_was_removed_meanwhile_is_handed_back() {
    let mut ports = registry(2);
    let id = ports.open(&DRIVER, owner(), 'a').expect("room");
    let state = ports.take(id).expect("is there");
    let (left, extra) = ports.remove(id).expect("open");
    assert!(left.is_none(), "the state is out");
    assert_eq!(extra, 'a');
    let next = ports.open(&DRIVER, owner(), 'b').expect("room");
    let orphan = ports
        .put(id, state)
        .expect("handed back, not put over the next");
    assert_eq!(orphan.exit_reason().text(), "normal");
    assert!(ports.take(next).is_some());
}

#[test]
fn ports_are_found_by_what_is_kept_beside_them() {
    let mut ports = registry(4);
    let ids = ['a', 'b', 'a'].map(|extra| ports.open(&DRIVER, owner(), extra).expect("room"));
    let extras = |ports: &Registry<char>| ports.iter().map(|(_, extra)| *extra).collect::<String>();
    assert_eq!(extras(&ports), "aba");
    assert_eq!(ports.find(|extra| *extra == 'b'), Some(ids[1]));
    if let Some(extra) = ports.extra_mut(ids[1]) {
        *extra = 'z';
    }
    assert_eq!(ports.find(|extra| *extra == 'b'), None);
    assert!(ports.remove(ids[0]).is_some());
    assert_eq!(extras(&ports), "za");
}

#[test]
fn no_room_at_all_is_no_accident() {
    let mut none = registry(0);
    let full = none.open(&DRIVER, owner(), 'a');
    assert_eq!(full, Err(RegistryError::Full));
}

#[test]
fn a_registry_that_is_dropped_drops_its_ports() {
    hardware::reset();
    let mut vm = vm_host::Vm::new();
    let port = vm.open::<Probe>("#{level => 1}").expect("opens");
    assert_eq!(hardware::counts(), (1, 0));
    drop(vm);
    assert_eq!(hardware::counts(), (1, 1));
    assert!(!port.is_open());
}

#[test]
fn a_port_of_no_vm_takes_an_event_in_its_stride() {
    let mut ports = registry(1);
    let id = ports.open(&DRIVER, owner(), 'a').expect("room");
    let mut state = ports.take(id).expect("is there");
    let env = avm_term::OwnedEnv::new().expect("memory");
    assert_eq!(state.event(env.env()), Flow::Continue, "not open yet");
}
