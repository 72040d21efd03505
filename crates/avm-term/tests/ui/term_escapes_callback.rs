//! A term of a callback cannot be kept in the state of a port.

use avm_term::Term;

struct Port {
    kept: Option<Term<'static>>,
}

impl Port {
    fn call(&mut self, request: Term<'_>) {
        self.kept = Some(request);
    }
}

fn main() {}
