//! Why the store refuses.

use core::fmt;

macro_rules! errors {
    ($($name:ident = $text:literal, $doc:literal;)*) => {
        /// Why the store refused a request.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum StoreError {
            $(#[doc = $doc] $name,)*
        }

        impl StoreError {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// What it is called on the wire.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// The error of this name, if it is one of these.
            pub fn from_name(name: &[u8]) -> Option<Self> {
                Self::ALL.iter().copied().find(|error| error.name().as_bytes() == name)
            }
        }
    };
}

errors! {
    Invalid = "EINVAL", "The path, or what came with it, is none.";
    NoEntry = "ENOENT", "There is no such path, watch or transaction.";
    Access = "EACCES", "The domain may not.";
    Permission = "EPERM", "Only the owner may, and not this.";
    Exists = "EEXIST", "There is such a watch.";
    Again = "EAGAIN", "What the transaction looked at has changed; try again.";
    TooBig = "E2BIG", "More bytes than a message may have.";
    NoSpace = "ENOSPC", "As many as the domain may have.";
    NoMemory = "ENOMEM", "There is no memory.";
    Unsupported = "ENOSYS", "There is no such request here.";
    Io = "EIO", "The store failed.";
    Protocol = "EPROTO", "The other end says what cannot be.";
    Gone = "EPIPE", "The connection is no more.";
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl core::error::Error for StoreError {}
