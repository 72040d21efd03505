//! Bare firmware of the STM32F407G-DISC1: touch and flash.

#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
mod firmware;
