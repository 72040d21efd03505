//! Failing where a test wants it to.

use pore::membrane::store::{DomId, Faulty, LocalStore, Plan, Store, StoreError, Tx};

use crate::world::{World, everywhere};

fn faulty(world: &World, plan: Plan) -> Faulty<LocalStore> {
    Faulty::new(LocalStore::new(&world.storelet, DomId(1)), plan)
}

#[test]
fn the_nth_request_fails_and_is_not_done() {
    everywhere(|world| {
        for nth in 0..4 {
            let plan = Plan {
                fail: Some((nth, StoreError::NoMemory)),
                crash: None,
            };
            let mut store = faulty(world, plan);
            for step in 0..4 {
                let path = format!("{nth}/{step}");
                let done = store.write(Tx::NONE, &path, b"1");
                let expected = if step == nth {
                    Err(StoreError::NoMemory)
                } else {
                    Ok(())
                };
                assert_eq!(done, expected);
            }
            assert!(!store.is_crashed());
            let mut other = world.connect(1);
            assert_eq!(other.list(Tx::NONE, &nth.to_string()).unwrap().len(), 3);
        }
    });
}

#[test]
fn a_crash_takes_watches_and_transactions_along() {
    everywhere(|world| {
        let plan = Plan {
            fail: None,
            crash: Some(3),
        };
        let mut store = faulty(world, plan);
        store.watch("a", "t").unwrap();
        let tx = store.begin().unwrap();
        store.write(tx, "a", b"1").unwrap();
        assert_eq!(world.storelet.borrow().open_ends(), (1, 1));
        for _ in 0..3 {
            assert_eq!(store.end(tx, true), Err(StoreError::Gone));
        }
        assert!(store.is_crashed());
        assert_eq!(store.next_event(), Err(StoreError::Gone));
        assert_eq!(world.storelet.borrow().open_ends(), (0, 0));
        let read = world.connect(1).read(Tx::NONE, "a");
        assert_eq!(read, Err(StoreError::NoEntry));
        assert_eq!(store.trace[..3], ["watch a", "begin ", "write[1] a 1"]);
    });
}
