//! The ring's suite as firmware for QEMU's mps2-an385, a Cortex-M3.

#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
mod firmware;
