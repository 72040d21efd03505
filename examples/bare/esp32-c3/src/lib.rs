//! Bare firmware of an ESP32-C3 with modules: touch and flash.

#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
mod firmware;
