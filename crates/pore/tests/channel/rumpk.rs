//! T8: what went wrong with Rumpk's rings cannot be said in these.

use pore::channel::{CmdPacket, PopError, PushError};
use pore::layout::Field;
use pore::memory::Heap;
use pore::ring::{OpenError, Opening};

use crate::common::{Shared, against_raw, cmd, joined, linked, region};
use pore::channel::Slot;
use pore::doorbell::ThreadBell;
use pore::memory::Raw;

/// The bytes of Rumpk's 256 commands.
const ORDER: u32 = 13;

#[test]
fn t8_all_256_slots_hold_a_packet() {
    let [(mut here, _), (mut there, _)] = joined(ORDER, 0);
    assert_eq!(here.sender.capacity(), 256, "Rumpk leaves one free");
    let pushed = (0..).take_while(|number| here.sender.push(cmd(*number)).is_ok());
    assert_eq!(pushed.count(), 256);
    let popped = (0..).take_while(|number| there.receiver.pop() == Ok(cmd(*number)));
    assert_eq!(popped.count(), 256);
}

/// A peer's region that claims 2^`order` bytes, whatever it has.
fn claims(order: u32) -> Result<bool, OpenError> {
    let (mine, theirs): (Shared, Shared) = (region(ORDER), region(ORDER));
    let config = CmdPacket::config(0);
    let open = |one: &Shared, other: &Shared| {
        let bell = ThreadBell::new();
        Opening::new(one.clone(), other.clone(), bell, config).expect("a size")
    };
    let _theirs = open(&theirs, &mine);
    Raw(theirs.clone()).store(Field::Order, order);
    open(&mine, &theirs).poll()
}

#[test]
fn t8_there_is_no_mask_to_be_0_or_257() {
    assert!(claims(ORDER).is_ok());
    // 2^0 - 1 is Rumpk's mask of 0, and no mask is 257: only powers of two are said.
    for order in [0, 3, ORDER + 1, 31, 32, 257, u32::MAX] {
        assert_eq!(claims(order), Err(OpenError::Order(order)));
    }
    for order in [0, 3, 31] {
        assert!(Heap::new(order).is_none(), "nor can this side's be");
    }
    // Once connected, no word of the peer's says how long a ring is.
    for order in [0, 1, 8, 257] {
        let (mut here, raw) = against_raw(ORDER, 0);
        raw.store(Field::Order, order);
        let pushed = (0..).take_while(|number| here.sender.push(cmd(*number)).is_ok());
        assert_eq!(pushed.count(), 256);
        assert_eq!(here.sender.push(cmd(0)), Err(PushError::Full));
        assert_eq!(here.receiver.pop(), Err(PopError::Empty));
    }
}

#[test]
fn t8_a_head_of_256_pops_what_was_written_and_not_for_ever() {
    // 256 slots ahead of an empty ring is a full one: 256 packets and no more.
    let (mut here, raw) = against_raw::<CmdPacket>(ORDER, 0);
    raw.store(Field::Prod, 256 * 32);
    let popped = (0..100_000).take_while(|_| here.receiver.pop().is_ok());
    assert_eq!(popped.count(), 256);
    assert_eq!(here.receiver.pop(), Err(PopError::Empty));
    // One more than there are slots is nobody's, and the end.
    for slots in [257, 511, 1 << 26] {
        let (mut here, raw) = against_raw::<CmdPacket>(ORDER, 0);
        raw.store(Field::Prod, slots * 32);
        let popped = (0..100_000).take_while(|_| here.receiver.pop().is_ok());
        assert_eq!(popped.count(), 0);
        assert!(matches!(here.receiver.pop(), Err(PopError::Closed(_))));
    }
}

#[test]
fn t8_the_producer_is_not_rewound_by_the_shared_copy_of_its_index() {
    let regions = [region(ORDER), region(ORDER)];
    let [(here, _), (there, _)] = linked(regions.each_ref(), [CmdPacket::config(0); 2]);
    let mut here = pore::channel::Channel::new(here).expect("the same");
    let mut there = pore::channel::Channel::new(there).expect("the same");
    here.sender.push(cmd(1)).expect("room");
    let [mine, _] = regions;
    Raw(mine).store(Field::Prod, 0);
    here.sender.push(cmd(2)).expect("room");
    assert_eq!(there.receiver.pop(), Ok(cmd(1)));
    assert_eq!(there.receiver.pop(), Ok(cmd(2)));
}

#[test]
fn t8_a_second_producer_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/channel/ui/*.rs");
}
