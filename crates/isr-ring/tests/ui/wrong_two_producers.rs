//! A ring that is split is borrowed, and cannot be split once more.

use isr_ring::EventRing;

fn main() {
    let mut ring = EventRing::<u8, 4>::new();
    let (mut first, _) = ring.split_mut();
    let (mut second, _) = ring.split_mut();
    let _ = (first.push(1), second.push(2));
}
