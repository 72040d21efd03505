//! What is done with two nodes.

use std::io;

use cluster::Machine;

use crate::{Node, Place};

/// Starts two nodes, has them ask each other, kills the right one, and starts it again; tells what
/// happened, line by line.
///
/// # Errors
///
/// If a node does not do what it should.
pub fn story(
    place: &Place,
    right: &Machine,
    tell: &mut impl FnMut(&str) -> io::Result<()>,
) -> io::Result<()> {
    let left = Node::start(place, "left", &Machine::Otp(Vec::new()))?;
    let first = Node::start(place, "right", right)?;
    both(&left, &first, tell)?;

    let mut killed = first;
    killed.kill();
    tell("  right: killed")?;
    tell(&format!("  {}", left.wait_for("left: closed gone")?))?;

    let again = Node::start(place, "right", right)?;
    both(&left, &again, tell)
}

/// The straw is there, and both have had answers through it.
fn both(
    left: &Node,
    right: &Node,
    tell: &mut impl FnMut(&str) -> io::Result<()>,
) -> io::Result<()> {
    tell(&format!("  {}", right.wait_for("right: up")?))?;
    for (node, name) in [(left, "left"), (right, "right")] {
        tell(&format!("  {}", node.wait_for(&format!("{name}: open"))?))?;
    }
    for (node, name) in [(left, "left"), (right, "right")] {
        let line = node.wait_for(&format!("{name}: "))?;
        if !line.ends_with("answers") {
            return Err(io::Error::other(line));
        }
        tell(&format!("  {line}"))?;
    }
    Ok(())
}

/// Checks with a node on this machine what `avm_straw` promises.
///
/// # Errors
///
/// What it does not keep.
pub fn promises(place: &Place, other: &Machine) -> io::Result<()> {
    let other = Node::start(place, "other", other)?;
    other.wait_for("other: up")?;
    let checks = Node::start(place, "checks", &Machine::Otp(Vec::new()))?;
    checks.wait_for("checks: ok").map(|_| ())
}
