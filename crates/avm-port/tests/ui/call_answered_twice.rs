//! A call is answered once.

use avm_port::{Call, Flow};

fn twice(call: Call<'_>) -> Flow {
    let _ = call.reply(&1);
    call.reply(&2)
}

fn main() {}
