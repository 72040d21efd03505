//! Values that monitor, and tell a process what they heard.

use std::sync::Mutex;

use avm_nif::{Raise, nif};
use avm_resource::{Down, Monitor, Resource, ResourceArc};
use avm_term::{Pid, PortId, StaticAtom, atom};

use crate::held::{self, Held};
use crate::{lock, on_thread};

/// A value that monitors.
pub(crate) struct Watch {
    id: u64,
    tell: Pid,
    monitors: Mutex<Vec<Monitor>>,
}

impl Watch {
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    fn alloc(tell: Pid) -> Result<ResourceArc<Self>, Raise> {
        let watch = Self {
            id: held::new_id(),
            tell,
            monitors: Mutex::default(),
        };
        Ok(ResourceArc::try_new(watch)?)
    }
}

impl Resource for Watch {
    const NAME: &'static str = "watch";
    const IMPLEMENTS_DOWN: bool = true;

    fn down(&self, who: Down, monitor: Monitor) {
        let down = atom!("monitor_resource_down");
        let _ = self.tell.send(&(down, self.id, who, name(monitor)));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        held::dropped(self.id, b"");
    }
}

/// What tells one monitor from another.
fn name(monitor: Monitor) -> String {
    format!("{monitor:?}")
}

/// `alloc_monitor_resource(Tell)`: the number of a value that monitors, and that the library holds.
#[nif]
pub(crate) fn alloc_monitor_resource(tell: Pid) -> Result<u64, Raise> {
    let watch = Watch::alloc(tell)?;
    let id = watch.id;
    held::hold(id, Held::Watch(watch));
    Ok(id)
}

/// `monitor_process(Id, Process, FromThread)`: `{ok, Name}` of the monitor, or `{error, noproc}`.
#[nif]
pub(crate) fn monitor_process(
    id: u64,
    process: Pid,
    from_thread: bool,
) -> Result<Result<String, &'static StaticAtom>, Raise> {
    let watch = held::held_watch(id)?;
    let add = move || {
        let monitor = watch.monitor(process).ok()?;
        lock(&watch.monitors).push(monitor);
        Some(name(monitor))
    };
    let named = if from_thread {
        on_thread(add).ok_or(Raise::Badarg)?
    } else {
        add()
    };
    Ok(named.ok_or(atom!("noproc")))
}

/// `demonitor_process(Id, Name)`: whether the monitor was one, and its `down` did not run.
#[nif]
pub(crate) fn demonitor_process(id: u64, monitor: &str) -> Result<bool, Raise> {
    let watch = held::held_watch(id)?;
    let found = lock(&watch.monitors)
        .iter()
        .copied()
        .find(|other| name(*other) == monitor);
    let found = found.ok_or(Raise::Badarg)?;
    Ok(watch.demonitor(found))
}

/// Has a new value monitor a port, and tell a process of its end. `None`: the port is closed, or
/// there is no memory.
pub(crate) fn watch_port(port: PortId, tell: Pid) -> Option<u64> {
    let watch = Watch::alloc(tell).ok()?;
    watch.monitor_port(port).ok()?;
    let id = watch.id;
    held::hold(id, Held::Watch(watch));
    Some(id)
}

/// `watched(Id)`: how often the value was told to monitor a process.
#[nif]
pub(crate) fn watched(id: u64) -> Result<usize, Raise> {
    let watch = held::held_watch(id)?;
    let count = lock(&watch.monitors).len();
    Ok(count)
}
