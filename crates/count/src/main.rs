//! Counts what the ring, the table and the codec cost, beside their peers.
//!
//! Instructions on x86-64 come from callgrind, on microcontrollers from an
//! emulator: both repeat exactly. Only the two-thread rates are times.

mod figures;
mod footprint;
mod mcu;
mod readings;
mod report;
mod threads;
mod x86;

use std::env;
use std::process::ExitCode;

use tools::Failure;

use figures::Verdict;
use readings::Readings;

const HELP: &str = "\
Counts the instructions of isr-ring, port-state and avm-term beside their peers.

Usage: cargo run --release -p count -- MODE

  all      x86, mcu, footprint and threads
  x86      instructions on x86-64, by callgrind
  mcu      instructions on Cortex-M4, Cortex-M0 and RV32IMC, in an emulator,
           and a static listing of their code
  threads  events per second from one thread to another
  footprint
           bytes of flash and RAM of the ring, the table and the touch port, on
           Cortex-M0, -M3, -M4 and RV32IMC
  gate     x86, mcu and footprint; fails when a figure is worse than the one
           recorded in crates/count/src/figures.rs
  --help   this text

Goals are printed as `met` or `MISSED` and never fail a run. A seeded fault
that goes unnoticed, a wrong value or a forbidden instruction always does.

Needs, on Debian 12: valgrind (x86); rustc-web, cargo-web, rust-web-src,
binutils-arm-none-eabi, binutils-riscv64-unknown-elf (mcu, footprint);
python3-venv (mcu).
The emulator, Unicorn, comes from PyPI into a private environment under the
target directory.
";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("count: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[&str]) -> Result<bool, Failure> {
    match args {
        ["all"] => all(),
        ["x86"] => x86::measure().map(|readings| show(&readings)),
        ["mcu"] => mcu().map(|readings| show(&readings)),
        ["footprint"] => footprint::measure().map(|readings| show(&readings)),
        ["threads"] => threads::measure().map(|readings| show(&readings)),
        ["gate"] => gate(),
        ["inside", subject] => x86::inside(subject).map(|()| true),
        ["--help" | "-h" | "help"] => {
            print!("{HELP}");
            Ok(true)
        }
        _ => Err(Failure::new(format!("what does {args:?} mean?\n\n{HELP}"))),
    }
}

fn mcu() -> Result<Readings, Failure> {
    let mut readings = mcu::measure(mcu::FAST)?;
    readings.extend(mcu::measure(mcu::SMALL)?);
    Ok(readings)
}

fn all() -> Result<bool, Failure> {
    let mut readings = x86::measure()?;
    readings.extend(mcu()?);
    readings.extend(footprint::measure()?);
    readings.extend(threads::measure()?);
    Ok(show(&readings))
}

/// Prints the goals; no goal can fail a run.
fn show(readings: &Readings) -> bool {
    report::goals(readings);
    true
}

/// Prints the goals, then fails on any figure worse than recorded.
fn gate() -> Result<bool, Failure> {
    let mut readings = x86::measure()?;
    readings.extend(mcu::measure(mcu::FAST)?);
    readings.extend(footprint::measure()?);
    report::goals(&readings);
    figures::notice_seeded(&readings)?;
    let verdicts = figures::regressions(&readings);
    report::regressions(&verdicts);
    Ok(!verdicts
        .iter()
        .any(|(_, verdict)| *verdict == Verdict::Worse))
}
