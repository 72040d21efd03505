//! How a module begins, and what its tests and examples may not hide.

use crate::manifest;
use crate::markdown;
use crate::rust;
use crate::{Fault, Rule, Seed, Tree};

/// Every module begins with a tagline.
pub const TAGLINE: Rule = Rule {
    name: "tagline",
    fix: "begin the file with one line of less than 80 columns that says what it is: \
          `//!` in Rust, `%%` in Erlang, `//` or `/*` in C",
    check: tagline,
    seeds: TAGLINE_SEEDS,
};

/// No test is switched off.
pub const NO_IGNORED_TEST: Rule = Rule {
    name: "no-ignored-test",
    fix: "let the test run, or let it say loudly what it needs and return; \
          what never runs proves nothing",
    check: ignored_tests,
    seeds: IGNORED_TEST_SEEDS,
};

/// No test file compiles to zero tests.
pub const NO_EMPTY_TEST_FILE: Rule = Rule {
    name: "no-empty-test-file",
    fix: "give the file a `#[test]` (or `harness = false` and a `main`); a file that is \
          switched by `#![cfg(..)]` passes with zero tests when the flag is missing",
    check: empty_test_files,
    seeds: EMPTY_TEST_SEEDS,
};

/// No example is excused from compiling.
pub const NO_IGNORED_EXAMPLE: Rule = Rule {
    name: "no-ignored-example",
    fix: "make the example compile (`no_run` where it needs hardware), or mark it `text`",
    check: ignored_examples,
    seeds: IGNORED_EXAMPLE_SEEDS,
};

/// What runs on a microcontroller is `no_std`, and is built for one.
pub const NO_STD: Rule = Rule {
    name: "no-std",
    fix: "put `#![no_std]` at the head of src/lib.rs, and the package as `-p NAME` into the \
          justfile's line `no_std :=`, so that it is built for the three targets",
    check: no_std,
    seeds: NO_STD_SEEDS,
};

fn tagline(tree: &Tree) -> Vec<Fault> {
    let starts: [(&str, &[&str]); 4] = [
        ("rs", &["//! "]),
        ("erl", &["%% ", "%%% "]),
        ("c", &["// ", "/* ", "/** "]),
        ("h", &["// ", "/* ", "/** "]),
    ];
    let mut faults = Vec::new();
    for (extension, wanted) in starts {
        for (path, text) in tree.with_extension(extension) {
            let first = text.lines().next().unwrap_or_default();
            if !wanted.iter().any(|start| first.starts_with(start)) {
                let says = format!("does not begin with `{}`", wanted[0].trim());
                faults.push(Fault::new(path, 1, says));
            } else if first.chars().count() >= 80 {
                faults.push(Fault::new(path, 1, "the tagline has 80 columns or more"));
            }
        }
    }
    faults
}

fn ignored_tests(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.with_extension("rs") {
        let tokens = rust::tokens(text).unwrap_or_default();
        for at in 0..tokens.len() {
            if rust::matches(&tokens, at, &["#", "[", "ignore"]) {
                faults.push(Fault::new(path, tokens[at].line, "an ignored test"));
            }
        }
    }
    faults
}

/// True for `FOLDER/tests/NAME.rs`, which cargo builds as a test of its own.
fn is_test_file(path: &str) -> bool {
    let name = path.rsplit_once("/tests/").map(|(_, name)| name);
    name.is_some_and(|name| !name.contains('/'))
}

fn empty_test_files(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree
        .with_extension("rs")
        .filter(|(path, _)| is_test_file(path))
    {
        let tokens = rust::tokens(text).unwrap_or_default();
        let has = |words: &[&str]| (0..tokens.len()).find(|at| rust::matches(&tokens, *at, words));
        if has(&["#", "[", "test", "]"])
            .or(has(&["fn", "main"]))
            .is_none()
        {
            faults.push(Fault::new(path, 1, "a test file without a test"));
        }
        if let Some(at) = has(&["#", "!", "[", "cfg", "("]) {
            faults.push(Fault::new(
                path,
                tokens[at].line,
                "the whole test file is switched",
            ));
        }
    }
    faults
}

fn ignored_examples(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let ignores = |info: &str| {
        let mut words = info.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
        words.any(|word| word == "ignore" || word.starts_with("ignore-"))
    };
    for (path, text) in tree.with_extension("rs") {
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_start();
            let doc = line
                .strip_prefix("///")
                .or_else(|| line.strip_prefix("//!"));
            let info = doc.and_then(|doc| doc.trim_start().strip_prefix("```"));
            if info.is_some_and(ignores) {
                faults.push(Fault::new(path, at + 1, "an example that is not compiled"));
            }
        }
    }
    for (path, text) in tree.with_extension("md") {
        let fences = markdown::page(text).fences;
        for fence in fences.iter().filter(|fence| ignores(&fence.text)) {
            faults.push(Fault::new(
                path,
                fence.line,
                "an example that is not compiled",
            ));
        }
    }
    faults
}

/// True for a line that makes the crate `no_std`, in tests or without.
fn makes_no_std(line: &str) -> bool {
    let line = line.trim();
    line == "#![no_std]" || (line.starts_with("#![cfg_attr(") && line.ends_with("no_std)]"))
}

fn no_std(tree: &Tree) -> Vec<Fault> {
    let justfile = tree.text("justfile").unwrap_or_default();
    let built = justfile.lines().find(|line| line.starts_with("no_std :="));
    let built = built.unwrap_or_default().replace(['"', '\''], " ");
    let mut faults = Vec::new();
    for member in manifest::members(tree) {
        let path = member.file("src/lib.rs");
        let Some(text) = tree.text(&path) else {
            continue;
        };
        let is = text.lines().any(makes_no_std);
        let listed = built.split_whitespace().any(|word| word == member.name);
        if !is && (listed || member.folder.starts_with("drivers/")) {
            faults.push(Fault::new(&path, 1, "no `#![no_std]`"));
        } else if is && !listed {
            faults.push(Fault::new(
                &path,
                1,
                "`no_std`, but never built for a microcontroller",
            ));
        }
    }
    faults
}

const TAGLINE_SEEDS: &[Seed] = &[
    Seed::bad(&[("a/src/lib.rs", "use b;\n//! Late.")], "a/src/lib.rs:1"),
    Seed::bad(&[("a/src/lib.rs", "")], "a/src/lib.rs:1"),
    Seed::bad(&[("a/src/a.erl", "-module(a).")], "a/src/a.erl:1"),
    Seed::bad(
        &[(
            "a/src/lib.rs",
            "//! A tagline that does not know when to stop and so runs over the edge of the screen.",
        )],
        "a/src/lib.rs:1",
    ),
    Seed::good(&[
        ("a/src/lib.rs", "//! Short."),
        ("a.erl", "%% Short.\n"),
        ("a.c", "// Short."),
    ]),
];

const IGNORED_TEST_SEEDS: &[Seed] = &[
    Seed::bad(
        &[(
            "a/tests/a.rs",
            "//! A.\n#[test]\n#[ignore = \"slow\"]\nfn a() {}",
        )],
        "a/tests/a.rs:3",
    ),
    Seed::good(&[("a/tests/a.rs", "//! A.\n// #[ignore]\n#[test]\nfn a() {}")]),
];

const EMPTY_TEST_SEEDS: &[Seed] = &[
    Seed::bad(&[("a/tests/a.rs", "//! A.\nfn a() {}")], "a/tests/a.rs:1"),
    Seed::bad(
        &[(
            "a/tests/a.rs",
            "//! A.\n#![cfg(avm_loom)]\n#[test]\nfn a() {}",
        )],
        "a/tests/a.rs:2",
    ),
    Seed::good(&[
        ("a/tests/a.rs", "//! A.\n#[test]\nfn a() {}"),
        ("a/tests/common/mod.rs", "//! Shared.\nfn b() {}"),
    ]),
];

const IGNORED_EXAMPLE_SEEDS: &[Seed] = &[
    Seed::bad(
        &[("a/src/lib.rs", "//! A.\n/// ```ignore\n/// a();\n/// ```")],
        "a/src/lib.rs:2",
    ),
    Seed::bad(
        &[("docs/a.md", "# A\n```rust,ignore\na();\n```\n")],
        "docs/a.md:2",
    ),
    Seed::good(&[(
        "a/src/lib.rs",
        "//! A.\n/// ```compile_fail\n/// a();\n/// ```",
    )]),
];

const DRIVER: (&str, &str) = ("drivers/a/Cargo.toml", "[package]\nname = \"a\"");

const NO_STD_SEEDS: &[Seed] = &[
    Seed::bad(
        &[DRIVER, ("drivers/a/src/lib.rs", "//! A.\n")],
        "drivers/a/src/lib.rs:1",
    ),
    Seed::bad(
        &[
            DRIVER,
            ("drivers/a/src/lib.rs", "//! A.\n#![no_std]"),
            ("justfile", "no_std := '-p b'"),
        ],
        "drivers/a/src/lib.rs:1",
    ),
    Seed::good(&[
        DRIVER,
        (
            "drivers/a/src/lib.rs",
            "//! A.\n#![cfg_attr(not(test), no_std)]",
        ),
        ("justfile", "no_std := '-p b -p a'"),
    ]),
];
