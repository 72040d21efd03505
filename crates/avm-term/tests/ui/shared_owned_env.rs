//! An environment of its own moves between threads, but is not shared.

use avm_term::OwnedEnv;

fn needs_sync<T: Sync>(_: &T) {}

fn main() {
    needs_sync(&OwnedEnv::new().unwrap());
}
