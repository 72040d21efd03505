//! Values of two types that the library holds, by number.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use avm_nif::{Env, Raise, Term, nif};
use avm_resource::{Counters, Resource, ResourceArc, ResourceBinary, ResourceRef};
use avm_term::{Bytes, Pid, atom};

use crate::watch::Watch;
use crate::{lock, on_thread};

/// Some bytes. Two types that differ in nothing but their number.
pub(crate) struct Metal<const TYPE: u8> {
    id: u64,
    data: Vec<u8>,
    tell: Option<Pid>,
}

type Gold = Metal<0>;
type Silver = Metal<1>;

static METALS: Counters = Counters::new();

impl<const TYPE: u8> Resource for Metal<TYPE> {
    const NAME: &'static str = "metal";

    fn counters() -> &'static Counters {
        &METALS
    }
}

impl<const TYPE: u8> Metal<TYPE> {
    fn alloc(data: Vec<u8>, tell: Option<Pid>) -> Result<ResourceArc<Self>, Raise> {
        let id = new_id();
        Ok(ResourceArc::try_new(Self { id, data, tell })?)
    }
}

impl<const TYPE: u8> Drop for Metal<TYPE> {
    fn drop(&mut self) {
        dropped(self.id, &self.data);
        if let Some(tell) = self.tell {
            let _ = tell.send(&(atom!("dropped"), library(), self.data.as_slice()));
        }
    }
}

/// A value that the library holds.
pub(crate) enum Held {
    Gold(ResourceArc<Gold>),
    Silver(ResourceArc<Silver>),
    Watch(ResourceArc<Watch>),
}

static HELD: Mutex<BTreeMap<u64, Held>> = Mutex::new(BTreeMap::new());

/// A number that no value had before.
pub(crate) fn new_id() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// Holds a value until it is released.
pub(crate) fn hold(id: u64, value: Held) {
    let before = lock(&HELD).insert(id, value);
    // Under no lock.
    drop(before);
}

/// The monitoring value of a number.
pub(crate) fn held_watch(id: u64) -> Result<ResourceArc<Watch>, Raise> {
    match lock(&HELD).get(&id) {
        Some(Held::Watch(watch)) => Ok(watch.clone()),
        _ => Err(Raise::Badarg),
    }
}

/// What destructors did since it was asked.
struct Log {
    last: Option<(u64, Vec<u8>)>,
    count: u32,
}

static LOG: Mutex<Log> = Mutex::new(Log {
    last: None,
    count: 0,
});

/// Notes that a value was dropped.
pub(crate) fn dropped(id: u64, data: &[u8]) {
    let mut log = lock(&LOG);
    log.last = Some((id, data.to_vec()));
    log.count += 1;
}

/// `library()`: a number that each copy of the library has for itself.
#[nif]
pub(crate) fn library() -> usize {
    std::ptr::from_ref(&LOG).addr()
}

/// `last_resource_dtor_call()`: `{Id, Data, Count}`, or `undefined` if there was none since it was
/// asked.
#[nif]
pub(crate) fn last_resource_dtor_call() -> Option<(u64, Bytes, u32)> {
    let mut log = lock(&LOG);
    let count = std::mem::take(&mut log.count);
    let (id, data) = log.last.take()?;
    Some((id, Bytes(data), count))
}

/// `resources()`: `{Created, Alive, Dropped}` of the two types.
#[nif]
pub(crate) fn resources() -> (usize, usize, usize) {
    let counts = METALS.counts();
    (counts.created, counts.alive, counts.dropped)
}

/// `alloc_resource(Type, Data)`: the number of a value that the library holds.
#[nif]
pub(crate) fn alloc_resource(kind: u8, data: &[u8]) -> Result<u64, Raise> {
    let (id, held) = match kind {
        0 => {
            let gold = Gold::alloc(data.to_vec(), None)?;
            (gold.id, Held::Gold(gold))
        }
        1 => {
            let silver = Silver::alloc(data.to_vec(), None)?;
            (silver.id, Held::Silver(silver))
        }
        _ => return Err(Raise::Badarg),
    };
    hold(id, held);
    Ok(id)
}

/// `make_new_resource(Type, Data, Tell)`: a value that only the term holds. Its drop tells a
/// process, if one is named.
#[nif]
pub(crate) fn make_new_resource<'a>(
    env: Env<'a>,
    kind: u8,
    data: &[u8],
    tell: Term<'a>,
) -> Result<Term<'a>, Raise> {
    let (data, tell) = (data.to_vec(), tell.pid());
    let term = match kind {
        0 => env.make(&Gold::alloc(data, tell)?),
        1 => env.make(&Silver::alloc(data, tell)?),
        _ => return Err(Raise::Badarg),
    };
    term.map_err(|_| Raise::Badarg)
}

/// `make_resource(Id)`: a term of a value that the library holds.
#[nif]
pub(crate) fn make_resource(env: Env<'_>, id: u64) -> Result<Term<'_>, Raise> {
    let held = lock(&HELD);
    let term = match held.get(&id) {
        Some(Held::Gold(gold)) => env.make(gold),
        Some(Held::Silver(silver)) => env.make(silver),
        Some(Held::Watch(watch)) => env.make(watch),
        None => return Err(Raise::Badarg),
    };
    term.map_err(|_| Raise::Badarg)
}

/// `get_resource(Type, Term)`: `{Id, Data}` of a value of the type, which is 2 for one that
/// monitors.
#[nif]
pub(crate) fn get_resource(kind: u8, term: Term<'_>) -> Result<(u64, Bytes), Raise> {
    fn of<const TYPE: u8>(metal: &Metal<TYPE>) -> (u64, Bytes) {
        (metal.id, Bytes(metal.data.clone()))
    }
    match kind {
        0 => Ok(of(&*term.get::<ResourceRef<'_, Gold>>()?)),
        1 => Ok(of(&*term.get::<ResourceRef<'_, Silver>>()?)),
        2 => Ok((term.get::<ResourceRef<'_, Watch>>()?.id(), Bytes::default())),
        _ => Err(Raise::Badarg),
    }
}

/// `release_resource(Id)`: the library lets go of a value.
#[nif]
pub(crate) fn release_resource(id: u64) -> Result<(), Raise> {
    let held = lock(&HELD).remove(&id);
    // Under no lock.
    held.map(drop).ok_or(Raise::Badarg)
}

/// `release_resource_from_thread(Id)`: the same on a thread that is not the VM's.
#[nif]
pub(crate) fn release_resource_from_thread(id: u64) -> Result<(), Raise> {
    let held = lock(&HELD).remove(&id).ok_or(Raise::Badarg)?;
    on_thread(|| drop(held)).ok_or(Raise::Badarg)
}

/// Bytes that are noted when they are dropped.
struct Noted {
    id: u64,
    data: Vec<u8>,
}

impl AsRef<[u8]> for Noted {
    fn as_ref(&self) -> &[u8] {
        &self.data
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        dropped(self.id, &self.data);
    }
}

/// `make_new_resource_binary(Data)`: `{Id, Binary}`, whose bytes a value owns.
#[nif]
pub(crate) fn make_new_resource_binary<'a>(env: Env<'a>, data: &[u8]) -> Result<Term<'a>, Raise> {
    let (id, data) = (new_id(), data.to_vec());
    let binary = ResourceBinary::new(Noted { id, data }).map_err(|_| Raise::Badarg)?;
    env.make(&(id, binary)).map_err(|_| Raise::Badarg)
}
