//! Where `unsafe` may stand, and how it is argued.

mod places;

use crate::markdown;
use crate::rust::{self, Token};
use crate::{Fault, Rule, Seed, Tree};

pub use places::PLACES_ALLOWED;

/// The only places with `unsafe` in them, each with the reason.
///
/// A path that ends in `/` is a whole folder. Everything else in the
/// workspace is under `unsafe_code = "deny"`.
pub const TABLE: Rule = Rule {
    name: "unsafe-table",
    fix: "take the row out of PLACES_ALLOWED in crates/tidy/src/rules/unsafety/places.rs, \
          so that the list stays true",
    check: stale,
    seeds: TABLE_SEEDS,
};

/// `unsafe` stands only in the places of the table.
pub const PLACES: Rule = Rule {
    name: "unsafe-places",
    fix: "write it without `unsafe`, or argue for a row in PLACES_ALLOWED \
          (crates/tidy/src/rules/unsafety/places.rs) and a paragraph in docs/safety.md",
    check: places,
    seeds: PLACES_SEEDS,
};

/// Every unsafe block and impl is argued.
pub const ARGUED: Rule = Rule {
    name: "unsafe-argued",
    fix: "write `// SAFETY:` above it, arguing from an invariant that is stated where the \
          data is defined",
    check: argued,
    seeds: ARGUED_SEEDS,
};

/// Drivers and boards cannot opt out, but for platforms with a place in the
/// table: registers and C are worked there, so that they are nowhere else.
pub const FORBIDDEN: Rule = Rule {
    name: "unsafe-forbidden",
    fix: "put `#![forbid(unsafe_code)]` at the head of the crate's root",
    check: forbidden,
    seeds: FORBIDDEN_SEEDS,
};

/// docs/safety.md speaks of every file with `unsafe` in it.
pub const PAGE: Rule = Rule {
    name: "unsafe-page",
    fix: "add the file to docs/safety.md: its invariants, and the test that fails without them",
    check: page,
    seeds: PAGE_SEEDS,
};

/// The tests that docs/safety.md names exist.
pub const NAMED_TESTS: Rule = Rule {
    name: "unsafe-tests",
    fix: "name a test function or a file that exists in the last cell of the row",
    check: named_tests,
    seeds: NAMED_TEST_SEEDS,
};

/// The tokens of a file and the places of `unsafe` among them.
fn found(text: &str) -> (Vec<Token>, Vec<usize>) {
    if !text.contains("unsafe") {
        return (Vec::new(), Vec::new());
    }
    let tokens = rust::tokens(text).unwrap_or_default();
    let all = 0..tokens.len();
    let places = all.filter(|at| tokens[*at].text == "unsafe").collect();
    (tokens, places)
}

fn allowed(path: &str) -> bool {
    PLACES_ALLOWED.iter().any(|(place, _)| covers(place, path))
}

fn covers(place: &str, path: &str) -> bool {
    place == path || (place.ends_with('/') && path.starts_with(place))
}

fn places(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.with_extension("rs").filter(|(path, _)| !allowed(path)) {
        let (tokens, places) = found(text);
        for at in places {
            faults.push(Fault::new(
                path,
                tokens[at].line,
                "`unsafe` outside the named places",
            ));
        }
    }
    faults
}

fn stale(tree: &Tree) -> Vec<Fault> {
    let used = |place: &str| {
        let mut files = tree
            .with_extension("rs")
            .filter(|(path, _)| covers(place, path));
        files.any(|(_, text)| !found(text).1.is_empty())
    };
    let idle = PLACES_ALLOWED.iter().filter(|(place, _)| !used(place));
    idle.map(|(place, _)| Fault::new(place, 1, "named in the table, but without `unsafe`"))
        .collect()
}

fn argued(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.with_extension("rs") {
        let lines: Vec<&str> = text.lines().collect();
        let (tokens, places) = found(text);
        for at in places {
            let next = tokens.get(at + 1).map_or("", |token| token.text.as_str());
            let line = tokens[at].line;
            if (next == "{" || next == "impl") && !has_argument(&lines, line) {
                faults.push(Fault::new(path, line, "not argued"));
            }
        }
    }
    faults
}

/// Looks above `line` (from 1), to the head of the statement it is in.
fn has_argument(lines: &[&str], line: usize) -> bool {
    let above = lines.get(..line).unwrap_or_default();
    for (up, text) in above.iter().rev().enumerate() {
        if text.contains("SAFETY:") {
            return true;
        }
        if up > 0 && is_border(text.trim()) {
            return false;
        }
    }
    false
}

/// True for a line that no statement reaches across.
fn is_border(line: &str) -> bool {
    let items = [
        "fn ", "pub", "impl", "const ", "unsafe ", "extern ", "mod ", "trait ",
    ];
    let opens = line.ends_with('{') && items.iter().any(|item| line.starts_with(item));
    let ends = line.ends_with(';') || line.ends_with('}') || line.is_empty();
    let aside = line.starts_with("//") || line.starts_with("#[");
    !aside && (opens || ends)
}

fn forbidden(tree: &Tree) -> Vec<Fault> {
    let is_root = |path: &str| path.ends_with("src/lib.rs") || path.ends_with("src/main.rs");
    let bound = |path: &str| path.starts_with("drivers/") || path.starts_with("boards/");
    let roots = tree
        .with_extension("rs")
        .filter(|(path, _)| is_root(path) && bound(path) && !works_hardware(path));
    roots
        .filter(|(_, text)| {
            !text
                .lines()
                .any(|line| line.trim() == "#![forbid(unsafe_code)]")
        })
        .map(|(path, _)| Fault::new(path, 1, "no `#![forbid(unsafe_code)]`"))
        .collect()
}

/// True of the root of a platform that has a place in the table.
fn works_hardware(root: &str) -> bool {
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let inside = |place: &str| place.starts_with(folder);
    folder.starts_with("boards/platforms/") && PLACES_ALLOWED.iter().any(|(p, _)| inside(p))
}

fn page(tree: &Tree) -> Vec<Fault> {
    let page = tree.text("docs/safety.md").unwrap_or_default();
    let mut faults = Vec::new();
    for (path, text) in tree.with_extension("rs") {
        let (tokens, places) = found(text);
        let first = places.first().map(|at| tokens[*at].line);
        if let Some(line) = first.filter(|_| !speaks_of(page, path)) {
            let says = "docs/safety.md does not speak of this file";
            faults.push(Fault::new(path, line, says));
        }
    }
    faults
}

/// True where a page names the file, or a folder above it, in backticks.
fn speaks_of(page: &str, path: &str) -> bool {
    let folders = path.match_indices('/').map(|(at, _)| &path[..=at]);
    let mut names = folders.chain([path]);
    names.any(|name| page.contains(&format!("`{name}`")))
}

fn named_tests(tree: &Tree) -> Vec<Fault> {
    let page = markdown::page(tree.text("docs/safety.md").unwrap_or_default());
    let is_test = |name: &str| {
        let head = format!("fn {name}(");
        tree.with_extension("rs")
            .any(|(_, text)| text.contains(&head))
    };
    let mut faults = Vec::new();
    for row in &page.rows {
        for name in markdown::last_cell(&row.text) {
            if !tree.exists(name) && !is_test(name) {
                let says = format!("there is no test `{name}`");
                faults.push(Fault::new("docs/safety.md", row.line, says));
            }
        }
    }
    faults
}

const PLACES_SEEDS: &[Seed] = &[
    Seed::bad(
        &[(
            "drivers/a/src/lib.rs",
            "//! A.\nfn a() {\n    // SAFETY: no.\n    unsafe { b() }\n}",
        )],
        "drivers/a/src/lib.rs:4",
    ),
    Seed::good(&[(
        "drivers/a/src/lib.rs",
        "//! A, not `unsafe`.\nconst A: &str = \"unsafe {}\";",
    )]),
    Seed::good(&[("crates/vm-atomvm/src/raw.rs", "//! A.\nunsafe fn a() {}")]),
];

const TABLE_SEEDS: &[Seed] = &[Seed::bad(
    &[("crates/vm-atomvm/src/lib.rs", "//! Nothing of the kind.")],
    "crates/vm-atomvm/:1",
)];

const ARGUED_SEEDS: &[Seed] = &[
    Seed::bad(&[("a.rs", "fn a() {\n    unsafe { b() }\n}")], "a.rs:2"),
    Seed::bad(
        &[(
            "a.rs",
            "// SAFETY: far away.\nfn a() {}\n\nunsafe impl Send for A {}",
        )],
        "a.rs:4",
    ),
    Seed::good(&[(
        "a.rs",
        "fn a() {\n    // SAFETY: b asks nothing.\n    let c =\n        unsafe { b() };\n}",
    )]),
    Seed::good(&[(
        "a.rs",
        "fn a() {\n    // SAFETY: b asks nothing.\n    A {\n        c: unsafe { b() },\n    }\n}",
    )]),
    Seed::good(&[(
        "a.rs",
        "// SAFETY: A holds no pointer.\nunsafe impl Send for A {}",
    )]),
];

const FORBIDDEN_SEEDS: &[Seed] = &[
    Seed::bad(
        &[("boards/a/src/lib.rs", "//! A.\n#![no_std]")],
        "boards/a/src/lib.rs:1",
    ),
    Seed::good(&[("boards/a/src/lib.rs", "//! A.\n#![forbid(unsafe_code)]")]),
    Seed::bad(
        &[("boards/platforms/a/src/lib.rs", "//! A.\n#![no_std]")],
        "boards/platforms/a/src/lib.rs:1",
    ),
    Seed::good(&[("boards/platforms/ffi/src/lib.rs", "//! C.\n#![no_std]")]),
];

const PAGE_SEEDS: &[Seed] = &[
    Seed::bad(
        &[
            ("crates/vm-atomvm/src/raw.rs", "//! A.\nunsafe fn a() {}"),
            ("docs/safety.md", "# Safety\n"),
        ],
        "crates/vm-atomvm/src/raw.rs:2",
    ),
    Seed::good(&[
        ("crates/vm-atomvm/src/raw.rs", "//! A.\nunsafe fn a() {}"),
        ("docs/safety.md", "`crates/vm-atomvm/src/raw.rs`\n"),
    ]),
];

const NAMED_TEST_SEEDS: &[Seed] = &[
    Seed::bad(
        &[("docs/safety.md", "| `a.rs` | it | `no_such_test` |\n")],
        "docs/safety.md:1",
    ),
    Seed::good(&[
        (
            "docs/safety.md",
            "| `a.rs` | `it` | `it_works`, `b.erl` |\n",
        ),
        ("a.rs", "fn it_works() {}"),
        ("b.erl", ""),
    ]),
];
