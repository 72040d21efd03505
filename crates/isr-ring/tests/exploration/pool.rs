//! A block has one owner at a time, and comes out as it was filled.

use std::sync::Arc;

use isr_ring::model::Order;
use isr_ring::{Block, BlockPool, Blocks, Doorbell, Filler};
use loom::sync::Notify;
use loom::thread;
use loom_testing::require;

use super::explore::{expect_caught, explore_ends};

const FEWEST: usize = 80_000;

type Ends<const COUNT: usize> = (Filler<'static, 1, COUNT>, Blocks<'static, 1, COUNT>);

/// Explores a scenario of the two ends of a pool.
fn explore<const COUNT: usize>(
    preemptions: Option<usize>,
    scenario: impl Fn(Ends<COUNT>) -> Ends<COUNT> + Send + Sync + 'static,
) -> usize {
    let pool: &'static BlockPool<1, COUNT> = Box::leak(Box::default());
    let ends = pool.split().expect("not split before");
    explore_ends(preemptions, ends, move |(mut filler, mut blocks)| {
        isr_ring::reset_pool(&mut filler, &mut blocks).expect("one pool");
        scenario((filler, blocks))
    })
}

/// Fills blocks with 1 and so on; those for which one was free.
fn fill<const COUNT: usize>(filler: &mut Filler<'static, 1, COUNT>, times: u8) -> Vec<u8> {
    let mut fill = |value: &u8| {
        let block = filler.start();
        block.map(|mut block| {
            block[0] = *value;
            block.finish(1);
        })
    };
    (1..=times).filter(|value| fill(value).is_some()).collect()
}

/// One side fills, the other takes and drops at once.
fn pass(times: u8) -> impl Fn(Ends<2>) -> Ends<2> {
    move |(mut filler, mut blocks)| {
        let filling = thread::spawn(move || {
            let filled = fill(&mut filler, times);
            (filler, filled)
        });
        let taking = thread::spawn(move || {
            let taken: Vec<u8> = (0..times)
                .filter_map(|_| blocks.take().map(|block| block[0]))
                .collect();
            (blocks, taken)
        });
        let (filler, filled) = filling.join().expect("filled");
        let (mut blocks, mut taken) = taking.join().expect("taken");
        let stats = blocks.stats();
        assert_eq!(stats.filled as usize, filled.len());
        assert_eq!(stats.overruns as usize, usize::from(times) - filled.len());
        assert_eq!(stats.delivered as usize, taken.len());
        assert_eq!(stats.queued as usize, filled.len() - taken.len());
        assert_eq!((stats.held, stats.free + stats.queued), (0, 2));
        while let Some(block) = blocks.take() {
            taken.push(block[0]);
        }
        assert_eq!(taken, filled);
        (filler, blocks)
    }
}

/// A third thread, which saw neither end, drops a block while another is
/// filled.
fn hand_on((mut filler, mut blocks): Ends<1>) -> Ends<1> {
    assert_eq!(fill(&mut filler, 1), [1]);
    let block: Block<'static> = blocks.take().expect("filled");
    let dropping = thread::spawn(move || assert_eq!(block[0], 1));
    let filling = thread::spawn(move || {
        let filled = fill(&mut filler, 2);
        (filler, filled)
    });
    dropping.join().expect("dropped");
    let (filler, filled) = filling.join().expect("filled");
    assert_eq!(blocks.take().map(|block| block[0]), filled.first().copied());
    (filler, blocks)
}

/// loom fails an execution in which all threads wait.
struct Bell(Notify);

impl Doorbell for Bell {
    fn ring(&self) {
        self.0.notify();
    }
}

/// The taker sleeps whenever it finds nothing, until it has all blocks.
fn sleepy((mut filler, mut blocks): Ends<3>) -> Ends<3> {
    let bell = Arc::new(Bell(Notify::new()));
    let ringing = Arc::clone(&bell);
    let filling = thread::spawn(move || {
        for _ in 0..3 {
            let block = filler.start().expect("three blocks");
            block.finish_ringing(1, &*ringing);
        }
        filler
    });
    let taking = thread::spawn(move || {
        let mut taken = 0;
        while taken < 3 {
            match blocks.take() {
                Some(_) => taken += 1,
                None => bell.0.wait(),
            }
        }
        blocks
    });
    let filler = filling.join().expect("filled");
    (filler, taking.join().expect("taken"))
}

#[test]
fn blocks_in_order_each_with_one_owner() {
    let passed = explore(None, pass(3));
    let more = explore(Some(2), pass(5));
    let handed_on = explore(None, hand_on);
    let asleep = explore(Some(3), sleepy);
    println!(
        "3 fillings of 2 blocks: {passed} executions, 5 with 2 preemptions: {more}, \
         dropped by a third thread: {handed_on}, with a bell: {asleep}"
    );
    require("blocks", passed + more + handed_on + asleep, FEWEST);
}

#[test]
fn each_ordering_of_blocks_is_needed() {
    use Order::{BeforeBell, BeforeNone, ObserveBlock, ObserveTail, PublishBlock, PublishTail};
    for order in [PublishTail, ObserveTail, PublishBlock, ObserveBlock] {
        expect_caught(order, || explore(None, pass(3)));
    }
    for order in [PublishBlock, ObserveBlock] {
        expect_caught(order, || explore(None, hand_on));
    }
    for order in [BeforeBell, BeforeNone] {
        expect_caught(order, || explore(Some(3), sleepy));
    }
}
