//! How a consumer that sleeps is told that there is something to take.

/// Something that wakes the consumer, rung in the context of the producer.
///
/// The producer is often an interrupt handler, so ringing must not block,
/// allocate or panic. A ring of a bell that was rung already may be lost: the
/// consumer takes everything that it finds whenever it comes.
///
/// # Examples
///
/// ```
/// use core::sync::atomic::{AtomicBool, Ordering};
/// use isr_ring::{Doorbell, EventRing};
///
/// struct Flag(AtomicBool);
///
/// impl Doorbell for Flag {
///     fn ring(&self) {
///         self.0.store(true, Ordering::Release);
///     }
/// }
///
/// let ring = EventRing::<u8, 8>::new();
/// let bell = Flag(AtomicBool::new(false));
/// let (mut producer, mut consumer) = ring.split().expect("not split before");
///
/// producer.push_ringing(1, &bell)?;
/// assert!(bell.0.swap(false, Ordering::Acquire), "the ring was empty");
/// producer.push_ringing(2, &bell)?;
/// assert!(!bell.0.load(Ordering::Acquire), "the bell has been rung already");
///
/// while consumer.pop().is_some() {}
/// producer.push_ringing(3, &bell)?;
/// assert!(bell.0.load(Ordering::Acquire));
/// # Ok::<(), u8>(())
/// ```
pub trait Doorbell {
    /// Wakes the consumer, or notes that it has to be woken.
    fn ring(&self);

    /// Rings because it is over. A bell that knows who else on its own side may
    /// sleep rings for those as well.
    fn ring_end(&self) {
        self.ring();
    }
}

impl<D: Doorbell + ?Sized> Doorbell for &D {
    fn ring(&self) {
        (**self).ring();
    }

    fn ring_end(&self) {
        (**self).ring_end();
    }
}
