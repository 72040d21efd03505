//! Rumpk's packets and their rings.

use std::sync::atomic::Ordering::Relaxed;

use pore::legacy::{CmdClass, CmdPacket, CmdRing, IonPacket, IonRing, Packet, SpanError};
use proptest::prelude::*;

fn command(id: u8) -> CmdPacket {
    CmdPacket {
        kind: 0x500,
        pad: 0,
        arg: u64::from(id) << 40,
        id: std::array::from_fn(|at| id.wrapping_add(at as u8)),
    }
}

#[test]
fn t5_slots_begin_anywhere_and_t6_hold_255() {
    for start in [0, 1, 255] {
        let mut ring = Box::new(CmdRing::new());
        ring.head.store(start, Relaxed);
        ring.tail.store(start, Relaxed);
        let (mut sender, mut receiver) = ring.ends().unwrap();
        for turn in 0..3 {
            assert_eq!(receiver.pop(), Ok(None));
            for id in 0..255 {
                assert_eq!(sender.room(), Ok(255 - usize::from(id)));
                assert_eq!(sender.push(command(id ^ turn)), Ok(true));
            }
            assert_eq!(sender.push(command(0)), Ok(false), "full");
            assert_eq!(receiver.available(), Ok(255));
            for id in 0..255 {
                assert_eq!(receiver.pop(), Ok(Some(command(id ^ turn))));
            }
        }
    }
}

#[test]
fn a_packet_stands_in_its_slot_as_it_stands_in_memory() {
    let mut ring = Box::new(IonRing::new());
    let (mut sender, _) = ring.ends().unwrap();
    let packet = IonPacket {
        data: 0x0102_0304_0506_0708,
        phys: 9,
        len: 0xABCD,
        id: 0x1234,
        pad: 0,
    };
    sender.push(packet).unwrap();
    let words = ring.data[0].iter().map(|word| word.load(Relaxed));
    let bytes: Vec<u8> = words.flat_map(u32::to_ne_bytes).collect();
    let mut expected = Vec::new();
    expected.extend(packet.data.to_ne_bytes());
    expected.extend(packet.phys.to_ne_bytes());
    expected.extend(packet.len.to_ne_bytes());
    expected.extend(packet.id.to_ne_bytes());
    expected.extend([0; 4]);
    assert_eq!(bytes, expected);
    let words = command(3).to_words();
    let bytes: Vec<u8> = words.into_iter().flat_map(u32::to_ne_bytes).collect();
    assert_eq!(bytes[16..], command(3).id);
    assert_eq!(bytes[8..16], command(3).arg.to_ne_bytes());
}

#[test]
fn the_bytes_of_a_packet_are_a_range_of_the_region_or_refused() {
    let packet = |data, len| IonPacket {
        data,
        len,
        ..IonPacket::default()
    };
    let base = 0x8300_0000;
    assert_eq!(packet(base, 0).span(base, 0), Ok(0..0));
    assert_eq!(packet(base + 8, 24).span(base, 32), Ok(8..32));
    for (data, len) in [
        (base + 8, 25),
        (base - 1, 4),
        (0, 4),
        (u64::MAX, 1),
        (base + 33, 0),
    ] {
        let refused = packet(data, len).span(base, 32);
        assert_eq!(refused, Err(SpanError { data, len }));
    }
}

#[test]
fn commands_are_a_closed_set() {
    assert_eq!(CmdClass::of(3), Some(CmdClass::System));
    assert_eq!(CmdClass::of(0x204), Some(CmdClass::Files));
    for kind in [4, 0x101, 0x205, 0x502, 0x602, u32::MAX] {
        assert_eq!(CmdClass::of(kind), None);
    }
}

proptest! {
    #[test]
    fn packets_come_back(data: u64, phys: u64, len: u16, id: u16, pad: u32, mark: [u8; 16]) {
        let ion = IonPacket { data, phys, len, id, pad };
        prop_assert_eq!(IonPacket::from_words(&ion.to_words()), ion);
        let cmd = CmdPacket { kind: pad, pad, arg: data, id: mark };
        prop_assert_eq!(CmdPacket::from_words(&cmd.to_words()), cmd);
    }
}
