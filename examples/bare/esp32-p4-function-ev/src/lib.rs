//! Bare firmware of the ESP32-P4-Function-EV: touch.

#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
mod firmware;
