//! What there is to say about a replay, line by line.

use std::collections::BTreeSet;
use std::fmt;

use class_touch::{TouchEvent, TouchKind};

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
        trace_line(f, recording, outcome.board)?;
        event_lines(f, outcome)?;
        ring_lines(f, outcome)?;
        let rows = self.found.as_deref().unwrap_or_default();
        match Latency::of(outcome, rows) {
            Some(latency) => writeln!(f, "latency:   {latency}, interrupt to process")?,
            None => writeln!(f, "latency:   unknown")?,
        }
        let (interrupts, transactions) = (outcome.interrupts.len(), outcome.transactions);
        writeln!(
            f,
            "bus:       {interrupts} interrupts, {transactions} transactions"
        )?;
        fault_line(f, outcome.faults)?;
        match self.found {
            Ok(_) if outcome.counts.dropped == 0 => {
                writeln!(f, "exact:     yes")
            }
            Ok(_) => writeln!(
                f,
                "exact:     yes, but for the {} dropped",
                outcome.counts.dropped
            ),
            Err(flaw) => writeln!(f, "exact:     no: {flaw}"),
        }
    }
}

fn trace_line(f: &mut fmt::Formatter<'_>, recording: &Recording, board: &str) -> fmt::Result {
    let Recording {
        name, rows, speed, ..
    } = recording;
    let seconds = recording.seconds();
    write!(
        f,
        "trace:     {name}: {} rows, {seconds:.1} s, on board {board}",
        rows.len()
    )?;
    match *speed {
        0.0 => writeln!(f, ", as fast as the process takes it"),
        speed => writeln!(f, ", at speed {speed}"),
    }
}

fn event_lines(f: &mut fmt::Formatter<'_>, outcome: &Outcome) -> fmt::Result {
    let events = || outcome.received.iter().map(|received| received.event);
    let of_kind = |kind| {
        events()
            .filter(|event: &TouchEvent| event.kind == kind)
            .count()
    };
    let [down, moved, up] = [TouchKind::Down, TouchKind::Move, TouchKind::Up].map(of_kind);
    let all = events().count();
    writeln!(
        f,
        "events:    {all} received: {down} down, {moved} move, {up} up"
    )?;
    let ids: BTreeSet<u8> = events().map(|event| event.id).collect();
    let ids: Vec<String> = ids.iter().map(u8::to_string).collect();
    writeln!(
        f,
        "fingers:   {} (id {}), {down} strokes",
        ids.len(),
        ids.join(", ")
    )
}

fn ring_lines(f: &mut fmt::Formatter<'_>, outcome: &Outcome) -> fmt::Result {
    if outcome.counts_at_end.queued > 0 {
        writeln!(f, "at end:    {}", Account(outcome.counts_at_end))?;
    }
    writeln!(f, "ring:      {}", Account(outcome.counts))?;
    let Counts {
        dropped,
        high_water,
        capacity,
        ..
    } = outcome.counts;
    writeln!(
        f,
        "           {dropped} dropped, high water {high_water} of {capacity}"
    )
}

struct Account(Counts);

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts {
            offered,
            delivered,
            dropped,
            queued,
            ..
        } = self.0;
        let sign = if self.0.balance() { "=" } else { "is not" };
        write!(
            f,
            "offered {offered} {sign} delivered {delivered} + dropped {dropped} + queued {queued}"
        )
    }
}

fn fault_line(f: &mut fmt::Formatter<'_>, faults: FaultCounts) -> fmt::Result {
    let FaultCounts {
        reads,
        bus,
        overfull,
        duplicates,
        clamped,
    } = faults;
    if bus + overfull + duplicates + clamped == 0 {
        return writeln!(f, "faults:    none in {reads} reads");
    }
    writeln!(
        f,
        "faults:    {bus} bus, {overfull} overfull, {duplicates} duplicates, {clamped} clamped \
         in {reads} reads"
    )
}
