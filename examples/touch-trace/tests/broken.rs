//! A panel that breaks off is an error, not a wait without end.

use std::time::Instant;

use board::{BoardError, SimConfig, SimDevice, SimTouch, Speed, Trace};
use board_support::{Board, HasTouch};
use class_touch::Doorbell;
use touch_trace::{Error, Reader, Spectator, run};

static DEVICE: SimDevice<32> = SimDevice::new();

/// A doorbell that breaks when it is rung.
struct Brittle<D>(D);

impl<D: Doorbell> Doorbell for Brittle<D> {
    fn ring(&self) {
        panic!("on purpose");
    }
}

/// A board with such a doorbell.
struct Breaking;

impl Board for Breaking {
    const NAME: &'static str = "breaking";
}

impl HasTouch for Breaking {
    type Touch = SimTouch<32>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let config = SimConfig {
            trace: Trace::builtin(),
            speed: Speed::new(5.0).unwrap_or(Speed::REAL_TIME),
            ..SimConfig::default()
        };
        DEVICE.open(config, Brittle(doorbell))
    }
}

impl Spectator for Breaking {
    fn interrupt_count(&self) -> usize {
        DEVICE.status().interrupts
    }

    fn interrupts(&self) -> Vec<Instant> {
        DEVICE.interrupts()
    }

    fn transactions(&self) -> u32 {
        DEVICE.status().transactions
    }

    fn is_finished(&self) -> bool {
        DEVICE.status().finished
    }

    fn has_ended_early(&self) -> bool {
        DEVICE.status().ended_early
    }
}

#[test]
fn both_readers_are_told() {
    for reader in [Reader::Prompt, Reader::Busy(1_000_000)] {
        let ended = run::<Breaking>(&Breaking, reader, &mut |_| {});
        let Err(error @ Error::EndedEarly { interrupts }) = ended else {
            let events = ended.map(|outcome| outcome.received.len());
            panic!("{reader:?}: {events:?}");
        };
        assert!((1..Trace::builtin().rows().len()).contains(&interrupts));
        let said = format!("the panel broke off after {interrupts} interrupts");
        assert_eq!(error.to_string(), said);
    }
}
