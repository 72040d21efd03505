//! Touch, sound and SPI ports as firmware for QEMU's mps2-an385.

#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
mod firmware;
#[cfg(target_os = "none")]
mod flash;
#[cfg(target_os = "none")]
mod sound;
#[cfg(target_os = "none")]
mod stack;
#[cfg(target_os = "none")]
mod touch;
