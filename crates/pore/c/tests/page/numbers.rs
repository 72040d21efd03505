//! Each number of the page is the code's.

use pore::channel::{CmdPacket, IonPacket, Regions, Slot};
use pore::layout::{Field, HEADER_BYTES, MAGIC, MAX_ORDER, MIN_ORDER, VERSION};
use pore::membrane::table;
use pore::membrane::unix::{MAX_NAME, Refusal};
use pore::ring::{Protocol, State, features};

use crate::page::{Page, number, numbered};

pub(crate) const WORDS: &str = "| Offset | Word | Written by this side | Meaning |";
pub(crate) const STATES: &str = "| `state` | Meaning here |";
pub(crate) const MESSAGES: &str = "| Message | Words | Descriptors |";

/// A name as the code has it, without what sets its parts apart.
fn plain(name: impl std::fmt::Debug) -> String {
    let name = format!("{name:?}").to_lowercase();
    name.chars().filter(char::is_ascii_alphabetic).collect()
}

#[test]
fn each_word_is_where_the_page_says() {
    let page = Page::read();
    let mut rows = page.table(WORDS).into_iter();
    for field in Field::ALL {
        let row = rows.next().expect("a row for each word");
        let name = match field {
            Field::TransmitWakeAt => "wakeatoftheproducer".into(),
            Field::ReceiveWakeAt => "wakeatoftheconsumer".into(),
            other => plain(other),
        };
        assert_eq!(number(&row[0]), Some(*field as u32), "{field:?}");
        assert_eq!(plain(&row[1]), name);
    }
    let data = rows.next().expect("the data");
    let bytes = HEADER_BYTES.to_string();
    assert_eq!((&data[0], data[1].as_str()), (&bytes, "data"));
    assert!(data[3].contains(&format!("{bytes} + (n mod 2^order)")));
    assert!(rows.next().is_none());
}

#[test]
fn each_configuration_is_what_the_page_says() {
    let page = Page::read();
    let rows = page.table(WORDS);
    let meaning = |field: Field| rows[field as usize / 4][3].clone();
    assert_eq!(numbered(&meaning(Field::Magic)).expect("a number").0, MAGIC);
    assert_eq!(number(&meaning(Field::Version)), Some(VERSION));
    let header = page.number("A region is ", " bytes of header");
    assert_eq!(header as usize, HEADER_BYTES);
    assert_eq!(page.number("`order` being ", " to "), MIN_ORDER);
    assert_eq!(page.number("`order` being 4 to ", ". It begins"), MAX_ORDER);
    let align = page.number("It begins at a multiple of ", ".") as usize;
    assert_eq!(align, align_of::<pore::layout::Header>());
    let bits = page.table("| Bit of `features` | Says |");
    let bits = bits.iter().filter_map(|row| number(&row[0]));
    let known = [
        features::ERLANG,
        features::SENDS_NOTHING,
        features::TAKES_NOTHING,
    ];
    assert_eq!(bits.collect::<Vec<_>>(), known.map(u32::trailing_zeros));
}

#[test]
fn each_state_and_error_is_what_the_page_says() {
    let page = Page::read();
    let mut states = 0;
    for row in page.table(STATES) {
        let Some((number, name)) = numbered(&row[0]).filter(|(_, name)| !name.contains("8")) else {
            assert_eq!(row[0], "7, 8");
            continue;
        };
        let state = State::from_u32(number).expect("a state");
        assert_eq!(plain(name), plain(state));
        states += 1;
    }
    assert_eq!(states, 7);
    let meaning = &page.table(WORDS)[Field::ALL.iter().position(|f| *f == Field::Err).unwrap()][3];
    let errors: Vec<_> = meaning.split(", ").filter_map(numbered).collect();
    let known = [
        (0, "in order"),
        (Protocol::RingIndex.code(), "an impossible cursor"),
        (Protocol::State.code(), "an impossible state"),
        (Protocol::Rights.code(), "bytes to who takes none"),
    ];
    assert_eq!(errors, known);
}

#[test]
fn each_slot_is_what_the_page_says() {
    let rows = Page::read().table("| Kind | Slot | Bytes |");
    fn is_of<S: Slot>(row: &[String], name: &str) {
        assert!(row[1].starts_with(name), "{row:?}");
        let found = (number(&row[0]), number(&row[2]));
        let bytes = size_of::<S::Bytes>() as u32;
        assert_eq!(found, (Some(u32::from(S::KIND)), Some(bytes)), "{name}");
    }
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0][0], <[u8; 7]>::KIND.to_string());
    is_of::<IonPacket>(&rows[1], "IonPacket");
    is_of::<CmdPacket>(&rows[2], "CmdPacket");
    let regions = Page::read().number("number `phys`, 0 to ", ".") as usize;
    assert_eq!(regions, Regions::MOST - 1);
}

#[test]
fn each_name_and_refusal_is_what_the_page_says() {
    let page = Page::read();
    assert_eq!(
        page.number("of 1 to ", " bytes without NUL") as usize,
        MAX_NAME
    );
    let rows = page.table("| Refusal | |");
    let codes: Vec<_> = rows.iter().filter_map(|row| numbered(&row[0])).collect();
    let known = [
        Refusal::Denied,
        Refusal::Protocol,
        Refusal::Resources,
        Refusal::Timeout,
        Refusal::Other,
    ];
    let codes: Vec<_> = codes.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, known.map(|refusal| refusal as u32));
    for code in codes {
        assert_eq!(Refusal::from_code(code) as u32, code);
    }
}

#[test]
fn a_table_is_what_the_page_says() {
    let rows = Page::read().table("| Part | Words |");
    let (magic, rest) = numbered(&rows[0][1]).expect("a number");
    assert_eq!(magic, table::MAGIC);
    assert!(rest.contains(&format!("version {}", table::VERSION)));
}
