//! Who may do what.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{DomId, StoreError};

/// What a domain may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Nothing.
    None,
    /// Read.
    Read,
    /// Write.
    Write,
    /// Read and write.
    Both,
}

impl Access {
    /// Its letter.
    pub const fn letter(self) -> char {
        match self {
            Self::None => 'n',
            Self::Read => 'r',
            Self::Write => 'w',
            Self::Both => 'b',
        }
    }

    /// Whether this is at least the other.
    pub(super) fn allows(self, need: Self) -> bool {
        self == Self::Both || self == need || need == Self::None
    }
}

/// One entry: what one domain may do, or, as the first entry, who is the owner and what all others
/// may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Perm {
    /// What it may do.
    pub access: Access,
    /// Which domain.
    pub domid: DomId,
}

impl Perm {
    /// An entry.
    pub const fn new(access: Access, domid: DomId) -> Self {
        Self { access, domid }
    }

    /// The entry as text: `r5`.
    pub fn to_text(self) -> String {
        format!("{}{}", self.access.letter(), self.domid)
    }

    /// The entry of a text.
    ///
    /// # Errors
    ///
    /// It is none.
    pub fn from_text(text: &str) -> Result<Self, StoreError> {
        let mut letters = text.chars();
        let access = match letters.next() {
            Some('n') => Access::None,
            Some('r') => Access::Read,
            Some('w') => Access::Write,
            Some('b') => Access::Both,
            _ => return Err(StoreError::Invalid),
        };
        let digits = letters.as_str();
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| is_number);
        let domid = DomId(number.ok_or(StoreError::Invalid)?);
        Ok(Self { access, domid })
    }
}

/// Who owns what has these entries.
pub(super) fn owner(perms: &[Perm]) -> DomId {
    perms.first().map_or(DomId(0), |first| first.domid)
}

/// Whether a domain may do what it needs to.
pub(super) fn allow(perms: &[Perm], domid: DomId, need: Access) -> bool {
    if domid == DomId(0) || owner(perms) == domid {
        return true;
    }
    let own = perms.iter().skip(1).find(|perm| perm.domid == domid);
    own.or(perms.first())
        .is_some_and(|perm| perm.access.allows(need))
}

/// The entries of what a domain makes below what has these.
pub(super) fn inherited(perms: &[Perm], domid: DomId) -> Vec<Perm> {
    let mut perms = perms.to_vec();
    if let Some(first) = perms.first_mut()
        && domid != DomId(0)
    {
        first.domid = domid;
    }
    perms
}
