//! What tests and examples may not hide.

use crate::markdown;
use crate::rust::{self, Token};
use crate::{Fault, Rule, Seed, Tree};

/// No test is switched off, but for one that another test of the file starts
/// in a process of its own, its reason then being ``run by `that_test` ``, and
/// the stand-in, under `#[cfg(not(flag))]`, of tests that need a flag: listed
/// as ignored it shows what did not run.
pub const NO_IGNORED_TEST: Rule = Rule {
    name: "no-ignored-test",
    fix: "let the test run, or let it say loudly what it needs and return; \
          what never runs proves nothing",
    check: ignored_tests,
    seeds: TEST_SEEDS,
};

/// No test file compiles to zero tests.
pub const NO_EMPTY_TEST_FILE: Rule = Rule {
    name: "no-empty-test-file",
    fix: "give the file a `#[test]` (or `harness = false` and a `main`); a file that is \
          switched by `#![cfg(..)]` passes with zero tests when the flag is missing, unless \
          the condition is the machine (`unix`, `target_os`)",
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

fn ignored_tests(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let rust = tree.with_extension("rs");
    for (path, text) in rust.filter(|(_, text)| text.contains("ignore")) {
        let tokens = rust::tokens(text).unwrap_or_default();
        for at in 0..tokens.len() {
            let ignored = rust::matches(&tokens, at, &["#", "[", "ignore"]);
            if ignored && !is_run_by_another(&tokens, at + 3) && !is_stand_in(&tokens[..at]) {
                faults.push(Fault::new(path, tokens[at].line, "an ignored test"));
            }
        }
    }
    faults
}

/// True for the rest of ``#[ignore = "run by `name`"]`` where `name` is a function.
fn is_run_by_another(tokens: &[Token], at: usize) -> bool {
    let reason = tokens.get(at + 1).map_or("", |token| token.text.as_str());
    let name = reason.strip_prefix("\"run by `");
    let Some(name) = name.and_then(|name| name.strip_suffix("`\"")) else {
        return false;
    };
    (0..tokens.len()).any(|at| rust::matches(tokens, at, &["fn", name]))
}

/// True where the attributes that were before begin with `#[cfg(not(..))]`.
fn is_stand_in(before: &[Token]) -> bool {
    let ends = |token: &Token| ["}", ";"].contains(&token.text.as_str());
    let item = before.iter().rposition(ends).map_or(0, |at| at + 1);
    rust::matches(before, item, &["#", "[", "cfg", "(", "not", "("])
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
        let switch = has(&["#", "!", "[", "cfg", "("]);
        if let Some(at) = switch.filter(|at| !is_platform(rust::group(&tokens, at + 4))) {
            faults.push(Fault::new(
                path,
                tokens[at].line,
                "the whole test file is switched",
            ));
        }
    }
    faults
}

/// True for a condition on the machine, which no forgotten flag makes false.
fn is_platform(condition: &[Token]) -> bool {
    let name = condition.first().map_or("", |token| token.text.as_str());
    name == "unix" || name.starts_with("target_")
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

const TEST_SEEDS: &[Seed] = &[
    Seed::bad(
        &[(
            "a/tests/a.rs",
            "//! A.\n#[test]\n#[ignore = \"slow\"]\nfn a() {}",
        )],
        "a/tests/a.rs:3",
    ),
    Seed::bad(
        &[(
            "a/tests/a.rs",
            "//! A.\n#[test]\n#[ignore = \"run by `nobody`\"]\nfn a() {}",
        )],
        "a/tests/a.rs:3",
    ),
    Seed::good(&[(
        "a/tests/a.rs",
        "//! A.\n#[cfg(f)]\nmod b;\n#[cfg(not(f))]\n#[test]\n#[ignore = \"needs f\"]\nfn a() {}",
    )]),
    Seed::good(&[(
        "a/tests/a.rs",
        "//! A.\n#[test]\n#[ignore = \"run by `b`\"]\nfn a() {}\n#[test]\nfn b() {}",
    )]),
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
        (
            "a/tests/l.rs",
            "//! A.\n#![cfg(target_os = \"linux\")]\n#[test]\nfn a() {}",
        ),
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
