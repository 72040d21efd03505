//! A side has one grant at a time.

use isr_ring::ByteRing;

static RING: ByteRing<4> = ByteRing::new();

fn main() {
    let (mut producer, mut consumer) = RING.split().unwrap();
    let first = producer.grant(1).unwrap();
    let second = producer.grant(1).unwrap();
    first.commit(1);
    second.commit(1);
    let one = consumer.read().unwrap();
    let other = consumer.read().unwrap();
    one.release(1);
    other.release(1);
}
