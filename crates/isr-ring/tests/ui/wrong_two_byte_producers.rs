//! A ring of bytes that is split is borrowed, and cannot be split once more.

use isr_ring::ByteRing;

fn main() {
    let mut ring = ByteRing::<4>::new();
    let (mut first, _) = ring.split_mut();
    let (mut second, _) = ring.split_mut();
    let _ = (first.write(b"a"), second.write(b"b"));
}
