//! NIFs and a port as one library that Erlang/OTP loads.
//!
//! They are in one library because resources of the one are to be resources of the other. The
//! functions of `../erl/example_nifs.erl` find the NIFs by `avm_nif:call/3`.
#![forbid(unsafe_code)]

mod thread;

use board::Board;
use example_nifs::*;
use port_display::Display;
use thread::{quick, slow};

vm_otp::library! {
    ports: [Display<Board>],
    nifs: {
        "example_nifs" => [
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
        ],
        "nif_threads" => [quick, slow],
    },
}
