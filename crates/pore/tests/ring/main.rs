//! The rings, as users and peers see them.

mod common;
mod hostile;
mod layout;
mod loans;
#[cfg(target_os = "linux")]
mod mapping;
mod meeting;
mod model;
mod notify;
mod own;
mod stream;
