//! 64 channels, and what each may be used for.

use pore::channel::{CSpace, Denied, NoSlot, Rights, endpoint};

#[test]
fn what_was_not_given_is_denied() {
    let mut space = CSpace::new();
    for channel in [0, endpoint::CONSOLE_IN, u64::MAX] {
        let denied = Denied {
            channel,
            wanted: Rights::READ,
            held: Rights::NONE,
        };
        assert_eq!(space.check(channel, Rights::READ), Err(denied));
    }
    space
        .set(endpoint::CONSOLE_OUT, Rights::WRITE)
        .expect("a slot");
    assert!(space.check(endpoint::CONSOLE_OUT, Rights::WRITE).is_ok());
    assert!(space.check(endpoint::CONSOLE_OUT, Rights::READ).is_err());
    assert!(space.check(endpoint::CONSOLE_OUT, Rights::BOTH).is_err());
    assert!(space.check(endpoint::CONSOLE_IN, Rights::WRITE).is_err());
    let both = Rights::READ | Rights::WRITE;
    space
        .set(endpoint::CONSOLE_OUT, both)
        .expect("its own slot");
    assert!(space.check(endpoint::CONSOLE_OUT, Rights::BOTH).is_ok());
    space
        .set(endpoint::CONSOLE_OUT, Rights::NONE)
        .expect("fewer");
    assert_eq!(space.rights(endpoint::CONSOLE_OUT), Rights::NONE);
}

#[test]
fn there_are_64_slots_and_each_is_free_again() {
    let mut space = CSpace::new();
    for channel in 0..64 {
        space.set(channel, Rights::READ).expect("a slot");
    }
    assert_eq!(space.set(64, Rights::READ), Err(NoSlot));
    assert_eq!(space.set(64, Rights::NONE), Ok(()), "nothing needs no slot");
    space.set(63, Rights::BOTH).expect("it has one");
    space.set(5, Rights::NONE).expect("its own");
    space.set(64, Rights::WRITE).expect("that one");
    assert_eq!(space.rights(5), Rights::NONE);
    assert_eq!(space.rights(64), Rights::WRITE);
}

#[test]
fn a_bit_that_is_no_right_is_none() {
    for bits in 0..4 {
        let rights = Rights::from_bits(bits).expect("rights");
        assert_eq!(rights.bits(), bits);
    }
    for bits in [4, 7, 256, u32::MAX] {
        assert_eq!(Rights::from_bits(bits), None);
    }
}
