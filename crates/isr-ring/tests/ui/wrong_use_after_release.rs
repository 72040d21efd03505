//! What is released or committed is out of reach.

use isr_ring::ByteRing;

static RING: ByteRing<4> = ByteRing::new();

fn main() {
    let (mut producer, mut consumer) = RING.split().unwrap();
    let mut grant = producer.grant(1).unwrap();
    let written = &mut grant[..];
    grant.commit(1);
    written[0] = 1;
    let grant = consumer.read().unwrap();
    let read = &grant[..];
    grant.release(1);
    assert_eq!(read[0], 1);
}
