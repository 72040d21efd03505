//! A library of another version: the same module, and not the number that is wanted.

use avm_nif::nif;

/// `version()`: none that there is.
#[nif]
fn version() -> u32 {
    1000
}

vm_otp::nif_library!("avm_port_nif", [version]);
