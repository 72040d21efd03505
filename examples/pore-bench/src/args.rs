//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use example_support::{Error, parse};

use crate::work::Work;

/// What the program is to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    pub(crate) rows: Vec<Work>,
    /// About how long the measuring takes.
    pub(crate) seconds: u64,
    pub(crate) rounds: usize,
    /// An `erl`, whose nodes are measured, too.
    pub(crate) erl: Option<PathBuf>,
    /// The folder of a bundle with straws for it.
    pub(crate) bundle: Option<PathBuf>,
    /// Fails where a gate is missed.
    pub(crate) gate: bool,
    /// Leaves it to the system where the processes run.
    pub(crate) unpinned: bool,
    /// Makes the pores too slow, to see that the gates notice.
    pub(crate) slow: bool,
    /// The name that the second process goes to; the first one, if `None`.
    pub(crate) second: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            rows: Work::ALL.to_vec(),
            seconds: 12,
            rounds: 11,
            erl: None,
            bundle: None,
            gate: false,
            unpinned: false,
            slow: false,
            second: None,
        }
    }
}

/// Printed where the command line is wrong.
pub const USAGE: &str = "\
usage: pore-bench [--rows LIST] [--seconds N] [--rounds N] [--erl ERL] [--bundle DIR]
                  [--unpinned] [--gate] [--slow]
";

/// Printed for `--help`.
pub const HELP: &str = "\
A pore between two processes beside other ways between them, in one run.

usage: pore-bench [--rows LIST] [--seconds N] [--rounds N] [--erl ERL] [--bundle DIR]
                  [--unpinned] [--gate] [--slow]

Starts itself a second time, each process on a CPU of its own where that is allowed. Rounds go
through all ways in turn; a ratio is the median of the rounds' ratios, which is what to look at:
times are those of this machine as it is now. Standard output is tables as docs/numbers.md has
them, standard error says how far it is.

  spin       64 bytes there and back, both sides looking all the time: a pore, shared memory by
             hand
  blocking   the same, both sides asleep until woken, and on one CPU: a pore, shared memory and
             eventfds by hand, unix sockets
  apart      the same, each side on a CPU of its own
  rate       messages of 16 bytes one way, each made and looked at: a pore in batches and one by
             one, a ring by hand, a socket
  large      messages of 64 KiB one way: a pore that copies and one that lends, sockets, a pipe

Built with the feature iceoryx2 it has iceoryx2 in each row, too. With --erl there are two nodes as well: Erlang's distribution over TCP between them, and with
--bundle a straw.

  --rows LIST   only some, with commas between (spin,blocking,apart,rate,large)
  --seconds N   about how long to measure, 1 to 3600 (12)
  --rounds N    how often each way has its turn, 1 to 1001 (11)
  --erl ERL     the path of an erl, with erlc beside it or in the path
  --bundle DIR  what `just otp-bundle DIR` left, for straws between the nodes
  --unpinned    leaves it to the system where the processes run
  --gate        measures up to four times, and fails if a goal is missed by more than 8 % that
                does not depend on the machine
  --slow        makes pores too slow on purpose, which --gate has to notice

Of its own accord the program starts itself with --second NAME.
";

/// Reads the arguments after the program's name.
///
/// # Errors
///
/// What is wrong with them.
pub fn read(args: Vec<OsString>) -> Result<Option<Options>, Error> {
    parse(args, |options: &mut Options, name, value| {
        match name {
            "rows" => {
                let list = value.file()?.to_string_lossy().into_owned();
                let rows: Option<Vec<_>> = list.split(',').map(row).collect();
                options.rows = rows.ok_or_else(|| value.wrong(list, "not such rows"))?;
            }
            "seconds" => options.seconds = value.number(1..=3600)?,
            "rounds" => options.rounds = value.number(1..=1001)?,
            "erl" => options.erl = Some(value.file()?),
            "bundle" => options.bundle = Some(value.directory()?),
            "gate" => options.gate = true,
            "unpinned" => options.unpinned = true,
            "slow" => options.slow = true,
            "second" => options.second = Some(value.file()?.to_string_lossy().into_owned()),
            _ => return Err(value.unknown()),
        }
        Ok(())
    })
}

fn row(name: &str) -> Option<Work> {
    Work::ALL.into_iter().find(|work| work.name() == name)
}
