//! What is not delivered, and how often.

use avm_term::etf::DecodeError;

/// Why an envelope was not delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reject {
    /// The payload is no envelope.
    NoEnvelope,
    /// It is for a pid, or something else that is no name.
    NotAName,
    /// It is for a name that is not exported.
    UnknownName,
    /// It holds an atom that is too long or not allowed.
    Atom,
    /// It is nested too deep, has too many elements, or there is no memory.
    Limit,
    /// The message is none, or one that is not safe: compressed, a function.
    Message,
}

impl Reject {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::NoEnvelope,
        Self::NotAName,
        Self::UnknownName,
        Self::Atom,
        Self::Limit,
        Self::Message,
    ];

    /// Why bytes are no message.
    pub(super) fn of_message(error: DecodeError) -> Self {
        Self::of(error, Self::Message)
    }

    /// Why bytes are no envelope.
    pub(super) fn of_envelope(error: DecodeError) -> Self {
        Self::of(error, Self::NoEnvelope)
    }

    fn of(error: DecodeError, otherwise: Self) -> Self {
        match error {
            DecodeError::UnknownAtom | DecodeError::LongAtom => Self::Atom,
            DecodeError::TooDeep
            | DecodeError::TooMany
            | DecodeError::TooLong
            | DecodeError::OutOfMemory => Self::Limit,
            _ => otherwise,
        }
    }
}

/// How many envelopes were not delivered, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rejects {
    counts: [u64; Reject::ALL.len()],
}

impl Rejects {
    pub(super) const NONE: Self = Self {
        counts: [0; Reject::ALL.len()],
    };

    /// How many for this reason.
    pub fn of(&self, reject: Reject) -> u64 {
        self.counts
            .get(reject as usize)
            .copied()
            .unwrap_or_default()
    }

    /// How many altogether.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    pub(super) fn count(&mut self, reject: Reject) {
        if let Some(count) = self.counts.get_mut(reject as usize) {
            *count += 1;
        }
    }
}
