//! A call is not kept beyond its callback; a reply is.

use avm_port::{Call, Flow};

struct State {
    kept: Vec<Call<'static>>,
}

impl State {
    fn call(&mut self, call: Call<'_>) -> Flow {
        self.kept.push(call);
        Flow::Continue
    }
}

fn main() {}
