//! The ends cross threads, the ring is shared.

use isr_ring::EventRing;

static RING: EventRing<u32, 4> = EventRing::new();

fn main() {
    let (mut producer, mut consumer) = RING.split().expect("not split before");
    std::thread::spawn(move || producer.push(1)).join().unwrap().unwrap();
    let popped = std::thread::spawn(move || consumer.pop()).join().unwrap();
    assert_eq!(popped, Some(1));
}
