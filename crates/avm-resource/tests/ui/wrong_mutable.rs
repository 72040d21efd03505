//! A value is shared, so nobody gets it mutably.

use avm_resource::{Resource, ResourceArc};
use vm_host as _;

struct Config(u32);

impl Resource for Config {
    const NAME: &'static str = "config";
}

fn main() {
    let mut config = ResourceArc::try_new(Config(1)).unwrap();
    config.0 = 2;
}
