//! The same NIFs as a library of a module's own, which loads it.
#![forbid(unsafe_code)]

use example_nifs::*;

vm_otp::nif_library!(
    "direct_nifs",
    [
        sum,
        reverse,
        swap,
        range,
        refuse,
        panics,
        new_counter,
        count,
        counts
    ]
);
