//! The heap of a callback belongs to its thread.

use avm_port::EventContext;

fn to_another_thread<T: Send>(_: T) {}

fn away(cx: EventContext<'_>) {
    to_another_thread(cx);
}

fn main() {}
