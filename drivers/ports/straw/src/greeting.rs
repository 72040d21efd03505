//! The first words: what nodes call themselves.
//!
//! Who has asked for a straw says `hello`, the other answers `welcome` or `refused`; only then do
//! messages follow. They are envelopes to a name that cannot be exported by accident.

use avm_term::etf::{Atoms, Encoded, Limits, Reader};
use avm_term::{IntoTerm, tuple};
use pore::membrane::unix::UnixPore;
use pore::straw::{Exports, Format, Inbound, Message, SendError, Straw};

use crate::options::{self, Refused};

/// Who the first words are for.
pub(crate) const ADDRESS: &str = "$straw";

/// What is said first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Greeting {
    /// A node of this name asks for a straw.
    Hello(String),
    /// A node of this name takes it.
    Welcome(String),
    /// It does not.
    Refused(Refused),
}

impl Greeting {
    fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::Hello(node) => ("hello", node),
            Self::Welcome(node) => ("welcome", node),
            Self::Refused(why) => ("refused", why.name()),
        }
    }

    fn of_parts(tag: &str, text: &str) -> Option<Self> {
        match tag {
            "refused" => {
                let mut all = Refused::ALL.into_iter();
                all.find(|why| why.name() == text).map(Self::Refused)
            }
            "hello" | "welcome" if options::check(text).is_err() => None,
            "hello" => Some(Self::Hello(text.into())),
            "welcome" => Some(Self::Welcome(text.into())),
            _ => None,
        }
    }

    /// Queues it.
    pub(crate) fn send(&self, straw: &mut Straw<UnixPore>) -> Result<(), SendError> {
        match (straw.terms().format, self) {
            (Format::Erlang, Self::Hello(node)) => say(straw, &tuple!("hello", node.as_str())),
            (Format::Erlang, Self::Welcome(node)) => say(straw, &tuple!("welcome", node.as_str())),
            (Format::Erlang, Self::Refused(why)) => say(straw, &tuple!("refused", why.name())),
            (Format::Json, _) => {
                let (tag, text) = self.parts();
                // Neither has anything in it that JSON would write in another way.
                straw.send_json(ADDRESS, &format!("{{\"{tag}\":\"{text}\"}}"))
            }
        }
    }

    /// Reads what came.
    pub(crate) fn of(message: Message<'_>) -> Option<Self> {
        match message {
            Message::Term(term) => of_term(term),
            Message::Json(text) => {
                let value: serde_json::Value = serde_json::from_str(text).ok()?;
                let (tag, text) = value.as_object()?.iter().next()?;
                Self::of_parts(tag, text.as_str()?)
            }
        }
    }
}

fn say<M: IntoTerm>(straw: &mut Straw<UnixPore>, message: &M) -> Result<(), SendError> {
    straw.send_term(ADDRESS, message)
}

fn of_term(term: Encoded<'_>) -> Option<Greeting> {
    ["hello", "welcome", "refused"].into_iter().find_map(|tag| {
        let mut reader = Reader::without_version(term.as_bytes(), &Limits::DEFAULT).ok()?;
        let mut inside = reader.read_tagged(tag, 1).ok()?;
        let text = core::str::from_utf8(inside.read_binary().ok()?).ok()?;
        Greeting::of_parts(tag, text)
    })
}

/// What first words may hold, and where they go.
pub(crate) fn inbound(exports: &Exports<()>) -> Inbound<'_, ()> {
    Inbound {
        exports,
        limits: Limits {
            atoms: Atoms::Any,
            ..Limits::DEFAULT
        },
    }
}
