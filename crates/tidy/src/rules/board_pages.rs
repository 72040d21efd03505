//! The pages of boards: their wiring, pictures and pins.

use std::collections::BTreeSet;

use super::boards::{MANIFEST, boards, cells};
use crate::markdown::{self, Page};
use crate::{Fault, Rule, Seed, Tree};

/// Every board has a page with its wiring, a picture and its state.
pub const PAGES: Rule = Rule {
    name: "board-pages",
    fix: "write the board's README.md: the headings `Wiring` and `State`, and a picture, as a \
          link to an .svg or as a fence marked `text`",
    check: pages,
    seeds: PAGE_SEEDS,
};

/// The pins of the code are those of the page and of the picture.
pub const PINS: Rule = Rule {
    name: "board-pins",
    fix: "let src/pins.rs, the third column of the README's table below `## Wiring`, and the \
          picture board.svg name the same pins",
    check: pins,
    seeds: PIN_SEEDS,
};

fn pages(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for board in boards(tree) {
        let path = board.file("README.md");
        let page = markdown::page(tree.text(&path).unwrap_or_default());
        let mut lacks = |what: &str| {
            let says = format!("no {what}");
            faults.push(Fault::new(&path, 1, says));
        };
        for heading in ["Wiring", "State"] {
            if page.rows_below(heading).next().is_none() {
                lacks(&format!("table below the heading `{heading}`"));
            }
        }
        if !has_picture(&page) {
            lacks("picture");
        }
    }
    faults
}

fn has_picture(page: &Page) -> bool {
    let drawn = page.links.iter().any(|link| link.text.ends_with(".svg"));
    drawn || page.fences.iter().any(|fence| fence.text == "text")
}

fn pins(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for board in boards(tree) {
        let path = board.file("src/pins.rs");
        let Some(code) = tree.text(&path) else {
            continue;
        };
        let wired = pins_of(code);
        let mut compare = |path: String, named: &BTreeSet<String>| {
            for pin in wired.difference(named) {
                faults.push(Fault::new(&path, 1, format!("{pin} is missing")));
            }
            for pin in named.difference(&wired) {
                let says = format!("{pin} is not in src/pins.rs");
                faults.push(Fault::new(&path, 1, says));
            }
        };
        let page = board.file("README.md");
        let text = markdown::page(tree.text(&page).unwrap_or_default());
        let rows = text.rows_below("Wiring");
        let named = rows.flat_map(|row| labels(cells(&row.text).get(2).copied().unwrap_or("")));
        compare(page.clone(), &named.collect());
        let picture = board.file("board.svg");
        if let Some(drawn) = tree.text(&picture) {
            let texts = drawn
                .split('>')
                .filter_map(|part| part.strip_suffix("</text"));
            let whole = texts.filter(|text| labels(text).next() == Some((*text).to_owned()));
            compare(picture, &whole.map(str::to_owned).collect());
        }
    }
    faults
}

/// The pins that Rust makes: `GPIO5` of `Pin::gpio(5)`, `PB6` of
/// `Pin::port('B', 6)`.
fn pins_of(code: &str) -> BTreeSet<String> {
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code: String = lines.collect::<Vec<_>>().join(" ");
    let numbered = arguments(&code, "Pin::gpio(").map(|number| format!("GPIO{}", number.trim()));
    let lettered = arguments(&code, "Pin::port('").map(|pin| {
        let kept = |c: &char| c.is_ascii_alphanumeric();
        format!("P{}", pin.chars().filter(kept).collect::<String>())
    });
    numbered.chain(lettered).collect()
}

/// What follows each such call up to the bracket.
fn arguments<'c>(code: &'c str, call: &'c str) -> impl Iterator<Item = &'c str> {
    let parts = code.split(call).skip(1);
    parts.filter_map(|part| Some(part.split_once(')')?.0))
}

/// The pins that a text names.
fn labels(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let is_pin = |word: &&str| {
        let number = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
        let port =
            |rest: &str| rest.starts_with(|c: char| c.is_ascii_uppercase()) && number(&rest[1..]);
        word.strip_prefix("GPIO").is_some_and(number) || word.strip_prefix('P').is_some_and(port)
    };
    words.filter(is_pin).map(str::to_owned)
}

const PAGE_SEEDS: &[Seed] = &[
    Seed::good(&[
        MANIFEST,
        (
            "boards/a/README.md",
            "![a](board.svg)\n## Wiring\n| a |\n## State\n| b |\n",
        ),
    ]),
    Seed::good(&[
        MANIFEST,
        (
            "boards/a/README.md",
            "```text\n-[a]-\n```\n## Wiring\n| a |\n## State\n| b |\n",
        ),
    ]),
    Seed::bad(&[MANIFEST], "boards/a/README.md:1"),
    Seed::bad(
        &[
            MANIFEST,
            ("boards/a/README.md", "## Wiring\n| a |\n## State\n| b |\n"),
        ],
        "boards/a/README.md:1",
    ),
    Seed::bad(
        &[
            MANIFEST,
            ("boards/a/README.md", "![a](board.svg)\n## Wiring\n| a |\n"),
        ],
        "boards/a/README.md:1",
    ),
];

const PIN_CODE: (&str, &str) = (
    "boards/a/src/pins.rs",
    "//! Not Pin::gpio(9).\nconst A: Pin = Pin::gpio(4);\nconst B: Pin = Pin::port('B', 6);",
);

const PIN_SEEDS: &[Seed] = &[
    Seed::good(&[
        MANIFEST,
        PIN_CODE,
        (
            "boards/a/README.md",
            "## Wiring\n| a | SDA | GPIO4 |\n| | SCL | PB6 |\n| | RST | tied |\n",
        ),
        (
            "boards/a/board.svg",
            "<text x='1'>GPIO4</text><text>PB6</text><text>to GPIO9</text>",
        ),
    ]),
    Seed::bad(
        &[
            MANIFEST,
            PIN_CODE,
            ("boards/a/README.md", "## Wiring\n| a | SDA | GPIO5 |\n"),
        ],
        "boards/a/README.md:1",
    ),
    Seed::bad(
        &[
            MANIFEST,
            PIN_CODE,
            (
                "boards/a/README.md",
                "## Wiring\n| a | SDA | GPIO4 |\n| | SCL | PB6 |\n",
            ),
            ("boards/a/board.svg", "<text>GPIO4</text>"),
        ],
        "boards/a/board.svg:1",
    ),
];
