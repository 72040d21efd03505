//! An end is not cloned.

use pore::legacy::{Role, StrawPages};

fn main() {
    let mut pages = StrawPages::new();
    let end = StrawPages::attach(&mut pages, Role::Active).unwrap();
    let (sender, _) = end.split();
    let _ = sender.clone();
}
