//! What a core has decided is never read where the other one may write.

use pore::layout::Field;
use pore::membrane::table::{RawSide, Rule, TableError};
use pore::memory::Raw;

use crate::common::{Clock, PATIENCE, PORT, connected, core, table, use_it, with};

/// As much as a core may do, for both.
const ALL: u32 = 0x0707;

#[test]
fn who_may_do_what_was_said_before() {
    let table = with(Rule::open_to_both(PORT).opened_by(0));
    let (zero, one) = (core(&table, 0), core(&table, 1));
    RawSide::new(&table, 1).set_rights(0, ALL);
    let denied = Some(TableError::Denied(PORT));
    assert_eq!(one.open(PORT).err(), denied);
    assert_eq!(zero.accept(PORT).err(), denied);
    RawSide::new(&table, 1).set_step(0, 3 << 8 | 2);
    Clock::default().turn(&[&zero]);
    assert_eq!(zero.refused(), 1);
}

#[test]
fn what_may_be_done_with_a_pore_was_said_before() {
    let (table, clock) = (
        with(Rule::open_to_both(PORT).written_by(0)),
        Clock::default(),
    );
    let (zero, one) = (core(&table, 0), core(&table, 1));
    RawSide::new(&table, 0).set_rights(0, ALL);
    let [_here, mut there] = connected(&clock, &zero, &one);
    assert!(!there.link().rights().write);
}

#[test]
fn what_was_answered_is_known_here() {
    let table = with(Rule::open_to_both(PORT).opened_by(0));
    let (zero, clock) = (core(&table, 0), Clock::default());
    RawSide::new(&table, 1).set_step(0, 3 << 8 | 2);
    for _ in 0..4 {
        clock.turn(&[&zero]);
        RawSide::new(&table, 0).set_step(0, 0);
    }
    assert_eq!(zero.refused(), 1, "a knock is answered once");
}

#[test]
fn a_life_and_its_beats_are_counted_here() {
    let (table, clock) = (table(), Clock::default());
    let (zero, one) = (core(&table, 0), core(&table, 1));
    let life = zero.life_number();
    for _ in 0..2 * PATIENCE.silence {
        RawSide::new(&table, 0).live(life, 5);
        clock.turn(&[&zero, &one]);
    }
    assert!(!one.is_silent(), "it beats");
    RawSide::new(&table, 0).live(77, 5);
    assert_eq!(zero.life_number(), life);
}

#[test]
fn each_pore_of_a_life_has_another_epoch() {
    let (table, clock) = (table(), Clock::default());
    let (zero, one) = (core(&table, 0), core(&table, 1));
    let own = Raw(RawSide::new(&table, 0).region(0).expect("a region"));
    let [mut here, there] = connected(&clock, &zero, &one);
    let epoch = here.link().epoch();
    drop((here, there));
    own.store(Field::Epoch, epoch - 1);
    let mut both = connected(&clock, &zero, &one);
    assert_eq!(both[0].link().epoch(), epoch + 1);
    use_it(&mut both);
}
