//! Ends, grants and blocks cross threads; a block is shared and kept.

use isr_ring::{Block, BlockPool, ByteRing};

static RING: ByteRing<4> = ByteRing::new();
static POOL: BlockPool<8, 1> = BlockPool::new();

fn owned(_: impl AsRef<[u8]> + Send + Sync + 'static) {}

fn main() {
    let (mut producer, mut consumer) = RING.split().unwrap();
    let grant = producer.grant(1).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || grant.commit(1));
    });
    let read = std::thread::spawn(move || consumer.read().map(|grant| grant.len()));
    assert_eq!(read.join().unwrap(), Some(1));

    let (mut filler, mut blocks) = POOL.split().unwrap();
    filler.start().unwrap().finish(8);
    let block: Block<'static> = blocks.take().unwrap();
    owned(block);
}
