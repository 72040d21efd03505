//! Runs a scenario in all its executions and counts them.

use std::sync::Arc;

use loom::sync::Notify;
use pore::doorbell::{Bells, Doorbell};
use pore::memory::Heap;
use pore::model::{self, Order};
use pore::ring::{Config, Consumer, Link, Opening, Producer};

/// A region of 16 bytes, two words.
pub(crate) type Shared = Arc<Heap>;
pub(crate) type Sender = Producer<Shared, Shared, Bell>;
pub(crate) type Taker = Consumer<Shared, Shared, Bell>;

/// A slot of one word.
pub(crate) type Slot = [u8; size_of::<usize>()];

/// loom fails an execution in which all threads wait.
#[derive(Clone)]
pub(crate) struct Bell(Arc<Notify>);

impl Bell {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Notify::new()))
    }

    pub(crate) fn wait(&self) {
        self.0.wait();
    }
}

impl Doorbell for Bell {
    fn ring(&self) {
        self.0.notify();
    }
}

/// What the two threads of a scenario get: one sends, one takes, each with the
/// bell that the other rings.
pub(crate) struct Ends {
    pub(crate) sender: Sender,
    pub(crate) sender_bell: Bell,
    pub(crate) taker: Taker,
    pub(crate) taker_bell: Bell,
}

pub(crate) fn region() -> Shared {
    Arc::new(Heap::new(4).expect("an order"))
}

/// Two sides that are connected, with cursors that are about to wrap.
fn connected() -> Ends {
    let config = Config {
        start: 0xFFFF_FFF8,
        ..Config::default()
    };
    let (left, right) = (region(), region());
    let (sender_bell, taker_bell) = (Bell::new(), Bell::new());
    // What nobody waits at in these scenarios.
    let other = Bell::new();
    let to_taker = Bells {
        data: taker_bell.clone(),
        space: other.clone(),
    };
    let to_sender = Bells {
        data: other,
        space: sender_bell.clone(),
    };
    let (mine, peer) = (Arc::clone(&left), Arc::clone(&right));
    let mut here = Opening::new(mine, peer, to_taker, config).expect("a size");
    let mut there = Opening::new(right, left, to_sender, config).expect("a size");
    while !(here.poll().expect("honest") & there.poll().expect("honest")) {}
    let Link { producer, .. } = here.link().ok().expect("connected");
    let Link { consumer, .. } = there.link().ok().expect("connected");
    Ends {
        sender: producer,
        sender_bell,
        taker: consumer,
        taker_bell,
    }
}

/// Explores a scenario, and tells in how many executions.
pub(crate) fn explore(
    preemptions: Option<usize>,
    scenario: impl Fn(Ends) + Send + Sync + 'static,
) -> usize {
    loom_testing::explore(preemptions, move || scenario(connected()))
}

/// Explores with one ordering weakened; the model has to notice.
pub(crate) fn expect_caught(order: Order, explore: impl Fn() -> usize) {
    loom_testing::expect_caught(order, model::weaken, explore);
}
