//! The rows of docs/numbers.md that are made of a report.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use crate::report::Report;

/// What stands before and behind the rows.
const BEGIN: &str = "<!-- Made by `RECORD=1 just otp-bench`. -->\n";
const END: &str = "<!-- As far as that. -->\n";

/// Writes the rows anew.
#[track_caller]
pub(crate) fn write(report: &Report, release: &str) {
    let page = vm_testing::repository().join("docs/numbers.md");
    let text = fs::read_to_string(&page).expect("the page of numbers");
    let rows = rows(report, release, &today());
    let new = replaced(&text, &rows).expect("the page says where the rows stand");
    fs::write(&page, new).expect("the page of numbers");
}

/// The text with other rows; `None` if it does not say where they stand.
fn replaced(text: &str, rows: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{rows}{END}{after}"))
}

fn rows(report: &Report, release: &str, date: &str) -> String {
    let mut rows = format!("\nErlang/OTP {release}, {date}:\n\n");
    rows.push_str("| | C, ns | to C | to rustler | Goals |\n|---|---|---|---|---|\n");
    for row in &report.0 {
        let (name, c, to_c) = (row.name, row.c_ns, row.to_c);
        let to_rustler = row.to_rustler;
        let to_rustler = to_rustler.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}"));
        let missed = match row.missed() {
            missed if missed.is_empty() => "met".to_owned(),
            missed => format!("**missed**: {missed}"),
        };
        let _ = writeln!(
            rows,
            "| {name} | {c:.0} | {to_c:.2} | {to_rustler} | {missed} |"
        );
    }
    rows.push('\n');
    rows
}

/// As `date` says it.
fn today() -> String {
    let output = Command::new("date").arg("+%Y-%m-%d").output();
    let output = output.expect("coreutils").stdout;
    String::from_utf8_lossy(&output).trim().to_owned()
}

#[test]
fn only_the_rows_are_replaced() {
    let page = format!("a\n{BEGIN}old\n{END}b\n");
    assert_eq!(
        replaced(&page, "new\n"),
        Some(format!("a\n{BEGIN}new\n{END}b\n"))
    );
    assert_eq!(replaced("a\nb\n", "new\n"), None);
}
