//! Blocks of a pool behind one trait: filled, handed out, given back.

use alloc::boxed::Box;

use isr_ring::{BlockPool, Blocks, Filler};

/// A pool of blocks.
pub trait Pool {
    /// The name that the tables print.
    const NAME: &'static str;
    /// The two ends.
    type Ends;

    /// Makes a pool that is never freed, and hands out its ends.
    fn ends() -> Option<Self::Ends>;
    /// Queues a block, hands it out, shows its bytes to `see`, and gives it
    /// back; false when there was none. What it holds is as it was.
    fn pass(ends: &mut Self::Ends, see: impl FnOnce(&[u8]) -> bool) -> bool;
}

/// isr-ring's pool, of blocks of `SIZE` bytes.
pub struct IsrBlocks<const SIZE: usize>;

/// The same, with a copy of each block that it hands out.
pub struct CopiedBlocks<const SIZE: usize>;

/// Blocks of every pool.
const COUNT: usize = 4;

type Ends<const SIZE: usize> = (Filler<'static, SIZE, COUNT>, Blocks<'static, SIZE, COUNT>);

impl<const SIZE: usize> Pool for IsrBlocks<SIZE> {
    const NAME: &'static str = if SIZE == 64 {
        "isr-ring block of 64 B"
    } else {
        "isr-ring block of 64 KiB"
    };
    type Ends = Ends<SIZE>;

    fn ends() -> Option<Self::Ends> {
        Box::leak(Box::<BlockPool<SIZE, COUNT>>::default()).split()
    }

    #[inline(always)]
    fn pass((filler, blocks): &mut Self::Ends, see: impl FnOnce(&[u8]) -> bool) -> bool {
        let Some(block) = filler.start() else {
            return false;
        };
        block.finish(SIZE);
        blocks.take().is_some_and(|block| see(&block))
    }
}

impl<const SIZE: usize> Pool for CopiedBlocks<SIZE> {
    const NAME: &'static str = if SIZE == 64 {
        "seeded: block of 64 B, copied"
    } else {
        "seeded: block of 64 KiB, copied"
    };
    type Ends = Ends<SIZE>;

    fn ends() -> Option<Self::Ends> {
        IsrBlocks::<SIZE>::ends()
    }

    #[inline(always)]
    fn pass(ends: &mut Self::Ends, see: impl FnOnce(&[u8]) -> bool) -> bool {
        let copied = |bytes: &[u8]| see(&Box::<[u8]>::from(bytes));
        IsrBlocks::pass(ends, copied)
    }
}
