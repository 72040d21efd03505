//! The table of boards, compared with their crates.

use crate::manifest::{self, Manifest};
use crate::markdown;
use crate::{Fault, Rule, Seed, Tree};

/// The page with the table of boards, and the heading above it.
pub const PAGE: &str = "docs/boards.md";
/// The heading above the table.
pub const HEADING: &str = "The boards";

/// The table of boards says what their crates say.
pub const TABLE: Rule = Rule {
    name: "board-table",
    fix: "let docs/boards.md have one row for each board below `## The boards`: its folder's name in \
          backticks, its processor, then touch, panel, sound and SPI device, each a name if the \
          crate implements the trait and `-` if not, then the forms (host, beside AtomVM, bare \
          metal), each a state if the crate has the form and `-` if not",
    check: table,
    seeds: TABLE_SEEDS,
};

/// What is in boards, but is no board.
const NO_BOARDS: [&str; 3] = ["boards/models", "boards/parts", "boards/support"];
/// What a form's state may be.
const STATES: [&str; 3] = ["compiled", "emulated", "host-tested"];
/// The traits of the parts, in the order of the columns.
const TRAITS: [&str; 4] = ["HasTouch", "HasPanel", "HasAudio", "HasSpi"];
/// Columns before the parts: the name, the processor.
const BEFORE: usize = 2;

/// Every board of the workspace.
pub(super) fn boards(tree: &Tree) -> Vec<Manifest> {
    let is_board = |folder: &str| {
        let inside = folder.strip_prefix("boards/");
        inside.is_some_and(|name| !name.contains('/')) && !NO_BOARDS.contains(&folder)
    };
    let members = manifest::members(tree).into_iter();
    members.filter(|member| is_board(&member.folder)).collect()
}

fn name(board: &Manifest) -> &str {
    board.folder.rsplit('/').next().unwrap_or_default()
}

/// The cells of a table's row.
pub(super) fn cells(row: &str) -> Vec<&str> {
    let inside = row.trim().trim_start_matches('|').trim_end_matches('|');
    inside.split('|').map(str::trim).collect()
}

/// What the table says of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The name of its folder.
    pub name: String,
    /// Whether it has touch, panel, sound, an SPI device.
    pub parts: [bool; 4],
    /// Whether it has a form on the host.
    pub on_host: bool,
    /// Whether it has a form beside AtomVM.
    pub beside_atomvm: bool,
}

/// The rows of the table, which [`TABLE`] compares with the crates.
#[must_use]
pub fn rows(tree: &Tree) -> Vec<Row> {
    let page = markdown::page(tree.text(PAGE).unwrap_or_default());
    let row = |text: &str| {
        let cells = cells(text);
        let has = |nth: usize| cells.get(nth).is_some_and(|cell| *cell != "-");
        Some(Row {
            name: markdown::first_cell(text)?.to_owned(),
            parts: std::array::from_fn(|nth| has(BEFORE + nth)),
            on_host: has(BEFORE + TRAITS.len()),
            beside_atomvm: has(BEFORE + TRAITS.len() + 1),
        })
    };
    let rows = page.rows_below(HEADING);
    rows.filter_map(|piece| row(&piece.text)).collect()
}

fn table(tree: &Tree) -> Vec<Fault> {
    let boards = boards(tree);
    if boards.is_empty() {
        return Vec::new();
    }
    let page = markdown::page(tree.text(PAGE).unwrap_or_default());
    let rows: Vec<(usize, &str, Vec<&str>)> = page
        .rows_below(HEADING)
        .filter_map(|row| Some((row.line, markdown::first_cell(&row.text)?, cells(&row.text))))
        .collect();
    let mut faults = Vec::new();
    for (line, row, _) in &rows {
        if !boards.iter().any(|board| name(board) == *row) {
            faults.push(Fault::new(
                PAGE,
                *line,
                format!("there is no board `{row}`"),
            ));
        }
    }
    for board in &boards {
        match rows.iter().find(|(_, row, _)| *row == name(board)) {
            Some((line, _, cells)) => {
                let says = differences(tree, board, cells).into_iter();
                faults.extend(says.map(|says| Fault::new(PAGE, *line, says)));
            }
            None => {
                let says = format!("the table lacks `{}`", name(board));
                faults.push(Fault::new(PAGE, 1, says));
            }
        }
    }
    faults
}

/// Where a row is not what the crate is.
fn differences(tree: &Tree, board: &Manifest, cells: &[&str]) -> Vec<String> {
    let said = |column: usize| cells.get(column).is_some_and(|cell| *cell != "-");
    let mut says = Vec::new();
    for (nth, part) in TRAITS.iter().enumerate() {
        let has = implements(tree, board, part);
        if has != said(BEFORE + nth) {
            let does = if has {
                "implements"
            } else {
                "does not implement"
            };
            says.push(format!("{} {does} {part}", name(board)));
        }
    }
    let forms = forms(board).into_iter().enumerate();
    for (nth, (form, has)) in forms {
        let column = BEFORE + TRAITS.len() + nth;
        if has != said(column) {
            let has = if has { "has a" } else { "has no" };
            says.push(format!("{} {has} form {form}", name(board)));
        }
        let state = cells.get(column).copied().unwrap_or_default();
        if has && said(column) && !state.split(", ").all(|state| STATES.contains(&state)) {
            says.push(format!("`{state}` is no state of a form"));
        }
    }
    says
}

fn implements(tree: &Tree, board: &Manifest, part: &str) -> bool {
    let source = board.file("src/");
    let text = format!("{part} for ");
    let mut files = tree.with_extension("rs");
    files.any(|(path, file)| path.starts_with(&source) && file.contains(&text))
}

/// On the host, beside AtomVM, on bare metal.
fn forms(board: &Manifest) -> [(&'static str, bool); 3] {
    let features = board.table.get("features");
    let feature = |name: &str| features.is_some_and(|features| features.get(name).is_some());
    let depends = |is: &dyn Fn(&str) -> bool| board.dependencies.iter().any(|d| is(&d.package));
    // A board for one platform only needs no feature to choose it.
    let only = depends(&|package| package.starts_with("platform-")) && !feature("ffi");
    [
        ("on the host", depends(&|package| package == "board-models")),
        ("beside AtomVM", feature("ffi")),
        ("on bare metal", feature("bare") || only),
    ]
}

/// A board that has models and C drivers.
pub(super) const MANIFEST: (&str, &str) = (
    "boards/a/Cargo.toml",
    "[package]\nname = \"board-a\"\n[features]\nffi = []\n[dependencies]\nboard-models = \"0\"",
);
const CODE: (&str, &str) = (
    "boards/a/src/board.rs",
    "//! A.\nimpl<P: Platform> HasTouch for A<P> {}",
);
const ROWS: (&str, &str) = (
    "docs/boards.md",
    "## The boards\n| `a` | cpu | chip | - | - | - | host-tested | compiled | - |",
);

const TABLE_SEEDS: &[Seed] = &[
    Seed::good(&[MANIFEST, CODE, ROWS]),
    Seed::bad(
        &[MANIFEST, CODE, ("docs/boards.md", "## The boards\nNone.")],
        "docs/boards.md:1",
    ),
    // A panel that it has not.
    Seed::bad(
        &[
            MANIFEST,
            CODE,
            (
                "docs/boards.md",
                "## The boards\n| `a` | cpu | chip | lcd | - | - | host-tested | compiled | - |",
            ),
        ],
        "docs/boards.md:2",
    ),
    // A form that it has not, and one whose state is no state.
    Seed::bad(
        &[
            MANIFEST,
            CODE,
            (
                "docs/boards.md",
                "## The boards\n| `a` | cpu | chip | - | - | - | host-tested | compiled | emulated |",
            ),
        ],
        "docs/boards.md:2",
    ),
    Seed::bad(
        &[
            MANIFEST,
            CODE,
            (
                "docs/boards.md",
                "## The boards\n| `a` | cpu | chip | - | - | - | works | compiled | - |",
            ),
        ],
        "docs/boards.md:2",
    ),
    // A board that is gone.
    Seed::bad(
        &[
            MANIFEST,
            CODE,
            (
                "docs/boards.md",
                "## The boards\n| `a` | cpu | chip | - | - | - | host-tested | compiled | - |\n| `b` |",
            ),
        ],
        "docs/boards.md:3",
    ),
];
