//! There is one producer.

use isr_ring::EventRing;

static RING: EventRing<u8, 4> = EventRing::new();

fn main() {
    let (producer, consumer) = RING.split().unwrap();
    let _second = producer.clone();
    let _other = consumer.clone();
}
