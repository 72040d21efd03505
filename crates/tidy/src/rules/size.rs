//! How long files and functions may be.

use crate::sizes;
use crate::{Fault, Rule, Seed, Tree};

/// No source file is longer than this.
pub const FILE_LINES: usize = 400;
/// No function is longer than this, from `fn` to the closing brace.
pub const FUNCTION_LINES: usize = 60;
/// Nine functions of ten in the product are at most this long.
pub const FUNCTION_P90: usize = 20;

/// A file fits in the head.
pub const FILES: Rule = Rule {
    name: "file-length",
    fix: "split the file along its subjects; the aim is about 100 lines",
    check: files,
    seeds: FILE_SEEDS,
};

/// A function fits on a screen.
pub const FUNCTIONS: Rule = Rule {
    name: "function-length",
    fix: "give the parts of the function names of their own",
    check: functions,
    seeds: FUNCTION_SEEDS,
};

/// Most functions are short.
pub const SPREAD: Rule = Rule {
    name: "function-spread",
    fix: "shorten the longest functions: `cargo run -p tidy` lists them",
    check: spread,
    seeds: SPREAD_SEEDS,
};

fn files(tree: &Tree) -> Vec<Fault> {
    let source = ["rs", "erl", "hrl", "c", "h", "js", "py", "sh"];
    let files = source
        .iter()
        .flat_map(|extension| tree.with_extension(extension));
    files
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > FILE_LINES)
        .map(|(path, lines)| {
            let says = format!("{lines} lines; at most {FILE_LINES}");
            Fault::new(path, FILE_LINES + 1, says)
        })
        .collect()
}

fn functions(tree: &Tree) -> Vec<Fault> {
    let rust = tree.with_extension("rs");
    let functions = rust.flat_map(|(path, text)| sizes::functions(path, text));
    functions
        .filter(|function| function.lines > FUNCTION_LINES)
        .map(|function| {
            let lines = function.lines;
            let says = format!(
                "`{}` has {lines} lines; at most {FUNCTION_LINES}",
                function.name
            );
            Fault::new(&function.path, function.line, says)
        })
        .collect()
}

fn spread(tree: &Tree) -> Vec<Fault> {
    let spread = sizes::function_lengths(tree);
    if spread.p90 <= FUNCTION_P90 {
        return Vec::new();
    }
    let says = format!(
        "one function in ten has more than {} lines; at most {FUNCTION_P90}",
        spread.p90
    );
    vec![Fault::new("Cargo.toml", 1, says)]
}

/// Ten empty lines, to build long seeds of.
macro_rules! ten {
    ($($text:literal)*) => { concat!($($text, "\n\n\n\n\n\n\n\n\n\n",)*) };
}

const FILE_SEEDS: &[Seed] = &[
    Seed::bad(
        &[(
            "a.rs",
            ten!("" "" "" "" "" "" "" "" "" "" "" "" "" "" "" "" "" "" "" ""
                        "" "" "" "" "" "" "" "" "" "" "" "" "" "" "" "" "" "" "" "" "//"),
        )],
        "a.rs:401",
    ),
    Seed::good(&[("a.rs", ten!("" ""))]),
];

const FUNCTION_SEEDS: &[Seed] = &[
    Seed::bad(&[("a.rs", ten!("\nfn a() {" "" "" "" "" "" "}"))], "a.rs:2"),
    Seed::good(&[("a.rs", ten!("fn a() {" "" "}"))]),
];

const SPREAD_SEEDS: &[Seed] = &[
    Seed::bad(&[("a/src/lib.rs", ten!("fn a() {" "" "}"))], "Cargo.toml:1"),
    Seed::good(&[
        ("a/tests/a.rs", ten!("fn a() {" "" "}")),
        ("a/src/lib.rs", "fn a() {}"),
    ]),
];
