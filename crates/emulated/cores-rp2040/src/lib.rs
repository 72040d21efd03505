//! A pore between both cores of an emulated RP2040.
//!
//! Core 0 launches core 1, and both exchange streams that they check, through a table in memory. The
//! FIFO between the cores is the doorbell; a core with nothing to do sleeps until its interrupt. In
//! the middle of a stream core 0 resets core 1, which is told from its new life, and begins anew.

#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
mod chip;
#[cfg(target_os = "none")]
mod firmware;
#[cfg(target_os = "none")]
mod program;
#[cfg(target_os = "none")]
mod stream;
