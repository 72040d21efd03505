//! The bytes of a binary cannot outlive its environment.

use avm_term::OwnedEnv;

fn main() {
    let owned = OwnedEnv::new().unwrap();
    let bytes = owned.env().make("text").unwrap().binary().unwrap();
    drop(owned);
    println!("{bytes:?}");
}
