//! What a port of this kind is opened with, and asked.

use core::time::Duration;

use avm_port::PortError;
use avm_resource::{ResourceArc, ResourceRef};
use avm_term::{FromTerm, Pid, Term, atom};
use pore::membrane::unix::{Name, Settings};
use pore::ring::{Config, features};
use pore::straw::{DEFAULT_MAX_FRAME, Water};

use crate::listener::Arrival;
use crate::names::Names;
use crate::reason::Reason;

/// The most bytes of a node's name.
pub const MAX_NODE: usize = 64;

/// What a port is opened with. One of `listen`, `connect` and `arrival` says what it is.
#[derive(Clone, Debug, FromTerm)]
pub struct Options<'a> {
    /// Listens under the name of a node, and has the names that peers may send to.
    pub listen: Option<&'a str>,
    /// Carries a straw that it asks a node of this name for.
    pub connect: Option<&'a str>,
    /// Carries a straw that a node has asked for.
    pub arrival: Option<ResourceRef<'a, Arrival>>,
    /// What this node calls itself, with `connect`.
    pub me: Option<&'a str>,
    /// The names that peers may send to, with `connect` and `arrival`.
    pub names: Option<ResourceArc<Names>>,
    /// How many names there may be, with `listen`.
    #[avm(default = 256)]
    pub most_names: u32,
    /// How messages are written.
    #[avm(default)]
    pub format: Spoken,
    /// The most bytes of a frame, both ways.
    #[avm(default = DEFAULT_MAX_FRAME, range = 64..=1 << 24)]
    pub max_frame: u32,
    /// This side sends through 2^`order` bytes.
    #[avm(default = 18, range = 8..=24)]
    pub order: u32,
    /// With so many bytes queued, sending is refused.
    #[avm(default = 256 << 10, range = 1..)]
    pub high: u32,
    /// With no more than so many it is taken again.
    #[avm(default = 64 << 10)]
    pub low: u32,
    /// How long it may take until there is a straw.
    #[avm(default = 5000, range = 1..=600_000)]
    pub timeout_ms: u32,
    /// Bytes that are moved each way before other processes have their turn.
    #[avm(default = 64 << 10, range = 64..=1 << 24)]
    pub budget: u32,
    /// Which atoms messages may have.
    pub atoms: Option<Vec<Term<'a>>>,
    /// How many atoms that are not there yet peers may make, over the life of the straw.
    #[avm(default)]
    pub new_atoms: u32,
}

/// How messages are written: `erlang | json`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromTerm)]
#[avm(atoms)]
pub enum Spoken {
    /// Erlang's external term format, if the peer speaks it, too.
    #[default]
    Erlang,
    /// JSON.
    Json,
}

/// What a port is asked.
#[derive(Clone, Debug, FromTerm)]
pub enum Request<'a> {
    /// The names that peers may send to, as a resource.
    GetNames,
    /// Lets peers send to a process.
    Export {
        /// The name.
        name: Term<'a>,
        /// The process.
        pid: Pid,
    },
    /// Takes a name back.
    Unexport {
        /// The name.
        name: Term<'a>,
    },
    /// Takes the peer that has said its name: `{ok, Outlet}`.
    Welcome,
    /// Does not take it, for this reason.
    Refuse(Refused),
    /// Whether the peer is there: `alive | gone`.
    Check,
    /// Queues a message; for who cannot call the NIF.
    Send((Term<'a>, Term<'a>)),
    /// Answers `ok` once there is room to send.
    Room,
    /// What came, went and was rejected.
    GetStats,
}

/// Why a peer is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromTerm)]
#[avm(atoms)]
pub enum Refused {
    /// There is a straw between both already.
    Exists,
    /// Both have asked, and the other's question is the one that counts.
    Glare,
    /// There are as many straws as may be.
    Full,
    /// It has the same name.
    Itself,
}

impl Refused {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Exists, Self::Glare, Self::Full, Self::Itself];

    /// What it is called.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Exists => "exists",
            Self::Glare => "glare",
            Self::Full => "full",
            Self::Itself => "itself",
        }
    }

    /// Why there is no straw then.
    pub(crate) fn reason(self) -> Reason {
        Reason::new(match self {
            Self::Exists => atom!("exists"),
            Self::Glare => atom!("timeout"),
            Self::Full => atom!("full"),
            Self::Itself => atom!("itself"),
        })
    }
}

impl Options<'_> {
    /// What this side offers, and what it takes.
    pub(crate) fn settings(&self) -> Settings {
        let features = match self.format {
            Spoken::Erlang => features::ERLANG,
            Spoken::Json => 0,
        };
        Settings {
            order: self.order,
            config: Config {
                features,
                max_frame: self.max_frame,
                start: 0,
            },
            timeout: Duration::from_millis(self.timeout_ms.into()),
            ..Settings::DEFAULT
        }
    }

    /// When this side takes no more to send.
    pub(crate) fn water(&self) -> Water {
        Water {
            high: self.high as usize,
            low: self.low as usize,
        }
    }

    /// The names that peers may send to.
    pub(crate) fn names(&self) -> Result<ResourceArc<Names>, PortError> {
        let names = self.names.clone();
        names.ok_or(PortError::with_atom(
            atom!("missing_option"),
            atom!("names"),
        ))
    }
}

/// Where a node of this name listens.
pub(crate) fn socket(node: &str) -> Result<Name, PortError> {
    check(node)?;
    Name::hidden(format!("avm-straw/{node}")).map_err(|_| PortError::new(atom!("bad_name")))
}

/// Makes sure that this can be the name of a node.
pub(crate) fn check(node: &str) -> Result<(), PortError> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.@".contains(&byte);
    if node.is_empty() || !node.bytes().all(is_part) {
        return Err(PortError::new(atom!("bad_name")));
    }
    if node.len() > MAX_NODE {
        return Err(PortError::new(atom!("name_too_long")));
    }
    Ok(())
}
