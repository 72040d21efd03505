//! The SPI port on a flash, as firmware for QEMU's sifive_u.

#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
mod board;
#[cfg(target_os = "none")]
mod firmware;
#[cfg(target_os = "none")]
mod flash;
#[cfg(target_os = "none")]
mod registers;
