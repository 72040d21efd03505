//! Watches: what they tell, and that nothing stays of them.

use pore::membrane::store::{Access, DomId, Perm, Quota, StoreError, Tx};

use crate::world::{everywhere, everywhere_within};

const AT_ONCE: Tx = Tx::NONE;

#[test]
fn t4_a_watch_tells_at_once_and_then_of_each_change() {
    everywhere(|world| {
        let (mut one, mut other) = (world.connect(1), world.connect(1));
        one.watch("data/a", "t").unwrap();
        assert_eq!(
            world.events(&mut *one),
            ["data/a t"],
            "though there is none"
        );
        for path in ["data/a", "data/a/b/c", "data/ab", "data"] {
            other.write(AT_ONCE, path, b"1").unwrap();
        }
        assert_eq!(world.events(&mut *one), ["data/a t", "data/a/b/c t"]);
        assert_eq!(one.read(AT_ONCE, "data/a").unwrap(), b"1");
        other.read(AT_ONCE, "data/a").unwrap();
        assert!(world.events(&mut *one).is_empty());
        other
            .set_perms(AT_ONCE, "data/a", &[Perm::new(Access::Both, DomId(1))])
            .unwrap();
        assert_eq!(world.events(&mut *one), ["data/a t"]);
    });
}

#[test]
fn t4_a_watch_tells_as_it_was_asked() {
    everywhere(|world| {
        let mut one = world.connect(1);
        one.watch("data", "relative").unwrap();
        one.watch("/local/domain/1/data", "absolute").unwrap();
        world.events(&mut *one);
        one.write(AT_ONCE, "data/x", b"1").unwrap();
        let events = world.events(&mut *one);
        assert_eq!(
            events,
            ["data/x relative", "/local/domain/1/data/x absolute"]
        );
    });
}

#[test]
fn t4_a_deletion_above_tells_the_watched_path() {
    everywhere(|world| {
        let (mut one, mut other) = (world.connect(1), world.connect(1));
        other.write(AT_ONCE, "data/a/b/c", b"1").unwrap();
        for (path, token) in [
            ("data", "top"),
            ("data/a/b", "b"),
            ("data/a/b/none", "none"),
        ] {
            one.watch(path, token).unwrap();
        }
        world.events(&mut *one);
        other.remove(AT_ONCE, "data/a").unwrap();
        let mut events = world.events(&mut *one);
        events.sort();
        assert_eq!(events, ["data/a top", "data/a/b b"]);
        assert_eq!(one.read(AT_ONCE, "data/a/b"), Err(StoreError::NoEntry));
    });
}

#[test]
fn t4_a_transaction_tells_when_it_is_kept() {
    everywhere(|world| {
        let (mut one, mut other) = (world.connect(1), world.connect(1));
        one.watch("data", "t").unwrap();
        world.events(&mut *one);
        for keep in [false, true] {
            let tx = other.begin().unwrap();
            other.write(tx, "data/a", b"1").unwrap();
            other.write(tx, "data/b", b"1").unwrap();
            assert!(world.events(&mut *one).is_empty());
            other.end(tx, keep).unwrap();
            let told: &[&str] = if keep { &["data/a t", "data/b t"] } else { &[] };
            assert_eq!(world.events(&mut *one), told);
        }
    });
}

#[test]
fn t4_what_may_not_be_read_is_not_told() {
    everywhere(|world| {
        let (mut one, mut two) = (world.connect(1), world.connect(2));
        one.write(AT_ONCE, "secret", b"0").unwrap();
        one.set_perms(AT_ONCE, "secret", &[Perm::new(Access::None, DomId(1))])
            .unwrap();
        two.watch("/local/domain/1", "t").unwrap();
        world.events(&mut *two);
        one.write(AT_ONCE, "secret", b"1").unwrap();
        one.write(AT_ONCE, "open", b"1").unwrap();
        one.remove(AT_ONCE, "secret").unwrap();
        assert_eq!(world.events(&mut *two), ["/local/domain/1/open t"]);
    });
}

#[test]
fn t4_watches_are_told_apart_taken_back_and_counted() {
    let quota = Quota {
        watches: 3,
        ..Quota::DEFAULT
    };
    everywhere_within(quota, |world| {
        let mut one = world.connect(1);
        one.watch("a", "t").unwrap();
        assert_eq!(one.watch("a", "t"), Err(StoreError::Exists));
        one.watch("a", "u").unwrap();
        one.watch("b", "t").unwrap();
        assert_eq!(one.watch("c", "t"), Err(StoreError::NoSpace));
        assert_eq!(one.unwatch("a", "x"), Err(StoreError::NoEntry));
        world.events(&mut *one);
        one.write(AT_ONCE, "a", b"1").unwrap();
        one.unwatch("a", "t").unwrap();
        one.write(AT_ONCE, "b", b"1").unwrap();
        let mut events = world.events(&mut *one);
        // On its way already when the watch was taken back, behind a ring.
        events.retain(|event| event != "a t");
        assert_eq!(events, ["a u", "b t"]);
        assert_eq!(one.watch("a\0", "t"), Err(StoreError::Invalid));
        assert_eq!(one.watch("a", &"t".repeat(1001)), Err(StoreError::Invalid));
        assert_eq!(one.watch("a", "t"), Ok(()));
    });
}

#[test]
fn t4_watches_go_with_their_owner() {
    everywhere(|world| {
        let (mut one, mut two) = (world.connect(1), world.connect(2));
        one.write(AT_ONCE, "data/a", b"1").unwrap();
        one.watch("data", "t").unwrap();
        two.watch("/local/domain/1/data/a", "peer").unwrap();
        two.watch("@releaseDomain", "gone").unwrap();
        world.events(&mut *two);
        assert_eq!(world.storelet.borrow().open_ends().0, 3);
        world.storelet.borrow_mut().release(DomId(1));
        assert_eq!(world.storelet.borrow().open_ends().0, 2);
        let events = world.events(&mut *two);
        assert_eq!(
            events,
            ["/local/domain/1/data/a peer", "@releaseDomain gone"]
        );
        let gone = two.read(AT_ONCE, "/local/domain/1/data/a");
        assert_eq!(gone, Err(StoreError::NoEntry));
        assert_eq!(one.read(AT_ONCE, "data/a"), Err(StoreError::Gone));
    });
}

#[test]
fn t4_a_flood_of_changes_is_bounded_and_nothing_is_missed() {
    let quota = Quota {
        events: 8,
        nodes: 10_000,
        ..Quota::DEFAULT
    };
    everywhere_within(quota, |world| {
        let (mut one, mut other) = (world.connect(1), world.connect(1));
        one.watch("data", "t").unwrap();
        world.events(&mut *one);
        let mut told = 0;
        for round in 0..500 {
            other
                .write(AT_ONCE, &format!("data/{round}"), b"1")
                .unwrap();
            other.write(AT_ONCE, "data/same", b"1").unwrap();
        }
        let events = world.events(&mut *one);
        assert!(events.contains(&"data t".to_owned()), "look at all of it");
        told += events.len();
        // What went into the ring of a Xen guest, and the queue.
        assert!(told < 8 + 2 + 1024 / 20, "{told}");
    });
}
