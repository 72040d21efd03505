//! Back-pressure, fairness, and the end of a straw.

use std::ops::ControlFlow;

use pore::legacy::{RingCorrupt, StrawPages};
use pore::straw::{Closed, Format, Inbound, SendError, Straw, Terms, Water};

use crate::common::{Over, Tube, drain, exports, frame};

const NARROW: Terms = Terms {
    max_frame: 100,
    water: Water { high: 200, low: 50 },
    ..Terms::DEFAULT
};

fn quiet<T>(_: &T, _: pore::straw::Message<'_>) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[test]
fn sending_is_refused_above_the_high_and_taken_below_the_low_water() {
    let exports = exports();
    let inbound = Inbound::new(&exports);
    let mut tube = Tube::of(b"");
    tube.room = 0;
    let mut straw = Straw::new(tube, NARROW);
    let mut sent = 0;
    while straw.send_term("shell", "0123456789").is_ok() {
        sent += 1;
    }
    assert_eq!(straw.send_term("shell", "0123456789"), Err(SendError::Busy));
    assert!(straw.is_busy() && straw.queued() >= 200 && straw.queued() < 200 + 104);
    let whole = straw.queued();
    let mut unblocked = 0;
    for room in 0..whole {
        straw.pipe().room = room + 1;
        let turn = straw.turn(1000, &inbound, quiet).unwrap();
        assert_eq!(turn.written, 1);
        assert_eq!(turn.unblocked, straw.queued() == 50, "told once");
        assert_eq!(straw.is_busy(), straw.queued() > 50);
        unblocked += u32::from(turn.unblocked);
    }
    assert_eq!((unblocked, straw.queued()), (1, 0));
    assert_eq!(straw.stats().queued_frames, sent);
    assert_eq!(straw.send_term("shell", "again"), Ok(()));
}

#[test]
fn a_flush_writes_what_fits_and_reads_nothing() {
    let exports = exports();
    let inbound = Inbound::new(&exports);
    let mut tube = Tube::of(&frame(b"later."));
    tube.room = 10;
    let mut straw = Straw::new(tube, NARROW);
    for _ in 0..2 {
        straw.send_term("shell", "0123456789").unwrap();
    }
    let whole = straw.queued();
    straw.flush();
    assert_eq!((straw.queued(), straw.stats().written), (whole - 10, 10));
    straw.pipe().room = usize::MAX;
    straw.flush();
    assert_eq!((straw.queued(), straw.stats().read), (0, 0));
    assert_eq!(straw.turn(1000, &inbound, quiet).unwrap().read, 10);
}

#[test]
fn what_cannot_be_sent_is_said_and_nothing_is_queued() {
    let mut straw = Straw::new(Tube::of(b""), NARROW);
    let long = "x".repeat(100);
    assert_eq!(straw.send_term("shell", &*long), Err(SendError::TooLong));
    assert_eq!(straw.send_json("shell", "1"), Err(SendError::Format));
    assert_eq!(straw.send_term("", "1"), Err(SendError::Name));
    let name = "n".repeat(256);
    assert_eq!(straw.send_term(&name, "1"), Err(SendError::Name));
    let term = straw.send_term("shell", &f64::NAN);
    assert!(matches!(term, Err(SendError::Term(_))));

    let json = Terms {
        format: Format::Json,
        ..NARROW
    };
    let mut straw_of_json = Straw::new(Tube::of(b""), json);
    assert_eq!(
        straw_of_json.send_term("shell", "1"),
        Err(SendError::Format)
    );
    assert_eq!(straw_of_json.send_json("shell", "{"), Err(SendError::Json));
    assert_eq!(
        straw_of_json.send_json("shell", "1} "),
        Err(SendError::Json)
    );
    let long = format!("\"{long}\"");
    assert_eq!(
        straw_of_json.send_json("shell", &long),
        Err(SendError::TooLong)
    );
    assert_eq!((straw.queued(), straw_of_json.queued()), (0, 0));
}

#[test]
fn neither_direction_starves() {
    let exports = exports();
    let inbound = Inbound::new(&exports);
    let input: Vec<u8> = frame(b"").repeat(20_000);
    let mut straw = Straw::new(Tube::of(&input), Terms::DEFAULT);
    while straw.send_term("shell", "0123456789").is_ok() {}
    assert!(straw.queued() >= 60_000);
    let turn = straw.turn(30_000, &inbound, quiet).unwrap();
    assert_eq!((turn.written, turn.read, turn.more), (30_000, 30_000, true));
    let calls = straw.pipe().calls.clone();
    assert!(calls.starts_with("wrwrwrwr") && !calls.contains("ww") && !calls.contains("rr"));
    // However little a turn may do, it does some of both.
    let turn = straw.turn(1, &inbound, quiet).unwrap();
    assert_eq!((turn.written, turn.read), (1, 1));
}

#[test]
fn a_receiver_that_pauses_gets_the_rest_later() {
    let exports = exports();
    let inbound = Inbound::new(&exports);
    let mut sender = Straw::new(Tube::of(b""), Terms::DEFAULT);
    for number in 0..10_u8 {
        sender.send_term("log", &number).unwrap();
    }
    assert!(drain(&mut sender, &exports).1.is_ok());
    let stream: Vec<u8> = sender.pipe().output.drain(..).collect();
    let mut straw = Straw::new(Tube::of(&stream), Terms::DEFAULT);
    for expected in 0..10 {
        let mut got = Vec::new();
        let turn = straw.turn(4096, &inbound, |_, message| {
            got.push(crate::common::text(message));
            ControlFlow::Break(())
        });
        assert_eq!(got, [expected.to_string()]);
        assert!(turn.unwrap().paused);
    }
    assert!(!straw.turn(4096, &inbound, quiet).unwrap().paused);
}

#[test]
fn what_came_before_the_end_is_delivered() {
    let mut sender = Straw::new(Tube::of(b""), Terms::DEFAULT);
    for number in 0..2000_u32 {
        sender.send_term("log", &number).unwrap();
    }
    assert!(drain(&mut sender, &exports()).1.is_ok());
    let stream: Vec<u8> = sender.pipe().output.drain(..).collect();
    let mut tube = Tube::of(&stream);
    tube.over = true;
    let mut straw = Straw::new(tube, Terms::DEFAULT);
    straw.send_term("shell", "never heard").unwrap();
    let (delivered, turn) = drain(&mut straw, &exports());
    assert_eq!(delivered.len(), 2000);
    assert_eq!(turn, Err(Closed::Pipe(Over)));
    assert!(straw.queued() > 0, "and what was not sent is known");
    assert_eq!(straw.send_term("shell", "more"), Err(SendError::Closed));
}

#[test]
fn straws_over_the_pages_of_old_exchange_both_ways() {
    let mut pages = Box::new(StrawPages::new());
    let (active, passive) = pages.ends().unwrap();
    let mut ends = [
        Straw::new(active, Terms::DEFAULT),
        Straw::new(passive, Terms::DEFAULT),
    ];
    let (mut sent, mut heard) = ([0_u32; 2], [0_u32; 2]);
    while heard != [3000; 2] {
        for at in 0..2 {
            while sent[at] < 3000
                && ends[at]
                    .send_term("log", &(sent[at], "x".repeat(50).as_str()))
                    .is_ok()
            {
                sent[at] += 1;
            }
            let (delivered, turn) = drain(&mut ends[at], &exports());
            assert!(turn.is_ok());
            for (target, message) in delivered {
                assert_eq!(target, 2);
                assert!(message.starts_with(&format!("{{{},", heard[at])));
                heard[at] += 1;
            }
        }
    }
}

#[test]
fn a_peer_that_breaks_the_ring_ends_the_straw() {
    use std::sync::atomic::Ordering::Relaxed;
    let memory = Box::new(StrawPages::new());
    let mut mapping: &StrawPages = &memory;
    let end = StrawPages::attach(&mut mapping, pore::legacy::Role::Active).unwrap();
    let mut straw = Straw::new(end, Terms::DEFAULT);
    memory.in_prod.store(99_999, Relaxed);
    for _ in 0..2 {
        let (_, turn) = drain(&mut straw, &exports());
        assert!(matches!(
            turn,
            Err(Closed::Pipe(RingCorrupt { value: 99_999, .. }))
        ));
    }
}
