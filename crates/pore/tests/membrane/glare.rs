//! Both open at the same time.

use pore::legacy::Role;
use pore::membrane::{Note, Rights};

use crate::world::{OWNER, World, key, notes};

#[test]
fn t3_the_lower_number_becomes_active_whoever_comes_first() {
    // How often each looks between the two openings.
    for first in [1, 2] {
        for between in 0..4 {
            let world = World::new();
            let (mut one, mut two) = (world.side(1), world.side(2));
            world.settle(&mut [&mut one, &mut two]);
            let mut sides = [&mut one, &mut two];
            if first == 2 {
                sides.reverse();
            }
            let [early, late] = sides;
            let peers = if first == 1 { [2, 1] } else { [1, 2] };
            early
                .open(OWNER, key(peers[0]), Rights::BOTH, world.now)
                .unwrap();
            for _ in 0..between {
                early.poll(world.now).unwrap();
            }
            late.open(OWNER, key(peers[1]), Rights::BOTH, world.now)
                .unwrap();
            for _ in 0..between {
                late.poll(world.now).unwrap();
            }
            world.settle(&mut [&mut one, &mut two]);
            let opened = |notes: &[Note]| match notes {
                [Note::Opened { handle, role, .. }] => (*handle, *role),
                other => panic!("{other:?}"),
            };
            let (left, role) = opened(&notes(&mut one));
            assert_eq!(role, Role::Active);
            let (right, role) = opened(&notes(&mut two));
            assert_eq!(role, Role::Passive);
            let first = one.pore(left, OWNER, Rights::BOTH).unwrap().first;
            assert_eq!(two.pore(right, OWNER, Rights::BOTH).unwrap().first, first);
            assert_eq!((one.len(), two.len()), (1, 1));
            assert_eq!((one.platform().made, two.platform().made), (1, 1));
            one.close(left, OWNER, world.now).unwrap();
            world.settle(&mut [&mut one, &mut two]);
            world.is_clean(1, &mut one);
            world.is_clean(2, &mut two);
            assert_eq!(world.storelet.borrow().open_ends(), (4, 0));
        }
    }
}

#[test]
fn t3_three_domains_open_to_each_other() {
    let world = World::new();
    let mut sides: Vec<_> = (1..=3).map(|domid| world.side(domid)).collect();
    for me in 1..=3_u16 {
        for peer in (1..=3).filter(|peer| *peer != me) {
            sides[usize::from(me) - 1]
                .open(OWNER, key(peer), Rights::BOTH, world.now)
                .unwrap();
        }
    }
    let mut all: Vec<_> = sides.iter_mut().collect();
    world.settle(&mut all);
    for side in &mut sides {
        let opened = notes(side);
        assert_eq!(opened.len(), 2, "{opened:?}");
        assert!(
            opened
                .iter()
                .all(|note| matches!(note, Note::Opened { .. }))
        );
        side.close_all(world.now);
    }
    let mut all: Vec<_> = sides.iter_mut().collect();
    world.settle(&mut all);
    for (domid, side) in (1..).zip(&mut sides) {
        world.is_clean(domid, side);
    }
}
