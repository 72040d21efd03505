//! The rings and tables as C functions, to be counted in an emulator.
//!
//! The emulator lends each ring and table its memory, so nothing here keeps
//! state: an end is reached through a pointer, as an interrupt handler would
//! reach it. Each function is the real call of the crate and nothing else.

#![cfg_attr(target_os = "none", no_std)]
#![expect(unsafe_code, reason = "unmangled names, which the emulator looks up")]

#[cfg(target_os = "none")]
mod interrupts;
mod rings;
#[cfg(target_os = "none")]
mod runtime;
mod seeded;
mod tables;
