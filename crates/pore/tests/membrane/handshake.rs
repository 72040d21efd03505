//! The handshake in the store, in its exact order.

use pore::legacy::Role;
use pore::membrane::store::Plan;
use pore::membrane::{Config, Keys, Note, Reason, Rights, State};

use crate::world::{OWNER, World, asked, config, connected, key, notes, reason};

const WARTS: &str = "/local/domain/1/data/warts/2";
const STRAW: &str = "/local/domain/2/data/straw/1";

/// Puts in the paths.
fn lines(lines: &[&str]) -> Vec<String> {
    let put_in = |line: &&str| line.replace("WARTS", WARTS).replace("STRAW", STRAW);
    lines.iter().map(put_in).collect()
}

#[test]
fn t3_a_membrane_prepares_its_own_directories_first() {
    let world = World::new();
    let mut side = world.side_of(1, config(), Plan::default());
    let expected = [
        "list data/warts",
        "remove data/straw",
        "remove data/warts",
        "mkdir data/straw",
        "set_perms data/straw b1",
        "mkdir data/warts",
        "set_perms data/warts r1",
        "watch data/straw",
        "watch @releaseDomain",
    ];
    assert_eq!(side.store().trace, expected);
}

#[test]
fn t3_the_passive_side_asks_in_this_order() {
    let world = World::new();
    let (mut one, mut two) = (world.side(1), world.side(2));
    world.settle(&mut [&mut one, &mut two]);
    let since = one.store().trace.len();
    one.open(OWNER, key(2), Rights::BOTH, world.now).unwrap();
    world.settle(&mut [&mut one, &mut two]);
    let mut expected = lines(&[
        "read WARTS",
        "mkdir STRAW",
        "begin ",
        "mkdir[1] WARTS",
        "write[1] WARTS/straw STRAW",
        "write[1] WARTS/state 2",
        "write[1] STRAW/warts WARTS",
        "commit[1] ",
        "watch STRAW/state",
    ]);
    expected.extend((1..=8).map(|number| format!("read {STRAW}/ring-ref-{number}")));
    expected.extend(lines(&[
        "read STRAW/event-channel",
        "read STRAW/format",
        "read STRAW/max-frame",
        "write WARTS/state 4",
    ]));
    assert_eq!(asked(&mut one, since), expected);
}

#[test]
fn t3_the_active_side_answers_in_this_order() {
    let world = World::new();
    let (mut one, mut two) = (world.side(1), world.side(2));
    world.settle(&mut [&mut one, &mut two]);
    let since = two.store().trace.len();
    one.open(OWNER, key(2), Rights::BOTH, world.now).unwrap();
    world.settle(&mut [&mut one, &mut two]);
    let mut expected = lines(&[
        "read STRAW/warts",
        "write STRAW/state 1",
        "watch WARTS/state",
        "read WARTS/format",
        "read WARTS/max-frame",
        "begin ",
    ]);
    let first = 100;
    let refs = (1..=8).map(|number| {
        let reference = first + number - 1;
        format!("write[1] {STRAW}/ring-ref-{number} {reference}")
    });
    expected.extend(refs);
    expected.extend(lines(&[
        "write[1] STRAW/event-channel 108",
        "write[1] STRAW/state 3",
        "commit[1] ",
        "write STRAW/state 4",
    ]));
    assert_eq!(asked(&mut two, since), expected);
}

#[test]
fn t2_keys_and_states_stand_in_the_store_as_ling_and_pystraw_look_for_them() {
    let (world, ..) = connected();
    assert_eq!(world.value(&format!("{STRAW}/warts")).unwrap(), WARTS);
    assert_eq!(world.value(&format!("{WARTS}/straw")).unwrap(), STRAW);
    assert_eq!(world.value(&format!("{STRAW}/state")).unwrap(), "4");
    assert_eq!(world.value(&format!("{WARTS}/state")).unwrap(), "4");
    assert_eq!(world.value(&format!("{STRAW}/ring-ref-1")).unwrap(), "100");
    assert_eq!(world.value(&format!("{STRAW}/ring-ref-8")).unwrap(), "107");
    assert_eq!(world.value(&format!("{STRAW}/ring-ref-0")), None);
    assert_eq!(
        world.value(&format!("{STRAW}/event-channel")).unwrap(),
        "108"
    );
    assert_eq!(world.value(&format!("{STRAW}/format")), None);
}

#[test]
fn both_sides_have_the_same_pore_and_are_told() {
    let world = World::new();
    let (mut one, mut two) = (world.side(1), world.side(2));
    let handle = one.open(OWNER, key(2), Rights::BOTH, world.now).unwrap();
    world.settle(&mut [&mut one, &mut two]);
    let opened = Note::Opened {
        handle,
        key: key(2),
        owner: OWNER,
        role: Role::Passive,
    };
    assert_eq!(notes(&mut one), [opened]);
    let [
        Note::Opened {
            handle: accepted,
            key: from,
            role,
            ..
        },
    ] = notes(&mut two)[..]
    else {
        panic!("not accepted");
    };
    assert_eq!((from, role), (key(1), Role::Active));
    let first = one.pore(handle, OWNER, Rights::BOTH).unwrap().first;
    assert_eq!(
        two.pore(accepted, OWNER, Rights::BOTH).unwrap().first,
        first
    );
    let (_, own, peer, _) = one.info(handle, OWNER).unwrap();
    assert_eq!((own, peer), (State::Connected, Some(State::Connected)));
    assert_eq!(one.deadline(), None);
}

#[test]
fn what_both_want_of_the_stream_is_told() {
    let world = World::new();
    let wants = |format: &str| Config {
        keys: Keys {
            format: Some(format.into()),
            max_frame: Some(b"1500".into()),
        },
        ..config()
    };
    let mut one = world.side_of(1, wants("json"), Plan::default());
    let mut two = world.side_of(2, wants("erlang"), Plan::default());
    two.listen(pore::membrane::Port(0), OWNER, Rights::BOTH)
        .unwrap();
    let handle = one.open(OWNER, key(2), Rights::BOTH, world.now).unwrap();
    world.settle(&mut [&mut one, &mut two]);
    assert_eq!(one.info(handle, OWNER).unwrap().3, wants("erlang").keys);
    let [Note::Opened { handle, .. }] = notes(&mut two)[..] else {
        panic!("not accepted");
    };
    assert_eq!(two.info(handle, OWNER).unwrap().3, wants("json").keys);
}

#[test]
fn nobody_is_waited_for_who_is_not_there_or_does_not_listen() {
    use pore::membrane::OpenError;
    let mut world = World::new();
    let mut one = world.side(1);
    let not_there = one.open(OWNER, key(9), Rights::BOTH, world.now);
    assert_eq!(not_there, Err(OpenError::NotFound));
    let itself = one.open(OWNER, key(1), Rights::BOTH, world.now);
    assert_eq!(itself, Err(OpenError::NotFound));
    // It has a membrane, and listens at no port.
    let mut two = world.side_of(2, config(), Plan::default());
    one.open(OWNER, key(2), Rights::BOTH, world.now).unwrap();
    world.settle(&mut [&mut one, &mut two]);
    assert_eq!(reason(&mut one), Reason::Refused);
    assert_eq!(two.refused(), 1);
    world.is_clean(1, &mut one);
    world.is_clean(2, &mut two);
    // It has a membrane that does nothing.
    let handle = one.open(OWNER, key(2), Rights::BOTH, world.now).unwrap();
    let twice = one.open(OWNER, key(2), Rights::BOTH, world.now);
    assert_eq!(twice, Err(OpenError::Exists));
    assert_eq!(one.deadline(), Some(world.now + 100));
    world.now += 99;
    world.settle(&mut [&mut one]);
    assert!(notes(&mut one).is_empty());
    world.now += 1;
    world.settle(&mut [&mut one]);
    assert_eq!(reason(&mut one), Reason::TimedOut);
    assert!(one.pore(handle, OWNER, Rights::NONE).is_err());
    // What it had written there it has taken back.
    world.is_clean(1, &mut one);
    world.settle(&mut [&mut two]);
    world.is_clean(2, &mut two);
    assert_eq!(world.storelet.borrow().open_ends(), (4, 0));
}
