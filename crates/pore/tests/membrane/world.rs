//! Domains with a store between them, and machines that count what they hold.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use pore::membrane::store::{DomId, Faulty, LocalStore, Plan, Store, Storelet, Tx};
use pore::membrane::{Config, Key, Membrane, Note, Offer, Platform, Port, Reason, Rights};
use port_state::Handle;

/// How long peers may take.
pub(crate) const PATIENCE: u32 = 100;
/// The owner of what is opened, and of what is accepted.
pub(crate) const OWNER: u64 = 7;

pub(crate) type Side = Membrane<Faulty<LocalStore>, Machine>;

/// Memory of all domains: who made it, for whom.
type Grants = Rc<RefCell<BTreeMap<u32, (DomId, DomId)>>>;

/// A domain's machine.
pub(crate) struct Machine {
    me: DomId,
    grants: Grants,
    /// Ends that are held.
    pub(crate) held: usize,
    /// Ends that were ever made or mapped.
    pub(crate) made: usize,
    /// The next one cannot be.
    pub(crate) exhausted: bool,
}

/// One end.
#[derive(Debug)]
pub(crate) struct End {
    /// What both ends have in common.
    pub(crate) first: u32,
    made_here: bool,
}

impl Platform for Machine {
    type Pore = End;
    type Error = &'static str;

    fn offer(&mut self, key: Key) -> Result<(Offer, End), Self::Error> {
        if self.exhausted {
            return Err("no memory");
        }
        let mut grants = self.grants.borrow_mut();
        let first = grants.keys().next_back().map_or(100, |last| last + 10);
        grants.insert(first, (self.me, key.peer));
        self.held += 1;
        self.made += 1;
        let refs = std::array::from_fn(|at| first + at as u32);
        let channel = first + 8;
        let made_here = true;
        Ok((Offer { refs, channel }, End { first, made_here }))
    }

    fn map(&mut self, key: Key, offer: &Offer) -> Result<End, Self::Error> {
        if self.exhausted {
            return Err("no descriptors");
        }
        let first = offer.refs[0];
        let is_ours = self.grants.borrow().get(&first) == Some(&(key.peer, self.me));
        let expected = std::array::from_fn(|at| first.wrapping_add(at as u32));
        let is_whole = offer.refs == expected;
        if !is_ours || !is_whole || offer.channel != first + 8 {
            return Err("no such memory");
        }
        self.held += 1;
        self.made += 1;
        let made_here = false;
        Ok(End { first, made_here })
    }

    fn release(&mut self, _: Key, pore: End) -> u64 {
        if pore.made_here {
            self.grants.borrow_mut().remove(&pore.first);
        }
        self.held -= 1;
        11
    }
}

/// A store and a clock.
pub(crate) struct World {
    pub(crate) storelet: Rc<RefCell<Storelet>>,
    grants: Grants,
    pub(crate) now: u64,
}

pub(crate) fn key(peer: u16) -> Key {
    Key {
        peer: DomId(peer),
        port: Port(0),
    }
}

pub(crate) fn config() -> Config {
    Config {
        patience: PATIENCE,
        ..Config::DEFAULT
    }
}

impl World {
    /// A world of the domains 1 to 4.
    pub(crate) fn new() -> Self {
        let mut storelet = Storelet::default();
        for domid in 1..=4 {
            storelet.introduce(DomId(domid)).unwrap();
        }
        Self {
            storelet: Rc::new(RefCell::new(storelet)),
            grants: Grants::default(),
            now: 1000,
        }
    }

    pub(crate) fn store(&self, domid: u16) -> LocalStore {
        LocalStore::new(&self.storelet, DomId(domid))
    }

    /// A domain that listens at port 0.
    pub(crate) fn side(&self, domid: u16) -> Side {
        let mut side = self.side_of(domid, config(), Plan::default());
        side.listen(Port(0), OWNER, Rights::BOTH).unwrap();
        side
    }

    pub(crate) fn side_of(&self, domid: u16, config: Config, plan: Plan) -> Side {
        let machine = Machine {
            me: DomId(domid),
            grants: Rc::clone(&self.grants),
            held: 0,
            made: 0,
            exhausted: false,
        };
        Membrane::new(Faulty::new(self.store(domid), plan), machine, config).unwrap()
    }

    /// Lets each go on until nothing more happens.
    pub(crate) fn settle(&self, sides: &mut [&mut Side]) {
        for _ in 0..20 {
            for side in sides.iter_mut() {
                side.poll(self.now).unwrap();
            }
        }
    }

    /// A value, as the domain sees it that wrote it.
    pub(crate) fn value(&self, path: &str) -> Option<String> {
        let value = self.store(0).read(Tx::NONE, path).ok()?;
        Some(String::from_utf8(value).unwrap())
    }

    /// What stands below a domain's `data/straw` and `data/warts`.
    pub(crate) fn left(&self, domid: u16) -> Vec<String> {
        let storelet = self.storelet.borrow();
        let tops = ["straw", "warts"].map(|top| format!("/local/domain/{domid}/data/{top}/"));
        let is_below = |path: &&str| tops.iter().any(|top| path.starts_with(top));
        storelet
            .paths()
            .filter(is_below)
            .map(str::to_owned)
            .collect()
    }

    /// Checks that a side has nothing and has left nothing, besides what it began with.
    pub(crate) fn is_clean(&self, domid: u16, side: &mut Side) {
        assert!(side.is_empty(), "{domid} has pores");
        assert!(!side.has_litter(), "{domid} has litter");
        assert_eq!(side.platform().held, 0, "{domid} holds memory");
        assert_eq!(self.left(domid), [""; 0], "of {domid}");
    }
}

/// A pore between 1, which opened, and 2.
pub(crate) fn connected() -> (World, Side, Side, [Handle; 2]) {
    let world = World::new();
    let (mut one, mut two) = (world.side(1), world.side(2));
    one.open(OWNER, key(2), Rights::BOTH, world.now).unwrap();
    world.settle(&mut [&mut one, &mut two]);
    let handles = [&mut one, &mut two].map(|side| match notes(side).as_slice() {
        [Note::Opened { handle, .. }] => *handle,
        other => panic!("{other:?}"),
    });
    (world, one, two, handles)
}

pub(crate) fn notes(side: &mut Side) -> Vec<Note> {
    std::iter::from_fn(|| side.next_note()).collect()
}

/// Why the only pore there was is over.
pub(crate) fn reason(side: &mut Side) -> Reason {
    match notes(side).as_slice() {
        [.., Note::Closed { reason, .. }] => *reason,
        other => panic!("not closed: {other:?}"),
    }
}

/// What a side asked of the store since, reading of states left out.
pub(crate) fn asked(side: &mut Side, since: usize) -> Vec<String> {
    let trace = &side.store().trace[since..];
    let is_state = |line: &&String| line.starts_with("read") && line.ends_with("/state");
    trace
        .iter()
        .filter(|line| !is_state(line))
        .cloned()
        .collect()
}
