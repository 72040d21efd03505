//! Messages of Xen's store (`xen/include/public/io/xs_wire.h`).

use core::fmt;

/// Bytes of a message's header.
pub const SOCKMSG_BYTES: usize = 16;
/// The most bytes behind it.
pub const MAX_PAYLOAD: usize = 4096;

macro_rules! operations {
    ($($name:ident = $number:literal, $doc:literal;)*) => {
        /// What a message asks or answers.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u32)]
        pub enum Operation {
            $(#[doc = $doc] $name = $number,)*
        }

        impl Operation {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The operation of this number, if there is one.
            pub const fn from_number(number: u32) -> Option<Self> {
                match number {
                    $($number => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

operations! {
    Control = 0, "Orders to the store itself; refused here.";
    Directory = 1, "Lists the names below a path.";
    Read = 2, "Reads the value at a path.";
    GetPerms = 3, "Reads who may do what at a path.";
    Watch = 4, "Asks to be told of changes.";
    Unwatch = 5, "Takes that back.";
    TransactionStart = 6, "Begins a transaction.";
    TransactionEnd = 7, "Ends one: `T` keeps it, `F` drops it.";
    Introduce = 8, "Introduces a domain; refused here.";
    Release = 9, "Lets a domain go; refused here.";
    GetDomainPath = 10, "Where a domain's relative paths begin.";
    Write = 11, "Writes a value: path, NUL, value.";
    Mkdir = 12, "Makes an empty value, if there is none.";
    Rm = 13, "Deletes a path and all below it.";
    SetPerms = 14, "Writes who may do what at a path.";
    WatchEvent = 15, "Tells of a change: path, NUL, token, NUL.";
    Error = 16, "Refuses a request: its name.";
    IsDomainIntroduced = 17, "Whether a domain is known.";
    Resume = 18, "Lets a domain go on; refused here.";
    SetTarget = 19, "Gives one domain the rights of another; refused here.";
    ResetWatches = 21, "Takes back all watches and transactions.";
}

/// The header of a message: four words in little-endian order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SockMsg {
    /// What it is about.
    pub operation: Operation,
    /// Which request this is, or which one it answers; 0 with watch events.
    pub req_id: u32,
    /// The transaction that it belongs to, or 0.
    pub tx_id: u32,
    /// Bytes behind the header, at most 4096.
    pub len: u32,
}

/// Why a header is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SockMsgError {
    /// There is no such operation.
    Operation(u32),
    /// More than 4096 bytes behind it.
    Length(u32),
}

impl fmt::Display for SockMsgError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(number) => write!(f, "the store has no operation {number}"),
            Self::Length(length) => write!(f, "a message of {length} bytes; at most {MAX_PAYLOAD}"),
        }
    }
}

impl core::error::Error for SockMsgError {}

impl SockMsg {
    /// The header as it is sent.
    pub fn to_bytes(self) -> [u8; SOCKMSG_BYTES] {
        let mut bytes = [0; SOCKMSG_BYTES];
        let words = [self.operation as u32, self.req_id, self.tx_id, self.len];
        for (place, word) in bytes.chunks_exact_mut(4).zip(words) {
            place.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    /// The header that was received.
    ///
    /// # Errors
    ///
    /// Its operation or its length cannot be; what follows is of no use then.
    pub fn from_bytes(bytes: &[u8; SOCKMSG_BYTES]) -> Result<Self, SockMsgError> {
        let mut words = [0; 4];
        for (word, bytes) in words.iter_mut().zip(bytes.as_chunks::<4>().0) {
            *word = u32::from_le_bytes(*bytes);
        }
        let [number, req_id, tx_id, len] = words;
        let operation = Operation::from_number(number).ok_or(SockMsgError::Operation(number))?;
        if len as usize > MAX_PAYLOAD {
            return Err(SockMsgError::Length(len));
        }
        Ok(Self {
            operation,
            req_id,
            tx_id,
            len,
        })
    }
}
