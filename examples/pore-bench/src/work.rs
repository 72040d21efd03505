//! What is done with a way, and what comes out of it.

use std::time::{Duration, Instant};

use example_support::Error;

use crate::way::{BATCH, LARGE, PING, Slot, Way, slot};

/// A row of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// 64 bytes there and back; both sides look all the time.
    Spin,
    /// The same; both sides sleep until they are woken, and share a CPU: what is measured is
    /// the way, and the system's change from one process to the other.
    Blocking,
    /// The same, each on a CPU of its own that has nothing else to do: what is measured is
    /// mostly how long a CPU takes to wake up.
    Apart,
    /// Messages of 16 bytes, one way, in batches where the way has them.
    Rate,
    /// Messages of 64 KiB, one way.
    Large,
}

impl Work {
    pub(crate) const ALL: [Self; 5] = [
        Self::Spin,
        Self::Blocking,
        Self::Apart,
        Self::Rate,
        Self::Large,
    ];

    /// As the command line calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Spin => "spin",
            Self::Blocking => "blocking",
            Self::Apart => "apart",
            Self::Rate => "rate",
            Self::Large => "large",
        }
    }
}

/// What one measurement gave.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    /// What each round trip took, in ns.
    pub(crate) trips: Vec<u32>,
    /// Messages that were sent.
    pub(crate) messages: u64,
    /// What all of it took.
    pub(crate) time: Duration,
    /// What the messages add up to, for the other side to agree.
    pub(crate) sum: u64,
    /// Doorbells that this side rang.
    pub(crate) rings: u64,
}

impl Sample {
    /// Nanoseconds for a message: the median of round trips, or the mean of what went one way.
    pub(crate) fn ns(&self) -> f64 {
        if self.trips.is_empty() {
            return self.time.as_secs_f64() * 1e9 / self.messages.max(1) as f64;
        }
        let mut trips = self.trips.clone();
        let middle = trips.len() / 2;
        f64::from(*trips.select_nth_unstable(middle).1)
    }
}

/// The side that measures.
pub(crate) fn lead(way: &mut impl Way, work: Work, messages: u64) -> Result<Sample, Error> {
    let before = way.rings();
    let mut sample = match work {
        Work::Spin | Work::Blocking | Work::Apart => trips(way, messages),
        Work::Rate => small(way, messages),
        Work::Large => large(way, messages),
    }?;
    sample.messages = messages;
    sample.rings = way.rings() - before;
    Ok(sample)
}

/// The other side: what the messages add up to, and the doorbells that it rang.
pub(crate) fn follow(way: &mut impl Way, work: Work, messages: u64) -> Result<[u64; 2], Error> {
    let before = way.rings();
    let sum = match work {
        Work::Spin | Work::Blocking | Work::Apart => echo(way, messages),
        Work::Rate => take_small(way, messages),
        Work::Large => take_large(way, messages),
    }?;
    Ok([sum, way.rings() - before])
}

fn trips(way: &mut impl Way, messages: u64) -> Result<Sample, Error> {
    let mut sample = Sample::default();
    sample.trips.reserve_exact(messages as usize);
    let (mut back, mut before) = ([0; PING], Instant::now());
    for number in 0..messages {
        let message = [number as u8; PING];
        way.send(&message)?;
        way.receive(&mut back)?;
        let now = Instant::now();
        let took = now.duration_since(before).as_nanos();
        sample.trips.push(u32::try_from(took).unwrap_or(u32::MAX));
        before = now;
        if back != message {
            return Err(Error::Flawed("another message came back".into()));
        }
        sample.sum = sample.sum.wrapping_add(u64::from(number as u8));
    }
    Ok(sample)
}

fn echo(way: &mut impl Way, messages: u64) -> Result<u64, Error> {
    let (mut sum, mut message) = (0_u64, [0; PING]);
    for _ in 0..messages {
        way.receive(&mut message)?;
        way.send(&message)?;
        let [first, ..] = message;
        sum = sum.wrapping_add(u64::from(first));
    }
    Ok(sum)
}

fn small(way: &mut impl Way, messages: u64) -> Result<Sample, Error> {
    let mut sample = Sample::default();
    let mut batch = [[0; _]; BATCH];
    let mut next = 0;
    while next < messages {
        let count = (messages - next).min(BATCH as u64);
        let batch = batch.get_mut(..count as usize).unwrap_or_default();
        for place in &mut *batch {
            *place = slot(next);
            sample.sum = sample.sum.wrapping_add(next);
            next += 1;
        }
        way.send_all(batch)?;
    }
    Ok(sample)
}

/// Looks at each message; those that are not the next one add something else.
fn take_small(way: &mut impl Way, messages: u64) -> Result<u64, Error> {
    let (mut sum, mut next) = (0_u64, 0);
    let mut batch = [Slot::default(); BATCH];
    while next < messages {
        let most = (messages - next).min(BATCH as u64) as usize;
        let count = way.receive_some(batch.get_mut(..most).unwrap_or_default())?;
        for place in batch.iter().take(count) {
            let good = *place == slot(next);
            sum = sum.wrapping_add(if good { next } else { 1 << 60 });
            next += 1;
        }
    }
    Ok(sum)
}

fn large(way: &mut impl Way, messages: u64) -> Result<Sample, Error> {
    let mut sample = Sample::default();
    for number in 0..messages {
        way.send_large(number)?;
        let words = LARGE as u64 / 8;
        let all = number.wrapping_mul(words) + words * (words - 1) / 2;
        sample.sum = sample.sum.wrapping_add(all);
    }
    Ok(sample)
}

fn take_large(way: &mut impl Way, messages: u64) -> Result<u64, Error> {
    let mut sum = 0_u64;
    for _ in 0..messages {
        sum = sum.wrapping_add(way.receive_large()?);
    }
    Ok(sum)
}
