//! The ring's suite as firmware for QEMU's microbit, a Cortex-M0.

#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
mod firmware;
