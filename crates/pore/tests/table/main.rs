//! Two cores and the table between them.

mod common;
mod death;
mod hostile;
mod meeting;
mod own;
mod threads;
