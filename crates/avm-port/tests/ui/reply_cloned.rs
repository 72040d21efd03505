//! A reply is owed once.

use avm_port::Reply;

fn twice(reply: Reply) {
    let again = reply.clone();
    reply.reply(&1);
    again.reply(&2);
}

fn main() {}
