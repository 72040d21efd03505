//! Whole ports, on what QEMU has for them.
//!
//! An image judges its ports' answers by its exit status. What it cannot see,
//! a bus, points that come from outside, a picture, is compared here. For each
//! kind there is a run that has to fail.

mod display;
mod log;
mod sound;
mod touch;

use std::time::Instant;

use emulated_suite::Fault;
use tools::Failure;

use crate::build::{self, Library};
use crate::machines::{Machine, PORTS_ON_LM3S, PORTS_ON_MPS2, PORTS_ON_SIFIVE};
use crate::run::{self, Ending, LIMIT, Run};

/// The firmware of one machine.
pub(crate) struct Ports<'m> {
    machine: &'m Machine,
    library: Library<'m>,
    images: usize,
}

/// What QEMU puts on the shield.
const TOUCH: &[&str] = &["-device", "ads7846,bus=ssi"];
const FLASH: &[&str] = &["-device", "w25q80,bus=ssi"];
const OTHER_FLASH: &[&str] = &["-device", "m25p80,bus=ssi"];
const NOTHING: &[&str] = &[];

/// Runs all; tells how many images were run.
pub(crate) fn check() -> Result<usize, Failure> {
    let mut mps2 = Ports::build(&PORTS_ON_MPS2)?;
    touch::check(&mut mps2)?;
    sound::check(&mut mps2)?;
    let passed = Ending::Status(0);
    let failed = Ending::Status(i32::from(Fault::Answer.status()));
    for (scenario, devices, wanted) in [
        (
            "stack_seeded",
            NOTHING,
            Ending::Status(Fault::Stack.status().into()),
        ),
        ("flash", FLASH, passed),
        ("flash", OTHER_FLASH, failed),
        ("flash_of_another_make", OTHER_FLASH, passed),
        ("flash_of_another_make", FLASH, failed),
        ("flash_absent", NOTHING, passed),
        ("flash_absent", FLASH, failed),
    ] {
        mps2.check(scenario, devices, wanted)?;
    }
    let mut lm3s = Ports::build(&PORTS_ON_LM3S)?;
    display::check(&mut lm3s)?;
    let mut sifive = Ports::build(&PORTS_ON_SIFIVE)?;
    sifive.check("flash", NOTHING, passed)?;
    sifive.check("flash_seeded", NOTHING, failed)?;
    Ok(mps2.images + lm3s.images + sifive.images)
}

impl<'m> Ports<'m> {
    fn build(machine: &'m Machine) -> Result<Self, Failure> {
        println!("\n{}, {}", machine.package, machine.target);
        let library = Library::build(machine)?;
        Ok(Self {
            machine,
            library,
            images: 0,
        })
    }

    /// An image with one scenario, and what QEMU is to put beside it.
    fn image(&mut self, scenario: &str, args: &[&str]) -> Result<Run<'m>, Failure> {
        let name = format!("{}-{scenario}", self.images);
        let symbols = [
            ("emulated_scenario", &*format!("scenario_{scenario}")),
            ("emulated_timer", "emulated_end_panicked"),
            (build::PANIC, "emulated_tell_panicked"),
        ];
        let image = self.library.link(&name, &symbols)?;
        self.images += 1;
        Ok(Run::new(self.machine, image)?.with(args))
    }

    /// Runs a scenario, which has to end so.
    fn check(&mut self, scenario: &str, args: &[&str], wanted: Ending) -> Result<(), Failure> {
        let run = self.image(scenario, args)?;
        let begin = Instant::now();
        let ending = run.run(LIMIT)?;
        told(scenario, args, ending, begin);
        judge(scenario, &run, ending, wanted)
    }
}

/// Prints a line about a run.
fn told(scenario: &str, args: &[&str], ending: Ending, begin: Instant) {
    let device = args.get(1).unwrap_or(&"nothing there");
    let seconds = begin.elapsed().as_secs_f64();
    println!("{scenario:<24} {device:<36} {seconds:>5.1} s  {ending}");
}

/// Fails, with the transcript, unless a run ended as it has to.
fn judge(scenario: &str, run: &Run<'_>, ending: Ending, wanted: Ending) -> Result<(), Failure> {
    let judged = run::is(scenario, ending, wanted);
    if judged.is_err() {
        print!("{}", run.transcript()?);
    }
    judged
}

/// What was seen and what was expected differ, or had to differ and do not.
fn compare<T: PartialEq + std::fmt::Debug>(
    what: &str,
    seen: &T,
    expected: &T,
    has_to_differ: bool,
) -> Result<(), Failure> {
    match (seen == expected, has_to_differ) {
        (true, false) | (false, true) => Ok(()),
        (true, true) => Err(Failure::new(format!("{what}: the fault went unnoticed"))),
        (false, false) => Err(Failure::new(format!("{what}: {seen:?}, not {expected:?}"))),
    }
}
