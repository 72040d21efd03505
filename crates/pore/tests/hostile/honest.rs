//! Who works on, in every way that a pore can be used.

use std::ops::ControlFlow;
use std::os::fd::BorrowedFd;
use std::thread;
use std::time::{Duration, Instant};

use pore::any::Wanted;
use pore::doorbell::{TimerFd, Wait};
use pore::membrane::unix::{UnixLink, UnixPore};
use pore::ring::{Closed, Wake};
use pore::straw::{self, Exports, Inbound, SendError, Straw, Terms, Water};

use crate::MOST_ORDER;
use crate::chance::Chance;
use crate::tally::{add, closed, kind, moved};
use crate::watchdog::during;

/// How long it works with a pore that does not end.
const WORK: Duration = Duration::from_millis(15);
/// How long it waits for more.
const REST: Duration = Duration::from_millis(2);
const CHUNK: [u8; 100] = [0x5A; 100];

/// Works with a pore until it is over, or long enough.
pub(crate) fn work(mut pore: UnixPore, number: u32, chance: &mut Chance) {
    let until = Instant::now() + WORK;
    match number % 5 {
        0 => by_turns(&mut pore, until),
        1 => in_two_threads(&mut pore, until),
        2 => in_place(&mut pore, until, chance),
        3 => in_slots(&mut pore, until, chance),
        _ => through_a_straw(&mut pore, until),
    }
    within_bounds(&mut pore);
    if chance.below(2) == 0 {
        during("close", || pore.close());
    }
    during("drop", || drop(pore));
}

/// What a pore says of itself cannot be more than there is.
fn within_bounds(pore: &mut UnixPore) {
    let undelivered = during("undelivered", || pore.undelivered());
    let link = pore.link();
    assert!(undelivered <= link.producer.capacity());
    let free = during("free", || link.producer.free()).unwrap_or(0);
    assert!(free <= link.producer.capacity(), "{free} bytes are free");
    let filled = during("filled", || link.consumer.filled()).unwrap_or(0);
    assert!(filled <= link.consumer.capacity(), "{filled} bytes came");
    let (order, bytes) = (link.peer().order, link.consumer.capacity());
    assert!(
        order <= MOST_ORDER && bytes == 1 << order,
        "2^{order} bytes were offered"
    );
}

/// Waits for something to read, for long.
pub(crate) fn rests(pore: &mut UnixPore) -> bool {
    let long = Some(Duration::from_secs(20));
    pore.wait(Wanted::INPUT, long) == Ok(true)
}

/// Waits for either; false when it is over.
fn goes_on(pore: &mut UnixPore, wanted: Wanted) -> bool {
    match during("wait", || pore.wait(wanted, Some(REST))) {
        Ok(true) => true,
        Ok(false) => {
            add("back-pressure: nothing in time", 1);
            true
        }
        Err(why) => {
            closed(why);
            false
        }
    }
}

fn by_turns(pore: &mut UnixPore, until: Instant) {
    let mut bytes = [0; 333];
    while Instant::now() < until {
        let Some(written) = moved("written", during("write", || pore.write(&CHUNK))) else {
            return;
        };
        let Some(count) = moved("read", during("read", || pore.read(&mut bytes))) else {
            return;
        };
        if written == 0 && count == 0 && !goes_on(pore, Wanted::EITHER) {
            return;
        }
    }
}

/// The bell of a descriptor.
fn bell(fd: BorrowedFd<'_>) -> TimerFd {
    let copy = fd.try_clone_to_owned().expect("a descriptor");
    TimerFd::of_peer(copy).expect("this side's own")
}

fn asleep(wake: Result<Wake, Closed>, bell: &TimerFd) -> bool {
    match wake {
        Ok(Wake::Armed) => {
            let heard = during("bell", || bell.wait(Some(REST)));
            heard.expect("a descriptor");
            true
        }
        Ok(Wake::Now(_)) => true,
        Err(why) => {
            closed(why);
            false
        }
    }
}

fn in_two_threads(pore: &mut UnixPore, until: Instant) {
    let [_, data, space] = pore.fds();
    let (data, space) = (bell(data), bell(space));
    let UnixLink {
        producer, consumer, ..
    } = pore.link();
    thread::scope(|scope| {
        scope.spawn(|| {
            while Instant::now() < until {
                let written = moved("written", during("write", || producer.write(&CHUNK)));
                let Some(written) = written else { return };
                let wake = || producer.notify_when(7);
                if written == 0 && !asleep(during("notify_when", wake), &space) {
                    return;
                }
            }
            producer.close();
        });
        let mut bytes = [0; 77];
        while Instant::now() < until {
            let count = moved("read", during("read", || consumer.read(&mut bytes)));
            let Some(count) = count else { return };
            let wake = || consumer.notify_when(3);
            if count == 0 && !asleep(during("notify_when", wake), &data) {
                return;
            }
        }
    });
}

fn in_place(pore: &mut UnixPore, until: Instant, chance: &mut Chance) {
    while Instant::now() < until {
        let (most, skip) = (chance.below(400), chance.below(30));
        let link = pore.link();
        let sent = during("claim", || {
            let mut claim = link.producer.claim(most)?;
            claim.put(&CHUNK[..skip as usize]);
            let mut room = 0;
            for mut slice in claim.slices() {
                room += slice.copy_from(0, &CHUNK);
            }
            claim.fill(room as u32);
            Ok(claim.commit() as usize)
        });
        let Some(sent) = moved("written in place", sent) else {
            return;
        };
        let taken = during("grant", || {
            let grant = link.consumer.grant(most)?;
            let mut bytes = [0; 200];
            let seen: usize = grant
                .slices()
                .iter()
                .map(|slice| slice.copy_to(0, &mut bytes))
                .sum();
            grant.peek(skip, &mut bytes);
            let count = grant.len();
            assert!(seen <= count as usize && count <= most);
            grant.release(count - count.min(skip))?;
            Ok(count as usize)
        });
        let Some(taken) = moved("read in place", taken) else {
            return;
        };
        if sent == 0 && taken == 0 && !goes_on(pore, Wanted::INPUT) {
            return;
        }
    }
}

fn in_slots(pore: &mut UnixPore, until: Instant, chance: &mut Chance) {
    let mut slots = [[0; 24]; 9];
    while Instant::now() < until {
        let link = pore.link();
        let sent = during("write_slots", || link.producer.write_slots(&[[7; 24]; 5]));
        let Some(sent) = moved("slots written", sent) else {
            return;
        };
        let got = during("read_slots", || link.consumer.read_slots(&mut slots));
        let Some(got) = moved("slots read", got) else {
            return;
        };
        let wanted = Wanted {
            filled: chance.word(),
            free: chance.word(),
        };
        if sent == 0 && got == 0 && !goes_on(pore, wanted) {
            return;
        }
    }
}

fn through_a_straw(pore: &mut UnixPore, until: Instant) {
    let terms = Terms {
        max_frame: 500,
        water: Water {
            high: 2000,
            low: 500,
        },
        ..Terms::DEFAULT
    };
    let mut exports = Exports::new(4);
    exports.export("shell", ()).expect("room");
    let inbound = Inbound::new(&exports);
    let mut straw = Straw::new(pore, terms);
    while Instant::now() < until {
        match during("send", || straw.send_term("shell", "hello")) {
            Ok(()) => {}
            Err(SendError::Busy) => add("back-pressure: straw", 1),
            Err(error) => add(&format!("closed: straw {}", kind(error)), 1),
        }
        let turn = during("turn", || {
            straw.turn(4096, &inbound, |(), _| ControlFlow::Continue(()))
        });
        match turn {
            Ok(turn) => add(
                "data: bytes through a straw",
                (turn.read + turn.written) as u64,
            ),
            Err(straw::Closed::Pipe(why)) => return closed(why),
            Err(error) => return add(&format!("closed: straw {}", kind(error)), 1),
        }
        if !goes_on(straw.pipe(), Wanted::EITHER) {
            return;
        }
    }
}
