//! The display port as firmware for QEMU's lm3s6965evb, which has an OLED.

#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
mod board;
#[cfg(target_os = "none")]
mod display;
#[cfg(target_os = "none")]
mod firmware;
#[cfg(target_os = "none")]
mod registers;
