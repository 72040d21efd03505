//! A core that runs wild writes anything into its words.

use pore::any::{AnyPore, Opens, Wanted};
use pore::layout::Field;
use pore::membrane::Reason;
use pore::membrane::table::{RawSide, Rule};
use pore::memory::Raw;
use proptest::prelude::*;

use crate::common::{BYTES, Clock, PORT, TURNS, connected, core, table, use_it, with};

/// A word, and what is written there.
#[derive(Clone, Copy, Debug)]
enum Wild {
    Step(u32),
    Life(u32, u32),
    Region(usize, u32),
    Data(usize, usize),
}

fn wild() -> impl Strategy<Value = Wild> {
    let word = prop_oneof![0..10_u32, Just(u32::MAX), any::<u32>()];
    let step = (0..4_u32, 0..12_u32).prop_map(|(attempt, state)| attempt << 8 | state);
    prop_oneof![
        step.prop_map(Wild::Step),
        word.clone().prop_map(Wild::Step),
        (word.clone(), word.clone()).prop_map(|(epoch, beat)| Wild::Life(epoch, beat)),
        (0..Field::ALL.len(), word).prop_map(|(field, value)| Wild::Region(field, value)),
        (0..8_usize, any::<usize>()).prop_map(|(at, value)| Wild::Data(at, value)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever it writes, the other core has bytes, back-pressure or a typed end, and a new life of
    /// the wild one is as good as the first.
    #[test]
    fn a_wild_core_harms_nobody(
        writes in proptest::collection::vec(wild(), 1..60),
        is_connected: bool,
        opens: bool,
    ) {
        let (table, clock) = (table(), Clock::default());
        let honest = core(&table, 0);
        let first = core(&table, 1);
        let mut pore = None;
        if is_connected {
            let [here, there] = connected(&clock, &honest, &first);
            std::mem::forget(there);
            pore = Some(here);
        }
        let raw = RawSide::new(&table, 1);
        let region = Raw(raw.region(0).expect("a region"));
        let mut knock = None;
        for write in writes {
            match write {
                Wild::Step(word) => raw.set_step(0, word),
                Wild::Life(epoch, beat) => raw.live(epoch, beat),
                Wild::Region(field, value) => region.store(Field::ALL[field], value),
                Wild::Data(at, value) => region.scribble(at, value),
            }
            clock.turn(&[&honest]);
            if pore.is_none() {
                let knock = knock.get_or_insert_with(|| {
                    let taken = if opens { honest.open(PORT) } else { honest.accept(PORT) };
                    taken.expect("free")
                });
                pore = knock.poll_open().unwrap_or(None);
            }
            if pore.is_some() || knock.as_mut().is_some_and(|knock| knock.poll_open().is_err()) {
                knock = None;
            }
            if let Some(pore) = &mut pore {
                pore.heard();
                let mut bytes = [0; 2 * BYTES];
                let read = pore.read(&mut bytes);
                prop_assert!(read.is_err() || read.is_ok_and(|count| count <= BYTES));
                let written = pore.write(&bytes);
                prop_assert!(written.is_err() || written.is_ok_and(|count| count <= BYTES));
                let _any = (pore.notify_when(Wanted::EITHER), pore.avail(), pore.info());
            }
        }
        drop((pore, knock));
        // Its region is its own: what it left there is gone with the reset of the chip's memory.
        raw.live(77, 0);
        let second = core(&table, 1);
        clock.turn(&[&honest, &second]);
        use_it(&mut connected(&clock, &honest, &second));
    }
}

/// It opens what it may not, and is told so once for each attempt.
#[test]
fn who_may_not_is_refused() {
    let (table, clock) = (
        with(Rule::open_to_both(PORT).opened_by(0)),
        Clock::default(),
    );
    let zero = core(&table, 0);
    let (raw, other) = (RawSide::new(&table, 1), RawSide::new(&table, 0));
    for attempt in 1..4 {
        raw.set_step(0, attempt << 8 | 2);
        for _ in 0..TURNS {
            clock.turn(&[&zero]);
        }
        assert_eq!(other.step(0), attempt << 8 | 6, "closed");
        assert_eq!(zero.refused(), attempt);
    }
}

/// A core that may not write does: the pore is over for that, if the other one never reads.
#[test]
fn bytes_where_none_may_be_end_the_pore() {
    use pore::ring::{Closed, Protocol};
    let (table, clock) = (
        with(Rule::open_to_both(PORT).written_by(0)),
        Clock::default(),
    );
    let (zero, one) = (core(&table, 0), core(&table, 1));
    let [mut writer, _reader] = connected(&clock, &zero, &one);
    let region = Raw(RawSide::new(&table, 1).region(0).expect("a region"));
    region.store(Field::Prod, region.load(Field::Prod).wrapping_add(3));
    assert_eq!(writer.write(b"x"), Err(Closed::Protocol(Protocol::Rights)));
}

/// A port that this core opens is not opened by the other one meanwhile.
#[test]
fn who_may_not_is_not_given_way() {
    let (table, clock) = (
        with(Rule::open_to_both(PORT).opened_by(0)),
        Clock::default(),
    );
    let zero = core(&table, 0);
    let (raw, own) = (RawSide::new(&table, 1), RawSide::new(&table, 0));
    let mut opens = zero.open(PORT).expect("free");
    clock.turn(&[&zero]);
    assert!(matches!(opens.poll_open(), Ok(None)));
    let said = own.step(0);
    raw.set_rights(0, u32::MAX);
    raw.set_step(0, 9 << 8 | 2);
    clock.turn(&[&zero]);
    assert!(matches!(opens.poll_open(), Ok(None)));
    assert_eq!(own.step(0), said);
}

/// A life, or an attempt, that is another ends the pore, each alone.
#[test]
fn another_life_or_attempt_is_another_peer() {
    for by_life in [true, false] {
        let (table, clock) = (table(), Clock::default());
        let (zero, one) = (core(&table, 0), core(&table, 1));
        let [mut here, _there] = connected(&clock, &zero, &one);
        clock.turn(&[&zero, &one]);
        here.heard();
        assert_eq!(here.over(), None);
        let raw = RawSide::new(&table, 1);
        if by_life {
            raw.live(one.life_number() + 1, 0);
        } else {
            raw.set_step(0, raw.step(0) + (1 << 8));
        }
        here.heard();
        assert_eq!(here.over(), Some(Reason::Gone));
    }
}
