//! What there is to say about a replay, line by line.

use std::collections::BTreeSet;
use std::fmt;

use class_touch::TouchKind;
use example_support::line;

use crate::latency::Latency;
use crate::{Counts, FaultCounts, Flaw, Outcome, Recording, Replayed};

/// A replay and what its comparison found, to be printed.
pub(crate) struct Summary<'a> {
    pub(crate) replayed: &'a Replayed,
    /// The row of each event, or what is wrong.
    pub(crate) found: &'a Result<Vec<usize>, Flaw>,
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Replayed { recording, outcome } = self.replayed;
        let rows = self.found.as_deref().unwrap_or_default();
        let latency = Latency::of(outcome, rows);
        let latency = latency.map_or("unknown".into(), |latency| latency.to_string());
        let Counts {
            high_water,
            capacity,
            ..
        } = outcome.counts;
        let (interrupts, transactions) = (outcome.interrupts.len(), outcome.transactions);
        f.write_str(&line("trace", trace(recording, outcome.board)))?;
        f.write_str(&line("events", events(outcome)))?;
        f.write_str(&line("fingers", fingers(outcome)))?;
        if outcome.counts_at_end.queued > 0 {
            f.write_str(&line("at end", account(outcome.counts_at_end)))?;
        }
        f.write_str(&line("ring", account(outcome.counts)))?;
        let high_water = format!("{high_water} of {capacity}");
        f.write_str(&line("high water", high_water))?;
        let latency = format!("{latency}, from interrupt to process");
        f.write_str(&line("latency", latency))?;
        let bus = format!("{interrupts} interrupts, {transactions} transactions");
        f.write_str(&line("bus", bus))?;
        f.write_str(&line("faults", faults(outcome.faults)))?;
        f.write_str(&line("exact", verdict(self.found, outcome.counts)))
    }
}

fn trace(recording: &Recording, board: &str) -> String {
    let (name, rows) = (&recording.name, recording.rows.len());
    let seconds = recording.seconds();
    let speed = match recording.speed {
        0.0 => "as fast as the process takes it".into(),
        speed => format!("at speed {speed}"),
    };
    format!("{name}: {rows} rows, {seconds:.1} s, on board {board}, {speed}")
}

fn events(outcome: &Outcome) -> String {
    let kinds = outcome.received.iter().map(|received| received.event.kind);
    let count = |kind| kinds.clone().filter(|known| *known == kind).count();
    let [down, moved, up] = [TouchKind::Down, TouchKind::Move, TouchKind::Up].map(count);
    let all = outcome.received.len();
    format!("{all} received: {down} down, {moved} move, {up} up")
}

/// The fingers, and how often one came down.
fn fingers(outcome: &Outcome) -> String {
    let events = outcome.received.iter().map(|received| received.event);
    let strokes = events.clone().filter(|event| event.kind == TouchKind::Down);
    let ids: BTreeSet<u8> = events.map(|event| event.id).collect();
    let names: Vec<String> = ids.iter().map(u8::to_string).collect();
    let (count, names, strokes) = (ids.len(), names.join(", "), strokes.count());
    format!("{count} (id {names}), {strokes} strokes")
}

fn account(counts: Counts) -> String {
    let Counts {
        offered,
        delivered,
        dropped,
        queued,
        ..
    } = counts;
    let sign = if counts.balance() { "=" } else { "is not" };
    format!("offered {offered} {sign} delivered {delivered} + dropped {dropped} + queued {queued}")
}

fn faults(faults: FaultCounts) -> String {
    let FaultCounts {
        reads,
        bus,
        overfull,
        duplicates,
        clamped,
        missed,
        throttled,
        stuck,
    } = faults;
    if [bus, overfull, duplicates, clamped, missed, throttled, stuck] == [0; 7] {
        return format!("none in {reads} reads");
    }
    format!(
        "{bus} bus, {overfull} overfull, {duplicates} duplicates, {clamped} clamped, \
         {missed} missed, {throttled} throttled, {stuck} stuck in {reads} reads"
    )
}

fn verdict(found: &Result<Vec<usize>, Flaw>, counts: Counts) -> String {
    match found {
        Ok(_) if counts.dropped == 0 => "yes".into(),
        Ok(_) => format!("all but the {} dropped", counts.dropped),
        Err(flaw) => format!("no: {flaw}"),
    }
}
