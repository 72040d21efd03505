//! Attributes that do not exist, or not there.

use avm_term::{FromTerm, IntoTerm};

#[derive(FromTerm)]
struct Misspelt {
    #[avm(defualt)]
    volume: u8,
}

#[derive(FromTerm)]
#[avm(range = 0..=5)]
struct OnTheStruct {
    volume: u8,
}

#[derive(FromTerm)]
struct OnAnUnnamedField(#[avm(range = 0..=5)] u8);

#[derive(FromTerm)]
#[avm(default)]
enum OnTheEnum {
    Pause,
}

#[derive(FromTerm)]
enum OnAVariant {
    #[avm(default)]
    Pause,
}

#[derive(FromTerm)]
struct Twice {
    #[avm(default, default = 5)]
    volume: u8,
}

#[derive(IntoTerm)]
#[avm(tag = "event")]
enum Tagged {
    Pause,
}

#[derive(IntoTerm)]
struct SkippedAndNamed {
    #[avm(skip, name = "pad")]
    padding: u8,
}

fn main() {}
