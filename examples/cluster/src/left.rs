//! What is left running of a cluster.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

/// How long the system may take to end what was killed.
const PATIENCE: Duration = Duration::from_secs(5);

/// The processes of a cluster that still run, those that ended a moment ago aside.
///
/// They are known by the port of their epmd, which is in the environment of each of them.
#[must_use]
pub fn left_running(epmd_port: u16) -> Vec<u32> {
    let start = Instant::now();
    loop {
        let left = running(epmd_port);
        if left.is_empty() || start.elapsed() > PATIENCE {
            return left;
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn running(epmd_port: u16) -> Vec<u32> {
    let wanted = format!("ERL_EPMD_PORT={epmd_port}").into_bytes();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    numbers
        .filter(|number: &u32| {
            let environment = fs::read(format!("/proc/{number}/environ")).unwrap_or_default();
            environment
                .split(|byte| *byte == 0)
                .any(|entry| entry == wanted)
        })
        .collect()
}
