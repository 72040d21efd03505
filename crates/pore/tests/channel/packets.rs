//! Packets as they go in and out, full and empty, counted and rung for.

use std::thread;

use pore::channel::{
    Channel, IonPacket, NoRegion, PopError, PushError, Regions, Reject, Slot, Stats, WrongSlots,
};
use pore::doorbell::Wait;
use pore::ring::{Closed, Wake};

use crate::common::{cmd, ion, joined, linked, region, wrong};

#[test]
fn t5_packets_begin_anywhere_and_t6_all_slots_are_used_and_no_more() {
    for start in [0, 0xFFFF_FFF0] {
        let [(mut here, _), (mut there, _)] = joined(8, start);
        assert_eq!((here.sender.capacity(), there.receiver.capacity()), (8, 8));
        for round in 0..50 {
            assert_eq!(there.receiver.pop(), Err(PopError::Empty));
            for number in 0..8 {
                assert_eq!(here.sender.room(), Ok(8 - number));
                assert_eq!(here.sender.push(cmd(round + number)), Ok(()));
            }
            assert_eq!(here.sender.push(cmd(99)), Err(PushError::Full));
            assert_eq!(there.receiver.available(), Ok(8));
            for number in 0..8 {
                assert_eq!(there.receiver.pop(), Ok(cmd(round + number)));
            }
        }
        let sent = Stats {
            pushed: 400,
            full: 50,
            ..Stats::default()
        };
        assert_eq!(here.stats(), sent);
        let taken = Stats {
            popped: 400,
            ..Stats::default()
        };
        assert_eq!(there.stats(), taken);
    }
}

#[test]
fn slots_that_do_not_divide_the_ring_come_out_as_they_went_in() {
    let [(mut here, _), (mut there, _)] = joined::<IonPacket>(7, 0xFFFF_FFF0);
    assert_eq!(here.sender.capacity(), 5, "128 bytes hold five of 24");
    here.sender.regions.set(1, 1 << 20).expect("a number");
    there.receiver.regions.set(1, 1 << 20).expect("a number");
    for id in 0..1000 {
        here.sender.push(ion(id)).expect("room");
        assert_eq!(there.receiver.pop(), Ok(ion(id)));
    }
    let odd = |n: u8| [n; 13];
    let [(mut here, _), (mut there, _)] = joined(6, 3);
    for n in 0..=255 {
        here.sender.push(odd(n)).expect("room");
        assert_eq!(there.receiver.pop(), Ok(odd(n)));
    }
}

#[test]
fn what_a_packet_hands_over_is_there_or_it_is_refused_on_both_sides() {
    let [(mut here, _), (mut there, _)] = joined::<IonPacket>(8, 0);
    let refused = here.sender.push(ion(0));
    assert_eq!(refused, Err(PushError::Rejected(Reject::Region(1))));
    here.sender.regions.set(1, 160).expect("a number");
    for id in 0..10 {
        assert_eq!(
            here.sender.push(ion(id)),
            Ok(()),
            "the last ends at the border"
        );
    }
    let beyond = Reject::Range {
        offset: 160,
        len: 16,
        bytes: 160,
    };
    assert_eq!(
        here.sender.push(ion(10)),
        Err(PushError::Full),
        "full is told first"
    );
    // The other side has mapped less: nothing that the peer believes counts.
    there.receiver.regions.set(1, 32).expect("a number");
    assert_eq!(there.receiver.pop(), Ok(ion(0)));
    assert_eq!(there.receiver.pop(), Ok(ion(1)));
    assert_eq!(here.sender.push(ion(10)), Err(PushError::Rejected(beyond)));
    for id in 2..10 {
        let range = Reject::Range {
            offset: id * 16,
            len: 16,
            bytes: 32,
        };
        assert_eq!(there.receiver.pop(), Err(PopError::Rejected(range)));
    }
    assert_eq!(there.receiver.pop(), Err(PopError::Empty));
    assert_eq!((there.stats().popped, there.stats().rejected), (2, 8));
    assert_eq!((here.stats().pushed, here.stats().rejected), (10, 2));
}

#[test]
fn no_address_is_a_range() {
    let mut regions = Regions::new();
    regions.set(0, u64::MAX).expect("a number");
    regions.set(7, 100).expect("a number");
    assert_eq!(regions.set(8, 1), Err(NoRegion(8)));
    let packet = |phys, data, len| IonPacket {
        data,
        phys,
        len,
        ..IonPacket::default()
    };
    assert!(regions.span(&packet(7, 100, 0)).is_ok());
    assert!(regions.span(&packet(7, 101, 0)).is_err());
    for phys in [1, 8, 0x8300_0000, 1 << 32, (1 << 32) + 7, u64::MAX] {
        let refused = regions.span(&packet(phys, 0, 0));
        assert_eq!(refused, Err(Reject::Region(phys)));
    }
    assert!(
        regions.span(&packet(0, u64::MAX, 1)).is_err(),
        "no sum wraps"
    );
    regions.remove(7);
    assert_eq!(regions.span(&packet(7, 0, 0)), Err(Reject::Region(7)));
}

#[test]
fn a_batch_is_published_and_rung_for_at_one_blow() {
    let [(mut here, _), (mut there, bell)] = joined(8, 0);
    let batch: Vec<_> = (0..12).map(cmd).collect();
    assert_eq!(there.receiver.notify_when(8), Ok(Wake::Armed));
    let before = bell.rings();
    assert_eq!(here.sender.push_all(&batch), Ok(8));
    assert_eq!(bell.rings(), before + 1);
    assert_eq!(here.sender.push_all(&batch[8..]), Err(PushError::Full));
    assert_eq!(there.receiver.notify_when(3), Ok(Wake::Now(8)));
    let mut got = [cmd(0); 5];
    assert_eq!(there.receiver.pop_all(&mut got), Ok(5));
    assert_eq!(got[..], batch[..5]);
    assert_eq!(here.sender.notify_when(5), Ok(Wake::Now(5)));
    assert_eq!(here.sender.push_all(&batch[8..]), Ok(4));
    let mut got = [cmd(0); 9];
    assert_eq!(there.receiver.pop_all(&mut got), Ok(7));
    assert_eq!(got[..7], batch[5..]);
    assert_eq!(there.receiver.pop_all(&mut got), Err(PopError::Empty));
}

#[test]
fn a_batch_with_a_bad_packet_ends_before_it_and_is_taken_without_it() {
    let [(mut here, _), (mut there, _)] = joined::<IonPacket>(8, 0);
    here.sender.regions.set(1, 32).expect("a number");
    let batch = [ion(0), ion(1), ion(2), ion(1)];
    assert_eq!(here.sender.push_all(&batch), Ok(2));
    let rest = here.sender.push_all(&batch[2..]);
    assert!(matches!(rest, Err(PushError::Rejected(_))));
    assert_eq!(here.sender.push_all(&batch[3..]), Ok(1));
    there.receiver.regions.set(1, 16).expect("a number");
    let mut got = [IonPacket::default(); 4];
    assert_eq!(there.receiver.pop_all(&mut got), Ok(1));
    assert_eq!(got[0], ion(0));
    assert_eq!((there.stats().popped, there.stats().rejected), (1, 2));
}

#[test]
fn two_threads_sleep_until_there_is_room_or_a_packet() {
    let [(mut here, here_bell), (mut there, there_bell)] = joined(8, 0);
    let pushing = thread::spawn(move || {
        for number in 0..5000 {
            while here.sender.push(cmd(number)).is_err() {
                if here.sender.notify_when(4) == Ok(Wake::Armed) {
                    here_bell.wait(None).expect("rung");
                }
            }
        }
        here.close();
    });
    let mut expected = 0;
    loop {
        match there.receiver.pop() {
            Ok(packet) => {
                assert_eq!(packet, cmd(expected));
                expected += 1;
            }
            Err(PopError::Empty) => {
                if there.receiver.notify_when(1) == Ok(Wake::Armed) {
                    there_bell.wait(None).expect("rung");
                }
            }
            Err(why) => break assert_eq!(why, PopError::Closed(Closed::Peer)),
        }
    }
    pushing.join().expect("pushed");
    assert_eq!(expected, 5000);
}

#[test]
fn a_side_that_closes_dies_or_begins_anew_is_a_typed_end() {
    let [(mut here, _), (mut there, _)] = joined(8, 0);
    here.sender.push(cmd(1)).expect("room");
    here.close();
    assert_eq!(
        here.sender.push(cmd(2)),
        Err(PushError::Closed(Closed::Here))
    );
    assert_eq!(
        there.receiver.pop(),
        Ok(cmd(1)),
        "what came before is there"
    );
    assert_eq!(there.receiver.pop(), Err(PopError::Closed(Closed::Peer)));
    assert_eq!(there.closed(), Some(Closed::Peer));

    let [(mut here, _), _] = joined(8, 0);
    here.peer_gone();
    assert_eq!(
        here.sender.push(cmd(2)),
        Err(PushError::Closed(Closed::Gone))
    );
    assert_eq!(here.receiver.pop(), Err(PopError::Closed(Closed::Gone)));

    let [(mut here, _), (there, _)] = joined(8, 0);
    there
        .into_link()
        .reopen(<[u8; 32]>::config(9))
        .expect("a size");
    assert_eq!(
        here.sender.push(cmd(2)),
        Err(PushError::Closed(Closed::Restarted))
    );
    assert_eq!(
        here.receiver.pop(),
        Err(PopError::Closed(Closed::Restarted))
    );
}

#[test]
fn sides_that_mean_other_slots_never_exchange_any() {
    let regions = [region(8), region(8)];
    let both = |left, right| linked(regions.each_ref(), [left, right]);
    let [(here, _), (there, _)] = both(cmd_config(), IonPacket::config(0));
    let ours = WrongSlots::Peer { kind: 1, bytes: 24 };
    assert_eq!(wrong::<pore::channel::CmdPacket>(here), ours);
    let theirs = WrongSlots::Peer { kind: 2, bytes: 32 };
    assert_eq!(wrong::<IonPacket>(there), theirs);
    let [(here, _), _] = both(cmd_config(), <[u8; 32]>::config(0));
    let bytes = WrongSlots::Peer { kind: 0, bytes: 32 };
    assert_eq!(wrong::<pore::channel::CmdPacket>(here), bytes);
    let small = [region(4), region(8)];
    let [(here, _), (mut there, _)] = linked(small.each_ref(), [cmd_config(); 2]);
    assert_eq!(
        wrong::<pore::channel::CmdPacket>(here),
        WrongSlots::Ring(16)
    );
    assert_eq!(there.producer.free(), Err(Closed::Peer), "the peer is told");
    let [(here, _), _] = both(cmd_config(), cmd_config());
    assert!(Channel::<pore::channel::CmdPacket, _, _, _>::new(here).is_ok());
}

fn cmd_config() -> pore::ring::Config {
    pore::channel::CmdPacket::config(0)
}
