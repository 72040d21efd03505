//! A term stays on the thread of its environment.

use avm_term::Term;

fn needs_send<T: Send>(_: T) {}

fn call(request: Term<'static>) {
    needs_send(request);
}

fn main() {}
