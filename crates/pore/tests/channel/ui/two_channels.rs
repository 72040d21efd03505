//! A link makes one channel.

use pore::channel::{Channel, CmdPacket, WrongSlots};
use pore::doorbell::Mailbox;
use pore::memory::{OwnRegion, Region};
use pore::ring::Link;

struct Core;

impl pore::doorbell::Core for Core {
    fn send(&self, _: u32) -> bool {
        true
    }
}

type Mine = OwnRegion<'static, 8>;
type Peer = &'static Region<8>;

fn twice(link: Link<Mine, Peer, Mailbox<Core>>) -> Result<(), WrongSlots> {
    let mut first = Channel::new(link)?;
    let mut second = Channel::new(link)?;
    let _ = first.sender.push(CmdPacket::default());
    let _ = second.sender.push(CmdPacket::default());
    Ok(())
}

fn main() {
    let _ = twice;
}
