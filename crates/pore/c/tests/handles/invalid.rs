//! Arguments that cannot be.
#![expect(unsafe_code, reason = "calls functions as C does")]

use std::fs::File;
use std::ptr::{null, null_mut};

use pore::channel::IonPacket;
use pore_c::abi::*;
use pore_c::types::*;

use crate::common::{Given, NET, alone, attach, pair, push, try_create};

#[test]
fn null_and_other_packets_are_invalid() {
    let _alone = alone();
    let [(one, cmd, given), (two, _, _)] = pair(HAL_SLOT_CMD);
    let invalid = HalResult::Invalid;
    let mut place = 0;
    // SAFETY: null is allowed, in all of these.
    assert_eq!(unsafe { hal_space_new(null_mut()) }, invalid);
    // SAFETY: as above.
    assert_eq!(unsafe { hal_cmd_push(cmd, null()) }, invalid);
    // SAFETY: as above.
    assert_eq!(unsafe { hal_cmd_pop(cmd, null_mut()) }, invalid);
    // SAFETY: as above.
    assert_eq!(unsafe { hal_channel_push(cmd, null()) }, invalid);
    // SAFETY: as above.
    assert_eq!(unsafe { hal_channel_pop(cmd, null_mut()) }, invalid);
    // SAFETY: as above.
    assert_eq!(unsafe { hal_channel_stats(cmd, null_mut()) }, invalid);
    // SAFETY: as above.
    assert_eq!(unsafe { hal_channel_attach(cmd, null()) }, invalid);
    let kind = HAL_SLOT_CMD;
    // SAFETY: as above.
    let made = unsafe { hal_channel_create(one, NET, kind, 8, null_mut(), &mut place) };
    assert_eq!((made, place), (invalid, 0));
    let packet = IonPacket::default();
    // SAFETY: a value of this function.
    let pushed = unsafe { hal_channel_push(cmd, &packet) };
    assert_eq!(pushed, invalid, "of the other kind");
    for (kind, order) in [(0, 8), (3, 8), (kind, 4), (kind, 31), (kind, u32::MAX)] {
        assert_eq!(try_create(one, NET, kind, order).map(|_| ()), Err(invalid));
    }
    for rights in [0, 4, u32::MAX] {
        assert_eq!(hal_channel_wait(cmd, rights, 0), invalid);
    }
    assert_eq!(hal_channel_region(cmd, 8, 1), invalid);
    let null_file = File::open("/dev/null").expect("it is there");
    let no_region = Given {
        region: null_file.into(),
        ..given
    };
    assert_eq!(attach(cmd, &no_region), invalid);
    let no_descriptor = HalDescriptors {
        region: -1,
        bell: i32::MAX,
    };
    // SAFETY: a value of this function.
    assert_eq!(unsafe { hal_channel_attach(cmd, &no_descriptor) }, invalid);
    assert_eq!(push(cmd, 1), HalResult::Ok, "none of that spoilt it");
    assert_eq!(hal_space_close(one), HalResult::Ok);
    assert_eq!(hal_space_close(two), HalResult::Ok);
}
