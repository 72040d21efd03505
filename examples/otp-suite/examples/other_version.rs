//! The same module of another version, by a number that is not wanted.

use avm_nif::nif;

/// `version()`: none that there is.
#[nif]
fn version() -> u32 {
    1000
}

vm_otp::nif_library!("avm_port_nif", [version]);
