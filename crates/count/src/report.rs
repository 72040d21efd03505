//! The tables that the terminal shows.

use crate::figures::{FIGURES, Figure, Verdict};
use crate::readings::{Place, Readings};

/// A column: the name of the figure, its heading, its digits.
pub(crate) type Column = (&'static str, &'static str, usize);

const RING: [Column; 4] = [
    ("push", "push", 1),
    ("pop", "pop", 1),
    ("fill", "batch push", 1),
    ("drain", "batch pop", 1),
];
const TABLE: [Column; 3] = [
    ("get", "get", 1),
    ("insert", "insert", 1),
    ("remove", "remove", 1),
];
const STREAMS: [Column; 6] = [
    ("512", "512 B", 1),
    ("512 %", "% of stock", 1),
    ("4096", "4 KiB", 1),
    ("4096 %", "% of stock", 1),
    ("block", "block", 1),
    ("block %", "% of 64 B", 1),
];
const TERMS: [Column; 4] = [
    ("encode", "encode", 1),
    ("encode %", "% of eetf", 1),
    ("decode", "decode", 1),
    ("decode %", "% of eetf", 1),
];
const CODE: [Column; 3] = [
    ("slots", "slots", 0),
    ("push-code", "push bytes", 0),
    ("pop-code", "pop bytes", 0),
];

/// Prints what rings cost at one place.
pub(crate) fn rings(readings: &Readings, place: Place) {
    let columns: Vec<Column> = if place == Place::X86 {
        RING.to_vec()
    } else {
        [&RING[..], &CODE].concat()
    };
    let title = format!(
        "{place}: instructions per event, {} a batch",
        count_peers::BATCH
    );
    table(readings, place, &title, &columns);
}

/// Prints what a chunk in and out, and a block, cost at one place.
pub(crate) fn streams(readings: &Readings, place: Place) {
    let title = format!("{place}: instructions per chunk in and out, per block passed");
    table(readings, place, &title, &STREAMS);
}

/// Prints what tables cost at one place.
pub(crate) fn tables(readings: &Readings, place: Place) {
    let live = count_peers::tables::LIVE;
    let title = format!("{place}: instructions per call, {live} entries live");
    table(readings, place, &title, &TABLE);
}

/// Prints what encoding and decoding costs at one place.
pub(crate) fn terms(readings: &Readings, place: Place) {
    let events = count_peers::terms::TOUCHES;
    let title = format!("{place}: instructions per touch event, {events} a message");
    table(readings, place, &title, &TERMS);
}

/// Prints the figures of `columns`, a line for each subject that has any.
pub(crate) fn table(readings: &Readings, place: Place, title: &str, columns: &[Column]) {
    println!("\n{title}");
    print!("  {:<34}", "");
    columns
        .iter()
        .for_each(|(_, heading, _)| print!("{heading:>12}"));
    println!();
    let whats: Vec<&str> = columns.iter().map(|(what, ..)| *what).collect();
    for subject in readings.subjects(place, &whats) {
        print!("  {subject:<34}");
        for (what, _, digits) in columns {
            let value = readings.get(place, subject, what);
            print!(
                "{:>12}",
                value.map_or_else(|| "-".into(), |v| format!("{v:.digits$}"))
            );
        }
        println!();
    }
}

/// Prints each goal that a run can judge.
pub(crate) fn goals(readings: &Readings) {
    println!("\nGoals");
    for figure in FIGURES {
        let reading = readings.get(figure.place, figure.subject, figure.what);
        if let (Some(goal), Some(value)) = (figure.goal, reading) {
            let digits = digits(figure);
            let verdict = judgement(figure, goal, value);
            let line = format!("{goal:>7.digits$} {value:>9.digits$}   {verdict}");
            println!("  {} {line}", name(figure));
        }
    }
}

fn judgement(figure: &Figure, goal: f64, value: f64) -> String {
    let is_ratio = figure.place == Place::Threads;
    let (met, best) = if is_ratio {
        (value >= goal, value.max(figure.reached))
    } else {
        (tenths(value) <= tenths(goal), value.min(figure.reached))
    };
    if met {
        return "met".into();
    }
    let best = format!("best figure {best:.0$}", digits(figure));
    let because = if figure.why.is_empty() { "" } else { ": " };
    format!("MISSED ({best}{because}{})", figure.why)
}

/// A ratio needs a digit more than an instruction count.
fn digits(figure: &Figure) -> usize {
    if figure.place == Place::Threads { 2 } else { 1 }
}

/// Compares as printed: less than a tenth is the cost of the counted call.
fn tenths(value: f64) -> f64 {
    (value * 10.0).round()
}

fn name(figure: &Figure) -> String {
    format!(
        "{:<22} {:<11} {:<16}",
        figure.place, figure.subject, figure.what
    )
}

/// Prints what differs from the recorded figures.
pub(crate) fn regressions(verdicts: &[(&Figure, Verdict)]) {
    let held = verdicts
        .iter()
        .filter(|(_, verdict)| *verdict != Verdict::Worse);
    println!(
        "\nGate: {} of {} figures held",
        held.count(),
        verdicts.len()
    );
    for (figure, verdict) in verdicts {
        let (name, reached) = (name(figure), figure.reached);
        match verdict {
            Verdict::Held => {}
            Verdict::Better => println!("  {name} better than {reached:.1}: lower the figure"),
            Verdict::Worse => println!("  {name} WORSE than {reached:.1}"),
        }
    }
}
