//! What endpoints may be called, and who has a name.

use std::fs;
use std::path::PathBuf;
use std::sync::Barrier;
use std::thread;

use pore::membrane::unix::{Endpoint, MAX_NAME, Name, NameError, Settings, UnixError, connect};

use crate::common::{LONG, name, unique, with_others};
use crate::raw;

fn path() -> PathBuf {
    std::env::temp_dir().join(unique())
}

fn bind(name: &Name) -> Result<Endpoint, UnixError> {
    Endpoint::bind(name, Settings::DEFAULT)
}

#[test]
fn two_membranes_with_one_name() {
    let _open = with_others();
    for name in [name(), Name::path(path()).expect("short")] {
        let first = bind(&name).expect("nobody has it");
        assert_eq!(bind(&name).err(), Some(UnixError::NameTaken), "{name}");
        drop(first);
        let mut again = bind(&name).expect("it is free again");
        let other = name.clone();
        let other = thread::spawn(move || connect(&other, Settings::DEFAULT));
        again.accept(LONG).expect("an honest peer");
        other.join().expect("no panic").expect("an honest peer");
    }
}

#[test]
fn a_name_is_neither_empty_nor_too_long() {
    let _open = with_others();
    for (length, error) in [
        (0, Some(NameError::Empty)),
        (MAX_NAME, None),
        (108, too_long(108)),
    ] {
        let text = "/".repeat(length.min(1)) + &"x".repeat(length.saturating_sub(1));
        assert_eq!(Name::hidden(text.as_str()).err(), error);
        assert_eq!(Name::path(&text).err(), error);
        // Made by hand, it is looked at all the same.
        let by_hand = bind(&Name::Hidden(text.into_bytes())).err();
        assert_eq!(by_hand, error.map(UnixError::Name));
    }
    assert_eq!(Name::hidden("a\0b").err(), Some(NameError::Nul));
    let by_hand = Name::Path("x".repeat(5000).into());
    let error = UnixError::Name(NameError::TooLong(5000));
    assert_eq!(bind(&by_hand).err(), Some(error));
    assert_eq!(connect(&by_hand, Settings::DEFAULT).err(), Some(error));
}

fn too_long(bytes: usize) -> Option<NameError> {
    Some(NameError::TooLong(bytes))
}

#[test]
fn nobody_has_the_name() {
    let _open = with_others();
    for name in [name(), Name::path(path()).expect("short")] {
        let found = connect(&name, Settings::DEFAULT).err();
        assert_eq!(found, Some(UnixError::NotFound), "{name}");
    }
}

#[test]
fn a_path_is_gone_with_its_endpoint() {
    let _open = with_others();
    let path = path();
    let endpoint = bind(&Name::path(&path).expect("short")).expect("nobody has it");
    assert!(path.exists());
    drop(endpoint);
    assert!(!path.exists());
}

#[test]
fn what_a_dead_process_left_is_taken_over_by_one() {
    let _open = with_others();
    for _ in 0..20 {
        let name = Name::path(path()).expect("short");
        rustix::net::bind(raw::socket(), &raw::address(&name)).expect("nobody has it");
        let begin = Barrier::new(4);
        let bound = thread::scope(|scope| {
            let bind = || {
                begin.wait();
                bind(&name)
            };
            let all = [(); 4].map(|()| scope.spawn(bind));
            all.map(|one| one.join().expect("no panic"))
        });
        let taken = bound.iter().filter(|one| one.is_ok()).count();
        assert_eq!(taken, 1, "{bound:?}");
        for error in bound.iter().filter_map(|one| one.as_ref().err()) {
            assert_eq!(*error, UnixError::NameTaken);
        }
    }
}

#[test]
fn no_file_is_lost_to_an_endpoint() {
    let _open = with_others();
    let path = path();
    fs::write(&path, "mine").expect("a file");
    let name = Name::path(&path).expect("short");
    assert_eq!(bind(&name).err(), Some(UnixError::NameTaken));
    assert_eq!(
        connect(&name, Settings::DEFAULT).err(),
        Some(UnixError::NotFound)
    );
    let kept = fs::read_to_string(&path);
    fs::remove_file(&path).expect("it is there");
    assert_eq!(kept.expect("it is there"), "mine");
    let nowhere = Name::path(path.join("below")).expect("short");
    assert_eq!(bind(&nowhere).err(), Some(UnixError::NotFound));
}
