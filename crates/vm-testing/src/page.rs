//! The figures of a page, made anew by the test that measures them.

use std::env;
use std::fs;
use std::process::Command;

use crate::repository;

/// What stands behind figures that are made.
const END: &str = "<!-- As far as that. -->\n";

/// Where `RECORD` is set, writes figures into `docs/numbers.md`, under the day's date, where the
/// page has a comment for them: ``<!-- WHAT: made by `RECORD=1 just RECIPE`. -->``.
///
/// # Panics
///
/// If the page has no such comment, or cannot be written.
pub fn record(what: &str, recipe: &str, figures: &str) {
    if env::var_os("RECORD").is_none() {
        return;
    }
    let page = repository().join("docs/numbers.md");
    let text = fs::read_to_string(&page).expect("the page of numbers");
    let dated = format!("\n{what}, {}:\n\n{figures}\n", today());
    let new = replaced(&text, &begin(what, recipe), &dated);
    let new = new.unwrap_or_else(|| panic!("docs/numbers.md has no {:?}", begin(what, recipe)));
    fs::write(&page, new).expect("the page of numbers");
}

fn begin(what: &str, recipe: &str) -> String {
    format!("<!-- {what}: made by `RECORD=1 just {recipe}`. -->\n")
}

/// The text with other figures; `None` if it does not say where they stand.
fn replaced(text: &str, begin: &str, figures: &str) -> Option<String> {
    let (before, rest) = text.split_once(begin)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{begin}{figures}{END}{after}"))
}

/// As `date` says it.
fn today() -> String {
    let output = Command::new("date").arg("+%Y-%m-%d").output();
    let output = output.expect("coreutils").stdout;
    String::from_utf8_lossy(&output).trim().to_owned()
}

#[test]
fn only_the_figures_are_replaced() {
    let (first, second) = (begin("a VM", "bench"), begin("another", "bench"));
    let page = format!("a\n{first}old\n{END}b\n{second}old\n{END}");
    assert_eq!(
        replaced(&page, &second, "new\n"),
        Some(format!("a\n{first}old\n{END}b\n{second}new\n{END}"))
    );
    assert_eq!(replaced("a\nb\n", &first, "new\n"), None);
}
