//! Claims of pins, against a model: any order of opening and closing.

use std::sync::atomic::{AtomicU32, Ordering};

use platform_bare::{Claim, Claims, Fault, Role};
use proptest::prelude::*;

const PINS: usize = 4;
const ROLES: [Role; 4] = [Role::Output, Role::Input, Role::Edge, Role::Wire];

static LEFT: [AtomicU32; PINS] = [const { AtomicU32::new(0) }; PINS];

fn left(pin: usize) -> u32 {
    LEFT[pin].load(Ordering::Relaxed)
}

/// Whether two owners can have one pin.
fn go_together(one: Role, other: Role) -> bool {
    matches!(
        (one, other),
        (Role::Input, Role::Edge) | (Role::Edge, Role::Input)
    )
}

proptest! {
    #[test]
    fn any_order_is_as_the_model_has_it(
        steps in prop::collection::vec((0..PINS as u16, 0..ROLES.len(), any::<bool>()), 1..60)
    ) {
        // One test runs this at a time: it alone uses these pins.
        static CLAIMS: Claims<PINS> = Claims::new(|pin, _| {
            LEFT[usize::from(pin)].fetch_add(1, Ordering::Relaxed);
        });
        let mut open: Vec<(u16, Role, Claim<PINS>)> = Vec::new();
        for (pin, role, opens) in steps {
            let role = ROLES[role];
            let mine = open.iter().position(|(p, r, _)| (*p, *r) == (pin, role));
            if opens {
                let others = open.iter().filter(|(p, ..)| *p == pin);
                let free = others.clone().all(|(_, r, _)| go_together(*r, role));
                let claim = CLAIMS.claim(pin, role);
                prop_assert_eq!(claim.as_ref().err().copied(), (!free).then_some(Fault::InUse));
                open.extend(claim.ok().map(|claim| (pin, role, claim)));
            } else if let Some(mine) = mine {
                let before = left(pin.into());
                drop(open.swap_remove(mine));
                let last = open.iter().all(|(p, ..)| *p != pin);
                prop_assert_eq!(left(pin.into()) - before, u32::from(last));
            }
        }
    }
}

#[test]
fn a_pin_that_is_not_there_is_told() {
    static CLAIMS: Claims<PINS> = Claims::new(|_, _| ());
    let none = CLAIMS.claim(PINS as u16, Role::Input);
    assert_eq!(none.err(), Some(Fault::NoPin));
}

#[test]
fn nobody_has_a_pin_while_it_is_left() {
    static CLAIMS: Claims<PINS> = Claims::new(leave);
    static DRIVEN: AtomicU32 = AtomicU32::new(0);
    fn leave(pin: u16, role: Role) {
        let meanwhile = CLAIMS.claim(pin, Role::Input);
        assert_eq!(meanwhile.err(), Some(Fault::InUse));
        DRIVEN.fetch_add(u32::from(role == Role::Output), Ordering::Relaxed);
    }
    for driven in 1..=2 {
        drop(CLAIMS.claim(3, Role::Output).expect("it is free"));
        assert_eq!(DRIVEN.load(Ordering::Relaxed), driven, "left as an output");
        drop(CLAIMS.claim(3, Role::Wire).expect("it is free again"));
    }
}
