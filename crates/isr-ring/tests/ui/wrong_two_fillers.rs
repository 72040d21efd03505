//! A pool that is split is borrowed, and cannot be split once more.

use isr_ring::BlockPool;

fn main() {
    let mut pool = BlockPool::<8, 1>::new();
    let (mut first, _) = pool.split_mut();
    let (mut second, _) = pool.split_mut();
    let _ = (first.start(), second.start());
}
