//! Ports as a static library in AtomVM's firmware for the RP2040.
//!
//! The board is a Pico with a touch controller and a flash on its pins (`board`), worked by the
//! Pico SDK's drivers. `c/ports.c` names the ports and the NIFs once more, for AtomVM.
#![cfg_attr(target_os = "none", no_std)]

mod board;
mod counter;
mod ping;
mod traced;

use board::Pico;
use counter::Counters;
use example_nifs::*;
use ping::Ping;
use port_spi::Spi;
use port_touch::Touch;
use traced::Traced;

#[cfg(target_os = "none")]
vm_atomvm::firmware!();

vm_atomvm::export_port!(ping_create_port, Ping);
vm_atomvm::export_port!(counters_create_port, Counters);
vm_atomvm::export_port!(touch_create_port, Traced<Touch<Pico>>);
vm_atomvm::export_port!(spi_create_port, Traced<Spi<Pico>>);

// All but the one that panics, which nothing can catch here.
vm_atomvm::nif_collection!(
    example_nifs_get_nif,
    "example_nifs",
    [
        sum,
        mean,
        reverse,
        is_palindrome,
        swap,
        range,
        divide,
        refuse,
        new_counter,
        count,
        counts,
        display_size,
        display_backlight,
    ]
);
