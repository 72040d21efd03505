//! A ring has one sender.

use pore::legacy::{IonPacket, IonRing};

fn main() {
    let mut ring = IonRing::new();
    let mut first = IonRing::sender(&mut ring).unwrap();
    let mut second = IonRing::sender(&mut ring).unwrap();
    let _ = first.push(IonPacket::default());
    let _ = second.push(IonPacket::default());
}
