//! Peers that follow no protocol.

use pore::membrane::store::{LocalStore, Plan, Store, Tx};
use pore::membrane::{Breach, Reason, Rights, State};

use crate::world::{OWNER, Side, World, config, connected, key, notes, reason};

const WARTS: &str = "/local/domain/1/data/warts/2";
const STRAW: &str = "/local/domain/2/data/straw/1";

/// Domain 1 opens to domain 2, which has a store and no membrane any more.
fn opens() -> (World, Side, LocalStore) {
    let world = World::new();
    drop(world.side_of(2, config(), Plan::default()));
    let mut one = world.side(1);
    one.open(OWNER, key(2), Rights::BOTH, world.now).unwrap();
    let liar = world.store(2);
    (world, one, liar)
}

fn say(liar: &mut LocalStore, path: &str, value: &str) {
    liar.write(Tx::NONE, path, value.as_bytes()).unwrap();
}

/// An offer that domain 2 has not made, besides what is said otherwise.
fn offer(liar: &mut LocalStore, but: &str, value: Option<&str>) {
    for number in 1..=8 {
        say(liar, &format!("{STRAW}/ring-ref-{number}"), "1");
    }
    say(liar, &format!("{STRAW}/event-channel"), "1");
    let path = format!("{STRAW}/{but}");
    match value {
        Some(value) => say(liar, &path, value),
        None => liar.remove(Tx::NONE, &path).unwrap(),
    }
    say(liar, &format!("{STRAW}/state"), "3");
}

/// Nothing is left of it at the honest side.
fn is_over(world: &World, one: &mut Side, expected: Reason) {
    world.settle(&mut [one]);
    assert_eq!(reason(one), expected);
    assert!(one.is_empty() && !one.has_litter());
    assert_eq!(one.platform().held, 0);
    assert_eq!(world.left(1), [""; 0]);
    assert_eq!(world.storelet.borrow().open_ends(), (2, 0));
}

#[test]
fn t3_states_that_are_none_end_it() {
    let states = [
        ("0", Breach::Illegal(0)),
        ("7", Breach::Illegal(7)),
        ("8", Breach::Illegal(8)),
        ("9", Breach::Unknown),
        ("", Breach::Unknown),
        ("03", Breach::Unknown),
        ("connected", Breach::Unknown),
        ("2", Breach::Order(None, State::InitWait)),
        ("4", Breach::Order(None, State::Connected)),
    ];
    for (state, breach) in states {
        let (world, mut one, mut liar) = opens();
        say(&mut liar, &format!("{STRAW}/state"), state);
        is_over(&world, &mut one, Reason::Protocol(breach));
    }
}

#[test]
fn t3_going_back_ends_it() {
    let (world, mut one, mut two, _) = connected();
    two.close_all(world.now);
    drop(two);
    one.poll(world.now).unwrap();
    let mut liar = world.store(2);
    say(&mut liar, &format!("{STRAW}/state"), "3");
    let breach = Breach::Order(Some(State::Closing), State::Initialised);
    is_over(&world, &mut one, Reason::Protocol(breach));
}

#[test]
fn t3_offers_that_are_none_end_it() {
    for but in ["ring-ref-1", "ring-ref-8", "event-channel"] {
        for value in [
            None,
            Some(""),
            Some("-1"),
            Some("+1"),
            Some("4294967296"),
            Some("x"),
        ] {
            let (world, mut one, mut liar) = opens();
            offer(&mut liar, but, value);
            is_over(&world, &mut one, Reason::Protocol(Breach::Offer));
        }
    }
    // Numbers, but not of any memory.
    for value in ["0", "1", "4294967295"] {
        let (world, mut one, mut liar) = opens();
        offer(&mut liar, "ring-ref-1", Some(value));
        is_over(&world, &mut one, Reason::Failed);
    }
}

#[test]
fn t3_a_peer_that_says_it_wants_to_close_at_once() {
    for state in ["5", "6"] {
        let (mut world, mut one, mut liar) = opens();
        say(&mut liar, &format!("{STRAW}/state"), state);
        one.poll(world.now).unwrap();
        let own = world.value(&format!("{WARTS}/state"));
        assert_eq!(own.as_deref(), (state == "5").then_some("6"));
        // And then it says no more.
        world.now += 100;
        let expected = if state == "5" {
            Reason::TimedOut
        } else {
            Reason::Refused
        };
        is_over(&world, &mut one, expected);
    }
}

#[test]
fn t3_a_peer_that_answers_twice_or_speaks_too_much() {
    let (world, mut one, two, [handle, _]) = connected();
    let mut liar = world.store(2);
    for _ in 0..5000 {
        say(&mut liar, &format!("{STRAW}/state"), "4");
        say(&mut liar, &format!("{STRAW}/other"), "4");
    }
    one.poll(world.now).unwrap();
    assert!(one.pore(handle, OWNER, Rights::BOTH).is_ok());
    assert!(notes(&mut one).is_empty());
    drop(two);
}

#[test]
fn t3_knocks_that_are_none_are_not_let_in() {
    let world = World::new();
    let mut two = world.side(2);
    world.settle(&mut [&mut two]);
    let mut liar = world.store(1);
    let top = "/local/domain/2/data/straw";
    // Names that no peer has, and links that lead elsewhere.
    let names = [
        "0001",
        "1-0",
        "1-",
        "x",
        "65536",
        "1-4294967296",
        "2",
        "-1",
        "1-01",
    ];
    for name in names {
        say(&mut liar, &format!("{top}/{name}/warts"), WARTS);
    }
    for link in [
        "/local/domain/2/data/warts/1",
        "/local/domain/3/data/warts/2",
        "/local/domain/1/data/warts/2/",
        "data/warts/2",
        "",
        "\u{0}",
    ] {
        say(&mut liar, &format!("{STRAW}/warts"), link);
        world.settle(&mut [&mut two]);
        assert_eq!(world.value(&format!("{STRAW}/state")).unwrap(), "6");
        liar.remove(Tx::NONE, &format!("{STRAW}/warts")).unwrap();
        world.settle(&mut [&mut two]);
        assert_eq!(world.value(STRAW), None, "nothing stays of it");
    }
    assert!(two.is_empty());
    assert!(two.refused() >= 6 + names.len() as u64, "{}", two.refused());
    assert!(notes(&mut two).is_empty());
    // A true one with nothing behind it: the peer is not there.
    say(&mut liar, &format!("{STRAW}/warts"), WARTS);
    world.settle(&mut [&mut two]);
    assert_eq!(reason(&mut two), Reason::Gone);
    assert_eq!(two.platform().made, 0);
}

#[test]
fn t3_knocks_without_number_do_not_fill_the_table() {
    use pore::membrane::{Config, Port};
    let mut world = World::new();
    let few = Config {
        pores: 3,
        ..config()
    };
    let mut two = world.side_of(2, few, Plan::default());
    for port in 0..50 {
        two.listen(Port(port), OWNER, Rights::BOTH).unwrap();
    }
    let mut liar = world.store(1);
    for port in 1..50 {
        let warts = format!("/local/domain/1/data/warts/2-{port}");
        say(&mut liar, &format!("{warts}/state"), "2");
        say(&mut liar, &format!("{STRAW}-{port}/warts"), &warts);
    }
    world.settle(&mut [&mut two]);
    assert_eq!((two.len(), two.platform().held), (3, 3));
    assert!(two.refused() >= 46);
    world.now += 100;
    world.settle(&mut [&mut two]);
    assert_eq!((two.len(), two.platform().held), (0, 0));
}
