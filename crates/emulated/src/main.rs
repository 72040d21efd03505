//! Builds firmware, runs it in emulators and judges it.
//!
//! Each image is judged by the exit status with which its firmware ends QEMU,
//! by its transcript, and by what QEMU logs or shows; each run has a time
//! limit. For every sound image there are some with a seeded fault, which must
//! fail, each by its own status or by its own difference.

mod build;
mod machines;
mod pico;
mod ports;
mod rings;
mod run;

use std::process::ExitCode;
use std::time::Instant;

use tools::{Failure, NEEDED};

const HELP: &str = "\
Runs firmware in QEMU, the ring under interrupts and whole ports; and a board in
rp2040js.

Usage: cargo run -p emulated [-- rings | ports | pico | cores]

Rings: each row is a rate of the timer, doubled until the ring overflows by
itself: what was dropped of 1024 events, then the longest burst of an interrupt
that was held back, and what was dropped with it.

Ports: each row is an image, and what QEMU has beside it.

Pico: each row is a scenario, the image in it, and what was seen.

Cores: the same, with both cores of the chip.

Needs, on Debian 12: qemu-system-arm, qemu-system-misc, rustc-web, cargo-web,
rust-web-src, binutils-arm-none-eabi, binutils-riscv64-unknown-elf, nodejs, npm.
";

/// Emulators, and the packages that have them.
const EMULATORS: [(&str, &str); 2] = [
    ("qemu-system-arm", "qemu-system-arm"),
    ("qemu-system-riscv32", "qemu-system-misc"),
];
/// Images with the ring that must have run: a sound one for each of 4 machines,
/// and 7 with a seeded fault.
const RINGS: usize = 32;
/// Images with ports that must have run.
const PORTS: usize = 19;
/// Images of the Pico board that must have run.
const PICO: usize = 34;
/// Images of both cores that must have run.
const CORES: usize = 4;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        [] => all(),
        ["rings"] => count("rings", rings::check, RINGS).map(drop),
        ["ports"] => count("ports", ports::check, PORTS).map(drop),
        ["pico"] => count("pico", pico::check, PICO).map(drop),
        ["cores"] => count("cores", pico::check_cores, CORES).map(drop),
        _ => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("emulated: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn all() -> Result<(), Failure> {
    let rings = count("rings", rings::check, RINGS)?;
    let ports = count("ports", ports::check, PORTS)?;
    let pico = count("pico", pico::check, PICO)?;
    let cores = count("cores", pico::check_cores, CORES)?;
    println!("\n{} firmware images run", rings + ports + pico + cores);
    Ok(())
}

/// Runs the images of one kind, of which none may be missing.
fn count(
    kind: &str,
    check: fn() -> Result<usize, Failure>,
    wanted: usize,
) -> Result<usize, Failure> {
    tools::require(&EMULATORS)?;
    tools::require(&NEEDED)?;
    let begin = Instant::now();
    let images = check()?;
    let seconds = begin.elapsed().as_secs();
    println!("\n{kind}: {images} of {wanted} images run, in {seconds} s");
    let sentence = "some images were not run";
    (images == wanted)
        .then_some(images)
        .ok_or_else(|| Failure::new(sentence))
}
