//! What can be seen of a board without its ports.

/// What can be seen of a board without its ports.
pub trait Watch {
    /// Whether the fingers are done: no event comes any more.
    fn is_over(&self) -> bool;

    /// What a part was asked that it does not do, and, of a board whose ports
    /// are closed, which part is not at rest.
    fn complaints(&self) -> Vec<String>;
}
