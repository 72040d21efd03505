//! Monitors of resources: who is told when a process or a port ends.
#![expect(unsafe_code, reason = "calls the `down` of a class")]

use avm_port::guarded;
use avm_term::Pid;
use avm_term::vm::{MonitorError, RawResource, RawTerm, ResourceClass};

use crate::heap;
use crate::resources::{Hold, Table, key, table};
use crate::running::entered;
use crate::world::{Host, PortExtra, host, number};

/// A monitor: who is watched, and the address of the value that wants to know.
pub(crate) struct Watch {
    vm: u32,
    target: RawTerm,
    pub(crate) address: usize,
}

/// Whether the process or port of a term has not ended.
fn lives(host: &Host, vm: u32, target: RawTerm) -> bool {
    let is_process = |pid| {
        let world = host.worlds.get(&vm);
        world.is_some_and(|world| world.processes.contains_key(&number(Pid::from_raw(pid))))
    };
    let is_port = |number| {
        let port = |extra: &PortExtra| extra.vm == vm && extra.number == number;
        host.ports.find(port).is_some()
    };
    heap::pid_of(target).is_some_and(is_process) || heap::port_number(target).is_some_and(is_port)
}

/// Takes out the oldest monitor of what has ended, and holds its resource.
fn next_down(
    table: &mut Table,
    vm: u32,
    target: RawTerm,
) -> Option<(u64, &'static ResourceClass, Hold)> {
    let of_target = |(_, watch): &(&u64, &Watch)| watch.vm == vm && watch.target == target;
    let id = *table.watches.iter().find(of_target)?.0;
    let watch = table.watches.remove(&id)?;
    let (class, hold) = table.hold(watch.address)?;
    Some((id, class, hold))
}

/// Watches a process or port, if it has not ended.
pub(crate) fn monitor(
    vm: u32,
    resource: RawResource,
    target: RawTerm,
) -> Result<u64, MonitorError> {
    // Locked until the monitor is there, so that nothing ends unseen in between.
    let mut host = host();
    if !lives(&host, vm, target) {
        return Err(MonitorError::NoProcess);
    }
    if !host.allocate(vm) {
        return Err(MonitorError::OutOfMemory);
    }
    let mut table = table();
    table.last_watch += 1;
    let id = table.last_watch;
    let watch = Watch {
        vm,
        target,
        address: key(resource),
    };
    table.watches.insert(id, watch);
    Ok(id)
}

/// Ends a monitor of a resource; `true` if it was still there.
pub(crate) fn demonitor(resource: RawResource, id: u64) -> bool {
    let mut table = table();
    let is_its = |watch: &Watch| watch.address == key(resource);
    table.watches.get(&id).is_some_and(is_its) && table.watches.remove(&id).is_some()
}

/// Tells all who watch it that a process or port has ended, the oldest monitor first. Each is
/// looked for after the one before was told, which may have ended it.
pub(crate) fn ended(vm: u32, target: RawTerm) {
    loop {
        let next = next_down(&mut table(), vm, target);
        let Some((id, class, hold)) = next else {
            return;
        };
        let Some(down) = class.down else { continue };
        let value = hold.resource().value().as_ptr();
        // SAFETY: the value is there, by the invariant of resources, while `hold` is.
        let told = entered(vm, || guarded(|| unsafe { down(value, target, id) }));
        // As on a real VM a panic does not leave the callback; who wrote it has seen its report.
        let _ = told;
    }
}
