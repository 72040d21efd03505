//! Structs and enums as replies and events.
#![forbid(unsafe_code)]
#![deny(missing_docs, unused_qualifications, clippy::all, clippy::pedantic)]
#![expect(dead_code, reason = "fields that are skipped are read by nobody")]

mod common;

use avm_term::{FromTerm, IntoTerm, List};
use common::{read, with_env};

/// Describes a value in Erlang text.
fn written(value: &impl IntoTerm) -> String {
    with_env(|env| env.make(value).expect("a term").to_string())
}

/// A map.
#[derive(IntoTerm, FromTerm, Debug, PartialEq)]
struct Stats {
    offered: u64,
    #[avm(name = "high-water")]
    high_water: u16,
    #[avm(default)]
    ratio: f64,
}

/// A tagged tuple with padding.
#[derive(IntoTerm, Clone, Copy)]
#[avm(tag = "touch")]
struct Touch {
    kind: Kind,
    x: u16,
    #[avm(skip)]
    _padding: u16,
    y: u16,
}

/// Atoms.
#[derive(IntoTerm, Clone, Copy)]
enum Kind {
    Down,
    MovedFar,
    #[avm(name = "up!")]
    Up,
}

/// A tagged tuple of unnamed fields.
#[derive(IntoTerm)]
#[avm(tag = "pair")]
struct Pair(u8, #[avm(skip)] u8, bool);

/// The field itself.
#[derive(IntoTerm)]
struct Transparent(Stats);

/// A tuple without a tag.
#[derive(IntoTerm)]
struct Triple(u8, u8, u8);

/// An atom.
#[derive(IntoTerm)]
#[avm(tag = "no_events")]
struct NoEvents;

/// No pairs.
#[derive(IntoTerm)]
struct Empty {}

/// Every form of a variant, a lifetime and a parameter.
#[derive(IntoTerm)]
enum Reply<'e, T> {
    NoEvents,
    Events(List<'e, T>),
    Moved(u8, #[avm(skip)] u8, T),
    Stats {
        offered: u64,
        builder: T,
    },
    #[avm(name = "none")]
    Nothing(),
}

/// Nothing to write.
#[derive(IntoTerm)]
enum Never {}

const STATS: Stats = Stats {
    offered: 3,
    high_water: 2,
    ratio: 0.5,
};

#[test]
fn structs_are_maps_and_tuples() {
    let touch = Touch {
        kind: Kind::Down,
        x: 1,
        _padding: 99,
        y: 2,
    };
    assert_eq!(
        written(&STATS),
        "#{'high-water' => 2,offered => 3,ratio => 0.5}"
    );
    assert_eq!(written(&touch), "{touch,down,1,2}");
    assert_eq!(written(&Pair(1, 99, true)), "{pair,1,true}");
    assert_eq!(written(&Transparent(STATS)), written(&STATS));
    assert_eq!(written(&Triple(1, 2, 3)), "{1,2,3}");
    assert_eq!(written(&NoEvents), "no_events");
    assert_eq!(written(&Empty {}), "#{}");
}

#[test]
fn variants_are_atoms_and_tuples() {
    let touch = |kind| Touch {
        kind,
        x: 0,
        _padding: 0,
        y: 0,
    };
    let events = [touch(Kind::MovedFar), touch(Kind::Up)];
    assert_eq!(written(&Reply::<u8>::NoEvents), "no_events");
    assert_eq!(
        written(&Reply::Events(List(&events))),
        "{events,[{touch,moved_far,0,0},{touch,'up!',0,0}]}"
    );
    assert_eq!(written(&Reply::Moved(1, 99, "x")), "{moved,1,<<\"x\">>}");
    let stats = Reply::Stats {
        offered: 5,
        builder: (1, 2),
    };
    assert_eq!(written(&stats), "{stats,#{builder => {1,2},offered => 5}}");
    assert_eq!(written(&Reply::<u8>::Nothing()), "{none}");
    assert_eq!(written(&None::<Never>), "undefined");
}

#[test]
fn what_is_written_as_options_reads_back() {
    assert_eq!(read(&written(&STATS)), Ok(STATS));
}
