//! Honest cores: who opens, who accepts, who may, and how it ends.

use pore::any::{AnyPore, Avail, Opens, Wanted};
use pore::membrane::Reason;
use pore::membrane::table::{RawSide, Rule, Side, Table, TableError, tag};
use pore::ring::{Closed, Rights};

use crate::common::{
    BYTES, Clock, PATIENCE, PORT, Quiet, TURNS, connected, core, table, use_it, with,
};

#[test]
fn either_opens_and_either_first() {
    for (opener, opens_first) in [(0, true), (0, false), (1, true), (1, false)] {
        let (table, clock) = (table(), Clock::default());
        let cores = [core(&table, 0), core(&table, 1)];
        let (one, other) = (&cores[opener], &cores[1 - opener]);
        let mut opens = one.open(PORT).expect("free");
        let mut accepts = other.accept(PORT).expect("free");
        clock.turn(&[one, other]);
        for _ in 0..3 {
            // The second one takes its time.
            let found = if opens_first {
                opens.poll_open()
            } else {
                accepts.poll_open()
            };
            assert!(matches!(found, Ok(None)), "nothing without the other one");
        }
        let knocks = [&mut opens, &mut accepts];
        let found = clock.settle(&[one, other], knocks, TURNS);
        let mut pores = found.map(|pore| pore.expect("honest").expect("connected"));
        use_it(&mut pores);
        let free = BYTES as u32;
        assert_eq!(pores[0].avail(), Ok(Avail { filled: 0, free }));
        assert_eq!(one.open(PORT).err(), Some(TableError::Busy(PORT)));
        drop(pores);
        drop(one.open(PORT).expect("free again"));
    }
}

/// Neither has seen the other's word when it says its own.
#[test]
fn both_open_at_once() {
    let (table, clock) = (table(), Clock::default());
    let (zero, one) = (core(&table, 0), core(&table, 1));
    let words = RawSide::new(&table, 0);
    for _ in 0..3 {
        let mut knocks = [
            zero.open(PORT).expect("free"),
            one.open(PORT).expect("free"),
        ];
        let before = words.step(0);
        assert!(matches!(knocks[0].poll_open(), Ok(None)));
        let said = words.step(0);
        words.set_step(0, before);
        assert!(matches!(knocks[1].poll_open(), Ok(None)));
        words.set_step(0, said);
        let knocks = knocks.each_mut();
        let found = clock.settle(&[&zero, &one], knocks, TURNS);
        let mut pores = found.map(|pore| pore.expect("honest").expect("connected"));
        use_it(&mut pores);
    }
}

#[test]
fn two_ports_do_not_meet() {
    let (table, clock) = (table(), Clock::default());
    let (zero, one) = (core(&table, 0), core(&table, 1));
    let (mut accepts, mut opens) = (zero.accept(8).expect("free"), one.open(PORT).expect("free"));
    let knocks = [&mut accepts, &mut opens];
    let [accepted, opened] = clock.settle(&[&zero, &one], knocks, 60);
    assert!(
        matches!(accepted, Ok(None)),
        "waits for as long as it takes"
    );
    assert_eq!(opened.err(), Some(Reason::TimedOut));
    assert_eq!(zero.accept(9).err(), Some(TableError::NoPort(9)));
    assert_eq!(
        Side::new(&table, 2, Quiet, PATIENCE).err(),
        Some(TableError::Core(2))
    );
}

#[test]
fn only_who_may_opens() {
    let (table, clock) = (
        with(Rule::open_to_both(PORT).opened_by(1)),
        Clock::default(),
    );
    let (zero, one) = (core(&table, 0), core(&table, 1));
    assert_eq!(zero.open(PORT).err(), Some(TableError::Denied(PORT)));
    assert_eq!(one.accept(PORT).err(), Some(TableError::Denied(PORT)));
    use_it(&mut connected(&clock, &zero, &one));
    assert_eq!((zero.refused(), one.refused()), (0, 0));
}

#[test]
fn only_who_may_writes() {
    let (table, clock) = (
        with(Rule::open_to_both(PORT).written_by(1)),
        Clock::default(),
    );
    let (zero, one) = (core(&table, 0), core(&table, 1));
    let [mut reader, mut writer] = connected(&clock, &zero, &one);
    assert_eq!(
        (reader.info().rights, writer.info().rights),
        (Rights::READ, Rights::WRITE)
    );
    assert_eq!(reader.write(b"x"), Err(Closed::Denied));
    assert_eq!(writer.read(&mut [0]), Err(Closed::Denied));
    assert_eq!(writer.write(b"down"), Ok(4));
    assert_eq!(reader.notify_when(Wanted::INPUT), Ok(true));
    assert_eq!(reader.read(&mut [0; 8]), Ok(4));
}

/// Either side closes; what was sent before is read, and both know that it is over.
#[test]
fn both_charts_of_closing() {
    for closer in [0, 1] {
        let (table, clock) = (table(), Clock::default());
        let (zero, one) = (core(&table, 0), core(&table, 1));
        let mut pores = connected(&clock, &zero, &one);
        assert_eq!(pores[closer].write(b"last"), Ok(4));
        pores[closer].close();
        pores[closer].close();
        for _ in 0..TURNS {
            clock.turn(&[&zero, &one]);
            pores.iter_mut().for_each(AnyPore::heard);
        }
        let other = 1 - closer;
        let over = pores.each_ref().map(|pore| pore.over());
        assert_eq!(over[closer], Some(Reason::Here));
        assert_eq!(over[other], Some(Reason::Peer));
        assert_eq!(pores[closer].write(b"x"), Err(Closed::Here));
        assert_eq!(pores[other].read(&mut [0; 8]), Ok(4));
        assert_eq!(pores[other].read(&mut [0; 8]), Err(Closed::Peer));
        drop(pores);
        use_it(&mut connected(&clock, &zero, &one));
    }
}

/// Each time with numbers of its own.
#[test]
fn a_thousand_pores_one_after_the_other() {
    let (table, clock) = (table(), Clock::default());
    let (zero, one) = (core(&table, 0), core(&table, 1));
    for _ in 0..1000 {
        use_it(&mut connected(&clock, &zero, &one));
    }
}

#[test]
fn a_port_may_have_a_name() {
    let rules = [Rule::open_to_both(tag(*b"ctrl"))];
    let table: Table<1, 8> = Table::new(rules);
    let zero = Side::new(&table, 0, Quiet, PATIENCE).expect("the same table");
    assert!(zero.accept(tag(*b"ctrl")).is_ok());
    assert_eq!(
        zero.accept(tag(*b"data")).err(),
        Some(TableError::NoPort(tag(*b"data")))
    );
}
