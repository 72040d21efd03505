//! Chunks of bytes and blocks, whose instructions callgrind collects.

use std::hint::black_box;

use count_peers::blocks::{CopiedBlocks, IsrBlocks};
use count_peers::streams::{BbqueueBytes, IsrBytes, SlowBytes};
use count_peers::{Pool, Stream};
use tools::Failure;

use super::{Subject, counted};
use crate::readings::{Place, Readings};

/// Calls of each function.
pub(super) const CALLS: u64 = 400;

/// Streams of bytes and pools of blocks.
pub(super) const STREAMS: [Subject; 7] = [
    (IsrBytes::NAME, bytes::<IsrBytes>),
    (BbqueueBytes::NAME, bytes::<BbqueueBytes>),
    (SlowBytes::NAME, bytes::<SlowBytes>),
    (IsrBlocks::<SMALL>::NAME, blocks::<IsrBlocks<SMALL>>),
    (IsrBlocks::<LARGE>::NAME, blocks::<IsrBlocks<LARGE>>),
    (CopiedBlocks::<SMALL>::NAME, blocks::<CopiedBlocks<SMALL>>),
    (CopiedBlocks::<LARGE>::NAME, blocks::<CopiedBlocks<LARGE>>),
];

const SMALL: usize = 64;
const LARGE: usize = 65536;

#[inline(never)]
fn counted_chunk_512<S: Stream>(ends: &mut S::Ends<'_>, from: &[u8], to: &mut [u8]) -> bool {
    S::send(ends, from) && S::receive(ends, to)
}

#[inline(never)]
fn counted_chunk_4096<S: Stream>(ends: &mut S::Ends<'_>, from: &[u8], to: &mut [u8]) -> bool {
    S::send(ends, from) && S::receive(ends, to)
}

#[inline(never)]
fn counted_block<P: Pool>(ends: &mut P::Ends) -> bool {
    P::pass(ends, |bytes| !black_box(bytes).is_empty())
}

/// Measures a stream, whose every byte is compared.
fn bytes<S: Stream>() -> Result<(), Failure> {
    let mut home = Box::new(S::home());
    let mut ends = S::ends(&mut home);
    for round in 0..CALLS {
        let from: Vec<u8> = (0..4096).map(|n| (n + round) as u8).collect();
        let mut to = [0; 4096];
        let (small, large) = (&from[..512], &from[..]);
        let moved = counted_chunk_512::<S>(&mut ends, black_box(small), &mut to[..512]);
        counted::expect("chunk", moved && to[..512] == *small)?;
        let moved = counted_chunk_4096::<S>(&mut ends, black_box(large), &mut to);
        counted::expect("chunk", moved && to == *large)?;
    }
    Ok(())
}

/// Measures a pool.
fn blocks<P: Pool>() -> Result<(), Failure> {
    let mut ends = P::ends().ok_or_else(|| Failure::new("the pool has no ends"))?;
    for _ in 0..CALLS {
        counted::expect("block", counted_block::<P>(&mut ends))?;
    }
    Ok(())
}

/// Adds our costs in percent of the stock ring's, and of the large block in
/// percent of the small one's.
pub(super) fn compare(readings: &mut Readings) {
    for (what, percent) in [("512", "512 %"), ("4096", "4096 %")] {
        for ours in [IsrBytes::NAME, SlowBytes::NAME] {
            ratio(readings, (ours, what), (BbqueueBytes::NAME, what), percent);
        }
    }
    for (small, large) in [
        (IsrBlocks::<SMALL>::NAME, IsrBlocks::<LARGE>::NAME),
        (CopiedBlocks::<SMALL>::NAME, CopiedBlocks::<LARGE>::NAME),
    ] {
        ratio(readings, (large, "block"), (small, "block"), "block %");
    }
}

/// Adds a cost in percent of another.
pub(super) fn ratio(
    readings: &mut Readings,
    ours: (&'static str, &str),
    base: (&str, &str),
    percent: &str,
) {
    let cost = readings.get(Place::X86, ours.0, ours.1);
    let base = readings.get(Place::X86, base.0, base.1);
    if let (Some(cost), Some(base)) = (cost, base) {
        readings.add(Place::X86, ours.0, percent, 100.0 * cost / base);
    }
}
