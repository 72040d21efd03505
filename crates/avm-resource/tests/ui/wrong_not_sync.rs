//! Several threads see a value, so a cell is refused.

use std::cell::Cell;

use avm_resource::Resource;

struct Counter(Cell<u32>);

impl Resource for Counter {
    const NAME: &'static str = "counter";
}

fn main() {}
