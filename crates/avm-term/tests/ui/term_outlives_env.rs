//! A term cannot outlive its environment.

use avm_term::{OwnedEnv, OwnedTerm};

fn main() {
    let owned = OwnedEnv::new().unwrap();
    let term = owned.env().make(&5).unwrap();
    drop(owned);
    println!("{term}");

    let copy = {
        let copy = OwnedTerm::copy_of(OwnedEnv::new().unwrap().env().nil()).unwrap();
        copy.term()
    };
    println!("{copy}");
}
