//! The protocol against a hostile peer, in all states, by SPIN.
//!
//! `spin/ring.pml` tells the protocol once more; Debian's `spin` makes a program of it that goes
//! through every state. Each seeded fault has to be found, two of them as sDDF's own pages admit
//! them: an assertion on what a client controls, and a full ring that is not seen to be full when
//! its cursors wrap. Weak memory is loom's part (`tests/loom.rs`).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/spin/ring.pml");

/// Who keeps to the rules, and the fewest states that are a search.
const SOUND: [(&str, u64); 3] = [
    ("HONEST", 500_000),
    ("HOSTILE_TAKER", 1_000_000),
    ("HOSTILE_SENDER", 1_000_000),
];

/// Who keeps to the rules, and the fault.
const SEEDED: [(&str, &str); 11] = [
    // sDDF: a client makes its server assert.
    ("HOSTILE_TAKER", "SEED_ASSERT"),
    ("HOSTILE_SENDER", "SEED_ASSERT"),
    // sDDF: full is `tail - head == capacity`, as promoted integers.
    ("HONEST", "SEED_FULL"),
    ("HOSTILE_TAKER", "SEED_FULL"),
    // The peer's cursor is loaded once to be checked and once to be used.
    ("HOSTILE_TAKER", "SEED_TWICE"),
    ("HOSTILE_SENDER", "SEED_TWICE"),
    // A side's own cursor is read back from the shared page.
    ("HOSTILE_TAKER", "SEED_READS_BACK"),
    ("HOSTILE_SENDER", "SEED_READS_BACK"),
    // Nobody looks again before it sleeps.
    ("HONEST", "SEED_SLEEPS"),
    // Whether the peer sleeps is looked at before it can see the cursor.
    ("HONEST", "SEED_LOOKS_FIRST"),
    // What came before a close is forgotten.
    ("HONEST", "SEED_FORGETS"),
];

/// What a search says.
struct Search {
    states: u64,
    errors: u64,
    /// It ended for want of depth or memory.
    cut: bool,
}

/// Makes the checker of a model, in a folder of its own.
fn checker(defines: &[&str]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("spin")
        .join(defines.join("-"));
    fs::create_dir_all(&folder).expect("a folder for what spin writes");
    let run = |command: &mut Command, needs: &str| {
        let output = command.current_dir(&folder).output();
        let output = output.unwrap_or_else(|error| panic!("{needs}: {error}; try `just setup`"));
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{needs}: {said}");
    };
    let defines = defines.iter().map(|name| format!("-D{name}"));
    run(
        Command::new("spin").arg("-a").args(defines).arg(MODEL),
        "needs spin",
    );
    let options = ["-O1", "-DSAFETY", "-DMEMLIM=2048", "-o", "pan", "pan.c"];
    run(Command::new("cc").args(options), "needs a C compiler");
    folder
}

fn search(defines: &[&str]) -> Search {
    let folder = checker(defines);
    let depth = "-m600000";
    let pan = Command::new(folder.join("pan"))
        .arg(depth)
        .current_dir(&folder)
        .output();
    let said = String::from_utf8_lossy(&pan.expect("the checker runs").stdout).into_owned();
    let number = |before: &str, after: &str| {
        let line = said
            .lines()
            .find(|line| line.contains(after) && line.contains(before));
        let words = line
            .unwrap_or_else(|| panic!("no `{after}` in: {said}"))
            .split_whitespace();
        words.rev().find_map(|word| word.parse().ok()).unwrap_or(0)
    };
    Search {
        states: number("", "states, stored"),
        errors: number("State-vector", "errors:"),
        cut: said.contains("max search depth too small") || said.contains("memory limit"),
    }
}

#[test]
fn every_state_of_the_ring_is_sound() {
    for (who, fewest) in SOUND {
        let Search {
            states,
            errors,
            cut,
        } = search(&[who]);
        println!("{who}: {states} states, {errors} errors");
        assert!(
            errors == 0 && !cut,
            "{who}: {errors} errors, cut short: {cut}"
        );
        assert!(
            states >= fewest,
            "{who}: fewer than {fewest} states are no search"
        );
    }
}

#[test]
fn seeded_faults_are_found() {
    for (who, fault) in SEEDED {
        let Search { states, errors, .. } = search(&[who, fault]);
        println!("{who} with {fault}: {errors} error after {states} states");
        assert!(
            errors > 0,
            "{fault} went unnoticed in {states} states, {who}"
        );
    }
}
