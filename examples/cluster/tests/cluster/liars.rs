//! Nodes that lie.

use std::path::{Path, PathBuf};

use cluster::{Rate, Row};

use crate::place::{Place, board, code, scratch};

/// What `liar` sends that is wrong: events, lists of events, the message without a list, the tail
/// of the improper list, other messages, messages without credit.
const LIES: u64 = 20 + 1 + 1 + 1 + 12 + 2;
/// What it sends that is right: the events among these, and those of the credit of 16 messages that
/// is left after four.
const TRUTHS: u64 = 11 + 12;

/// The module that takes the place of an honest one.
fn liars() -> PathBuf {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/liar");
    let into = scratch().join("liar");
    code().compile(&sources, &into).expect("the liar compiles");
    into
}

fn named<'a>(rows: &'a [Row], name: &str) -> &'a Row {
    let node = format!("{name}@localhost");
    let found = rows.iter().find(|row| row.node.trim_matches('\'') == node);
    found.unwrap_or_else(|| panic!("no {node} in {rows:#?}"))
}

#[test]
fn lies_are_counted_and_dropped_and_no_other_node_minds() {
    let Some(place) = Place::new("liars") else {
        return;
    };
    let path = [liars()];
    let board = board(100_000, Rate::Paced(500));
    let _honest = place.device("device1", &[], board);
    let names = ["liar", "flood", "silent", "thief"];
    let _liars = names.map(|name| place.device(name, &path, board));
    let mut hub = place.hub(&[
        "-cluster",
        "devices",
        r#"["device*","liar","flood","silent","thief"]"#,
        "sample_ms",
        "200",
    ]);
    let known = hub.wait_until("seen through", |rows| {
        rows.len() == 5
            && named(rows, "flood").state == "banned"
            && named(rows, "silent").reason == "silent"
            && named(rows, "thief").lies > 0
            && named(rows, "liar").lies >= LIES
            && named(rows, "device1").received > 0
    });
    let before = named(&known.unwrap(), "device1").received;
    let rows = hub.wait_until("going on", |rows| named(rows, "device1").received > before);
    let rows = rows.unwrap();
    let (honest, liar) = (named(&rows, "device1"), named(&rows, "liar"));
    assert!(
        honest.exact && honest.lies == 0 && honest.opens == 1,
        "{honest:#?}"
    );
    // To the last one, and what was true is not lost.
    assert_eq!((liar.lies, liar.received), (LIES, TRUTHS), "{liar:#?}");
    assert!(liar.exact && liar.opens == 1, "{liar:#?}");
    // A relay that loses events is found out by the counts of the port.
    let thief = named(&rows, "thief");
    assert!(
        !thief.exact && thief.received < thief.delivered,
        "{thief:#?}"
    );
    // What a person reads of it.
    let table = hub.table().unwrap();
    let says = |node: &str, what: &str| {
        let mut lines = table.lines();
        lines.any(|line| line.starts_with(node) && line.contains(what))
    };
    assert!(says("flood@", "sent away"), "{table}");
    assert!(says("thief@", "NOT EXACT"), "{table}");
    assert!(hub.stop(), "the hub does not end");
}
