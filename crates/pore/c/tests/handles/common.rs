//! The functions as safe ones, on values of their own.
#![expect(unsafe_code, reason = "calls functions as C does")]

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::{Mutex, MutexGuard, PoisonError};

use pore::channel::CmdPacket;
use pore::layout::Field;
use pore_c::abi::*;
use pore_c::types::*;

pub(crate) const NET: u64 = 0x500;

/// Tables are the program's: one test at a time fills them.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn space(rights: u32) -> u64 {
    let mut space = 0;
    // SAFETY: a place of this function.
    assert_eq!(unsafe { hal_space_new(&mut space) }, HalResult::Ok);
    assert_eq!(hal_space_grant(space, NET, rights), HalResult::Ok);
    space
}

/// What the peer of a side is given.
pub(crate) struct Given {
    pub(crate) region: OwnedFd,
    pub(crate) bell: OwnedFd,
}

pub(crate) fn try_create(
    space: u64,
    id: u64,
    kind: u32,
    order: u32,
) -> Result<(u64, Given), HalResult> {
    let mut channel = 0;
    let mut two = HalDescriptors {
        region: -1,
        bell: -1,
    };
    // SAFETY: places of this function.
    let made = unsafe { hal_channel_create(space, id, kind, order, &mut two, &mut channel) };
    if made != HalResult::Ok {
        assert_eq!(
            (two.region, two.bell, channel),
            (-1, -1, 0),
            "nothing is made"
        );
        return Err(made);
    }
    // SAFETY: the caller is to close it.
    let region = unsafe { OwnedFd::from_raw_fd(two.region) };
    // SAFETY: as above.
    let bell = unsafe { OwnedFd::from_raw_fd(two.bell) };
    Ok((channel, Given { region, bell }))
}

pub(crate) fn create(space: u64, kind: u32) -> (u64, Given) {
    try_create(space, NET, kind, 8).expect("a channel")
}

pub(crate) fn attach(channel: u64, given: &Given) -> HalResult {
    let two = HalDescriptors {
        region: given.region.as_raw_fd(),
        bell: given.bell.as_raw_fd(),
    };
    // SAFETY: a value of this function.
    unsafe { hal_channel_attach(channel, &two) }
}

/// Two sides in one program that know each other.
pub(crate) fn pair(kind: u32) -> [(u64, u64, Given); 2] {
    let [one, two] = [(); 2].map(|()| space(HAL_READ | HAL_WRITE));
    let ((left, to_right), (right, to_left)) = (create(one, kind), create(two, kind));
    assert_eq!(attach(left, &to_left), HalResult::Ok);
    assert_eq!(attach(right, &to_right), HalResult::Ok);
    [(one, left, to_right), (two, right, to_left)]
}

pub(crate) fn push(channel: u64, number: u32) -> HalResult {
    let packet = CmdPacket {
        kind: number,
        ..CmdPacket::default()
    };
    // SAFETY: a value of this function.
    unsafe { hal_cmd_push(channel, &packet) }
}

pub(crate) fn pop(channel: u64) -> Result<u32, HalResult> {
    let mut packet = CmdPacket::default();
    // SAFETY: a place of this function.
    let popped = unsafe { hal_cmd_pop(channel, &mut packet) };
    if popped == HalResult::Ok {
        return Ok(packet.kind);
    }
    assert_eq!(packet, CmdPacket::default(), "nothing is written");
    Err(popped)
}

pub(crate) fn stats(channel: u64) -> HalStats {
    let mut stats = HalStats::default();
    // SAFETY: a place of this function.
    let told = unsafe { hal_channel_stats(channel, &mut stats) };
    assert_eq!(told, HalResult::Ok);
    stats
}

/// Where a side's region is mapped to be written, which only that side can: here it is
/// the liar itself.
pub(crate) fn base(given: &Given) -> usize {
    let region = given.region.as_raw_fd();
    let mapped = std::fs::read_to_string("/proc/self/maps").expect("it is there");
    let link = std::fs::metadata(format!("/proc/self/fd/{region}")).expect("it is open");
    let inode = std::os::unix::fs::MetadataExt::ino(&link);
    let writable = mapped.lines().find(|line| {
        let mut columns = line.split_whitespace();
        let writes = columns.nth(1).is_some_and(|modes| modes.starts_with("rw"));
        writes && columns.nth(2).and_then(|column| column.parse().ok()) == Some(inode)
    });
    let base = writable
        .and_then(|line| line.split('-').next())
        .expect("it is mapped");
    usize::from_str_radix(base, 16).expect("an address")
}

/// Writes to a word of a region that is mapped to be written there.
pub(crate) fn set(base: usize, field: Field, value: u32) {
    let word = (base + field as usize) as *mut u32;
    // SAFETY: a word of a header that is mapped to be written.
    let word = unsafe { std::sync::atomic::AtomicU32::from_ptr(word) };
    word.store(value, std::sync::atomic::Ordering::SeqCst);
}

/// Writes to a word of a side's region.
pub(crate) fn scribble(given: &Given, field: Field, value: u32) {
    set(base(given), field, value);
}
