//! What a pore does in a second: one process measures, the other serves.

use std::time::{Duration, Instant};

use example_support::Error;
use pore::membrane::unix::{UnixPore, Wanted};

use crate::bytes::{over, wait};
use crate::bytes::{receive, receive_words, send, send_slots, send_words};

const END: u64 = 0;
const ECHO: u64 = 1;
const TAKE: u64 = 2;
const COUNT: u64 = 3;

/// Bytes of a message that goes there and back.
const PING: usize = 64;
/// A message of many: its number, and what shows that it came as it was sent.
type Small = [u8; 16];
/// Bytes that are written at a time.
const LARGE: usize = 64 << 10;
/// Messages in a batch.
const BATCH: usize = 256;

/// What was measured.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    /// Bytes in a second, written 64 KiB at a time.
    pub(crate) throughput: f64,
    /// Round trips, from the shortest to the longest.
    pub(crate) trips: Vec<Duration>,
    /// Messages of 16 bytes in a second.
    pub(crate) rate: f64,
    /// Doorbells rung by both sides, for each of these messages.
    pub(crate) bells: f64,
}

impl Figures {
    /// The round trip that so many of a hundred are no longer than.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let last = self.trips.len().saturating_sub(1);
        let index = (self.trips.len() * percent).div_ceil(100).saturating_sub(1);
        self.trips.get(index.min(last)).copied().unwrap_or_default()
    }
}

/// Measures each for so long.
pub(crate) fn measure(pore: &mut UnixPore, time: Duration) -> Result<Figures, Error> {
    let large = vec![0x5A; LARGE];
    let throughput = flow(pore, time, &large)?;
    let trips = trips(pore, time)?;
    let (seconds, messages, rings) = messages(pore, time)?;
    send_words(pore, [END, 0])?;
    Ok(Figures {
        throughput,
        trips,
        rate: messages / seconds,
        bells: rings / messages,
    })
}

/// Sends the same again and again: bytes in a second.
fn flow(pore: &mut UnixPore, time: Duration, large: &[u8]) -> Result<f64, Error> {
    let (begin, mut bytes) = (Instant::now(), 0);
    while begin.elapsed() < time {
        let length = 64 * large.len() as u64;
        send_words(pore, [TAKE, length])?;
        for _ in 0..64 {
            send(pore, large)?;
        }
        let [taken] = receive_words(pore)?;
        if taken != length {
            return Err(Error::Flawed(format!("{taken} bytes of {length} came")));
        }
        bytes += length;
    }
    Ok(bytes as f64 / begin.elapsed().as_secs_f64())
}

/// The message of this number.
fn small(number: u64) -> Small {
    (u128::from(number) << 64 | u128::from(!number)).to_le_bytes()
}

/// Makes small messages and sends them in batches; seconds, messages, and rings of both sides.
fn messages(pore: &mut UnixPore, time: Duration) -> Result<(f64, f64, f64), Error> {
    const TURN: u64 = 1000 * BATCH as u64;
    let (begin, mut sent, mut rings) = (Instant::now(), 0, 0);
    let mut batch = [Small::default(); BATCH];
    while begin.elapsed() < time {
        let before = pore.rings();
        send_words(pore, [COUNT, TURN])?;
        for first in (0..TURN).step_by(BATCH) {
            for (place, number) in batch.iter_mut().zip(first..) {
                *place = small(number);
            }
            send_slots(pore, &batch)?;
        }
        let [good, rung] = receive_words(pore)?;
        if good != TURN {
            return Err(Error::Flawed(format!("{good} messages of {TURN} came")));
        }
        sent += TURN;
        rings += rung + pore.rings() - before;
    }
    Ok((begin.elapsed().as_secs_f64(), sent as f64, rings as f64))
}

/// Takes small messages in batches, and looks at each: how many are as they were sent.
fn count(pore: &mut UnixPore, messages: u64) -> Result<u64, Error> {
    let (mut next, mut good) = (0, 0);
    let mut batch = [Small::default(); BATCH];
    while next < messages {
        let most = (messages - next).min(BATCH as u64) as usize;
        let places = batch.get_mut(..most).unwrap_or_default();
        match pore.link().consumer.read_slots(places).map_err(over)? {
            0 => wait(pore, Wanted::INPUT)?,
            taken => {
                for place in batch.iter().take(taken) {
                    good += u64::from(*place == small(next));
                    next += 1;
                }
            }
        }
    }
    Ok(good)
}

/// Sends 64 bytes there and back, again and again.
fn trips(pore: &mut UnixPore, time: Duration) -> Result<Vec<Duration>, Error> {
    let (begin, mut trips) = (Instant::now(), Vec::new());
    let mut bytes = [0; PING];
    while begin.elapsed() < time {
        send_words(pore, [ECHO, 100])?;
        for number in 0..100_u8 {
            let at = Instant::now();
            send(pore, &[number; PING])?;
            receive(pore, &mut bytes)?;
            trips.push(at.elapsed());
            if bytes != [number; PING] {
                return Err(Error::Flawed("another message came back".into()));
            }
        }
    }
    trips.sort_unstable();
    Ok(trips)
}

/// Does what is asked for, until the end.
pub(crate) fn serve(pore: &mut UnixPore) -> Result<(), Error> {
    loop {
        match receive_words(pore)? {
            [ECHO, count] => {
                let mut bytes = [0; PING];
                for _ in 0..count {
                    receive(pore, &mut bytes)?;
                    send(pore, &bytes)?;
                }
            }
            [TAKE, length] => {
                let taken = take(pore, length)?;
                send_words(pore, [taken])?;
            }
            [COUNT, messages] => {
                let before = pore.rings();
                let good = count(pore, messages)?;
                let rung = pore.rings() - before;
                send_words(pore, [good, rung])?;
            }
            _ => return Ok(()),
        }
    }
}

/// Takes so many bytes.
fn take(pore: &mut UnixPore, length: u64) -> Result<u64, Error> {
    let (mut taken, mut bytes) = (0, vec![0; LARGE]);
    while taken < length {
        let most = (length - taken).min(LARGE as u64) as usize;
        match pore
            .read(bytes.get_mut(..most).unwrap_or_default())
            .map_err(over)?
        {
            0 => wait(pore, Wanted::INPUT)?,
            count => taken += count as u64,
        }
    }
    Ok(taken)
}
