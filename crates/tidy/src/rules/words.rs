//! The product speaks of itself alone, and of nothing still to be done.

use crate::{Fault, Rule, Seed, Tree};

/// No path of one machine, no talk of the work, no promise instead of code.
pub const ITSELF: Rule = Rule {
    name: "itself-alone",
    fix: "say what the thing is, not how it came to be; use paths from the root of the \
          repository; do the work or leave it out",
    check,
    seeds: SEEDS,
};

/// Files that must hold the words: this rule, and what others wrote.
const EXEMPT: &[&str] = &[
    "crates/tidy/src/rules/words.rs",
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
];

/// Absolute folders of the machines that people work on.
const FOLDERS: &[&str] = &["/work", "/root", "/home", "/Users"];
/// Words, in lower case, that are about the work instead of the product.
const TALK: &[&str] = &["session", "sessions"];
/// Words that promise; upper case as written.
const PROMISES: &[&str] = &["TODO", "FIXME", "XXX"];

fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| !EXEMPT.contains(path)) {
        for (at, line) in text.lines().enumerate() {
            if let Some(says) = speaks(line) {
                faults.push(Fault::new(path, at + 1, says));
            }
        }
    }
    faults
}

fn speaks(line: &str) -> Option<String> {
    if let Some(folder) = FOLDERS.iter().find(|folder| names_folder(line, folder)) {
        return Some(format!("a path of one machine, `{folder}`"));
    }
    let words = || line.split(|c: char| !c.is_alphanumeric() && c != '_');
    if let Some(word) = words().find(|word| PROMISES.contains(word)) {
        return Some(format!("a promise, `{word}`"));
    }
    let lower = line.to_lowercase();
    if words().any(|word| TALK.contains(&word.to_lowercase().as_str())) {
        return Some("talk about the work".to_owned());
    }
    let numbered = |after: &str| {
        let after = after.trim_start();
        after.starts_with('#') || after.starts_with(|c: char| c.is_ascii_digit())
    };
    let mut issues = lower.split("issue").skip(1);
    issues.any(numbered).then(|| "a numbered issue".to_owned())
}

/// True where `folder` begins an absolute path and is a whole part of it.
fn names_folder(line: &str, folder: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || ['_', '-', '.', '/', '}', '*'].contains(&c);
    let whole = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || c == '.';
    line.match_indices(folder).any(|(at, found)| {
        let before = line[..at].chars().next_back();
        let after = line[at + found.len()..].chars().next();
        !before.is_some_and(inside) && !after.is_some_and(whole)
    })
}

const SEEDS: &[Seed] = &[
    Seed::bad(&[("a.rs", "//! A.\n// see /work/main")], "a.rs:2"),
    Seed::bad(&[(".ci/run", "cd /root/x")], ".ci/run:1"),
    Seed::bad(&[("a.erl", "%% \"/home/me/a\"")], "a.erl:1"),
    Seed::bad(&[("a.md", "As issue #2 asks.")], "a.md:1"),
    Seed::bad(&[("a.md", "Written in one Session.")], "a.md:1"),
    Seed::bad(&[("a.rs", "// TODO: later")], "a.rs:1"),
    Seed::good(&[(
        "a.md",
        "`$DIR/work` and /workspace and src/root.rs; issues are welcome; obsession; //home",
    )]),
];
