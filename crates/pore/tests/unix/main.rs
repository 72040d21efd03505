//! Two processes on Linux: how they find each other, and what goes wrong.
#![cfg(target_os = "linux")]

mod bells;
mod common;
mod hostile;
mod leaks;
mod limits;
mod lingering;
mod meeting;
mod names;
mod namespaces;
mod processes;
mod raw;
mod rights;
