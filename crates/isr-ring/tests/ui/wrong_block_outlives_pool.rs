//! A block of a local pool does not outlive it.

use isr_ring::{Block, BlockPool};

fn kept() -> Block<'static> {
    let pool = BlockPool::<8, 1>::new();
    let (mut filler, mut blocks) = pool.split().unwrap();
    filler.start().unwrap().finish(8);
    blocks.take().unwrap()
}

fn main() {
    let _block = kept();
}
