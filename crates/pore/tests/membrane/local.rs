//! Membranes over real rings: bytes get through, and nothing is left.

use std::cell::RefCell;
use std::rc::Rc;

use pore::membrane::local::{LocalError, LocalMemory, LocalPlatform};
use pore::membrane::store::{DomId, LocalStore, Storelet};
use pore::membrane::{Config, HandleError, Key, Membrane, Note, Platform, Port, Reason, Rights};
use pore::ring::OpenError;
use port_state::Handle;

type Domain = Membrane<LocalStore, LocalPlatform>;

const ORDER: u32 = 6;

struct Program {
    memory: LocalMemory,
    domains: [Domain; 2],
}

fn key(peer: u16, port: u32) -> Key {
    Key {
        peer: DomId(peer),
        port: Port(port),
    }
}

impl Program {
    fn new() -> Self {
        let mut storelet = Storelet::default();
        for domain in [1, 2] {
            storelet.introduce(DomId(domain)).unwrap();
        }
        let (storelet, memory) = (Rc::new(RefCell::new(storelet)), LocalMemory::new());
        let domains = [1, 2].map(|me| {
            let platform = LocalPlatform::new(&memory, DomId(me), ORDER);
            let store = LocalStore::new(&storelet, DomId(me));
            Membrane::new(store, platform, Config::DEFAULT).unwrap()
        });
        Self { memory, domains }
    }

    fn settle(&mut self) {
        for _ in 0..20 {
            for domain in &mut self.domains {
                domain.poll(0).unwrap();
            }
        }
    }

    fn notes(&mut self, domain: usize) -> Vec<Note> {
        let domain = &mut self.domains[domain];
        std::iter::from_fn(|| domain.next_note()).collect()
    }

    /// A pore of process 50 in domain 1 to process 70 in domain 2.
    fn open(&mut self, port: u32) -> [Handle; 2] {
        let [one, two] = &mut self.domains;
        two.listen(Port(port), 70, Rights::BOTH).unwrap();
        one.open(50, key(2, port), Rights::BOTH, 0).unwrap();
        self.settle();
        [0, 1].map(|domain| match self.notes(domain)[..] {
            [Note::Opened { handle, .. }] => handle,
            ref other => panic!("{other:?}"),
        })
    }
}

#[test]
fn bytes_go_through_what_was_negotiated() {
    let mut program = Program::new();
    let pores: Vec<_> = (0..8).map(|port| program.open(port)).collect();
    assert_eq!(program.memory.len(), 16);
    for (number, [here, there]) in (0..).zip(&pores) {
        let [one, two] = &mut program.domains;
        let here = one.pore(*here, 50, Rights::BOTH).unwrap();
        let there = two.pore(*there, 70, Rights::BOTH).unwrap();
        let mut bytes = [0; 64];
        assert_eq!(here.write(&[number; 40]), Ok(40));
        assert_eq!(there.write(&[number + 100; 30]), Ok(30));
        assert_eq!(there.read(&mut bytes), Ok(40));
        assert_eq!(bytes[..40], [number; 40]);
        assert_eq!(here.read(&mut bytes), Ok(30));
        assert_eq!(bytes[..30], [number + 100; 30]);
    }
}

#[test]
fn either_side_closes_and_what_was_not_read_is_counted() {
    for closer in [0, 1] {
        let mut program = Program::new();
        let handles = program.open(3);
        let owners = [50, 70];
        let (handle, owner) = (handles[closer], owners[closer]);
        let pore = program.domains[closer]
            .pore(handle, owner, Rights::BOTH)
            .unwrap();
        assert_eq!(pore.write(b"nobody reads this"), Ok(17));
        program.domains[closer].close(handle, owner, 0).unwrap();
        program.settle();
        let [closed, other] = [closer, 1 - closer].map(|domain| match program.notes(domain)[..] {
            [
                Note::Closed {
                    reason,
                    undelivered,
                    ..
                },
            ] => (reason, undelivered),
            ref other => panic!("{other:?}"),
        });
        assert_eq!(closed, (Reason::Here, 17));
        assert_eq!(other, (Reason::Peer, 0));
        assert!(program.memory.is_empty());
        let stale = program.domains[closer]
            .pore(handle, owner, Rights::NONE)
            .err();
        assert_eq!(stale, Some(HandleError::Stale));
    }
}

#[test]
fn who_is_destroyed_leaves_nothing() {
    let mut program = Program::new();
    let handles: Vec<_> = (0..5).map(|port| program.open(port)).collect();
    assert_eq!(program.domains[1].destroy_owned_by(70, 0), 5);
    program.settle();
    for [here, _] in handles {
        let stale = program.domains[0].pore(here, 50, Rights::NONE).err();
        assert_eq!(stale, Some(HandleError::Stale));
    }
    assert!(program.memory.is_empty());
    assert!(program.domains.iter().all(Membrane::is_empty));
    assert_eq!(program.notes(0).len(), 5, "each is told");
}

#[test]
fn a_thousand_one_after_the_other() {
    let mut program = Program::new();
    for round in 0..1000 {
        let [here, _] = program.open(round % 3);
        let [one, two] = &mut program.domains;
        if round % 2 == 0 {
            one.close(here, 50, 0).unwrap();
        } else {
            two.destroy_owned_by(70, 0);
        }
        program.settle();
        let _over = [program.notes(0), program.notes(1)];
        assert!(program.memory.is_empty(), "round {round}");
    }
}

#[test]
fn an_offer_that_is_a_lie_is_not_mapped() {
    let memory = LocalMemory::new();
    let mut two = LocalPlatform::new(&memory, DomId(2), ORDER);
    let [mut one, mut three] = [1, 3].map(|me| LocalPlatform::new(&memory, DomId(me), ORDER));
    let (offer, pore) = one.offer(key(2, 7)).unwrap();
    let mut lies = [offer; 3];
    lies[0].refs[0] += 1;
    lies[1].refs[5] = 0;
    lies[2].channel += 1;
    for lie in lies {
        assert_eq!(two.map(key(1, 7), &lie).err(), Some(LocalError::NotOffered));
    }
    // For somebody else, of somebody else, or for another pore.
    assert_eq!(
        three.map(key(1, 7), &offer).err(),
        Some(LocalError::NotOffered)
    );
    assert_eq!(
        two.map(key(3, 7), &offer).err(),
        Some(LocalError::NotOffered)
    );
    assert_eq!(
        two.map(key(1, 8), &offer).err(),
        Some(LocalError::NotOffered)
    );
    let end = two.map(key(1, 7), &offer).unwrap();
    assert_eq!(
        two.map(key(1, 7), &offer).err(),
        Some(LocalError::NotOffered),
        "twice"
    );
    assert_eq!(two.release(key(1, 7), end), 0);
    assert_eq!(one.release(key(2, 7), pore), 0);
    assert!(memory.is_empty());
    // Taken back before it was mapped.
    let (offer, pore) = one.offer(key(2, 7)).unwrap();
    one.release(key(2, 7), pore);
    assert_eq!(
        two.map(key(1, 7), &offer).err(),
        Some(LocalError::NotOffered)
    );
    assert!(memory.is_empty());
    let mut wrong = LocalPlatform::new(&memory, DomId(1), 31);
    let error = LocalError::Open(OpenError::Order(31));
    assert_eq!(wrong.offer(key(2, 7)).err(), Some(error));
}
