//! What a port's and a board's skeletons are made of.

use super::{Change, Error, Name, edit};
use crate::rules::boards;
use crate::rules::docs::CRATE_PAGE;
use crate::{Tree, manifest};

/// What is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A port in drivers/ports, and an example of it.
    Port,
    /// A board in boards.
    Board,
}

/// A package of a skeleton.
pub(super) struct Package {
    pub(super) name: String,
    pub(super) folder: String,
    /// What it is, for the table of crates.
    what: String,
    /// Whether it is built for microcontrollers, as other packages can use it.
    is_library: bool,
}

/// The templates of a port: where they go, and their texts.
const PORT: &[(&str, &str)] = &[
    (
        "drivers/ports/{{name}}/Cargo.toml",
        include_str!("../../templates/port/Cargo.toml.in"),
    ),
    (
        "drivers/ports/{{name}}/src/lib.rs",
        include_str!("../../templates/port/src/lib.rs.in"),
    ),
    (
        "drivers/ports/{{name}}/src/device.rs",
        include_str!("../../templates/port/src/device.rs.in"),
    ),
    (
        "drivers/ports/{{name}}/src/port.rs",
        include_str!("../../templates/port/src/port.rs.in"),
    ),
    (
        "drivers/ports/{{name}}/tests/port.rs",
        include_str!("../../templates/port/tests/port.rs.in"),
    ),
    (
        "drivers/ports/{{name}}/tests/faults.rs",
        include_str!("../../templates/port/tests/faults.rs.in"),
    ),
    (
        "drivers/ports/{{name}}/tests/part/mod.rs",
        include_str!("../../templates/port/tests/part/mod.rs.in"),
    ),
    (
        "examples/{{name}}/Cargo.toml",
        include_str!("../../templates/port/example/Cargo.toml.in"),
    ),
    (
        "examples/{{name}}/src/main.rs",
        include_str!("../../templates/port/example/src/main.rs.in"),
    ),
    (
        "examples/{{name}}/tests/program.rs",
        include_str!("../../templates/port/example/tests/program.rs.in"),
    ),
];

/// The templates of a board.
const BOARD: &[(&str, &str)] = &[
    (
        "boards/{{name}}/Cargo.toml",
        include_str!("../../templates/board/Cargo.toml.in"),
    ),
    (
        "boards/{{name}}/README.md",
        include_str!("../../templates/board/README.md.in"),
    ),
    (
        "boards/{{name}}/src/lib.rs",
        include_str!("../../templates/board/src/lib.rs.in"),
    ),
    (
        "boards/{{name}}/src/pins.rs",
        include_str!("../../templates/board/src/pins.rs.in"),
    ),
    (
        "boards/{{name}}/src/board.rs",
        include_str!("../../templates/board/src/board.rs.in"),
    ),
    (
        "boards/{{name}}/src/host.rs",
        include_str!("../../templates/board/src/host.rs.in"),
    ),
    (
        "boards/{{name}}/tests/board.rs",
        include_str!("../../templates/board/tests/board.rs.in"),
    ),
];

/// Where the boards of the examples are listed.
const ON_BOARDS: &str = "examples/on-boards/Cargo.toml";
/// The table of examples and boards.
const ON_BOARDS_TABLE: &str = "examples/on-boards/src/table.rs";

impl Kind {
    /// What it is called on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Port => "port",
            Self::Board => "board",
        }
    }

    pub(super) fn packages(self, name: &Name) -> Vec<Package> {
        let package = |name: String, folder: String, what: String, is_library| Package {
            name,
            folder,
            what,
            is_library,
        };
        let kebab = name.kebab();
        match self {
            Self::Port => vec![
                package(
                    format!("port-{kebab}"),
                    format!("drivers/ports/{kebab}"),
                    format!("the {kebab} port"),
                    true,
                ),
                package(
                    kebab.to_owned(),
                    format!("examples/{kebab}"),
                    format!("the {kebab} port, on a part made of memory"),
                    false,
                ),
            ],
            Self::Board => vec![package(
                format!("board-{kebab}"),
                format!("boards/{kebab}"),
                format!("the {kebab}: FT6x36, ILI9341"),
                true,
            )],
        }
    }

    pub(super) fn templates(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Port => PORT,
            Self::Board => BOARD,
        }
    }

    /// The files that list packages, with these.
    pub(super) fn lists(
        self,
        tree: &Tree,
        name: &Name,
        packages: &[Package],
    ) -> Result<Vec<Change>, Error> {
        let members = manifest::members(tree);
        let mut root = text(tree, "Cargo.toml")?.to_owned();
        let mut justfile = text(tree, "justfile")?.to_owned();
        let mut page = text(tree, CRATE_PAGE)?.to_owned();
        for package in packages {
            root = edit::member(&root, &package.folder);
            if package.is_library {
                justfile = edit::no_std(&justfile, &package.name);
            }
            if self == Self::Port && package.is_library {
                root = edit::dependency(&root, &package.name, &package.folder);
            }
            let row = format!("| `{}` | {} |", package.name, package.what);
            page = edit::crate_row(&page, &members, &package.folder, &row);
        }
        let mut lists = vec![
            (CRATE_PAGE, page),
            ("Cargo.toml", root),
            ("justfile", justfile),
        ];
        if self == Self::Board {
            lists.extend(board_lists(tree, name)?);
        }
        let change = |(path, text): (&str, String)| Change {
            path: path.to_owned(),
            text,
        };
        Ok(lists.into_iter().map(change).collect())
    }
}

/// The files that list boards, with this one.
fn board_lists(tree: &Tree, name: &Name) -> Result<[(&'static str, String); 3], Error> {
    let row = name.fill(
        "| [`{{name}}`](../boards/{{name}}/README.md) | any | FT6x36 | ILI9341 | - | - | \
         host-tested | compiled | - |",
    );
    let page = edit::row(text(tree, boards::PAGE)?, boards::HEADING, &row);
    let line = name.fill("board-{{name}} = { path = \"../../boards/{{name}}\" }");
    let is_board = |known: &str| known.starts_with("board-") && known.contains("path =");
    let manifest = edit::beside(text(tree, ON_BOARDS)?, &line, is_board);
    let line = name.fill("            board_{{snake}}: touch_trace display,");
    let is_board = |known: &str| known.trim_start().starts_with("board_");
    let table = edit::beside(text(tree, ON_BOARDS_TABLE)?, &line, is_board);
    Ok([
        (boards::PAGE, page),
        (ON_BOARDS, manifest),
        (ON_BOARDS_TABLE, table),
    ])
}

fn text<'t>(tree: &'t Tree, path: &'static str) -> Result<&'t str, Error> {
    tree.text(path).ok_or(Error::Missing(path))
}
