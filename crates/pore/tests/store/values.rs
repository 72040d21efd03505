//! Values and their limits.

use pore::membrane::store::{Quota, StoreError, Tx};

use crate::world::{everywhere, everywhere_within};

const AT_ONCE: Tx = Tx::NONE;

#[test]
fn t4_values_come_back_whatever_they_hold() {
    everywhere(|world| {
        let mut store = world.connect(1);
        let bytes: Vec<u8> = (0..=255).collect();
        for value in [&b""[..], b"OK", b"OK\0", b"ENOENT\0", b"1", &bytes] {
            store.write(AT_ONCE, "data/value", value).unwrap();
            assert_eq!(store.read(AT_ONCE, "data/value").unwrap(), value);
        }
        // From the root it is the same place.
        let path = "/local/domain/1/data/value";
        assert_eq!(store.read(AT_ONCE, path).unwrap(), bytes);
        let missing = store.read(AT_ONCE, "data/other");
        assert_eq!(missing, Err(StoreError::NoEntry));
    });
}

#[test]
fn t4_names_are_listed_and_directories_made_on_the_way() {
    everywhere(|world| {
        let mut store = world.connect(1);
        store.write(AT_ONCE, "data/b/c", b"1").unwrap();
        store.mkdir(AT_ONCE, "data/a").unwrap();
        store.mkdir(AT_ONCE, "data/b").unwrap();
        assert_eq!(store.list(AT_ONCE, "data").unwrap(), ["a", "b"]);
        assert_eq!(store.read(AT_ONCE, "data/b").unwrap(), b"");
        assert_eq!(store.read(AT_ONCE, "data/b/c").unwrap(), b"1");
        assert!(store.list(AT_ONCE, "data/a").unwrap().is_empty());
        assert_eq!(store.list(AT_ONCE, "none"), Err(StoreError::NoEntry));
        assert_eq!(store.list(AT_ONCE, "/").unwrap(), ["local"]);
    });
}

#[test]
fn t4_a_deletion_takes_all_below() {
    everywhere(|world| {
        let mut store = world.connect(1);
        let before = world.storelet.borrow().len();
        for path in ["data/a/b/c", "data/a/d", "data/ab"] {
            store.write(AT_ONCE, path, b"1").unwrap();
        }
        store.remove(AT_ONCE, "data/a").unwrap();
        assert_eq!(store.list(AT_ONCE, "data").unwrap(), ["ab"]);
        assert_eq!(store.read(AT_ONCE, "data/a/b/c"), Err(StoreError::NoEntry));
        // Once more is fine where there is something above, as with Xen's.
        assert_eq!(store.remove(AT_ONCE, "data/a"), Ok(()));
        assert_eq!(store.remove(AT_ONCE, "data/a/b"), Err(StoreError::NoEntry));
        assert_eq!(store.remove(AT_ONCE, "/"), Err(StoreError::Invalid));
        store.remove(AT_ONCE, "data").unwrap();
        assert_eq!(world.storelet.borrow().len(), before);
    });
}

#[test]
fn t4_paths_have_3072_bytes_or_2048() {
    everywhere(|world| {
        let mut store = world.connect(0);
        let path = |length: usize| "/".to_owned() + &"a".repeat(length - 1);
        assert_eq!(store.write(AT_ONCE, &path(3072), b"1"), Ok(()));
        assert_eq!(
            store.write(AT_ONCE, &path(3073), b"1"),
            Err(StoreError::Invalid)
        );
        assert_eq!(store.mkdir(AT_ONCE, &"a".repeat(2048)), Ok(()));
        let long = store.mkdir(AT_ONCE, &"a".repeat(2049));
        assert_eq!(long, Err(StoreError::Invalid));
        for bad in [
            "", "a//b", "/a/", "a/", "//", "a b", "a.b", "a\u{e9}", "a\n",
        ] {
            assert_eq!(store.mkdir(AT_ONCE, bad), Err(StoreError::Invalid), "{bad}");
            assert_eq!(store.read(AT_ONCE, bad), Err(StoreError::Invalid), "{bad}");
        }
        assert_eq!(store.mkdir(AT_ONCE, "a-b_c@d/0"), Ok(()));
    });
}

#[test]
fn t4_a_message_has_4096_bytes() {
    let quota = Quota {
        value: 4096,
        ..Quota::DEFAULT
    };
    everywhere_within(quota, |world| {
        let mut store = world.connect(0);
        // Path, NUL and value.
        let value = vec![b'v'; 4096 - 2 - 1];
        assert_eq!(store.write(AT_ONCE, "/a", &value), Ok(()));
        assert_eq!(store.read(AT_ONCE, "/a").unwrap(), value);
        let value = vec![b'v'; 4096 - 2];
        let refused = store.write(AT_ONCE, "/a", &value);
        assert_eq!(refused, Err(StoreError::TooBig));
        assert_eq!(store.read(AT_ONCE, "/a").unwrap().len(), 4093);
        // Names as well: 512 of 8 bytes with their NUL, and not one more.
        for name in 0..512 {
            store.mkdir(AT_ONCE, &format!("/n/{name:07}")).unwrap();
        }
        assert_eq!(store.list(AT_ONCE, "/n").unwrap().len(), 512);
        store.mkdir(AT_ONCE, "/n/x").unwrap();
        assert_eq!(store.list(AT_ONCE, "/n"), Err(StoreError::TooBig));
    });
    everywhere(|world| {
        let mut store = world.connect(1);
        assert_eq!(store.write(AT_ONCE, "a", &[0; 2048]), Ok(()));
        let refused = store.write(AT_ONCE, "a", &[0; 2049]);
        assert_eq!(refused, Err(StoreError::TooBig));
    });
}

#[test]
fn t4_a_domain_owns_so_many_paths() {
    let quota = Quota {
        nodes: 5,
        ..Quota::DEFAULT
    };
    everywhere_within(quota, |world| {
        let mut store = world.connect(1);
        // Its own directory is the first.
        store.mkdir(AT_ONCE, "a/b/c").unwrap();
        assert_eq!(store.mkdir(AT_ONCE, "d/e"), Err(StoreError::NoSpace));
        assert_eq!(store.list(AT_ONCE, "").err(), Some(StoreError::Invalid));
        assert_eq!(store.mkdir(AT_ONCE, "d"), Ok(()));
        assert_eq!(store.mkdir(AT_ONCE, "e"), Err(StoreError::NoSpace));
        store.remove(AT_ONCE, "a").unwrap();
        let tx = store.begin().unwrap();
        assert_eq!(store.mkdir(tx, "d/e/f/g"), Ok(()));
        assert_eq!(store.mkdir(tx, "h"), Err(StoreError::NoSpace));
        assert_eq!(store.end(tx, true), Ok(()));
        assert_eq!(world.connect(2).mkdir(AT_ONCE, "a/b/c/d"), Ok(()));
    });
}
