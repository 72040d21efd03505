//! Crashes and failures at every step, and peers that stop at every step.

use pore::membrane::store::{DomId, Plan, StoreError};
use pore::membrane::{Port, Rights, State};

use crate::world::{OWNER, Side, World, config, key, notes};

/// Which of the two asks to close.
const CLOSERS: [u16; 2] = [1, 2];

/// Polls both; a side that has crashed takes its domain along.
fn poll(world: &World, sides: &mut [Side; 2]) {
    for (domid, side) in (1..).zip(sides) {
        let _ = side.poll(world.now);
        let home = format!("/local/domain/{domid}");
        if side.store().is_crashed() && world.value(&home).is_some() {
            world.storelet.borrow_mut().release(DomId(domid));
        }
    }
}

/// Opens a pore from 1 to 2, closes it, and waits for everything that may come late.
fn life(world: &mut World, sides: &mut [Side; 2], closer: u16) {
    let _ = sides[0].open(OWNER, key(2), Rights::BOTH, world.now);
    for _ in 0..10 {
        poll(world, sides);
    }
    sides[usize::from(closer) - 1].close_all(world.now);
    for _ in 0..10 {
        poll(world, sides);
    }
    for _ in 0..4 {
        world.now += 100;
        for _ in 0..5 {
            poll(world, sides);
        }
        for side in sides.iter_mut() {
            side.close_all(world.now);
        }
    }
}

fn sides(world: &World, plans: [Plan; 2]) -> [Side; 2] {
    let [one, two] = plans;
    [(1, one), (2, two)].map(|(domid, plan)| {
        let mut side = world.side_of(domid, config(), plan);
        side.listen(Port(0), OWNER, Rights::BOTH).unwrap();
        side
    })
}

/// Runs lives with a plan for one side, for each step of it; how many steps it has.
fn at_every_step(victim: usize, closer: u16, plan: impl Fn(usize) -> Plan) -> usize {
    // What it takes to be there at all.
    const FIRST: usize = 9;
    for step in FIRST.. {
        let mut world = World::new();
        let mut plans = [Plan::default(); 2];
        plans[victim] = plan(step);
        let mut both = sides(&world, plans);
        life(&mut world, &mut both, closer);
        let all = both[victim].store().trace.len();
        let crashed = both[victim].store().is_crashed();
        for (domid, side) in (1..).zip(&mut both) {
            if crashed && usize::from(domid) == victim + 1 {
                assert_eq!(world.left(domid), [""; 0]);
            } else {
                world.is_clean(domid, side);
            }
        }
        let watches = if crashed { 2 } else { 4 };
        let open_ends = world.storelet.borrow().open_ends();
        assert_eq!(open_ends, (watches, 0), "victim {victim}, step {step}");
        if all <= step {
            return step - FIRST;
        }
    }
    0
}

#[test]
fn t3_a_crash_at_any_step_leaves_the_store_clean() {
    for victim in [0, 1] {
        for closer in CLOSERS {
            let crash = |step| Plan {
                fail: None,
                crash: Some(step),
            };
            let steps = at_every_step(victim, closer, crash);
            println!("victim {victim}, closer {closer}: {steps} steps");
            assert!(steps > 25, "{steps}");
        }
    }
}

#[test]
fn t3_a_failure_at_any_step_leaves_the_store_clean() {
    let errors = [
        StoreError::Again,
        StoreError::NoSpace,
        StoreError::NoMemory,
        StoreError::Io,
    ];
    for error in errors {
        for victim in [0, 1] {
            for closer in CLOSERS {
                let fail = |step| Plan {
                    fail: Some((step, error)),
                    crash: None,
                };
                let steps = at_every_step(victim, closer, fail);
                assert!(steps > 25, "{steps}");
            }
        }
    }
}

#[test]
fn t3_a_peer_that_stops_at_any_step_is_given_up() {
    let mut seen = Vec::new();
    for closer in CLOSERS {
        for stops in [0, 1] {
            for step in 0..12 {
                let mut world = World::new();
                let mut both = sides(&world, [Plan::default(); 2]);
                let handle = both[0]
                    .open(OWNER, key(2), Rights::BOTH, world.now)
                    .unwrap();
                for turn in 0..12 {
                    if turn == 6 {
                        both[usize::from(closer) - 1].close_all(world.now);
                    }
                    for at in [1, 0] {
                        if turn < step || at != stops {
                            both[at].poll(world.now).unwrap();
                        }
                    }
                    if let Ok((_, own, peer, _)) = both[0].info(handle, OWNER) {
                        seen.extend([Some(own), peer]);
                    }
                }
                // The other one wants to end it at the latest now, and does not wait for ever.
                let other = 1 - stops;
                for _ in 0..3 {
                    both[other].close_all(world.now);
                    world.now += 100;
                    both[other].poll(world.now).unwrap();
                }
                assert!(both[other].is_empty() && both[other].platform().held == 0);
                // And the one that had stopped finds out.
                for _ in 0..4 {
                    world.now += 100;
                    for side in &mut both {
                        side.poll(world.now).unwrap();
                    }
                }
                for (domid, side) in (1..).zip(&mut both) {
                    world.is_clean(domid, side);
                }
                assert_eq!(world.storelet.borrow().open_ends(), (4, 0));
            }
        }
    }
    for state in [State::InitWait, State::Connected, State::Closed] {
        assert!(seen.contains(&Some(state)), "{state:?} never came up");
    }
}

#[test]
fn t3_a_peer_that_vanishes_at_any_step_is_noticed_at_once() {
    for closer in CLOSERS {
        for victim in [0, 1] {
            for step in 0..24 {
                let world = World::new();
                let mut both = sides(&world, [Plan::default(); 2]);
                both[0]
                    .open(OWNER, key(2), Rights::BOTH, world.now)
                    .unwrap();
                for turn in 0..step {
                    if turn == 12 {
                        both[usize::from(closer) - 1].close_all(world.now);
                    }
                    both[(turn + 1) % 2].poll(world.now).unwrap();
                }
                world
                    .storelet
                    .borrow_mut()
                    .release(DomId(victim as u16 + 1));
                let survivor = &mut both[1 - victim];
                for _ in 0..3 {
                    survivor.poll(world.now).unwrap();
                }
                world.is_clean(2 - victim as u16, survivor);
                assert_eq!(world.storelet.borrow().open_ends(), (2, 0), "step {step}");
            }
        }
    }
}

#[test]
fn memory_that_cannot_be_made_or_mapped_ends_it() {
    for victim in [0, 1] {
        let mut world = World::new();
        let mut both = sides(&world, [Plan::default(); 2]);
        both[victim].platform().exhausted = true;
        life(&mut world, &mut both, 1);
        for (domid, side) in (1..).zip(&mut both) {
            assert_eq!(notes(side).len(), 1, "closed, never opened");
            world.is_clean(domid, side);
        }
        // And then there is some again.
        both[victim].platform().exhausted = false;
        both[0]
            .open(OWNER, key(2), Rights::BOTH, world.now)
            .unwrap();
        for _ in 0..10 {
            poll(&world, &mut both);
        }
        assert_eq!(both[0].platform().held, 1);
    }
}

#[test]
fn a_new_membrane_takes_away_what_the_last_one_left() {
    for step in 0..12 {
        let mut world = World::new();
        let mut both = sides(&world, [Plan::default(); 2]);
        both[0]
            .open(OWNER, key(2), Rights::BOTH, world.now)
            .unwrap();
        for turn in 0..step {
            both[(turn + 1) % 2].poll(world.now).unwrap();
        }
        // The process ends and comes back; its domain has been there all the time.
        let [old, mut two] = both;
        drop(old);
        let mut one = world.side(1);
        assert_eq!(world.left(1), [""; 0], "step {step}");
        for _ in 0..3 {
            world.now += 100;
            world.settle(&mut [&mut one, &mut two]);
        }
        world.is_clean(2, &mut two);
        let handle = one.open(OWNER, key(2), Rights::BOTH, world.now).unwrap();
        world.settle(&mut [&mut one, &mut two]);
        assert!(one.pore(handle, OWNER, Rights::BOTH).is_ok(), "step {step}");
    }
}
