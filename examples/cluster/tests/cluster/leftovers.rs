//! What is left when a cluster ends, or its starter is killed.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use cluster::{Rate, left_running};

use crate::place::{Place, board, code, scratch};

#[test]
fn nothing_is_left_of_a_cluster_that_ended() {
    let Some(place) = Place::new("left") else {
        return;
    };
    let port = place.site.port();
    let mut devices = place.devices(2, board(200_000, Rate::Paced(500)));
    let mut hub = place.hub(&[]);
    hub.wait_until("found", |rows| rows.iter().any(|row| row.received > 0))
        .unwrap();
    // The epmd, the devices, the hub, and what helps them.
    assert!(left_running(port).len() >= 4);
    devices.pop();
    drop((hub, devices, place));
    assert_eq!(left_running(port), []);
}

/// Seeded faults: a node that nobody ends, and one that is not bound to its starter.
#[test]
fn what_is_left_is_noticed() {
    let Some(place) = Place::new("noticed") else {
        return;
    };
    let port = place.site.port();
    let mut devices = place.devices(1, board(1_000, Rate::Paced(500)));
    // It ends by itself if there is no epmd to start with.
    while place.site.nodes().expect("an epmd") == 0 {
        thread::sleep(Duration::from_millis(20));
    }
    std::mem::forget(devices.pop());
    let mut unbound = Command::new("sleep");
    unbound.arg("600").env("ERL_EPMD_PORT", port.to_string());
    let mut unbound = unbound.spawn().expect("sleep");
    drop((devices, place));
    let left = left_running(port);
    for id in &left {
        // The shell's own: `kill` as a program is of procps, which Debian may be without.
        // Some have gone with the node before it is their turn.
        let asked = Command::new("sh")
            .args(["-c", &format!("kill -KILL {id}")])
            .status();
        assert!(asked.is_ok());
    }
    unbound.wait().expect("it is ours");
    // The node, what helps it, and the other.
    assert!(left.contains(&unbound.id()) && left.len() >= 2, "{left:?}");
    assert_eq!(left_running(port), []);
}

#[test]
fn nothing_is_left_of_a_starter_that_was_killed() {
    let Some(_place) = Place::new("killed") else {
        return;
    };
    let bundle = code().avm_port.parent().expect("a bundle");
    let mut starter = start(bundle);
    let output = starter.stdout.take().expect("standard output");
    let mut port = 0;
    // It is read from to the end, so that the starter does not end for want of a reader.
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    for line in lines.by_ref() {
        if let Some((_, number)) = line.split_once("127.0.0.1:") {
            port = number.parse().expect("a port");
        }
        if line.starts_with("after 1 s") {
            break;
        }
    }
    assert!(left_running(port).len() >= 4);
    starter.kill().expect("the starter is ours");
    starter.wait().expect("the starter is ours");
    drop(lines);
    assert_eq!(left_running(port), []);
}

fn start(bundle: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cluster"));
    command
        .args(["--nodes", "2", "--seconds", "60", "--bundle"])
        .arg(bundle);
    // What a killed starter leaves of files is for the next test to remove.
    command.env("TMPDIR", scratch().join("killed"));
    command.env_remove("ATOMVM").stdout(Stdio::piped());
    command.spawn().expect("the starter")
}
