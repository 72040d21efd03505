//! All spaces and channels of the program, by handles.
//!
//! A handle is 64 bits: above, a number that tells this program's spaces, or its
//! channels, from all others; below, a handle of `port-state`, which is stale for
//! ever once its value is closed.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use pore::channel::{CSpace, Rights};
use port_state::{Handle, Table};

use crate::entry::{Descriptors, Entry, Packet};
use crate::side::{Common, Side};
use crate::types::HalResult;

/// As many as a table has.
const MOST: usize = 256;

static WORLD: LazyLock<Result<Mutex<World>, HalResult>> = LazyLock::new(World::new);

struct World {
    spaces: Table<CSpace, ()>,
    space_tag: u32,
    /// Each belongs to its space.
    channels: Table<Named, Handle>,
    channel_tag: u32,
}

/// A channel with what it is called in its space.
struct Named {
    id: u64,
    entry: Entry,
    denied: u64,
}

/// Locks; what a panic left behind is a value like any other.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn world() -> Result<MutexGuard<'static, World>, HalResult> {
    WORLD.as_ref().map(lock).map_err(|why| *why)
}

/// A handle as a caller has it.
fn number(tag: u32, handle: Handle) -> u64 {
    (u64::from(tag) << 32) | u64::from(handle.to_bits())
}

/// The handle that a caller means, if it is one of these.
fn handle(tag: u32, number: u64) -> Result<Handle, HalResult> {
    let bits = number as u32;
    let ours = number >> 32 == u64::from(tag);
    let handle = Handle::from_bits(bits).filter(|_| ours);
    handle.ok_or(HalResult::Stale)
}

impl World {
    fn new() -> Result<Mutex<Self>, HalResult> {
        let exhausted = |_| HalResult::Exhausted;
        // Two numbers that other programs, and other runs of this one, do not have.
        let random = RandomState::new().hash_one(std::process::id());
        let tag = (random >> 32) as u32;
        Ok(Mutex::new(Self {
            spaces: Table::try_with_capacity(MOST).map_err(exhausted)?,
            space_tag: tag | 1,
            channels: Table::try_with_capacity(MOST).map_err(exhausted)?,
            channel_tag: (tag & !1).max(2),
        }))
    }

    /// A channel that may be used for all of that.
    fn find(&mut self, channel: u64, wanted: Rights) -> Result<&mut Named, HalResult> {
        let handle = handle(self.channel_tag, channel)?;
        let space = self.channels.owner(handle).ok_or(HalResult::Stale)?;
        let named = self.channels.get_mut(handle).ok_or(HalResult::Stale)?;
        let space = self.spaces.get(space).ok_or(HalResult::Stale)?;
        if space.check(named.id, wanted).is_err() {
            named.denied += 1;
            return Err(HalResult::Denied);
        }
        Ok(named)
    }
}

/// Makes a space without rights.
pub(crate) fn new_space() -> Result<u64, HalResult> {
    let mut world = world()?;
    let made = world.spaces.insert((), CSpace::new());
    let handle = made.map_err(|_| HalResult::Exhausted)?;
    Ok(number(world.space_tag, handle))
}

/// Says what a space may do with a channel.
pub(crate) fn grant(space: u64, id: u64, rights: Rights) -> Result<(), HalResult> {
    let mut world = world()?;
    let handle = handle(world.space_tag, space)?;
    let space = world.spaces.get_mut(handle).ok_or(HalResult::Stale)?;
    space.set(id, rights).map_err(|_| HalResult::Exhausted)
}

/// Closes a space and all its channels.
pub(crate) fn close_space(space: u64) -> Result<(), HalResult> {
    let closed: Vec<Named> = {
        let mut world = world()?;
        let handle = handle(world.space_tag, space)?;
        world.spaces.remove(handle).ok_or(HalResult::Stale)?;
        world.channels.remove_owned_by(handle).collect()
    };
    for named in closed {
        lock(&*named.entry.common()).close();
    }
    Ok(())
}

/// Makes a side of a channel that the space has rights to.
pub(crate) fn create(
    space: u64,
    id: u64,
    kind: u32,
    order: u32,
) -> Result<(u64, Descriptors), HalResult> {
    let owner = {
        let world = world()?;
        let handle = handle(world.space_tag, space)?;
        let space = world.spaces.get(handle).ok_or(HalResult::Stale)?;
        if space.rights(id).is_none() {
            return Err(HalResult::Denied);
        }
        if world.channels.len() >= world.channels.capacity() {
            return Err(HalResult::Exhausted);
        }
        handle
    };
    let (entry, descriptors) = Entry::new(kind, order)?;
    let mut world = world()?;
    let denied = 0;
    let made = world.channels.insert(owner, Named { id, entry, denied });
    let handle = made.map_err(|_| HalResult::Exhausted)?;
    Ok((number(world.channel_tag, handle), descriptors))
}

/// The side of a channel that may be used for all of that.
pub(crate) fn common(channel: u64, wanted: Rights) -> Result<Arc<Mutex<dyn Common>>, HalResult> {
    Ok(world()?.find(channel, wanted)?.entry.common())
}

/// The same, of a channel of such packets.
pub(crate) fn typed<P: Packet, T>(
    channel: u64,
    wanted: Rights,
    run: impl FnOnce(&mut Side<P>) -> Result<T, HalResult>,
) -> Result<T, HalResult> {
    let side = {
        let mut world = world()?;
        let entry = &world.find(channel, wanted)?.entry;
        Arc::clone(P::side(entry).ok_or(HalResult::Invalid)?)
    };
    let mut side = lock(&*side);
    run(&mut side)
}

/// How often a channel was denied.
pub(crate) fn denied(channel: u64) -> Result<u64, HalResult> {
    Ok(world()?.find(channel, Rights::NONE)?.denied)
}

/// Closes a channel; its handle is stale from then on.
pub(crate) fn close(channel: u64) -> Result<(), HalResult> {
    let named = {
        let mut world = world()?;
        let handle = handle(world.channel_tag, channel)?;
        world.channels.remove(handle).ok_or(HalResult::Stale)?
    };
    lock(&*named.entry.common()).close();
    Ok(())
}
