//! Erlang may hold a value for ever, so it cannot borrow.

use avm_resource::{Resource, ResourceArc};

struct Name<'a>(&'a str);

impl<'a> Resource for Name<'a> {
    const NAME: &'static str = "name";
}

fn main() {
    let text = String::from("short-lived");
    let _ = ResourceArc::try_new(Name(&text));
}
