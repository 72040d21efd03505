//! The ring's suite on each machine, and its seeded faults.

use std::time::Duration;

use emulated_suite::{Fault, SEEDED, Seeded};
use tools::Failure;

use crate::build::{self, Library};
use crate::machines::{MACHINES, Machine};
use crate::run::{self, Ending, LIMIT, Run};

/// How long one may take that never ends.
const LIMIT_OF_SILENCE: Duration = Duration::from_secs(5);
/// The handler without a fault.
const HANDLER: &str = "sound";
/// The handler with a way to panic.
const PANICKING: &str = "seeded_panic";

/// Runs all; tells how many images were run.
pub(crate) fn check() -> Result<usize, Failure> {
    let mut images = 0;
    for machine in &MACHINES {
        println!("\n{machine}");
        let library = Library::build(machine)?;
        check_panics(&library)?;
        check_sound(machine, &library)?;
        images += 1;
        for seeded in &SEEDED {
            check_seeded(machine, &library, seeded)?;
            images += 1;
        }
        println!("{} images with a seeded fault failed", SEEDED.len());
    }
    Ok(images)
}

/// Links the handler alone, where a way to panic is a name that is missing.
fn check_panics(library: &Library<'_>) -> Result<(), Failure> {
    let bytes = library.link_alone(HANDLER)?;
    println!("handler and all that it reaches: {bytes} bytes, no panic");
    let refused = library.link_alone(PANICKING);
    let noticed = refused
        .err()
        .is_some_and(|failure| failure.to_string().contains(build::PANIC));
    let unnoticed = || Failure::new("the seeded panic went unnoticed when it was linked");
    noticed.then_some(()).ok_or_else(unnoticed)
}

fn check_sound(machine: &Machine, library: &Library<'_>) -> Result<(), Failure> {
    let run = ring(machine, library, HANDLER)?;
    let ending = run.run(LIMIT)?;
    print!("{}", run.transcript()?);
    let says = || Failure::new(format!("{machine}: {ending}"));
    (ending == Ending::Status(0)).then_some(()).ok_or_else(says)
}

fn check_seeded(machine: &Machine, library: &Library<'_>, seeded: &Seeded) -> Result<(), Failure> {
    let run = ring(machine, library, seeded.handler)?;
    let limit = seeded.fault.map_or(LIMIT_OF_SILENCE, |_| LIMIT);
    let ending = run.run(limit)?;
    let wanted = seeded.fault.map_or(Ending::TimeLimit, |fault: Fault| {
        Ending::Status(i32::from(fault.status()))
    });
    let handler = seeded.handler;
    run::is(&format!("{machine}: {handler}"), ending, wanted)
}

/// An image whose interrupt calls `handler`.
fn ring<'m>(
    machine: &'m Machine,
    library: &Library<'_>,
    handler: &str,
) -> Result<Run<'m>, Failure> {
    let symbols = [
        ("emulated_timer", handler),
        (build::PANIC, "emulated_end_panicked"),
    ];
    let image = library.link(handler, &symbols)?;
    Run::new(machine, image)
}
