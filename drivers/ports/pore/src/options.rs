//! What a pore is opened with.

use avm_port::{Active, PortError};
use avm_term::{FromTerm, Invalid, Term, Text, atom};
use pore::ring::Rights;

/// The options of the port; see the crate's page.
#[derive(Clone, Debug, FromTerm)]
pub struct Options<'a> {
    /// What it is for.
    #[avm(default)]
    pub role: Role,
    /// A name that is in no file system.
    pub name: Option<Text>,
    /// A name that is a path.
    pub path: Option<Text>,
    /// This side sends through 2^`order` bytes.
    #[avm(default = 16, range = 4..=30)]
    pub order: u32,
    /// The peer may send through at most 2^this bytes.
    #[avm(default = 24, range = 4..=30)]
    pub most_order: u32,
    /// What this side says of the longest frame that it takes; 0: it does not care.
    #[avm(default)]
    pub max_frame: u32,
    /// How long a negotiation may take, in milliseconds.
    #[avm(default = 5000)]
    pub timeout: u32,
    /// Who the peer may be.
    #[avm(default)]
    pub access: Access,
    /// What this side does with it.
    #[avm(default)]
    pub rights: Direction,
    /// How the owner hears of bytes.
    #[avm(default)]
    pub active: Mode,
    /// A pore that another port had, or accepted.
    pub gift: Option<Term<'a>>,
}

/// What a port is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromTerm)]
#[avm(atoms)]
pub enum Role {
    /// One end of a pore.
    #[default]
    Connect,
    /// A name that others connect to.
    Listen,
}

/// Who the peer may be: `same_user`, `everyone`, or the number of a user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// This process's own user.
    #[default]
    SameUser,
    /// This user.
    User(u32),
    /// Any.
    Everyone,
}

impl<'a> FromTerm<'a> for Access {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        match () {
            () if term.is(atom!("same_user")) => Ok(Self::SameUser),
            () if term.is(atom!("everyone")) => Ok(Self::Everyone),
            () => u32::from_term(term).map(Self::User),
        }
    }
}

/// What this side does with a pore.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromTerm)]
#[avm(atoms)]
pub enum Direction {
    /// Reads and writes.
    #[default]
    Both,
    /// Only reads.
    Read,
    /// Only writes.
    Write,
}

/// How the owner hears of bytes: `false`, or as an active socket's owner does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// By `{irq, Pore}`.
    #[default]
    Irq,
    /// By the bytes themselves.
    Active(Active),
}

impl<'a> FromTerm<'a> for Mode {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        if term.is(atom!("false")) {
            return Ok(Self::Irq);
        }
        Active::from_term(term).map(Self::Active)
    }
}

/// What a [source](crate::Source) makes a pore by.
#[derive(Clone, Debug)]
pub struct Terms {
    /// What it is called.
    pub name: Name,
    /// This side sends through 2^`order` bytes.
    pub order: u32,
    /// The peer may send through at most 2^this bytes.
    pub most_order: u32,
    /// The longest frame that this side takes, or 0.
    pub max_frame: u32,
    /// How long a negotiation may take, in milliseconds.
    pub timeout: u32,
    /// Who the peer may be.
    pub access: Access,
    /// What this side does with it.
    pub rights: Rights,
}

/// What an endpoint is called.
#[derive(Clone, Debug)]
pub enum Name {
    /// A name that is in no file system.
    Hidden(Text),
    /// A path.
    Path(Text),
}

impl Options<'_> {
    /// What the pore is made by.
    ///
    /// # Errors
    ///
    /// It has no name, or two.
    pub(crate) fn terms(&self) -> Result<Terms, PortError> {
        let name = match (self.name.clone(), self.path.clone()) {
            (Some(name), None) => Name::Hidden(name),
            (None, Some(path)) => Name::Path(path),
            (None, None) => {
                let name = atom!("name");
                return Err(PortError::with_atom(atom!("missing_option"), name));
            }
            (Some(_), Some(_)) => return Err(PortError::new(atom!("two_names"))),
        };
        Ok(Terms {
            name,
            order: self.order,
            most_order: self.most_order,
            max_frame: self.max_frame,
            timeout: self.timeout,
            access: self.access,
            rights: match self.rights {
                Direction::Both => Rights::BOTH,
                Direction::Read => Rights::READ,
                Direction::Write => Rights::WRITE,
            },
        })
    }
}
