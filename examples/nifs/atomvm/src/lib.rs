//! A collection of NIFs for an AtomVM that is linked anew, beside a port.
//!
//! AtomVM's generic_unix platform has no list of collections, so the whole VM is linked with this
//! library (`tests/linked.rs`); on a microcontroller it is part of the firmware in any case.
#![forbid(unsafe_code)]

use board::Board;
use example_nifs::*;
use port_display::Display;

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
        panics,
        new_counter,
        count,
        counts,
        display_size,
        display_backlight,
    ]
);

// Named otherwise than AtomVM looks for it: that finds it by way of `c/display_driver.c`.
vm_atomvm::export_port!(linked_create_port, Display<Board>);
