//! A sender is not cloned.

use pore::channel::{CmdPacket, Sender};

fn second(first: &Sender<CmdPacket, (), (), ()>) -> Sender<CmdPacket, (), (), ()> {
    first.clone()
}

fn main() {
    let _ = second;
}
