//! The ring's suite as firmware for QEMU's virt, a RISC-V of 32 bits.

#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
mod firmware;
