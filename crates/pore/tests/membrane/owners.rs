//! Owners, rights, names, handles that are stale.

use pore::membrane::store::{DomId, Plan, Store, StoreError, Tx};
use pore::membrane::{
    Config, HandleError, Key, NameError, Note, OpenError, Peers, Port, Reason, Rights,
};
use port_state::Handle;

use crate::world::{OWNER, World, config, connected, key, notes, reason};

#[test]
fn t14_a_stale_handle_finds_nothing_though_its_slot_is_in_use() {
    let (world, mut one, mut two, [first, _]) = connected();
    one.close(first, OWNER, world.now).unwrap();
    world.settle(&mut [&mut one, &mut two]);
    let second = one.open(OWNER, key(2), Rights::BOTH, world.now).unwrap();
    world.settle(&mut [&mut one, &mut two]);
    let slot = |handle: Handle| handle.to_bits() & 0xff;
    assert_eq!(slot(first), slot(second), "the same slot");
    let stale = HandleError::Stale;
    assert_eq!(one.pore(first, OWNER, Rights::NONE).err(), Some(stale));
    assert_eq!(one.info(first, OWNER).err(), Some(stale));
    assert_eq!(one.give_away(first, OWNER, 8, Rights::NONE), Err(stale));
    assert_eq!(one.close(first, OWNER, world.now), Ok(false));
    assert!(one.pore(second, OWNER, Rights::BOTH).is_ok());
}

#[test]
fn only_the_owner_may_and_only_what_it_may() {
    let world = World::new();
    let (mut one, mut two) = (world.side(1), world.side(2));
    let handle = one.open(OWNER, key(2), Rights::READ, world.now).unwrap();
    let early = one.pore(handle, OWNER, Rights::READ).err();
    assert_eq!(early, Some(HandleError::NotConnected));
    world.settle(&mut [&mut one, &mut two]);
    assert!(one.pore(handle, OWNER, Rights::READ).is_ok());
    for need in [Rights::WRITE, Rights::BOTH] {
        let refused = one.pore(handle, OWNER, need).err();
        assert_eq!(refused, Some(HandleError::Rights));
    }
    let not_owner = HandleError::NotOwner;
    assert_eq!(one.pore(handle, 8, Rights::NONE).err(), Some(not_owner));
    assert_eq!(one.close(handle, 8, world.now), Err(not_owner));
    assert_eq!(one.give_away(handle, 8, 8, Rights::NONE), Err(not_owner));
    let more = one.give_away(handle, OWNER, 8, Rights::BOTH);
    assert_eq!(more, Err(HandleError::Rights));
    one.give_away(handle, OWNER, 8, Rights::READ).unwrap();
    assert_eq!(one.pore(handle, OWNER, Rights::NONE).err(), Some(not_owner));
    assert!(one.pore(handle, 8, Rights::READ).is_ok());
}

#[test]
fn all_that_an_owner_has_goes_with_it() {
    let world = World::new();
    let mut sides = [1, 2, 3].map(|domid| world.side(domid));
    let port = |peer, port| Key {
        peer: DomId(peer),
        port: Port(port),
    };
    let [one, two, three] = &mut sides;
    for side in [&mut *two, &mut *three] {
        side.listen(Port(5), OWNER, Rights::BOTH).unwrap();
    }
    for (owner, key) in [(8, port(2, 0)), (8, port(3, 5)), (9, port(2, 5))] {
        one.open(owner, key, Rights::BOTH, world.now).unwrap();
    }
    world.settle(&mut [one, two, three]);
    assert_eq!(
        (one.len(), one.platform().held, notes(one).len()),
        (3, 3, 3)
    );
    assert_eq!(one.destroy_owned_by(8, world.now), 2);
    assert_eq!(one.platform().held, 1, "at once");
    world.settle(&mut [one, two, three]);
    let closed = notes(one);
    assert_eq!(closed.len(), 2);
    let is_of_8 = |note: &Note| {
        matches!(
            note,
            Note::Closed {
                owner: 8,
                reason: Reason::Here,
                ..
            }
        )
    };
    assert!(closed.iter().all(is_of_8));
    assert_eq!((one.len(), two.len(), three.len()), (1, 1, 0));
    assert_eq!(one.destroy_owned_by(8, world.now), 0);
    // Of whom listened, too.
    two.destroy_owned_by(OWNER, world.now);
    world.settle(&mut [one, two, three]);
    world.is_clean(2, two);
    one.open(9, port(2, 5), Rights::BOTH, world.now).unwrap();
    world.settle(&mut [one, two, three]);
    assert_eq!(reason(one), Reason::Refused);
}

#[test]
fn a_thousand_pores_of_one_owner_come_and_go() {
    let world = World::new();
    let (mut one, mut two) = (world.side(1), world.side(2));
    for port in 1..=50 {
        two.listen(Port(port), OWNER, Rights::BOTH).unwrap();
    }
    let before = world.storelet.borrow().len();
    for round in 0..20 {
        for port in 1..=50 {
            let key = Key {
                peer: DomId(2),
                port: Port(port),
            };
            one.open(OWNER, key, Rights::BOTH, world.now).unwrap();
        }
        world.settle(&mut [&mut one, &mut two]);
        let all_open = (50, 50);
        assert_eq!(
            (one.platform().held, two.platform().held),
            all_open,
            "{round}"
        );
        let victim = if round % 2 == 0 { &mut one } else { &mut two };
        assert_eq!(victim.destroy_owned_by(OWNER, world.now), 50);
        world.settle(&mut [&mut one, &mut two]);
        world.is_clean(1, &mut one);
        world.is_clean(2, &mut two);
        for port in 1..=50 {
            two.listen(Port(port), OWNER, Rights::BOTH).unwrap();
        }
    }
    assert_eq!((one.platform().made, two.platform().made), (1000, 1000));
    assert_eq!(world.storelet.borrow().len(), before);
    assert_eq!(world.storelet.borrow().open_ends(), (4, 0));
}

#[test]
fn there_are_only_so_many_at_a_time() {
    let world = World::new();
    let few = Config {
        pores: 1,
        ..config()
    };
    let mut one = world.side_of(1, few, Plan::default());
    let (mut two, mut three) = (world.side(2), world.side(3));
    one.open(OWNER, key(2), Rights::BOTH, world.now).unwrap();
    let full = one.open(OWNER, key(3), Rights::BOTH, world.now);
    assert_eq!(full, Err(OpenError::Full));
    world.settle(&mut [&mut one, &mut two, &mut three]);
    assert_eq!(one.platform().held, 1);
    assert!(world.left(3).is_empty());
}

#[test]
fn ports_have_names_that_peers_find() {
    let world = World::new();
    let (mut one, mut two) = (world.side(1), world.side(2));
    two.listen(Port(53), OWNER, Rights::BOTH).unwrap();
    two.name("resolver", Port(53)).unwrap();
    two.name("console", Port(7)).unwrap();
    two.name("console", Port(8)).unwrap();
    assert_eq!(one.resolve(DomId(2), "console"), Ok(Port(8)));
    let port = one.resolve(DomId(2), "resolver").unwrap();
    let key = Key {
        peer: DomId(2),
        port,
    };
    let handle = one.open(OWNER, key, Rights::BOTH, world.now).unwrap();
    world.settle(&mut [&mut one, &mut two]);
    assert!(one.pore(handle, OWNER, Rights::BOTH).is_ok());
    two.unname("console").unwrap();
    two.unname("console").unwrap();
    for (peer, name) in [(2, "console"), (2, "Resolver"), (3, "resolver"), (9, "x")] {
        let found = one.resolve(DomId(peer), name);
        assert_eq!(found, Err(NameError::NotFound), "{name}");
    }
    let long = "n".repeat(65);
    for name in ["", "a/b", "..", "a b", "\u{e9}", "a@b", long.as_str()] {
        assert_eq!(two.name(name, Port(1)), Err(NameError::Name), "{name}");
        assert_eq!(one.resolve(DomId(2), name), Err(NameError::Name), "{name}");
    }
    // What a peer says may be no port.
    let mut liar = world.store(2);
    liar.write(Tx::NONE, "data/names/bad", b"4294967296")
        .unwrap();
    assert_eq!(one.resolve(DomId(2), "bad"), Err(NameError::NotFound));
}

#[test]
fn listed_peers_have_a_directory_each_and_nobody_else_has() {
    let world = World::new();
    let listed = Config {
        peers: Peers::Listed(vec![DomId(1), DomId(3)]),
        ..config()
    };
    let mut two = world.side_of(2, listed, Plan::default());
    two.listen(Port(0), OWNER, Rights::BOTH).unwrap();
    let (mut one, mut four) = (world.side(1), world.side(4));
    let refused = four.open(OWNER, key(2), Rights::BOTH, world.now);
    assert_eq!(refused, Err(OpenError::NotFound));
    let other_port = Key {
        peer: DomId(2),
        port: Port(1),
    };
    let refused = one.open(OWNER, other_port, Rights::BOTH, world.now);
    assert_eq!(refused, Err(OpenError::NotFound));
    for _ in 0..3 {
        let handle = one.open(OWNER, key(2), Rights::BOTH, world.now).unwrap();
        world.settle(&mut [&mut one, &mut two, &mut four]);
        assert!(one.pore(handle, OWNER, Rights::BOTH).is_ok());
        // Nobody else reads or writes there.
        for path in ["warts", "state", "ring-ref-1", "more"] {
            let path = format!("/local/domain/2/data/straw/1/{path}");
            for other in [3, 4] {
                let mut other = world.store(other);
                let refused = Err(StoreError::Access);
                assert_eq!(other.write(Tx::NONE, &path, b"6"), refused, "{path}");
                assert_eq!(other.read(Tx::NONE, &path).map(drop), refused, "{path}");
            }
        }
        one.close(handle, OWNER, world.now).unwrap();
        world.settle(&mut [&mut one, &mut two]);
        world.is_clean(1, &mut one);
        let [left, right] = ["1", "3"].map(|name| format!("/local/domain/2/data/straw/{name}"));
        assert_eq!(world.left(2), [left, right]);
    }
    two.unlisten(Port(0));
    assert_eq!(world.left(2), [""; 0]);
}
