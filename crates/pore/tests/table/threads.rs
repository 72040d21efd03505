//! Two threads as cores, with FIFOs of eight words between them.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use pore::any::{AnyPore, Opens, Wanted};
use pore::doorbell::{Core, Mailbox};
use pore::membrane::Reason;
use pore::membrane::table::{Patience, Rule, Side, Table};
use pore::ring::Closed;
use pore::wait::{self, Waited};

const PORT: u32 = 3;
const BYTES: u32 = 200_000;
/// In microseconds: nothing here takes so long, unless a wake-up is lost.
const PATIENCE: Patience = Patience {
    answer: 30_000_000,
    silence: 30_000_000,
};

/// A FIFO as the RP2040's: eight words, one core writes, the other one drains it.
#[derive(Clone, Debug, Default)]
struct Fifo(Arc<(Mutex<Words>, Condvar)>);

#[derive(Debug, Default)]
struct Words {
    words: VecDeque<u32>,
    dropped: u64,
}

impl Core for Fifo {
    fn send(&self, word: u32) -> bool {
        let (words, sent) = &*self.0;
        let mut words = words.lock().expect("no panic");
        let has_room = words.words.len() < 8;
        if has_room {
            words.words.push_back(word);
            sent.notify_one();
        } else {
            words.dropped += 1;
        }
        has_room
    }
}

impl Fifo {
    /// Sleeps as a core does until there is a word, and drains all. For a second at most, to beat.
    fn drain(&self) -> usize {
        let (words, sent) = &*self.0;
        let guard = words.lock().expect("no panic");
        let second = Duration::from_secs(1);
        let (mut words, _) = sent
            .wait_timeout_while(guard, second, |words| words.words.is_empty())
            .expect("no panic");
        words.words.drain(..).count()
    }
}

static TABLE: Table<1, 8> = Table::new([Rule::open_to_both(PORT)]);

/// Of the stream of a core, whose number is in it.
fn byte(core: u8, at: u32) -> u8 {
    (at.wrapping_mul(0x9E37_79B1) >> 24) as u8 ^ core
}

/// Sleeps until this core is rung for, and tells by how many words.
fn heard(mine: &Fifo, is_ready: impl FnOnce() -> bool) -> u64 {
    let words = mine.drain();
    // Nobody rang for so long: then nothing came, or whoever sent it is about to ring.
    if words == 0 && is_ready() {
        let is_rung = (0..30).any(|_| mine.drain() > 0);
        assert!(is_rung, "a wake-up was lost");
    }
    words as u64
}

/// One core's program: opens or accepts, then sends and takes so many bytes.
fn program(core: u8, to_peer: Fifo, mine: &Fifo) -> (u32, u64) {
    let began = Instant::now();
    let bell = Mailbox::new(to_peer, 1);
    let side = Side::new(&TABLE, core, bell, PATIENCE).expect("the same table");
    let now = || began.elapsed().as_micros() as u64;
    let mut knock = if core == 0 {
        side.accept(PORT)
    } else {
        side.open(PORT)
    }
    .expect("free");
    let mut drained = 0_u64;
    let mut pore = loop {
        side.tick(now());
        if let Some(pore) = knock.poll_open().expect("an honest peer") {
            break pore;
        }
        drained += mine.drain() as u64;
    };
    let (mut sent, mut taken) = (0, 0);
    while sent < BYTES || taken < BYTES {
        side.tick(now());
        let next: Vec<u8> = (sent..BYTES).take(50).map(|at| byte(core, at)).collect();
        if !next.is_empty() {
            sent += pore.write(&next).expect("open") as u32;
        }
        let mut bytes = [0; 50];
        let count = if taken < BYTES {
            pore.read(&mut bytes).expect("open")
        } else {
            0
        };
        for value in &bytes[..count] {
            assert_eq!(*value, byte(1 - core, taken));
            taken += 1;
        }
        let wanted = Wanted {
            filled: u32::from(taken < BYTES),
            free: u32::from(sent < BYTES),
        };
        // Whoever has nothing more to do is not to wait for an end that nobody has promised.
        if wanted == Wanted::END {
            continue;
        }
        let mut set = [Waited::new(&mut pore, wanted)];
        while !wait::any(&mut set) {
            side.tick(now());
            drained += heard(mine, || wait::any(&mut set));
        }
    }
    // The last of it is read before the pore is closed.
    while core == 0 && pore.info().undelivered > 0 && pore.avail().is_ok() {
        side.tick(now());
        drained += mine.drain() as u64;
    }
    (taken, drained)
}

#[test]
fn two_threads_exchange_a_checked_stream() {
    let (of_zero, of_one) = (Fifo::default(), Fifo::default());
    let (to_zero, own) = (of_zero.clone(), of_one.clone());
    let other = thread::spawn(move || program(1, to_zero, &own));
    let here = program(0, of_one, &of_zero);
    let there = other.join().expect("no panic");
    for (taken, drained) in [here, there] {
        assert_eq!(taken, BYTES);
        assert!(drained > 0, "it slept and was rung for");
        println!("{drained} rings for {BYTES} bytes each way");
    }
}

/// The thread ends in the middle, and a new one begins: another life.
#[test]
fn a_thread_that_dies_comes_back() {
    static TABLE: Table<1, 8> = Table::new([Rule::open_to_both(PORT)]);
    let fifo = Fifo::default();
    let began = Instant::now();
    let bell = || Mailbox::new(fifo.clone(), 1);
    let side = Side::new(&TABLE, 0, bell(), PATIENCE).expect("the same table");
    for life in 1..=10_u32 {
        let mine = fifo.clone();
        let other = thread::spawn(move || {
            let side = Side::new(&TABLE, 1, Mailbox::new(mine, 1), PATIENCE).expect("the same");
            let mut knock = side.open(PORT).expect("free");
            loop {
                side.tick(began.elapsed().as_micros() as u64);
                if let Some(mut pore) = knock.poll_open().expect("an honest peer") {
                    while pore.write(&[life as u8; 5]).expect("open") == 0 {}
                    // It says nothing more.
                    std::mem::forget(pore);
                    return side.life_number();
                }
                thread::yield_now();
            }
        });
        let mut knock = side.accept(PORT).expect("free");
        let mut pore = loop {
            side.tick(began.elapsed().as_micros() as u64);
            match knock.poll_open() {
                Ok(Some(pore)) => break pore,
                Ok(None) => thread::yield_now(),
                // It was seen in the middle of its beginning.
                Err(reason) => {
                    assert_eq!(reason, Reason::Gone);
                    knock = side.accept(PORT).expect("free");
                }
            }
        };
        assert_eq!(other.join().expect("no panic"), life);
        let mut bytes = [0; 8];
        assert_eq!(pore.read(&mut bytes), Ok(5));
        assert_eq!(bytes[..5], [life as u8; 5]);
        // The next life begins while this pore is held.
        assert!(Side::new(&TABLE, 1, bell(), PATIENCE).is_ok());
        pore.heard();
        assert_eq!(pore.over(), Some(Reason::Gone));
        assert_eq!(pore.read(&mut bytes), Err(Closed::Gone));
        drop(pore);
        // So that each life of the thread has the number that it says.
        pore::membrane::table::RawSide::new(&TABLE, 1).live(life, 0);
    }
}

/// Both open at the same time, again and again, each in its own time.
#[test]
fn both_open_in_two_threads() {
    static TABLE: Table<1, 8> = Table::new([Rule::open_to_both(PORT)]);
    const ROUNDS: u8 = 200;
    let began = Instant::now();
    let fifo = Fifo::default();
    let play = |core: u8, fifo: Fifo| {
        let side = Side::new(&TABLE, core, Mailbox::new(fifo, 1), PATIENCE).expect("the same");
        let tick = || side.tick(began.elapsed().as_micros() as u64);
        for round in 0..ROUNDS {
            let mut knock = side.open(PORT).expect("free");
            let mut pore = loop {
                tick();
                match knock.poll_open() {
                    Ok(Some(pore)) => break pore,
                    Ok(None) => thread::yield_now(),
                    // The peer had not yet left the pore before, and has now.
                    Err(reason) => {
                        assert!(matches!(reason, Reason::Peer | Reason::Gone), "{reason}");
                        knock = side.open(PORT).expect("free");
                    }
                }
            };
            assert_eq!(pore.write(&[round]), Ok(1));
            let mut byte = [0];
            while pore.read(&mut byte).expect("the round is not over") == 0 {
                tick();
                thread::yield_now();
            }
            assert_eq!(byte, [round]);
            // What was sent is taken before either leaves.
            while pore.avail().is_ok() && pore.info().undelivered > 0 {
                tick();
            }
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| play(0, fifo.clone()));
        scope.spawn(|| play(1, Fifo::default()));
    });
}
