//! Who may do what.

use pore::membrane::store::{Access, DomId, Perm, Store, StoreError, Tx};

use crate::world::everywhere;

const AT_ONCE: Tx = Tx::NONE;
const PATH: &str = "/local/domain/1/data";

/// What a domain may do at [`PATH`]: read, write.
fn may(store: &mut dyn Store) -> (bool, bool) {
    let read = store.read(AT_ONCE, PATH);
    let write = store.write(AT_ONCE, PATH, b"x");
    for refused in [read.as_ref().err(), write.as_ref().err()]
        .into_iter()
        .flatten()
    {
        assert_eq!(*refused, StoreError::Access);
    }
    (read.is_ok(), write.is_ok())
}

#[test]
fn t4_letters_say_what_others_may() {
    everywhere(|world| {
        let mut owner = world.connect(1);
        owner.write(AT_ONCE, "data", b"x").unwrap();
        let (mut two, mut three) = (world.connect(2), world.connect(3));
        let entry = |access, domid| Perm::new(access, DomId(domid));
        let letters = [
            (Access::None, (false, false)),
            (Access::Read, (true, false)),
            (Access::Write, (false, true)),
            (Access::Both, (true, true)),
        ];
        for (all, all_may) in letters {
            for (own, own_may) in letters {
                let perms = [entry(all, 1), entry(own, 2)];
                owner.set_perms(AT_ONCE, "data", &perms).unwrap();
                assert_eq!(owner.get_perms(AT_ONCE, "data").unwrap(), perms);
                assert_eq!(may(&mut *two), own_may, "its own entry");
                assert_eq!(may(&mut *three), all_may, "the first entry's letter");
                assert_eq!(may(&mut *owner), (true, true));
                assert_eq!(may(&mut *world.connect(0)), (true, true));
            }
        }
    });
}

#[test]
fn t4_only_the_owner_sets_them_and_stays_it() {
    everywhere(|world| {
        let (mut one, mut two) = (world.connect(1), world.connect(2));
        one.mkdir(AT_ONCE, "data").unwrap();
        let both = |domid| Perm::new(Access::Both, DomId(domid));
        one.set_perms(AT_ONCE, "data", &[both(1)]).unwrap();
        let theirs = two.set_perms(AT_ONCE, PATH, &[both(1)]);
        assert_eq!(theirs, Err(StoreError::Permission));
        let away = one.set_perms(AT_ONCE, "data", &[both(2)]);
        assert_eq!(away, Err(StoreError::Permission));
        assert_eq!(
            one.set_perms(AT_ONCE, "data", &[]),
            Err(StoreError::Invalid)
        );
        world
            .connect(0)
            .set_perms(AT_ONCE, PATH, &[both(2)])
            .unwrap();
        assert_eq!(two.set_perms(AT_ONCE, PATH, &[both(2)]), Ok(()));
    });
}

#[test]
fn t4_what_is_made_belongs_to_who_made_it() {
    everywhere(|world| {
        let (mut one, mut two) = (world.connect(1), world.connect(2));
        one.mkdir(AT_ONCE, "data").unwrap();
        let refused = two.mkdir(AT_ONCE, "/local/domain/1/data/2");
        assert_eq!(refused, Err(StoreError::Access), "others may only look");
        let entries = [
            Perm::new(Access::None, DomId(1)),
            Perm::new(Access::Both, DomId(1)),
            Perm::new(Access::Both, DomId(2)),
        ];
        one.set_perms(AT_ONCE, "data", &entries).unwrap();
        two.write(AT_ONCE, "/local/domain/1/data/2/key", b"1")
            .unwrap();
        let perms = one.get_perms(AT_ONCE, "data/2/key").unwrap();
        assert_eq!(perms[0], Perm::new(Access::None, DomId(2)));
        assert_eq!(perms[1..], entries[1..]);
        assert_eq!(one.read(AT_ONCE, "data/2/key").unwrap(), b"1");
        let mut three = world.connect(3);
        let hidden = three.read(AT_ONCE, "/local/domain/1/data/2/key");
        assert_eq!(hidden, Err(StoreError::Access));
        // And whether there is something at all is hidden too.
        let hidden = three.read(AT_ONCE, "/local/domain/1/data/none");
        assert_eq!(hidden, Err(StoreError::Access));
    });
}

#[test]
fn t4_entries_are_letters_and_numbers() {
    for (text, perm) in [
        ("n0", Perm::new(Access::None, DomId(0))),
        ("r5", Perm::new(Access::Read, DomId(5))),
        ("w65535", Perm::new(Access::Write, DomId(65535))),
        ("b12", Perm::new(Access::Both, DomId(12))),
    ] {
        assert_eq!(Perm::from_text(text), Ok(perm));
        assert_eq!(perm.to_text(), text);
    }
    for bad in ["", "r", "x1", "r65536", "r-1", "r+1", "r1 ", "1", "\u{e9}1"] {
        assert_eq!(Perm::from_text(bad), Err(StoreError::Invalid), "{bad}");
    }
}
