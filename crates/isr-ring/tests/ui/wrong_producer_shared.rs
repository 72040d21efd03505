//! A producer is used by one context at a time.

use isr_ring::EventRing;

static RING: EventRing<u8, 4> = EventRing::new();

fn is_shared<T: Sync>(_: &T) {}

fn main() {
    let (producer, consumer) = RING.split().unwrap();
    is_shared(&producer);
    is_shared(&consumer);
}
