//! The functions that other languages call.
#![expect(
    unsafe_code,
    reason = "names functions for C, which gives them pointers"
)]

use std::time::Duration;

use pore::channel::{CmdPacket, IonPacket, Rights};
use pore::doorbell::{TimerFd, Wait};
use pore::memory::PeerMapping;

use crate::border::{Place, call, duplicate, of_system, read};
use crate::types::{HalDescriptors, HalResult, HalStats};
use crate::world::{self, lock};

/// Makes a space: up to 64 channels that it has rights to, none at first.
///
/// # Safety
///
/// `space` is null or a place for a handle.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hal_space_new(space: *mut u64) -> HalResult {
    // SAFETY: what the caller promises.
    let place = unsafe { Place::new(space) };
    call(|| {
        place?.put(world::new_space()?);
        Ok(())
    })
}

/// Says what a space may do with the channel `id`: `HAL_READ`, `HAL_WRITE`, both,
/// or, with 0, nothing. It counts at once, for channels that are open, too.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub extern "C" fn hal_space_grant(space: u64, id: u64, rights: u32) -> HalResult {
    call(|| {
        let rights = Rights::from_bits(rights).ok_or(HalResult::Invalid)?;
        world::grant(space, id, rights)
    })
}

/// Closes a space and all its channels.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub extern "C" fn hal_space_close(space: u64) -> HalResult {
    call(|| world::close_space(space))
}

/// Makes this side of the channel `id`, of packets of a kind (`HAL_SLOT_...`), on a
/// ring of 2^`order` bytes, 5 to 30. The descriptors are for the peer; the caller
/// sends them to it, and closes them.
///
/// # Safety
///
/// `descriptors` and `channel` are null or places for such values.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hal_channel_create(
    space: u64,
    id: u64,
    kind: u32,
    order: u32,
    descriptors: *mut HalDescriptors,
    channel: *mut u64,
) -> HalResult {
    // SAFETY: what the caller promises.
    let descriptors = unsafe { Place::new(descriptors) };
    // SAFETY: as above.
    let channel = unsafe { Place::new(channel) };
    call(|| {
        let (descriptors, channel) = (descriptors?, channel?);
        let (made, for_peer) = world::create(space, id, kind, order)?;
        channel.put(made);
        descriptors.put(for_peer.leave());
        Ok(())
    })
}

/// Attaches the peer by what it sent; the caller keeps its descriptors and closes
/// them. A channel that is over, or that has a peer, begins anew.
///
/// # Safety
///
/// `peer` is null or to such a value.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hal_channel_attach(
    channel: u64,
    peer: *const HalDescriptors,
) -> HalResult {
    // SAFETY: what the caller promises.
    let peer = unsafe { read(peer) };
    call(|| {
        let peer = peer?;
        let side = world::common(channel, Rights::NONE)?;
        let region = PeerMapping::new(duplicate(peer.region)?);
        let region = region.map_err(|error| of_system(&error))?;
        let bell = TimerFd::of_peer(duplicate(peer.bell)?);
        let bell = bell.map_err(|error| of_system(&error))?;
        lock(&*side).attach(region, bell)
    })
}

/// Says how many bytes the region has that packets call `region`, 0 to 7. A
/// packet that names another, or bytes beyond its end, is refused.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub extern "C" fn hal_channel_region(channel: u64, region: u32, bytes: u64) -> HalResult {
    call(|| {
        let side = world::common(channel, Rights::NONE)?;
        lock(&*side).set_region(region, bytes)
    })
}

/// Pushes a packet that hands over `len` bytes at the offset `data` of the region
/// `phys`.
///
/// # Safety
///
/// `packet` is null or to a packet.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hal_channel_push(channel: u64, packet: *const IonPacket) -> HalResult {
    // SAFETY: what the caller promises.
    let packet = unsafe { read(packet) };
    call(|| {
        let packet = packet?;
        world::typed(channel, Rights::WRITE, |side| side.push(packet))
    })
}

/// Pops a packet; what it hands over is there. One that is not is gone, counted
/// and told as `HAL_RESULT_INVALID`.
///
/// # Safety
///
/// `packet` is null or a place for a packet.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hal_channel_pop(channel: u64, packet: *mut IonPacket) -> HalResult {
    // SAFETY: what the caller promises.
    let place = unsafe { Place::<IonPacket>::new(packet) };
    call(|| {
        let place = place?;
        place.put(world::typed(channel, Rights::READ, |side| side.pop())?);
        Ok(())
    })
}

/// Pushes a command.
///
/// # Safety
///
/// `packet` is null or to a packet.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hal_cmd_push(channel: u64, packet: *const CmdPacket) -> HalResult {
    // SAFETY: what the caller promises.
    let packet = unsafe { read(packet) };
    call(|| {
        let packet = packet?;
        world::typed(channel, Rights::WRITE, |side| side.push(packet))
    })
}

/// Pops a command.
///
/// # Safety
///
/// `packet` is null or a place for a packet.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hal_cmd_pop(channel: u64, packet: *mut CmdPacket) -> HalResult {
    // SAFETY: what the caller promises.
    let place = unsafe { Place::<CmdPacket>::new(packet) };
    call(|| {
        let place = place?;
        place.put(world::typed(channel, Rights::READ, |side| side.pop())?);
        Ok(())
    })
}

/// Waits until there may be a packet (`HAL_READ`), room (`HAL_WRITE`) or either,
/// for so many milliseconds, or for ever if that is negative; then
/// `HAL_RESULT_EMPTY`. The one function that blocks. One thread at a time waits at a
/// channel; any other is told `HAL_RESULT_BUSY` at once.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub extern "C" fn hal_channel_wait(channel: u64, rights: u32, milliseconds: i32) -> HalResult {
    call(|| {
        let wanted = Rights::from_bits(rights).filter(|rights| !rights.is_none());
        let wanted = wanted.ok_or(HalResult::Invalid)?;
        let side = world::common(channel, wanted)?;
        let bell = lock(&*side).arm(rights)?;
        let Some(bell) = bell else {
            return Ok(());
        };
        let timeout = u64::try_from(milliseconds).ok().map(Duration::from_millis);
        let heard = bell.wait(timeout);
        lock(&*side).woken();
        match heard {
            Ok(true) => Ok(()),
            Ok(false) => Err(HalResult::Empty),
            Err(error) => Err(of_system(&error)),
        }
    })
}

/// What was done on this side so far, and why the channel is over.
///
/// # Safety
///
/// `stats` is null or a place for such a value.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hal_channel_stats(channel: u64, stats: *mut HalStats) -> HalResult {
    // SAFETY: what the caller promises.
    let place = unsafe { Place::new(stats) };
    call(|| {
        let place = place?;
        let side = world::common(channel, Rights::NONE)?;
        let mut stats = lock(&*side).stats();
        stats.denied = world::denied(channel)?;
        place.put(stats);
        Ok(())
    })
}

/// Says that the peer is known to be gone, as by the end of its process.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub extern "C" fn hal_channel_peer_gone(channel: u64) -> HalResult {
    call(|| {
        lock(&*world::common(channel, Rights::NONE)?).peer_gone();
        Ok(())
    })
}

/// Closes a channel in order: the peer still pops what was pushed. The handle is
/// stale from then on, for ever.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
pub extern "C" fn hal_channel_close(channel: u64) -> HalResult {
    call(|| world::close(channel))
}
