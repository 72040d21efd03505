//! A core is reset, or hangs, in each state.

use std::mem::forget;

use pore::any::{AnyPore, Opens};
use pore::membrane::Reason;
use pore::ring::Closed;

use crate::common::{
    Asks, Clock, Core, Outcome, PATIENCE, PORT, TURNS, connected, core, table, use_it,
};

/// Looks of a core before it is reset, more than until it is connected.
const LOOKS: usize = 8;

#[test]
fn reset_in_each_state() {
    let mut in_time = [0; 2];
    for (dies, looks) in [0, 1]
        .into_iter()
        .flat_map(|dies| (0..LOOKS).map(move |at| (dies, at)))
    {
        for opens in [true, false] {
            let (table, clock) = (table(), Clock::default());
            let (zero, one) = (core(&table, 0), core(&table, 1));
            let (dead, lives) = if dies == 0 { (zero, one) } else { (one, zero) };
            let life = dead.life_number();
            let mut of_dead = knock(&dead, opens);
            let mut of_living = knock(&lives, !opens);
            let mut found = Ok(None);
            for _ in 0..looks {
                clock.turn(&[&dead, &lives]);
                if let Ok(Some(pore)) = of_dead.poll_open() {
                    forget(pore);
                }
                if let Ok(None) = found {
                    found = of_living.poll_open();
                }
            }
            // Nothing is said any more.
            forget(of_dead);
            let again = core(&table, dies);
            assert_eq!(again.life_number(), life + 1, "another life");
            let was_open = (0..3).any(|_| {
                clock.turn(&[&lives, &again]);
                is_told(&mut found, &mut of_living)
            });
            in_time[usize::from(was_open)] += 1;
            if let Err(reason) = found {
                assert_eq!(reason, Reason::Gone, "{dies} {looks} {opens}");
            }
            drop((found, of_living));
            let (zero, one) = if dies == 0 {
                (&again, &lives)
            } else {
                (&lives, &again)
            };
            use_it(&mut connected(&clock, zero, one));
        }
    }
    assert!(
        in_time.iter().all(|count| *count > 4),
        "both were reset early and late: {in_time:?}"
    );
}

/// Looks once more, and tells whether there was a pore that is over now.
fn is_told<'s, 't>(found: &mut Outcome<'s, 't>, knock: &mut Asks<'s, 't>) -> bool {
    match found {
        Ok(None) => {
            *found = knock.poll_open();
            false
        }
        Ok(Some(pore)) => {
            pore.heard();
            assert_eq!(pore.write(b"x"), Err(Closed::Gone));
            assert_eq!(pore.read(&mut [0]), Err(Closed::Gone));
            assert_eq!(pore.over(), Some(Reason::Gone));
            true
        }
        Err(_) => false,
    }
}

fn knock<'s, 't>(core: &'s Core<'t>, opens: bool) -> Asks<'s, 't> {
    let knock = if opens {
        core.open(PORT)
    } else {
        core.accept(PORT)
    };
    knock.expect("free")
}

/// It is not reset, and says nothing: the heart does not beat.
#[test]
fn a_core_that_hangs_is_gone() {
    let (table, clock) = (table(), Clock::default());
    let (zero, one) = (core(&table, 0), core(&table, 1));
    let [mut here, mut there] = connected(&clock, &zero, &one);
    assert_eq!(there.write(b"before"), Ok(6));
    // The last beat is seen in the first of these turns.
    for _ in 0..=PATIENCE.silence {
        clock.turn(&[&zero]);
        here.heard();
        assert_eq!(here.over(), None);
    }
    clock.turn(&[&zero]);
    here.heard();
    assert!(zero.is_silent());
    assert_eq!(here.over(), Some(Reason::Gone));
    assert_eq!(here.write(b"x"), Err(Closed::Gone));
    let mut bytes = [0; 8];
    assert_eq!(here.read(&mut bytes), Ok(6), "what came before is read");
    assert_eq!(here.read(&mut bytes), Err(Closed::Gone));
    // Back, it is told.
    for _ in 0..TURNS {
        clock.turn(&[&zero, &one]);
        there.heard();
    }
    assert_eq!(there.over(), Some(Reason::Peer));
    drop((here, there));
    use_it(&mut connected(&clock, &zero, &one));
}
