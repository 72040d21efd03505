//! An event outlives the function that pushes it.

use isr_ring::EventRing;

fn main() {
    let local = 1;
    let ring = EventRing::<&'static u8, 4>::new();
    let (mut producer, _consumer) = ring.split().unwrap();
    let _ = producer.push(&local);
}
