//! Builds the ring's firmware, runs it in QEMU and judges it.
//!
//! Each image is judged by the exit status with which its firmware ends QEMU,
//! and each run has a time limit. For every sound image there are some with a
//! seeded fault, which must fail, each by its own status.

mod build;
mod machines;
mod run;

use std::process::ExitCode;
use std::time::Duration;

use emulated_suite::{Fault, SEEDED, Seeded};
use tools::{Failure, NEEDED};

use build::Library;
use machines::{MACHINES, Machine};
use run::Ending;

const HELP: &str = "\
Runs the ring's firmware in QEMU: timer interrupts push, the foreground drains.

Usage: cargo run -p emulated

Each row is a rate of the timer, doubled until the ring overflows by itself:
what was dropped of 1024 events, then the longest burst of an interrupt that
was held back, and what was dropped with it.

Needs, on Debian 12: qemu-system-arm, qemu-system-misc, rustc-web, cargo-web,
rust-web-src, binutils-arm-none-eabi, binutils-riscv64-unknown-elf.
";

/// Emulators, and the packages that have them.
const EMULATORS: [(&str, &str); 2] = [
    ("qemu-system-arm", "qemu-system-arm"),
    ("qemu-system-riscv32", "qemu-system-misc"),
];
/// Machines that must have passed.
const SOUND: usize = 4;
/// Images with a seeded fault that must have failed.
const UNSOUND: usize = 28;
/// How long a sound image may take; on an idle machine it takes a second.
const LIMIT: Duration = Duration::from_secs(120);
/// How long one may take that never ends.
const LIMIT_OF_SILENCE: Duration = Duration::from_secs(5);
/// The handler without a fault.
const HANDLER: &str = "sound";
/// The handler with a way to panic.
const PANICKING: &str = "seeded_panic";

fn main() -> ExitCode {
    if std::env::args().len() > 1 {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match all() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("emulated: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn all() -> Result<(), Failure> {
    tools::require(&EMULATORS)?;
    tools::require(&NEEDED)?;
    let (mut sound, mut unsound) = (0, 0);
    for machine in &MACHINES {
        println!("\n{machine}");
        let library = Library::build(machine)?;
        check_panics(&library)?;
        check_sound(machine, &library)?;
        sound += 1;
        for seeded in &SEEDED {
            check_seeded(machine, &library, seeded)?;
            unsound += 1;
        }
        println!("{} images with a seeded fault failed", SEEDED.len());
    }
    println!("\n{sound} of {SOUND} machines passed, {unsound} of {UNSOUND} seeded faults failed");
    let all_ran = (sound, unsound) == (SOUND, UNSOUND);
    let sentence = "some images were not run";
    all_ran.then_some(()).ok_or_else(|| Failure::new(sentence))
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
    let image = library.link(HANDLER)?;
    let ending = run::run(machine, &image, LIMIT)?;
    print!("{}", run::transcript(&image)?);
    let says = || Failure::new(format!("{machine}: {ending}"));
    (ending == Ending::Status(0)).then_some(()).ok_or_else(says)
}

fn check_seeded(machine: &Machine, library: &Library<'_>, seeded: &Seeded) -> Result<(), Failure> {
    let image = library.link(seeded.handler)?;
    let limit = seeded.fault.map_or(LIMIT_OF_SILENCE, |_| LIMIT);
    let ending = run::run(machine, &image, limit)?;
    let wanted = seeded.fault.map_or(Ending::TimeLimit, |fault: Fault| {
        Ending::Status(i32::from(fault.status()))
    });
    let handler = seeded.handler;
    let says = || Failure::new(format!("{machine}: {handler}: {ending}, not {wanted}"));
    (ending == wanted).then_some(()).ok_or_else(says)
}
