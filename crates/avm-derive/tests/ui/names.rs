//! Names that clash.

use avm_term::{FromTerm, IntoTerm};

#[derive(FromTerm)]
struct SameOption {
    volume: u8,
    #[avm(name = "volume")]
    level: u8,
}

#[derive(FromTerm)]
enum SameCommand {
    ReadEvents,
    #[avm(name = "read_events")]
    Events,
}

#[derive(IntoTerm)]
struct SameKey {
    volume: u8,
    #[avm(name = "volume")]
    level: u8,
}

fn main() {}
