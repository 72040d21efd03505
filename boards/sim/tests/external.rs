//! A board made outside, of the parts that this crate offers.

mod common;

use board_sim::{BoardError, SimConfig, SimDevice, SimTouch, Trace};
use board_support::{Board, HasTouch};
use class_touch::{Doorbell, TouchStream};
use common::{BLANK, Rung, SOON, unpaced};

/// A board with a ring that is too small.
struct Cramped;

static PANEL: SimDevice<8> = SimDevice::new();

impl Board for Cramped {
    const NAME: &'static str = "cramped";
}

impl HasTouch for Cramped {
    type Touch = SimTouch<8>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let fast = board_sim::Speed::new(1e6).unwrap_or(board_sim::Speed::REAL_TIME);
        let config = SimConfig {
            speed: fast,
            ..unpaced(Trace::builtin())
        };
        PANEL.open(config, doorbell)
    }
}

/// What an example is: generic over the board.
fn delivered<B: HasTouch>() -> (String, u32, u32) {
    let mut touch = B::touch(Rung::default()).expect("opens");
    assert!(PANEL.wait_finished(SOON));
    while touch.drain(&mut [BLANK; 64]) > 0 {}
    let stats = touch.stats();
    (B::NAME.into(), stats.delivered, stats.dropped)
}

#[test]
fn an_example_runs_on_it_and_sees_the_loss() {
    let rows = Trace::builtin().rows().len() as u32;
    let expected = ("cramped".into(), 8, rows - 8);
    assert_eq!(delivered::<Cramped>(), expected);
}
