//! Both ways to close, as both stores see them.

use pore::membrane::{Note, Reason};

use crate::world::{OWNER, asked, connected, key, notes, reason};

const WARTS: &str = "/local/domain/1/data/warts/2";
const STRAW: &str = "/local/domain/2/data/straw/1";

#[test]
fn t3_the_active_side_asks_by_the_first_chart() {
    let (world, mut one, mut two, [_, active]) = connected();
    let since = [one.store().trace.len(), two.store().trace.len()];
    assert_eq!(two.close(active, OWNER, world.now), Ok(true));
    assert_eq!(world.value(&format!("{STRAW}/state")).unwrap(), "5");
    assert_eq!(two.platform().held, 1, "not before the peer has let go");
    one.poll(world.now).unwrap();
    assert_eq!(one.platform().held, 0);
    assert_eq!(world.value(&format!("{WARTS}/state")).unwrap(), "6");
    two.poll(world.now).unwrap();
    assert_eq!(two.platform().held, 0);
    world.settle(&mut [&mut one, &mut two]);
    assert_eq!(reason(&mut one), Reason::Peer);
    assert_eq!(reason(&mut two), Reason::Here);
    let states = |side: &mut _, since| -> Vec<String> {
        let mut asked = asked(side, since);
        asked.retain(|line| line.starts_with("write"));
        asked
    };
    let passive = states(&mut one, since[0]);
    assert_eq!(passive, [format!("write {WARTS}/state 6")]);
    let active = states(&mut two, since[1]);
    let [asks, says] = ["5", "6"].map(|state| format!("write {STRAW}/state {state}"));
    assert_eq!(active, [asks, says]);
    world.is_clean(1, &mut one);
    world.is_clean(2, &mut two);
    assert_eq!(world.storelet.borrow().open_ends(), (4, 0));
}

#[test]
fn t3_the_passive_side_asks_by_the_second_chart() {
    let (world, mut one, mut two, [passive, _]) = connected();
    assert_eq!(one.close(passive, OWNER, world.now), Ok(true));
    assert_eq!(one.platform().held, 0, "at once");
    assert_eq!(world.value(&format!("{WARTS}/state")).unwrap(), "6");
    two.poll(world.now).unwrap();
    assert_eq!(two.platform().held, 0);
    let [
        Note::Closed {
            reason,
            undelivered,
            key: from,
            ..
        },
    ] = notes(&mut two)[..]
    else {
        panic!("not closed");
    };
    assert_eq!((reason, undelivered, from), (Reason::Peer, 11, key(1)));
    world.settle(&mut [&mut one, &mut two]);
    let [
        Note::Closed {
            reason,
            undelivered,
            ..
        },
    ] = notes(&mut one)[..]
    else {
        panic!("not closed");
    };
    assert_eq!((reason, undelivered), (Reason::Here, 11));
    world.is_clean(1, &mut one);
    world.is_clean(2, &mut two);
}

#[test]
fn t3_both_ask_at_the_same_time() {
    let (world, mut one, mut two, [passive, active]) = connected();
    two.close(active, OWNER, world.now).unwrap();
    one.close(passive, OWNER, world.now).unwrap();
    // Again is nothing new.
    one.close(passive, OWNER, world.now).unwrap();
    world.settle(&mut [&mut one, &mut two]);
    assert_eq!(reason(&mut one), Reason::Here);
    assert_eq!(reason(&mut two), Reason::Here);
    assert_eq!(one.close(passive, OWNER, world.now), Ok(false), "long gone");
    world.is_clean(1, &mut one);
    world.is_clean(2, &mut two);
}

#[test]
fn a_closed_pore_is_opened_again_by_either_side_at_once() {
    let (world, mut one, mut two, [passive, _]) = connected();
    one.close(passive, OWNER, world.now).unwrap();
    world.settle(&mut [&mut one, &mut two]);
    for round in 0..20 {
        let sides = [&mut one, &mut two];
        let (opener, peer) = (round % 2, key(2 - round as u16 % 2));
        let rights = pore::membrane::Rights::BOTH;
        let handle = sides[opener].open(OWNER, peer, rights, world.now).unwrap();
        world.settle(&mut [&mut one, &mut two]);
        let opener = if round % 2 == 0 { &mut one } else { &mut two };
        assert!(opener.pore(handle, OWNER, rights).is_ok(), "{round}");
        opener.close(handle, OWNER, world.now).unwrap();
        world.settle(&mut [&mut one, &mut two]);
        world.is_clean(1, &mut one);
        world.is_clean(2, &mut two);
    }
}

#[test]
fn a_knock_that_comes_while_the_last_pore_is_cleared_is_heard() {
    let (world, mut one, mut two, [passive, _]) = connected();
    one.close(passive, OWNER, world.now).unwrap();
    // The peer has not looked yet; this side takes it for gone, and knocks anew.
    one.poll(world.now + 1000).unwrap();
    assert_eq!(reason(&mut one), Reason::TimedOut);
    let rights = pore::membrane::Rights::BOTH;
    let handle = one.open(OWNER, key(2), rights, world.now + 1000).unwrap();
    for _ in 0..20 {
        two.poll(world.now + 1000).unwrap();
        one.poll(world.now + 1000).unwrap();
    }
    assert!(
        one.pore(handle, OWNER, rights).is_ok(),
        "{:?}",
        notes(&mut one)
    );
    assert_eq!(two.platform().held, 1);
}
