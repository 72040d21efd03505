//! The emulator: a Python script over Unicorn, in an environment of its own.

use std::path::{Path, PathBuf};

use tools::{Failure, command, output, output_with};

use super::build::Image;
use super::{RINGS, Subject, TABLES};
use crate::readings::{Place, Readings};

/// The emulator's release on PyPI.
const UNICORN: &str = "unicorn==2.1.4";

/// The functions of a ring and of a table.
const RING_CALLS: [&str; 5] = ["start", "push", "pop", "fill", "drain"];
const TABLE_CALLS: [&str; 4] = ["start", "insert", "get", "remove"];

/// Finds the Python that has the emulator; makes its environment once.
pub(super) fn python() -> Result<PathBuf, Failure> {
    let folder = tools::workplace("count")?.join("python");
    let python = folder.join("bin/python");
    let check = || output(&mut command(&python, ["-c", "import unicorn"]));
    if check().is_err() {
        output(command("python3", ["-m", "venv", "--clear"]).arg(&folder)).map_err(advise)?;
        let pip = ["-m", "pip", "install", "--quiet", UNICORN];
        output(&mut command(&python, pip))?;
        check()?;
    }
    Ok(python)
}

fn advise(failure: Failure) -> Failure {
    Failure::new(format!(
        "{failure}\nOn Debian 12: apt-get install python3-venv"
    ))
}

/// Runs all rings and tables of an image and adds what they cost.
pub(super) fn measure(
    python: &Path,
    place: Place,
    image: &Image,
    readings: &mut Readings,
) -> Result<(), Failure> {
    let rings = RINGS
        .iter()
        .filter_map(|ring| plan("ring", ring, &RING_CALLS, image));
    let tables = TABLES
        .iter()
        .filter_map(|table| plan("table", table, &TABLE_CALLS, image));
    let plan: String = rings.chain(tables).collect();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/emulate.py");
    let mut emulator = command(python, [script, image.core.model]);
    let text = output_with(emulator.arg(&image.raw), &plan)?;
    for line in text.lines() {
        note(line, place, readings)?;
    }
    let torn = text.lines().any(|line| line.starts_with("torn fault"));
    let unnoticed = || Failure::new(format!("the seeded torn event went unnoticed on {place}"));
    torn.then_some(()).ok_or_else(unnoticed)
}

/// A line of the plan: the addresses of all functions of one subject.
///
/// A subject that the core cannot have has none.
fn plan(kind: &str, subject: &Subject, calls: &[&str], image: &Image) -> Option<String> {
    let (prefix, _) = subject;
    let mut line = format!("{kind} {prefix}");
    for call in calls {
        let symbol = image.symbol(&format!("{prefix}_{call}"))?;
        line.push_str(&format!(" {call}={:#x}", symbol.address));
    }
    line.push('\n');
    Some(line)
}

/// Takes a reading, or a fault, which only the torn ring may have.
fn note(line: &str, place: Place, readings: &mut Readings) -> Result<(), Failure> {
    let mut words = line.splitn(3, ' ');
    let mut next = || words.next().unwrap_or_default();
    let (prefix, what, value) = (next(), next(), next());
    let mut all = RINGS.iter().chain(&TABLES);
    let named = all.find(|(known, _)| *known == prefix);
    match (named, value.parse()) {
        (Some(("torn", _)), _) => Ok(()),
        (Some((_, name)), Ok(value)) => {
            readings.add(place, name, what, value);
            Ok(())
        }
        _ => Err(Failure::new(format!("{place}: {line}"))),
    }
}
