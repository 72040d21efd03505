//! The pages: their tables and links.

use crate::manifest;
use crate::markdown::{self, Piece};
use crate::{Fault, Rule, Seed, Tree};
use std::collections::BTreeSet;

/// The page with the table of all crates, below the heading `Crates`.
pub const CRATE_PAGE: &str = "docs/architecture.md";

/// The table of crates is complete; it and the README's choice name nothing else.
pub const CRATE_TABLES: Rule = Rule {
    name: "crate-tables",
    fix: "keep one row for each package of the workspace in the table below `## Crates` of \
          docs/architecture.md, its name in backticks in the first cell, and only such names in \
          the README's",
    check: crate_tables,
    seeds: TABLE_SEEDS,
};

/// Links lead to files that exist.
pub const LINKS: Rule = Rule {
    name: "links",
    fix: "correct the path (it counts from the page's own folder), or take the link out",
    check: links,
    seeds: LINK_SEEDS,
};

/// The README's Rust is the compiled example of the crate it speaks of.
pub const README_CODE: Rule = Rule {
    name: "readme-code",
    fix: "copy the lines from the example at the head of crates/avm-port/src/lib.rs, \
          which is compiled and run",
    check: readme_code,
    seeds: CODE_SEEDS,
};

fn crate_tables(tree: &Tree) -> Vec<Fault> {
    let members: BTreeSet<_> = manifest::members(tree)
        .into_iter()
        .map(|m| m.name)
        .collect();
    let mut faults = Vec::new();
    for path in [CRATE_PAGE, "README.md"] {
        let page = markdown::page(tree.text(path).unwrap_or_default());
        let rows: Vec<(usize, &str)> = page
            .rows_below("Crates")
            .filter_map(|row| Some((row.line, markdown::first_cell(&row.text)?)))
            .collect();
        let top = rows.first().map_or(1, |(line, _)| *line);
        let missing = members
            .iter()
            .filter(|name| path == CRATE_PAGE && rows.iter().all(|(_, row)| row != name));
        for name in missing {
            faults.push(Fault::new(path, top, format!("the table lacks `{name}`")));
        }
        for (line, row) in rows.iter().filter(|(_, row)| !members.contains(*row)) {
            faults.push(Fault::new(
                path,
                *line,
                format!("there is no package `{row}`"),
            ));
        }
    }
    faults
}

fn readme_code(tree: &Tree) -> Vec<Fault> {
    let example = tree.text("crates/avm-port/src/lib.rs").unwrap_or_default();
    let compiled: BTreeSet<&str> = example
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .map(str::trim)
        .collect();
    let page = markdown::page(tree.text("README.md").unwrap_or_default());
    page.rust
        .iter()
        .filter(|line| !compiled.contains(line.text.trim()))
        .map(|line| Fault::new("README.md", line.line, "no line of the compiled example"))
        .collect()
}

fn links(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.with_extension("md") {
        for link in markdown::page(text).links {
            if !leads_somewhere(tree, path, &link) {
                let says = format!("`{}` leads nowhere", link.text);
                faults.push(Fault::new(path, link.line, says));
            }
        }
    }
    faults
}

fn leads_somewhere(tree: &Tree, page: &str, link: &Piece) -> bool {
    let (target, anchor) = link.text.split_once('#').unwrap_or((&link.text, ""));
    if ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| link.text.starts_with(scheme))
    {
        return true;
    }
    let path = if target.is_empty() {
        page.to_owned()
    } else {
        join(page, target)
    };
    let anchored = || {
        let text = tree.text(&path).unwrap_or_default();
        markdown::page(text)
            .headings
            .iter()
            .any(|heading| slug(&heading.text) == anchor)
    };
    tree.exists(&path) && (anchor.is_empty() || anchored())
}

/// The path of `target`, seen from the folder of `page`.
fn join(page: &str, target: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The anchor that a heading gets.
fn slug(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || [' ', '-', '_'].contains(c);
    let words: String = heading.to_lowercase().chars().filter(kept).collect();
    words.replace(' ', "-")
}

const CRATE: (&str, &str) = ("crates/a/Cargo.toml", "[package]\nname = \"a\"");
const PAGE: (&str, &str) = (CRATE_PAGE, "## Crates\n| `a` | A |\n");

const TABLE_SEEDS: &[Seed] = &[
    Seed::good(&[CRATE, PAGE, ("README.md", "## Crates\n| `a` | A |\n")]),
    Seed::good(&[CRATE, PAGE, ("README.md", "## Crates\nNone.\n")]),
    Seed::bad(
        &[CRATE, (CRATE_PAGE, "# A\n## Crates\nNone.\n")],
        "docs/architecture.md:1",
    ),
    Seed::bad(
        &[CRATE, (CRATE_PAGE, "## Crates\n\n## Other\n| `a` | A |\n")],
        "docs/architecture.md:1",
    ),
    Seed::bad(
        &[
            CRATE,
            (CRATE_PAGE, "## Crates\n| `a` | A |\n| `b` | gone |\n"),
        ],
        "docs/architecture.md:3",
    ),
    Seed::bad(
        &[
            CRATE,
            PAGE,
            ("README.md", "## Crates\n| `a` | A |\n| `b` | gone |\n"),
        ],
        "README.md:3",
    ),
];

const LINK_SEEDS: &[Seed] = &[
    Seed::bad(&[("docs/a.md", "# A\n[b](b.md)\n")], "docs/a.md:2"),
    Seed::bad(&[("docs/a.md", "# A\n[b](#nowhere)\n")], "docs/a.md:2"),
    Seed::good(&[
        (
            "docs/a.md",
            "# A b, c\n[a](#a-b-c) [r](../README.md) [d](https://x.y) `[e](f)`\n",
        ),
        ("README.md", "[docs](docs/) [a](docs/a.md#a-b-c)\n"),
    ]),
];

const EXAMPLE: (&str, &str) = (
    "crates/avm-port/src/lib.rs",
    "//! ```\n//!     a();\n//! ```",
);

const CODE_SEEDS: &[Seed] = &[
    Seed::good(&[
        EXAMPLE,
        ("README.md", "```rust\na();\n```\n```sh\nb\n```\n"),
    ]),
    Seed::bad(
        &[EXAMPLE, ("README.md", "```rust\na();\nb();\n```\n")],
        "README.md:3",
    ),
];
