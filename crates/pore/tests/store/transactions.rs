//! Transactions: all or nothing, and only if nobody was in between.

use pore::membrane::store::{Quota, Store, StoreError, Tx};

use crate::world::{everywhere, everywhere_within};

const AT_ONCE: Tx = Tx::NONE;

#[test]
fn t4_nothing_is_seen_before_the_commit() {
    everywhere(|world| {
        let (mut one, mut other) = (world.connect(1), world.connect(1));
        one.write(AT_ONCE, "a", b"old").unwrap();
        let tx = one.begin().unwrap();
        one.write(tx, "a", b"new").unwrap();
        one.write(tx, "dir/b", b"1").unwrap();
        assert_eq!(one.read(tx, "a").unwrap(), b"new");
        assert_eq!(one.list(tx, "dir").unwrap(), ["b"]);
        assert_eq!(other.read(AT_ONCE, "a").unwrap(), b"old");
        assert_eq!(one.read(AT_ONCE, "dir/b"), Err(StoreError::NoEntry));
        one.end(tx, true).unwrap();
        assert_eq!(other.read(AT_ONCE, "a").unwrap(), b"new");
        assert_eq!(other.read(AT_ONCE, "dir/b").unwrap(), b"1");
    });
}

#[test]
fn t4_a_rollback_leaves_nothing() {
    everywhere(|world| {
        let mut one = world.connect(1);
        one.write(AT_ONCE, "a", b"old").unwrap();
        let before = world.storelet.borrow().len();
        let tx = one.begin().unwrap();
        one.write(tx, "a", b"new").unwrap();
        one.mkdir(tx, "b/c").unwrap();
        one.remove(tx, "a").unwrap();
        assert_eq!(one.read(tx, "a"), Err(StoreError::NoEntry));
        one.end(tx, false).unwrap();
        assert_eq!(one.read(AT_ONCE, "a").unwrap(), b"old");
        assert_eq!(world.storelet.borrow().len(), before);
        for late in [one.end(tx, true), one.write(tx, "a", b"x")] {
            assert_eq!(late, Err(StoreError::NoEntry), "it has ended");
        }
    });
}

#[test]
fn t4_what_others_changed_ends_in_eagain() {
    type Step = fn(&mut dyn Store, Tx) -> Result<(), StoreError>;
    let looks: [Step; 5] = [
        |store, tx| store.read(tx, "a").map(drop),
        |store, tx| store.write(tx, "a", b"mine"),
        |store, tx| store.list(tx, "dir").map(drop),
        |store, tx| store.mkdir(tx, "dir/mine"),
        |store, tx| match store.read(tx, "none") {
            Err(StoreError::NoEntry) => Ok(()),
            other => other.map(drop),
        },
    ];
    let changes: [(Step, [bool; 5]); 5] = [
        (
            |store, tx| store.write(tx, "a", b"x"),
            [true, true, false, false, false],
        ),
        (
            |store, tx| store.write(tx, "a", b"old"),
            [true, true, false, false, false],
        ),
        (
            |store, tx| store.mkdir(tx, "dir/x"),
            [false, false, true, true, false],
        ),
        (
            |store, tx| store.mkdir(tx, "none"),
            [false, false, false, false, true],
        ),
        (|store, tx| store.mkdir(tx, "elsewhere/x"), [false; 5]),
    ];
    for (change, conflicts) in changes {
        for (look, conflict) in looks.iter().zip(conflicts) {
            everywhere(|world| {
                let (mut one, mut other) = (world.connect(1), world.connect(1));
                for path in ["a", "dir", "elsewhere"] {
                    one.write(AT_ONCE, path, b"old").unwrap();
                }
                let tx = one.begin().unwrap();
                look(&mut *one, tx).unwrap();
                one.write(tx, "mark", b"1").unwrap();
                change(&mut *other, AT_ONCE).unwrap();
                let end = one.end(tx, true);
                // A name beside those that are there changes what is above: the mark is one.
                let above = other.read(AT_ONCE, "none").is_ok();
                if conflict || above {
                    assert_eq!(end, Err(StoreError::Again));
                    assert_eq!(one.read(AT_ONCE, "mark"), Err(StoreError::NoEntry));
                } else {
                    assert_eq!(end, Ok(()));
                }
            });
        }
    }
}

#[test]
fn t4_two_transactions_and_the_second_tries_again() {
    everywhere(|world| {
        let (mut one, mut other) = (world.connect(1), world.connect(1));
        one.write(AT_ONCE, "count", b"0").unwrap();
        let count = |store: &mut dyn Store| -> Result<(), StoreError> {
            let tx = store.begin()?;
            let old: u32 = String::from_utf8(store.read(tx, "count")?)
                .unwrap()
                .parse()
                .unwrap();
            store.write(tx, "count", (old + 1).to_string().as_bytes())?;
            store.end(tx, true)
        };
        let tx = one.begin().unwrap();
        assert_eq!(one.read(tx, "count").unwrap(), b"0");
        one.write(tx, "count", b"1").unwrap();
        count(&mut *other).unwrap();
        assert_eq!(one.end(tx, true), Err(StoreError::Again));
        count(&mut *one).unwrap();
        assert_eq!(one.read(AT_ONCE, "count").unwrap(), b"2");
    });
}

#[test]
fn t4_transactions_are_bounded_and_end_with_their_connection() {
    let quota = Quota {
        transactions: 3,
        ..Quota::DEFAULT
    };
    everywhere_within(quota, |world| {
        let mut one = world.connect(1);
        let begun: Vec<Tx> = (0..3).map(|_| one.begin().unwrap()).collect();
        assert_eq!(one.begin(), Err(StoreError::NoSpace));
        let mut other = world.connect(1);
        assert_eq!(other.write(begun[0], "a", b"1"), Err(StoreError::NoEntry));
        one.end(begun[1], false).unwrap();
        let again = one.begin().unwrap();
        assert!(!begun.contains(&again));
        assert_eq!(world.storelet.borrow().open_ends().1, 3);
        let storelet = std::rc::Rc::clone(&world.storelet);
        storelet
            .borrow_mut()
            .release(pore::membrane::store::DomId(1));
        assert_eq!(world.storelet.borrow().open_ends().1, 0);
        assert_eq!(one.begin(), Err(StoreError::Gone));
    });
}
