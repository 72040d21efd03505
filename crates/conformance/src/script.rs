//! Scenarios, read from the texts of the suite.
//!
//! | step | what it does | expected if nothing is said |
//! |---|---|---|
//! | `open NAME OPTIONS` | `avm_port:open/2` | |
//! | `P = open NAME OPTIONS` | the same | `{ok, P}` |
//! | `create NAME` | a port that waits for its `'$open'` | |
//! | `call P REQUEST` | `avm_port:call/2` | |
//! | `call P REQUEST within MS` | `avm_port:call/3` | |
//! | `info P` | `avm_port:info/1` | |
//! | `close P` | `avm_port:close/1` | `ok` |
//! | `send P MESSAGE` | `P ! Message` | `ok` |
//! | `receive` | the next message of all, or `nothing` | |
//! | `quiet` | no message comes for a moment | `nothing` |
//! | `read P COUNT` | calls `read_events` until so many events have come | |
//! | `take P COUNT` | receives `{touch, P, Events}` until so many events have come | |
//! | `C = process` | starts a process, which steps that begin with `C:` are done by | |
//! | `C: start P REQUEST` | begins a call, and does not wait | `ok` |
//! | `await C` | what that call answered | |
//! | `leave C REASON` | the process ends itself, with that reason | `ok` |
//! | `exit P REASON` | `exit(P, Reason)`, of a port or a process | `ok` |
//! | `link P` | `link(P)` | `ok` |
//! | `gone P` | the reason of the port's end, once it has ended, or `still_there` | |
//! | `dead C` | whether the process has ended: `true` or `false` | `true` |
//! | `forget X` | unbinds a variable, and collects garbage | `ok` |
//! | `sleep MS` | lets time pass | `ok` |
//! | `I = input SETTINGS` | `avm_touch_input:start_link/1` | `{ok, I}` |
//! | `ask I REQUEST` | `gen_server:call/2` | |
//! | `stop I` | `gen_server:stop/1` | `ok` |
//! | `nif NAME ARGUMENTS` | calls a NIF; `{raised, Reason}` if it raises | |
//!
//! `PATTERN = STEP` is another way to write `STEP -> PATTERN`. Scenarios below `@each port` are run
//! for each port that there is, with its name for `<port>` and good options for `<options>`.
//!
//! `eventually` before a step repeats it until it is as expected, for five seconds at most.

mod parse;

use crate::template::Template;

/// A VM, or a kind of VM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// `vm-host`
    Host,
    /// Erlang/OTP, by `vm-otp`.
    Otp,
    /// AtomVM of every version, by `vm-atomvm`.
    AtomVm,
    /// AtomVM 0.6.
    AtomVm06,
    /// AtomVM after 0.6.
    AtomVmMain,
}

impl Tag {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Host,
        Self::Otp,
        Self::AtomVm,
        Self::AtomVm06,
        Self::AtomVmMain,
    ];

    /// As the suite says it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Host => "vm-host",
            Self::Otp => "OTP",
            Self::AtomVm => "AtomVM",
            Self::AtomVm06 => "AtomVM 0.6",
            Self::AtomVmMain => "AtomVM main",
        }
    }
}

/// What the board of a scenario does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Board {
    /// Everything takes the time that it takes.
    Real,
    /// Nothing takes time, and the fingers do six things.
    Fast,
    /// Samples go at a pace that nobody keeps up with.
    Late,
    /// A finger is there at once, and after a second they do the same six things.
    Slow,
    /// It is set up wrongly.
    Wrong,
}

impl Board {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Real, Self::Fast, Self::Late, Self::Slow, Self::Wrong];

    /// As the suite says it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Fast => "fast",
            Self::Late => "late",
            Self::Slow => "slow",
            Self::Wrong => "wrong",
        }
    }

    /// `SIM_SPEED`.
    #[must_use]
    pub fn speed(self) -> &'static str {
        match self {
            Self::Real | Self::Slow => "1",
            Self::Fast => "0",
            Self::Late => "500",
            Self::Wrong => "fast",
        }
    }

    /// What `SIM_TRACE` is to name; `None`: nothing.
    #[must_use]
    pub fn trace(self) -> Option<&'static str> {
        match self {
            Self::Fast => Some(include_str!("../suite/six.csv")),
            Self::Slow => Some(include_str!("../suite/slow.csv")),
            _ => None,
        }
    }
}

/// Some steps, and what they are to show.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it shows, in words; no other has the same.
    pub name: String,
    /// On which board.
    pub board: Board,
    /// The VMs that it is not run on, and why.
    pub except: Vec<(Tag, String)>,
    /// What is done.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// As it stands in the suite.
    pub text: String,
    /// The process that does it; the scenario's own if `None`.
    pub actor: Option<String>,
    /// Whether it is repeated until it is as expected.
    pub eventually: bool,
    /// What is done.
    pub verb: Verb,
    /// What it gives.
    pub expected: Template,
    /// What it gives on some VMs, and why.
    pub variants: Vec<(Tag, Template, String)>,
}

/// What is done. Ports and processes are variables.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the table of the module says it")]
pub enum Verb {
    Open {
        name: Template,
        options: Template,
    },
    Create {
        name: Template,
    },
    Call {
        port: Template,
        request: Template,
        within: Option<u32>,
    },
    Close {
        port: Template,
    },
    Send {
        port: Template,
        message: Template,
    },
    Receive,
    Quiet,
    Read {
        port: Template,
        count: usize,
    },
    Take {
        port: Template,
        count: usize,
    },
    Process {
        name: String,
    },
    Start {
        port: Template,
        request: Template,
    },
    Await {
        process: Template,
    },
    Leave {
        process: Template,
        reason: Template,
    },
    Exit {
        target: Template,
        reason: Template,
    },
    Link {
        port: Template,
    },
    Gone {
        port: Template,
    },
    Dead {
        process: Template,
    },
    Forget {
        variable: String,
    },
    Sleep {
        ms: u32,
    },
    Input {
        settings: Template,
    },
    Ask {
        process: Template,
        request: Template,
    },
    Stop {
        process: Template,
    },
    Nif {
        name: Template,
        arguments: Template,
    },
}

impl Scenario {
    /// Whether it is run on a VM that is all of these.
    #[must_use]
    pub fn is_for(&self, tags: &[Tag]) -> bool {
        !self.except.iter().any(|(tag, _)| tags.contains(tag))
    }
}

impl Step {
    /// What it gives on a VM that is all of these.
    #[must_use]
    pub fn expected_on(&self, tags: &[Tag]) -> &Template {
        let variant = self.variants.iter().find(|(tag, ..)| tags.contains(tag));
        variant.map_or(&self.expected, |(_, expected, _)| expected)
    }
}

/// The texts, by the name of the file.
const TEXTS: [(&str, &str); 11] = [
    ("touch", include_str!("../suite/touch.txt")),
    ("input", include_str!("../suite/input.txt")),
    ("display", include_str!("../suite/display.txt")),
    ("update", include_str!("../suite/update.txt")),
    ("audio", include_str!("../suite/audio.txt")),
    ("spi", include_str!("../suite/spi.txt")),
    ("calls", include_str!("../suite/calls.txt")),
    ("ends", include_str!("../suite/ends.txt")),
    ("board", include_str!("../suite/board.txt")),
    ("nifs", include_str!("../suite/nifs.txt")),
    ("terms", include_str!("../suite/terms.txt")),
];

/// All scenarios.
///
/// # Panics
///
/// If a text is no list of scenarios: the suite is wrong.
#[must_use]
pub fn suite() -> Vec<Scenario> {
    let read = |(file, text): (&str, &str)| {
        parse::scenarios(text).unwrap_or_else(|error| panic!("suite/{file}.txt: {error}"))
    };
    let scenarios: Vec<Scenario> = TEXTS.into_iter().flat_map(read).collect();
    let mut names: Vec<&str> = scenarios.iter().map(|one| &*one.name).collect();
    names.sort_unstable();
    let twice = names.windows(2).find(|pair| pair[0] == pair[1]);
    assert_eq!(twice, None, "two scenarios of one name");
    scenarios
}
