//! Ports as a static library in AtomVM's firmware for the RP2040.
#![cfg_attr(target_os = "none", no_std)]

mod ping;

use ping::Ping;

#[cfg(target_os = "none")]
vm_atomvm::firmware!();

vm_atomvm::export_port!(ping_create_port, Ping);
