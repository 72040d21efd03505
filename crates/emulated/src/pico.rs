//! Whole ports on a Pico, which rp2040js emulates with models of its parts.
//!
//! An image judges its ports' answers; the scenario that it runs in judges what
//! can be seen from outside. Node exits with the verdict of both.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Instant;

use emulated_suite::Fault;
use tools::{Failure, command, output};

use crate::build::{self, Library};
use crate::machines::{CORES_ON_RP2040, Machine, PORTS_ON_RP2040};

/// What is needed, and the packages.
const NODE: [(&str, &str); 2] = [("node", "nodejs"), ("npm", "npm")];

/// The folder with the models and the scenarios.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/rp2040js");

/// How a run has to end.
#[derive(Clone, Copy)]
enum Verdict {
    /// It passes, inside and outside.
    Passed,
    /// What is seen from outside is not what it must be.
    Seen,
    /// A port does not answer as it has to.
    Answer,
    /// A byte is another.
    Damaged,
    /// It panics.
    Panics,
    /// It does not end by itself.
    Lasts,
}

impl Verdict {
    /// The exit status.
    fn status(self) -> i32 {
        match self {
            Self::Passed => 0,
            Self::Lasts => 1,
            Self::Seen => 3,
            Self::Answer => Fault::Answer.status().into(),
            Self::Damaged => Fault::Damaged.status().into(),
            Self::Panics => Fault::Panic.status().into(),
        }
    }
}

/// Each run: the scenario, the image in it, and how it must end.
const RUNS: [(&str, &str, Verdict); 34] = [
    ("touch", "touch", Verdict::Passed),
    ("touch", "touch_seeded", Verdict::Seen),
    ("touch_storm", "touch_storm", Verdict::Passed),
    ("touch_calm", "touch_storm", Verdict::Seen),
    ("touch_stuck", "touch_storm", Verdict::Passed),
    ("touch_loose", "touch_storm", Verdict::Seen),
    ("touch_absent", "touch_absent", Verdict::Passed),
    ("touch_absent", "touch", Verdict::Answer),
    ("touch", "touch_absent", Verdict::Answer),
    ("bench_touch", "bench_touch", Verdict::Passed),
    ("bench_touch", "bench_touch_seeded", Verdict::Seen),
    ("bench_absent", "bench_absent", Verdict::Passed),
    ("bench_absent", "bench_touch", Verdict::Answer),
    ("bench_touch", "bench_absent", Verdict::Answer),
    ("bench_wrong", "bench_wrong", Verdict::Passed),
    ("bench_wrong", "bench_absent", Verdict::Answer),
    ("bench_held", "bench_held", Verdict::Passed),
    ("bench_touch", "bench_held", Verdict::Answer),
    ("bench_stalled", "bench_touch", Verdict::Passed),
    ("bench_free", "bench_touch", Verdict::Seen),
    ("panel", "panel", Verdict::Passed),
    ("panel", "panel_seeded", Verdict::Seen),
    ("flash", "flash", Verdict::Passed),
    ("flash", "flash_seeded", Verdict::Answer),
    ("flash_absent", "flash_absent", Verdict::Passed),
    ("flash_absent", "flash", Verdict::Answer),
    ("sound", "sound", Verdict::Passed),
    ("sound", "sound_deep", Verdict::Passed),
    ("sound", "sound_seeded", Verdict::Seen),
    ("together", "together", Verdict::Passed),
    ("together", "together_seeded", Verdict::Seen),
    ("rounds", "rounds", Verdict::Passed),
    ("rounds", "panic_seeded", Verdict::Panics),
    ("rounds", "silence_seeded", Verdict::Lasts),
];

/// The same with both cores.
const CORES: [(&str, &str, Verdict); 4] = [
    ("cores", "cores", Verdict::Passed),
    ("cores", "cores_damaged", Verdict::Damaged),
    ("cores", "cores_mute", Verdict::Lasts),
    ("cores", "cores_undead", Verdict::Lasts),
];

/// Runs all; tells how many images were run.
pub(crate) fn check() -> Result<usize, Failure> {
    tools::require(&NODE)?;
    install()?;
    let tests = output(command("npm", ["test", "--silent"]).current_dir(FOLDER))?;
    let passed = tests.lines().find(|line| line.starts_with("# pass"));
    println!("\nmodels: {}", passed.unwrap_or("?"));
    firmware(&PORTS_ON_RP2040, &RUNS)
}

/// Runs all with both cores; tells how many images were run.
pub(crate) fn check_cores() -> Result<usize, Failure> {
    tools::require(&NODE)?;
    install()?;
    firmware(&CORES_ON_RP2040, &CORES)
}

/// Builds a firmware and runs its images; tells how many.
fn firmware(machine: &Machine, runs: &[(&str, &str, Verdict)]) -> Result<usize, Failure> {
    println!("\n{}, {}", machine.package, machine.target);
    let library = Library::build(machine)?;
    let mut images = 0;
    for (scenario, name, wanted) in runs.iter().copied() {
        let symbols = [
            ("emulated_scenario", &*format!("scenario_{name}")),
            ("emulated_timer", "emulated_end_panicked"),
            (build::PANIC, "emulated_tell_panicked"),
        ];
        let image = library.link(&format!("{images}-{name}"), &symbols)?;
        run(scenario, name, &image, wanted)?;
        images += 1;
    }
    Ok(images)
}

/// Has npm install what the lock file says, unless it is there.
fn install() -> Result<(), Failure> {
    let there = fs::read_to_string(format!("{FOLDER}/node_modules/rp2040js/package.json"));
    let wanted = fs::read_to_string(format!("{FOLDER}/package.json"))?;
    let version = wanted.split("\"rp2040js\": ").nth(1).unwrap_or_default();
    let version = version.split_whitespace().next().unwrap_or_default();
    if there.is_ok_and(|text| text.contains(&format!("\"version\": {version}"))) {
        return Ok(());
    }
    output(command("npm", ["ci", "--silent"]).current_dir(FOLDER)).map(drop)
}

/// Runs an image in a scenario; it has to end so.
fn run(scenario: &str, name: &str, image: &Path, wanted: Verdict) -> Result<(), Failure> {
    let begin = Instant::now();
    let mut node = command("node", ["pico/run.js", scenario]);
    node.args([image, &picture(image)]).current_dir(FOLDER);
    let Output { status, stdout, .. } = node.output()?;
    let text = String::from_utf8_lossy(&stdout);
    let status = status.code().unwrap_or(-1);
    let seconds = begin.elapsed().as_secs_f64();
    let says = text
        .lines()
        .rev()
        .nth(1)
        .filter(|line| !line.starts_with(' '));
    println!(
        "{scenario:<14} {name:<20} {seconds:>5.1} s  {}",
        says.unwrap_or_default()
    );
    let wanted = wanted.status();
    if status == wanted {
        return Ok(());
    }
    print!("{text}");
    let sentence = format!("{scenario}: {name} ended with {status}, not {wanted}");
    Err(Failure::new(sentence))
}

/// Where a scenario leaves what was on the panel.
fn picture(image: &Path) -> PathBuf {
    image.with_extension("png")
}
