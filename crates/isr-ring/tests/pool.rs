//! The pool beside one that cannot be wrong: any calls, in any order.

use std::cell::Cell;
use std::collections::VecDeque;

use isr_ring::{Block, BlockPool, Blocks, Doorbell, Filler, LentBlock, PoolStats, reset_pool};
use proptest::prelude::*;

const SIZE: usize = 24;
const COUNT: usize = 5;

#[derive(Clone, Copy, Debug)]
enum Step {
    /// Fills a block and queues so much of it.
    Fill(usize),
    /// Begins to fill a block and lets go of it.
    GiveUp,
    Lend,
    /// Queues the nth of the blocks that are lent.
    Finish(usize, usize),
    Take,
    /// Drops the nth of the blocks that are held.
    Drop(usize),
    Reset,
}

fn step() -> impl Strategy<Value = Step> {
    let size = || 0..SIZE + 3;
    prop_oneof![
        4 => size().prop_map(Step::Fill),
        1 => Just(Step::GiveUp),
        2 => Just(Step::Lend),
        2 => (0..COUNT, size()).prop_map(|(nth, len)| Step::Finish(nth, len)),
        5 => Just(Step::Take),
        4 => (0..COUNT).prop_map(Step::Drop),
        1 => Just(Step::Reset),
    ]
}

/// Counts how often it was rung.
#[derive(Default)]
struct Bell(Cell<u32>);

impl Doorbell for Bell {
    fn ring(&self) {
        self.0.set(self.0.get() + 1);
    }
}

/// What the pool should hold and count, with the blocks that are out.
#[derive(Default)]
struct Model<'p> {
    queued: VecDeque<Vec<u8>>,
    lent: Vec<LentBlock<'p, SIZE, COUNT>>,
    held: Vec<(Block<'p>, Vec<u8>)>,
    next: u8,
    filled: u32,
    delivered: u32,
    overruns: u32,
    rung: u32,
}

impl<'p> Model<'p> {
    fn free(&self) -> usize {
        COUNT - self.queued.len() - self.lent.len() - self.held.len()
    }

    fn fill(&mut self, bytes: &mut [u8; SIZE]) {
        self.next = self.next.wrapping_add(1);
        for (byte, nth) in bytes.iter_mut().zip(0..) {
            *byte = self.next ^ nth;
        }
    }

    /// A block is wanted; whether there is one.
    fn wants(&mut self) -> bool {
        let some = self.free() > 0;
        self.overruns += u32::from(!some);
        some
    }

    fn queue(&mut self, bytes: &[u8; SIZE], len: usize) {
        self.rung += u32::from(self.queued.is_empty());
        self.filled += 1;
        self.queued.push_back(bytes[..len.min(SIZE)].to_vec());
    }

    fn stats(&self) -> PoolStats {
        PoolStats {
            filled: self.filled,
            delivered: self.delivered,
            overruns: self.overruns,
            free: self.free() as u32,
            filling: self.lent.len() as u32,
            queued: self.queued.len() as u32,
            held: self.held.len() as u32,
            capacity: COUNT as u32,
        }
    }

    /// What is held is never touched, whatever is filled meanwhile.
    fn held_are_whole(&self) -> bool {
        self.held
            .iter()
            .all(|(block, bytes)| block.as_ref() == bytes)
    }
}

type Ends<'p> = (Filler<'p, SIZE, COUNT>, Blocks<'p, SIZE, COUNT>);

fn fill<'p>(
    (filler, _): &mut Ends<'p>,
    model: &mut Model<'p>,
    bell: &Bell,
    len: Option<usize>,
) -> Result<(), TestCaseError> {
    let free = model.wants();
    let block = filler.start();
    prop_assert_eq!(block.is_some(), free);
    if let Some(mut block) = block {
        model.fill(&mut block);
        if let Some(len) = len {
            model.queue(&block, len);
            block.finish_ringing(len, bell);
        }
    }
    Ok(())
}

fn finish<'p>(
    (filler, _): &mut Ends<'p>,
    model: &mut Model<'p>,
    bell: &Bell,
    (nth, len): (usize, usize),
) -> Result<(), TestCaseError> {
    if nth < model.lent.len() {
        let mut block = model.lent.remove(nth);
        model.fill(&mut block);
        model.queue(&block, len);
        prop_assert!(filler.finish_ringing(block, len, bell).is_ok());
    }
    Ok(())
}

fn take<'p>((_, blocks): &mut Ends<'p>, model: &mut Model<'p>) -> Result<(), TestCaseError> {
    let block = blocks.take();
    let expected = model.queued.pop_front();
    prop_assert_eq!(block.as_deref(), expected.as_deref());
    if let (Some(block), Some(bytes)) = (block, expected) {
        model.delivered += 1;
        model.held.push((block, bytes));
    }
    Ok(())
}

fn do_step<'p>(
    ends: &mut Ends<'p>,
    model: &mut Model<'p>,
    bell: &Bell,
    step: Step,
) -> Result<(), TestCaseError> {
    match step {
        Step::Fill(len) => fill(ends, model, bell, Some(len))?,
        Step::GiveUp => fill(ends, model, bell, None)?,
        Step::Lend => {
            let free = model.wants();
            let lent = ends.0.lend();
            prop_assert_eq!(lent.is_some(), free);
            model.lent.extend(lent);
        }
        Step::Finish(nth, len) => finish(ends, model, bell, (nth, len))?,
        Step::Take => take(ends, model)?,
        Step::Drop(nth) if nth < model.held.len() => drop(model.held.remove(nth)),
        Step::Drop(_) => {}
        Step::Reset => {
            prop_assert!(reset_pool(&mut ends.0, &mut ends.1).is_ok());
            model.queued.clear();
            (model.filled, model.delivered, model.overruns) = (0, 0, 0);
        }
    }
    Ok(())
}

proptest! {
    // A failure is printed whole; no file of old ones is kept.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn behaves_as_a_bounded_pool(steps in prop::collection::vec(step(), 0..400)) {
        let pool = BlockPool::<SIZE, COUNT>::new();
        let mut ends = pool.split().expect("not split before");
        let (mut model, bell) = (Model::default(), Bell::default());
        for step in steps {
            do_step(&mut ends, &mut model, &bell, step)?;
            prop_assert_eq!(pool.stats(), model.stats());
            prop_assert!(model.held_are_whole());
            prop_assert_eq!(bell.0.get(), model.rung, "rings on the edge only");
        }
        model.held.clear();
        model.lent.clear();
        prop_assert_eq!(pool.stats().free as usize, COUNT - model.queued.len());
    }
}

#[test]
fn a_block_that_is_kept_costs_one_block() {
    static POOL: BlockPool<8, 3> = BlockPool::new();
    let (mut filler, mut blocks) = POOL.split().expect("not split before");
    assert!(POOL.split().is_none(), "once");
    filler.start().expect("free").finish(8);
    let kept: Block<'static> = blocks.take().expect("filled");
    for _ in 0..1000 {
        filler.start().expect("two are left").finish(8);
        filler.start().expect("one is left").finish(8);
        assert!(filler.start().is_none());
        drop((blocks.take(), blocks.take()));
    }
    let stats = POOL.stats();
    assert_eq!((stats.held, stats.free, stats.overruns), (1, 2, 1000));
    drop(kept);
    assert_eq!((POOL.stats().held, POOL.stats().free), (0, 3));
}

#[test]
fn ends_and_blocks_of_two_pools_are_told_apart() {
    let (one, other) = (BlockPool::<8, 1>::new(), BlockPool::<8, 1>::new());
    let (mut filler, _) = one.split().expect("not split before");
    let (mut stranger, mut blocks) = other.split().expect("not split before");
    assert!(reset_pool(&mut filler, &mut blocks).is_err());
    let lent = filler.lend().expect("free");
    let back = stranger.finish(lent, 8).expect_err("not of this pool");
    assert!(blocks.take().is_none());
    assert_eq!(one.stats().filling, 1);
    drop(back);
    assert_eq!((one.stats().filling, one.stats().free), (0, 1));
}

#[test]
fn a_pool_that_is_split_again_keeps_what_is_queued() {
    let mut pool = BlockPool::<8, 2>::new();
    let (mut filler, _) = pool.split_mut();
    let mut block = filler.start().expect("free");
    block[0] = 7;
    block.finish(1);
    let (_, mut blocks) = pool.split_mut();
    assert_eq!(blocks.take().as_deref(), Some(&[7][..]));
}
