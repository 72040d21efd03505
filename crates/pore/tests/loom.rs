//! Publishing, sleeping and closing in every order that is allowed.
//!
//! The shipped code runs here, over loom's atomics:
//! `RUSTFLAGS="--cfg avm_loom" cargo test -p pore --release --test loom -- --nocapture`.
//! Each ordering is weakened in turn, and each time the model has to fail.

#[cfg(avm_loom)]
mod exploration;

#[cfg(not(avm_loom))]
#[test]
#[ignore = "needs RUSTFLAGS=\"--cfg avm_loom\""]
fn every_order_is_explored() {
    panic!("built without --cfg avm_loom, so there is nothing to explore");
}
