//! The bytes of a block are out of reach once it is dropped or finished.

use isr_ring::BlockPool;

static POOL: BlockPool<8, 1> = BlockPool::new();

fn main() {
    let (mut filler, mut blocks) = POOL.split().unwrap();
    let mut filling = filler.start().unwrap();
    let filled = &mut filling[..];
    filling.finish(8);
    filled[0] = 1;
    let block = blocks.take().unwrap();
    let bytes = &block[..];
    drop(block);
    assert_eq!(bytes[0], 1);
}
