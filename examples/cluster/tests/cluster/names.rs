//! Names of nodes, as long as they may be and longer.

use cluster::{Rate, Row};

use crate::place::{Place, board};

/// With `@localhost` it has as many characters as an atom may.
const LONGEST: usize = 245;

#[test]
fn names_of_255_characters_are_found_and_longer_or_strange_ones_do_no_harm() {
    let Some(place) = Place::new("names") else {
        return;
    };
    let longest = "d".repeat(LONGEST);
    let too_long = "e".repeat(LONGEST + 1);
    let _devices = [&longest, &too_long].map(|name| {
        let board = board(100_000, Rate::Paced(500));
        place.device(name, &[], board)
    });
    let wanted = format!(
        r#"["d*","{too_long}","{too_long}@localhost","küche@localhost","🎛@localhost","@","a@b@c",""]"#
    );
    let mut hub = place.hub(&["-cluster", "devices", &wanted]);
    let open = |rows: &[Row]| {
        rows.iter()
            .any(|row| row.state == "open" && row.received > 0)
    };
    let rows = hub.wait_until("open", open).unwrap();
    let found: Vec<&Row> = rows.iter().filter(|row| row.state == "open").collect();
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].node.len(),
        255 + "''".len() * usize::from(found[0].node.starts_with('\''))
    );
    assert!(found[0].exact, "{rows:#?}");
    assert!(
        !rows.iter().any(|row| row.node.contains("eee")),
        "{rows:#?}"
    );
    let strange = |name: &str| {
        rows.iter()
            .any(|row| row.node.contains(name) && row.opens == 0)
    };
    assert!(strange("küche") && strange("🎛"), "{rows:#?}");
    assert!(hub.stop(), "the hub does not end");
}
