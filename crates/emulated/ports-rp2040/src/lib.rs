//! Touch, display, sound and SPI ports as firmware for an emulated RP2040.

#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
extern crate alloc;

#[cfg(target_os = "none")]
mod bench;
#[cfg(target_os = "none")]
mod firmware;
#[cfg(target_os = "none")]
mod flash;
#[cfg(target_os = "none")]
mod panel;
#[cfg(target_os = "none")]
mod rounds;
#[cfg(target_os = "none")]
mod sound;
#[cfg(target_os = "none")]
mod together;
#[cfg(target_os = "none")]
mod touch;
