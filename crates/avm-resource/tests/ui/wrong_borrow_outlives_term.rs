//! A look at a value lasts no longer than the heap of its term.

use avm_resource::{Resource, ResourceArc, ResourceRef};
use avm_term::OwnedEnv;
use vm_host as _;

struct Config(u32);

impl Resource for Config {
    const NAME: &'static str = "config";
}

fn main() {
    let config = ResourceArc::try_new(Config(1)).unwrap();
    let heap = OwnedEnv::new().unwrap();
    let look: ResourceRef<'_, Config> = heap.env().make(&config).unwrap().get().unwrap();
    drop(heap);
    println!("{}", look.0);
}
