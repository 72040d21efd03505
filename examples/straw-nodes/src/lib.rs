//! Two Erlang nodes of one machine, and a straw between them.
//!
//! Each asks the other, and answers. One is killed; the other goes on, and the straw comes back
//! when the node does. The nodes are Erlang, in `erl`; this crate starts them and tells what
//! happened: [`Place`] has their code, [`Node`] is one, [`story`] is what is done with two.
#![forbid(unsafe_code)]

mod node;
mod place;
mod rate;
mod story;

use std::ffi::OsString;
use std::io;

use cluster::Machine;
use example_support::{Error, say};

pub use node::Node;
pub use place::Place;
pub use rate::{Rates, rates};
pub use story::{promises, story};

/// Printed where the command line is wrong.
pub const USAGE: &str = "usage: straw-nodes\n";

/// Printed for `--help`.
pub const HELP: &str = "\
Two Erlang nodes of one machine, and a straw between them.

usage: straw-nodes

Starts two nodes of Erlang/OTP, without distribution between them, that ask each other
through a straw; kills one as kill -9 does, and starts it again. With ATOMVM, the path of
an AtomVM, does the same with a node of each. Then compares how many small messages a
straw and distribution over loopback TCP carry.

  ERL     the erl to use (erl)
  ATOMVM  the AtomVM to use
";

/// Reads the command line: `None` for `--help`.
///
/// # Errors
///
/// If there is anything else on it.
pub fn read(arguments: Vec<OsString>) -> Result<Option<()>, Error> {
    match arguments.as_slice() {
        [] => Ok(Some(())),
        [help] if help == "--help" => Ok(None),
        [other, ..] => Err(Error::Usage(format!("what is {}?", other.display()))),
    }
}

/// Does what the help says.
///
/// # Errors
///
/// If something cannot be built or started, or a node does not do what it should.
pub fn run() -> Result<(), Error> {
    cluster::programs()?;
    let flawed = |error: io::Error| Error::Flawed(error.to_string());
    let folder = std::env::temp_dir().join(format!("straw-nodes-{}", std::process::id()));
    let done = show(&folder).map_err(flawed);
    // What is left there is of no use.
    let _removed = std::fs::remove_dir_all(&folder);
    done
}

fn show(folder: &std::path::Path) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let mut tell = |line: &str| {
        let said = say(&mut out, format_args!("{line}\n"));
        said.map_err(|error| io::Error::other(error.to_string()))
    };
    std::fs::create_dir_all(folder)?;
    tell("Building what the nodes load; the first time takes minutes.")?;
    let place = Place::make(folder)?;
    tell("Two nodes of Erlang/OTP:")?;
    let otp = Machine::Otp(Vec::new());
    story(&place, &otp, &mut tell)?;
    if let Some(atomvm) = cluster::atomvm(&folder.join("atomvm"))? {
        tell("A node of Erlang/OTP (left) and one of AtomVM (right):")?;
        story(&place, &atomvm, &mut tell)?;
    }
    tell("As many messages as go through:")?;
    let rates = rates(&place)?;
    tell(&rates.to_string())
}
