//! Hardware is chosen by packages and types, never by features or `cfg`.

use crate::manifest;
use crate::rust::{self, Token};
use crate::{Fault, Rule, Seed, Tree};
use std::collections::BTreeSet;

/// No feature is named after a chip or a board.
pub const FEATURES: Rule = Rule {
    name: "features",
    fix: "make the choice a package (boards/x, drivers/chips/x) or a type parameter: \
          features unify across a build, boards do not",
    check: features,
    seeds: FEATURE_SEEDS,
};

/// No `cfg` names a chip or a board.
pub const CFGS: Rule = Rule {
    name: "cfgs",
    fix: "move the difference into the board's own package, behind a trait of boards/support",
    check: cfgs,
    seeds: CFG_SEEDS,
};

/// Folders of boards that name no hardware, but what boards share and how one
/// is reached.
const NOT_HARDWARE: &[&str] = &["support", "parts", "models", "ffi", "bare", "mock"];

/// The names of chips and boards: the last parts of their folders.
fn names(tree: &Tree) -> BTreeSet<String> {
    let hardware =
        |folder: &str| folder.starts_with("drivers/chips/") || folder.starts_with("boards/");
    let members = manifest::members(tree);
    let folders = members.iter().map(|member| member.folder.as_str());
    folders
        .filter(|folder| hardware(folder))
        .filter_map(|folder| folder.rsplit('/').next())
        .filter(|name| !NOT_HARDWARE.contains(name))
        .map(str::to_owned)
        .collect()
}

fn named<'a>(text: &str, names: &'a BTreeSet<String>) -> Option<&'a String> {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.find_map(|word| names.get(word))
}

fn features(tree: &Tree) -> Vec<Fault> {
    let names = names(tree);
    let mut faults = Vec::new();
    for member in manifest::members(tree) {
        let features = member.table.get("features").and_then(toml::Value::as_table);
        for feature in features.into_iter().flat_map(toml::Table::keys) {
            if let Some(name) = named(feature, &names) {
                let says = format!("feature `{feature}` is named after the hardware `{name}`");
                faults.push(Fault::new(&member.path, member.line_of(feature), says));
            }
        }
    }
    faults
}

fn cfgs(tree: &Tree) -> Vec<Fault> {
    let names = names(tree);
    let mut faults = Vec::new();
    let rust = tree.with_extension("rs");
    for (path, text) in rust.filter(|(_, text)| text.contains("cfg")) {
        let tokens = rust::tokens(text).unwrap_or_default();
        for condition in conditions(&tokens) {
            if let Some(name) = named(&condition.text, &names) {
                let says = format!("a `cfg` names the hardware `{name}`");
                faults.push(Fault::new(path, condition.line, says));
            }
        }
    }
    faults
}

/// Every token inside `cfg(..)`, `cfg_attr(..)` and `cfg!(..)`.
fn conditions(tokens: &[Token]) -> impl Iterator<Item = &Token> {
    let inside = |at: usize| -> &[Token] {
        if rust::matches(tokens, at, &["cfg", "!", "("]) {
            return rust::group(tokens, at + 2);
        }
        let attribute = ["cfg", "cfg_attr"].contains(&tokens[at].text.as_str());
        if attribute && rust::matches(tokens, at + 1, &["("]) {
            return rust::group(tokens, at + 1);
        }
        &[]
    };
    (0..tokens.len()).flat_map(inside)
}

const SIM: (&str, &str) = ("boards/sim/Cargo.toml", "[package]\nname = \"board-sim\"");

const FEATURE_SEEDS: &[Seed] = &[
    Seed::bad(
        &[
            SIM,
            (
                "examples/a/Cargo.toml",
                "[package]\nname = \"a\"\n[features]\nboard-sim = []",
            ),
        ],
        "examples/a/Cargo.toml:4",
    ),
    Seed::bad(
        &[
            (
                "drivers/chips/gt911/Cargo.toml",
                "[package]\nname = \"chip-gt911\"",
            ),
            (
                "drivers/ports/t/Cargo.toml",
                "[package]\nname = \"t\"\n[features]\ngt911 = []",
            ),
        ],
        "drivers/ports/t/Cargo.toml:4",
    ),
    Seed::good(&[
        SIM,
        (
            "examples/a/Cargo.toml",
            "[package]\nname = \"a\"\n[features]\nsimple = []",
        ),
    ]),
];

const CFG_SEEDS: &[Seed] = &[
    Seed::bad(
        &[
            SIM,
            (
                "examples/a/src/lib.rs",
                "//! A.\n#[cfg(feature = \"sim\")]\nfn a() {}",
            ),
        ],
        "examples/a/src/lib.rs:2",
    ),
    Seed::bad(
        &[
            SIM,
            (
                "examples/a/src/lib.rs",
                "//! A.\nfn a() -> bool {\n    cfg!(board_sim)\n}",
            ),
        ],
        "examples/a/src/lib.rs:3",
    ),
    Seed::good(&[
        SIM,
        (
            "examples/a/src/lib.rs",
            "//! A.\n#[cfg(unix)]\nfn sim() -> &'static str {\n    \"cfg(sim)\"\n}",
        ),
    ]),
];
