//! What every ring, pool, table and resource says of itself.

use avm_term::{PortId, Value};
use example_support::{Error, Process};
use touch_trace::Counts;

use crate::account::{Home, Row};
use crate::together::Together;

fn row(home: Home, what: &str, [created, alive, dropped, lost]: [u64; 4], note: String) -> Row {
    Row {
        home,
        what: what.into(),
        created,
        alive,
        dropped,
        lost,
        note,
    }
}

/// What went through the rings and the pool of the open ports.
pub(crate) fn streams(all: &mut Together) -> Result<Vec<Row>, Error> {
    Ok(vec![
        blocks(all)?,
        transactions(all)?,
        bytes(all)?,
        touches(all)?,
    ])
}

fn touches(all: &mut Together) -> Result<Row, Error> {
    let answer = all
        .process
        .call(all.ports.touch, &Value::atom("get_stats"))?;
    let counts = Counts::from_answer(&answer).ok_or_else(|| Error::Answer {
        request: "get_stats".into(),
        answer,
    })?;
    let (high_water, capacity) = (counts.high_water, counts.capacity);
    let note = format!("at most {high_water} of {capacity} waited");
    let [offered, queued, dropped] = [counts.offered, counts.queued, counts.dropped];
    let came = all.events as u64;
    let counts = [offered.into(), queued.into(), came, dropped.into()];
    Ok(row(Home::Ring, "touch events", counts, note))
}

fn bytes(all: &mut Together) -> Result<Row, Error> {
    let counts = all.process.stats(all.ports.player.port())?;
    let [frames, queued] = counts.all(["played_frames", "queued_bytes"])?;
    let [capacity, drained] = counts.all(["capacity_bytes", "drained"])?;
    let note = format!("room for {capacity}, drained {drained} times");
    let sent = all.ports.player.played().queued_bytes as u64;
    let counts = [sent, queued, frames * all.frame as u64, 0];
    Ok(row(Home::Ring, "audio bytes", counts, note))
}

fn transactions(all: &mut Together) -> Result<Row, Error> {
    let counts = all.ports.flash.counts(&mut all.process)?;
    let [submitted, completed, failed] = counts.all(["submitted", "completed", "failed"])?;
    let [in_flight, limit] = counts.all(["in_flight", "limit"])?;
    let deepest = all.ports.flash.deepest();
    let note = format!("at most {deepest} of {limit} at once, {failed} failed");
    let counts = [submitted, in_flight, completed, 0];
    Ok(row(Home::Ring, "spi transactions", counts, note))
}

fn blocks(all: &mut Together) -> Result<Row, Error> {
    let counts = all.process.stats(all.ports.stream)?;
    let [filled, lost, capacity] = counts.all(["filled", "overruns", "capacity"])?;
    let alive = counts.all(["filling", "queued", "held"])?.iter().sum();
    // What the process has let go of, and not what the port says of that.
    let counts = [filled + lost, alive, all.blocks, lost];
    Ok(row(
        Home::Pool,
        "stream blocks",
        counts,
        format!("{capacity} blocks"),
    ))
}

/// The ports of the VM: each is a value in a table.
pub(crate) fn ports(process: &mut Process, ports: &[PortId]) -> Row {
    let open = ports.iter().filter(|port| process.vm().is_open(**port));
    let (created, alive) = (ports.len() as u64, open.count() as u64);
    row(
        Home::Table,
        "ports",
        [created, alive, created - alive, 0],
        String::new(),
    )
}

/// The resources of the VM, once the process holds none any more.
pub(crate) fn resources(process: &mut Process) -> Vec<Row> {
    let main = process.vm().main();
    process.vm().collect(main);
    let resources = process.vm().resources().into_iter().rev();
    let of = |counts: vm_host::ResourceCounts| {
        let numbers = [counts.created, counts.alive, counts.dropped, 0];
        row(Home::Resource, counts.name, numbers, String::new())
    };
    resources.map(of).collect()
}
