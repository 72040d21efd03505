//! How much one domain may have.

/// How much one domain may have at a time. Domain 0 may have any number of paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Paths that it owns.
    pub nodes: usize,
    /// Watches.
    pub watches: usize,
    /// Transactions that have begun.
    pub transactions: usize,
    /// Changes that its watches have not told. With more, a watch tells its own path instead,
    /// once: look again at all of it.
    pub events: usize,
    /// Bytes of one value.
    pub value: usize,
}

impl Quota {
    /// What Xen's store allows: 1000 paths, 128 watches, 10 transactions, values of 2048 bytes;
    /// and 256 changes.
    pub const DEFAULT: Self = Self {
        nodes: 1000,
        watches: 128,
        transactions: 10,
        events: 256,
        value: 2048,
    };
}

impl Default for Quota {
    fn default() -> Self {
        Self::DEFAULT
    }
}
