//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use example_support::{Error, parse};

use crate::Rate;

/// What the program is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Device nodes on Erlang/OTP.
    pub nodes: u16,
    /// Seconds between the first event and the last table.
    pub seconds: u32,
    /// Events of each device.
    pub rate: Rate,
    /// Whether a node is killed and comes back.
    pub kill: bool,
    /// Whether 1, 4 and 16 nodes are compared instead.
    pub sweep: bool,
    /// Where `just otp-bundle DIR` left the library; made if `None`.
    pub bundle: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            nodes: 4,
            seconds: 6,
            rate: Rate::Paced(1_000),
            kill: true,
            sweep: false,
            bundle: None,
        }
    }
}

/// Printed where the command line is wrong.
pub const USAGE: &str = "\
usage: cluster [--nodes N | --sweep] [--seconds S] [--rate EVENTS] [--no-kill] [--bundle DIR]
";

/// Printed for `--help`.
pub const HELP: &str = "\
One Erlang/OTP node with the touch panels and speakers of many.

usage: cluster [--nodes N | --sweep] [--seconds S] [--rate EVENTS] [--no-kill] [--bundle DIR]

Starts an epmd of its own, N device nodes with simulated boards, and a hub, on this
machine alone; prints a table of what became of all touch events; plays a tone on all
nodes; kills the first node as kill -9 does, and starts it again. At the end nothing
is left running.

  --nodes N       device nodes, 1 to 64 (4)
  --seconds S     how long, 3 to 3600 (6)
  --rate EVENTS   events of each device in a second, up to 100000 (1000);
                  0 for as many as are taken
  --no-kill       kills no node
  --sweep         1, 4 and 16 nodes, one after the other, and a line for each
  --bundle DIR    where `just otp-bundle DIR` left the library; else it is built

In the table, `offered` to `queued` are what the touch port on the device counted, as of
its last answer; `received` is what came; `lies` are things that no port would send;
`opens` is how often the ports were opened. `loss` is `exact` where the two sides agree,
and `NOT EXACT` where not; of a node that is not there it says why.

Needs erl, erlc and epmd (ERL may name another erl) and setpriv. Where ATOMVM names
an executable of AtomVM (main), one more device node runs on it; AVM_BUNDLE may name
what `just atomvm-bundle` left.
";

/// Reads the arguments after the program's name.
///
/// # Errors
///
/// What is wrong with them.
pub fn read(args: Vec<OsString>) -> Result<Option<Options>, Error> {
    parse(args, |options: &mut Options, name, value| {
        match name {
            "nodes" => options.nodes = value.number(1..=64)?,
            "seconds" => options.seconds = value.number(3..=3_600)?,
            "rate" => {
                options.rate = match value.number(0..=100_000)? {
                    0 => Rate::Unpaced,
                    rate => Rate::Paced(rate),
                }
            }
            "sweep" => options.sweep = true,
            "no-kill" => options.kill = false,
            "bundle" => options.bundle = Some(value.directory()?),
            _ => return Err(value.unknown()),
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(line: &str) -> Result<Option<Options>, Error> {
        read(line.split_whitespace().map(Into::into).collect())
    }

    #[test]
    fn options_are_read_and_wrong_ones_are_told() {
        let all = options("--nodes 16 --seconds=3 --rate 0 --no-kill --sweep --bundle x").unwrap();
        let wanted = Options {
            nodes: 16,
            seconds: 3,
            rate: Rate::Unpaced,
            kill: false,
            sweep: true,
            bundle: Some("x".into()),
        };
        assert_eq!(all, Some(wanted));
        assert_eq!(options("--help").unwrap(), None);
        for wrong in ["--nodes 0", "--nodes 65", "--seconds 2", "--rate -1", "x"] {
            assert!(matches!(options(wrong), Err(Error::Usage(_))), "{wrong}");
        }
    }
}
