//! What stands on the page.

use std::path::Path;

/// The page, in lines.
pub(crate) struct Page(String);

/// A table: the cells of each row, without the marks of code.
pub(crate) type Rows = Vec<Vec<String>>;

impl Page {
    pub(crate) fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/pore.md");
        Self(std::fs::read_to_string(path).expect("the page"))
    }

    /// The rows of the table that begins with these titles.
    pub(crate) fn table(&self, titles: &str) -> Rows {
        let mut lines = self.0.lines().skip_while(|line| *line != titles);
        assert!(lines.next().is_some(), "no table `{titles}`");
        let rows = lines.skip(1).take_while(|line| line.starts_with('|'));
        rows.map(|row| {
            let cells = row.trim_matches('|').split(" | ");
            cells.map(|cell| cell.trim().replace('`', "")).collect()
        })
        .collect()
    }

    /// The number that stands between these two, which stand there once.
    pub(crate) fn number(&self, before: &str, after: &str) -> u32 {
        let text = self.0.split_whitespace().collect::<Vec<_>>().join(" ");
        let found = text.split(before).skip(1);
        let mut found = found.filter_map(|rest| number(rest.split(after).next()?));
        let number = found.next();
        number.unwrap_or_else(|| panic!("no number between `{before}` and `{after}`"))
    }
}

/// A number as the page writes them; none if it is something else.
pub(crate) fn number(text: &str) -> Option<u32> {
    match text.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

/// The number that a cell begins with, and the words behind it.
pub(crate) fn numbered(cell: &str) -> Option<(u32, &str)> {
    let (first, rest) = cell.split_once([' ', ',', ':']).unwrap_or((cell, ""));
    Some((number(first)?, rest.trim()))
}
