//! Markdown, as far as rules need it: fences, code spans, links, tables.

/// A piece of a page with the line it begins on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Line, counted from 1.
    pub line: usize,
    /// The text of the piece.
    pub text: String,
}

/// What a page is made of.
#[derive(Debug, Default, Clone)]
pub struct Page {
    /// Lines inside fences.
    pub code: Vec<Piece>,
    /// Those of them that are Rust.
    pub rust: Vec<Piece>,
    /// The info string of every fence that opens.
    pub fences: Vec<Piece>,
    /// Inline code spans.
    pub spans: Vec<Piece>,
    /// Targets of links and pictures.
    pub links: Vec<Piece>,
    /// Rows of tables, whole.
    pub rows: Vec<Piece>,
    /// Headings without their marks.
    pub headings: Vec<Piece>,
}

/// Takes a page apart.
#[must_use]
pub fn page(text: &str) -> Page {
    let mut page = Page::default();
    let mut fenced = false;
    for (at, line) in text.lines().enumerate() {
        let piece = |text: &str| Piece {
            line: at + 1,
            text: text.to_owned(),
        };
        if let Some(info) = line.trim_start().strip_prefix("```") {
            fenced = !fenced;
            if fenced {
                page.fences.push(piece(info.trim()));
            }
        } else if fenced {
            if page
                .fences
                .last()
                .is_some_and(|fence| fence.text.starts_with("rust"))
            {
                page.rust.push(piece(line));
            }
            page.code.push(piece(line));
        } else {
            prose(line, piece, &mut page);
        }
    }
    page
}

fn prose(line: &str, piece: impl Fn(&str) -> Piece, page: &mut Page) {
    if line.starts_with('|') {
        page.rows.push(piece(line));
    } else if line.starts_with('#') {
        page.headings
            .push(piece(line.trim_start_matches('#').trim()));
    }
    let mut outside = String::new();
    for (nth, part) in line.split('`').enumerate() {
        if nth % 2 == 1 {
            page.spans.push(piece(part));
        } else {
            outside.push_str(part);
        }
    }
    for part in outside.split("](").skip(1) {
        if let Some((target, _)) = part.split_once(')') {
            page.links.push(piece(target.trim()));
        }
    }
}

impl Page {
    /// The lines of the first fence below the heading `title`.
    #[must_use]
    pub fn fence_below(&self, title: &str) -> Vec<&Piece> {
        let Some(heading) = self.headings.iter().find(|h| h.text == title) else {
            return Vec::new();
        };
        let below = self.code.iter().filter(|code| code.line > heading.line);
        let mut fence: Vec<&Piece> = Vec::new();
        for code in below {
            let follows = |last: &&Piece| last.line + 1 == code.line;
            if fence.is_empty() || fence.last().is_some_and(follows) {
                fence.push(code);
            }
        }
        fence
    }

    /// The rows of tables below the heading `title`, up to the next heading.
    pub fn rows_below(&self, title: &str) -> impl Iterator<Item = &Piece> {
        let from = self.headings.iter().find(|h| h.text == title);
        let from = from.map_or(usize::MAX, |heading| heading.line);
        let next = self
            .headings
            .iter()
            .map(|h| h.line)
            .find(|line| *line > from);
        let until = next.unwrap_or(usize::MAX);
        let inside = move |row: &&Piece| row.line > from && row.line < until;
        self.rows.iter().filter(inside)
    }

    /// Every piece of code: lines of fences and inline spans.
    pub fn all_code(&self) -> impl Iterator<Item = &Piece> {
        self.code.iter().chain(&self.spans)
    }
}

/// The code span in the first cell of a table's row.
#[must_use]
pub fn first_cell(row: &str) -> Option<&str> {
    let cell = row.trim_start_matches('|').split('|').next()?;
    cell.split('`').nth(1)
}

/// The code spans in the last cell of a table's row.
pub fn last_cell(row: &str) -> impl Iterator<Item = &str> {
    let cell = row.trim_end().trim_end_matches('|').rsplit('|').next();
    let parts = cell.unwrap_or_default().split('`');
    parts.skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::{first_cell, page};

    #[test]
    fn pieces_are_told_apart() {
        let page = page("# Tests\n\n```sh\njust x\n```\n[a](b.md) `[c](d)`\n| `e` | f |\n");
        assert_eq!(page.fence_below("Tests")[0].text, "just x");
        assert_eq!(page.links.len(), 1);
        assert_eq!(page.links[0].text, "b.md");
        assert_eq!(page.spans[0].text, "[c](d)");
        assert_eq!(first_cell(&page.rows[0].text), Some("e"));
        assert_eq!(page.rows_below("Tests").count(), 1);
    }
}
