//! The page of differences is that of the suite.

use conformance::differences;
use conformance::script;

const PAGE: &str = include_str!("../../../docs/vms.md");

#[test]
fn the_page_of_differences_is_up_to_date() {
    let table = differences::table(&script::suite());
    let made = differences::page(PAGE, &table).expect("the page has a place for the table");
    assert!(
        made == PAGE,
        "docs/vms.md is out of date: `cargo run -p conformance -- differences` makes it anew"
    );
}

#[test]
fn a_page_that_is_out_of_date_is_seen() {
    let table = differences::table(&script::suite()) + "| nobody | does this | nowhere |\n";
    assert_ne!(differences::page(PAGE, &table).as_deref(), Ok(PAGE));
    assert!(differences::page("no table", &table).is_err());
}
