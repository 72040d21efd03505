//! The ends of rings of bytes and of pools are neither cloned nor shared.

use isr_ring::{BlockPool, ByteRing};

static RING: ByteRing<4> = ByteRing::new();
static POOL: BlockPool<8, 1> = BlockPool::new();

fn is_shared<T: Sync>(_: &T) {}

fn main() {
    let (producer, consumer) = RING.split().unwrap();
    let (filler, blocks) = POOL.split().unwrap();
    is_shared(&producer);
    is_shared(&consumer);
    is_shared(&filler);
    is_shared(&blocks);
    let _ = (producer.clone(), consumer.clone(), filler.clone(), blocks.clone());
}
