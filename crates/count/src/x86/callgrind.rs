//! callgrind: how it is run, and what its profile says.

use std::collections::HashMap;
use std::env;
use std::fs;

use tools::Failure;

use super::counted::{HANDLED, MOVED};
use super::streams::CALLS;
use super::terms::TERMS;

/// The counted functions: what they measure, and how many it is spread over.
const FUNCTIONS: [(&str, &str, u64); 12] = [
    ("counted_push", "push", MOVED),
    ("counted_pop", "pop", MOVED),
    ("counted_fill", "fill", MOVED),
    ("counted_drain", "drain", MOVED),
    ("counted_chunk_512", "512", CALLS),
    ("counted_chunk_4096", "4096", CALLS),
    ("counted_block", "block", CALLS),
    ("counted_get", "get", HANDLED),
    ("counted_insert", "insert", HANDLED),
    ("counted_remove", "remove", HANDLED),
    ("counted_encode", "encode", TERMS),
    ("counted_decode", "decode", TERMS),
];

/// Runs one subject and returns its instructions per event or entry.
pub(super) fn run(subject: &str) -> Result<Vec<(&'static str, f64)>, Failure> {
    let profile = tools::workplace("count")?.join("callgrind.out");
    let _ = fs::remove_file(&profile);
    let mut valgrind = tools::command(
        "valgrind",
        [
            "--tool=callgrind",
            "--collect-atstart=no",
            "--toggle-collect=*counted_*",
            "--compress-strings=no",
            "--compress-pos=no",
        ],
    );
    valgrind.arg(format!("--callgrind-out-file={}", profile.display()));
    valgrind.arg(env::current_exe()?).args(["inside", subject]);
    tools::output(&mut valgrind)?;
    let profile = fs::read_to_string(&profile)?;
    let counts = inclusive(&profile);
    let found = FUNCTIONS.iter().filter_map(|(function, what, events)| {
        let mut named = counts.iter().filter(|(name, _)| name.contains(function));
        named
            .next()
            .map(|(_, count)| (*what, *count as f64 / *events as f64))
    });
    Ok(found.collect())
}

/// Sums what each function executed, its callees included.
///
/// A profile has a line `fn=NAME`, then lines `POSITION COUNT`. A call is a
/// line `calls=`, followed by one such line that holds the cost of the callee.
fn inclusive(profile: &str) -> HashMap<&str, u64> {
    let mut counts = HashMap::new();
    let mut function = "";
    for line in profile.lines() {
        if let Some(name) = line.strip_prefix("fn=") {
            function = name;
        } else if let Some(count) = cost(line) {
            *counts.entry(function).or_default() += count;
        }
    }
    counts
}

fn cost(line: &str) -> Option<u64> {
    let (position, count) = line.split_once(' ')?;
    position.parse::<u64>().ok()?;
    count.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::inclusive;

    #[test]
    fn adds_what_callees_executed() {
        let profile = "events: Ir\nfn=a\nfi=other.rs\n3 10\nfe=a.rs\n4 5\ncfn=b\ncalls=2 7\n5 100\n\nfn=b\n7 100\n";
        let counts = inclusive(profile);
        assert_eq!(counts["a"], 115);
        assert_eq!(counts["b"], 100);
    }
}
