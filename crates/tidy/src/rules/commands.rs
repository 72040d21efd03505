//! The justfile, the test command, and the commands that pages name.

use crate::manifest;
use crate::markdown;
use crate::{Fault, Rule, Seed, Tree};
use std::collections::BTreeSet;

/// The most lines a recipe may have.
pub const RECIPE_LINES: usize = 3;
/// The heading of the README below which the test command stands alone.
pub const TEST_HEADING: &str = "Tests";

/// A recipe is a name, not a program.
pub const RECIPES: Rule = Rule {
    name: "recipes",
    fix: "move the steps into a Rust tool or a test, and say above the recipe what it is for",
    check: recipes,
    seeds: RECIPE_SEEDS,
};

/// One definition of green.
pub const TEST_COMMAND: Rule = Rule {
    name: "test-command",
    fix: "let README.md show the command in the first fence below `## Tests`, alone, and let \
          .ci/run end with the same line, with nothing before it but `set -eu` and `cd`",
    check: test_command,
    seeds: TEST_COMMAND_SEEDS,
};

/// Pages name only recipes and packages that exist.
pub const NAMED: Rule = Rule {
    name: "named-commands",
    fix: "correct the name, or take the command out of the page",
    check: named,
    seeds: NAMED_SEEDS,
};

/// One recipe of the justfile.
#[derive(Debug)]
struct Recipe {
    name: String,
    line: usize,
    body: usize,
    documented: bool,
}

fn parse(text: &str) -> Vec<Recipe> {
    let mut recipes: Vec<Recipe> = Vec::new();
    let mut documented = false;
    for (at, line) in text.lines().enumerate() {
        let inside = line.starts_with([' ', '\t']) && !line.trim().is_empty();
        if let (true, Some(recipe)) = (inside, recipes.last_mut()) {
            recipe.body += 1;
        } else if let Some(name) = header(line) {
            recipes.push(Recipe {
                name: name.to_owned(),
                line: at + 1,
                body: 0,
                documented,
            });
        }
        documented = line.starts_with("# ") || (documented && line.starts_with('['));
    }
    recipes
}

/// The name in a line like `name PARAMETER: dependency`.
fn header(line: &str) -> Option<&str> {
    let (head, rest) = line.split_once(':')?;
    let name = head.split_whitespace().next()?.trim_start_matches('@');
    let word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (!rest.starts_with('=') && name.chars().all(word)).then_some(name)
}

fn recipes(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for recipe in parse(tree.text("justfile").unwrap_or_default()) {
        let name = &recipe.name;
        if recipe.body > RECIPE_LINES {
            let says = format!("`{name}` has {} lines; at most {RECIPE_LINES}", recipe.body);
            faults.push(Fault::new("justfile", recipe.line, says));
        }
        if !recipe.documented {
            let says = format!("`{name}` has no comment above it");
            faults.push(Fault::new("justfile", recipe.line, says));
        }
    }
    faults
}

fn test_command(tree: &Tree) -> Vec<Fault> {
    let page = markdown::page(tree.text("README.md").unwrap_or_default());
    let [command] = page.fence_below(TEST_HEADING)[..] else {
        return vec![Fault::new(
            "README.md",
            1,
            "no single test command below `## Tests`",
        )];
    };
    let script = tree.text(".ci/run").unwrap_or_default();
    let steps: Vec<(usize, &str)> = script
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(at, line)| (at + 1, line))
        .collect();
    let Some(((line, last), before)) = steps.split_last() else {
        return vec![Fault::new(
            ".ci/run",
            1,
            "does not run the README's test command",
        )];
    };
    let prologue = |step: &str| step == "set -eu" || step.starts_with("cd ");
    let extra = before.iter().find(|(_, step)| !prologue(step));
    if *last != command.text {
        return vec![Fault::new(
            ".ci/run",
            *line,
            "is not the README's test command",
        )];
    }
    extra
        .map(|(line, _)| Fault::new(".ci/run", *line, "does more than the README's test command"))
        .into_iter()
        .collect()
}

fn named(tree: &Tree) -> Vec<Fault> {
    let recipes: BTreeSet<_> = parse(tree.text("justfile").unwrap_or_default())
        .into_iter()
        .map(|recipe| recipe.name)
        .collect();
    let packages: BTreeSet<_> = manifest::members(tree)
        .into_iter()
        .map(|m| m.name)
        .collect();
    let mut faults = Vec::new();
    for (path, text) in tree.with_extension("md") {
        for code in markdown::page(text).all_code() {
            for (what, name) in commands(&code.text) {
                let known = if what == "just" { &recipes } else { &packages };
                if !known.contains(name) {
                    let says = format!("`{what} {name}` does not exist");
                    faults.push(Fault::new(path, code.line, says));
                }
            }
        }
    }
    faults
}

/// `("just", recipe)` and `("-p", package)` for every such pair in a line.
fn commands(line: &str) -> Vec<(&str, &str)> {
    let line = line.split(" # ").next().unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().collect();
    let pairs = words.windows(2).map(|pair| (pair[0], pair[1]));
    let lower = |name: &str| name.starts_with(|c: char| c.is_ascii_lowercase());
    let cargo = words.contains(&"cargo");
    pairs
        .filter(|(what, _)| *what == "just" || (cargo && *what == "-p"))
        .filter(|(_, name)| lower(name))
        .collect()
}

const RECIPE_SEEDS: &[Seed] = &[
    Seed::bad(
        &[("justfile", "# A.\na DIR: b\n    1\n    2\n    3\n    4\n")],
        "justfile:2",
    ),
    Seed::bad(&[("justfile", "x := '1'\n\na:\n    1\n")], "justfile:3"),
    Seed::good(&[(
        "justfile",
        "# A.\n[private]\na:\n    1\n    2\n\n    3\n# B.\n@b: a\n",
    )]),
];

const README: (&str, &str) = (
    "README.md",
    "# X\n\n## Tests\n\n```sh\njust test-all\n```\n",
);

const TEST_COMMAND_SEEDS: &[Seed] = &[
    Seed::good(&[
        README,
        (
            ".ci/run",
            "#!/bin/sh\n# Green.\nset -eu\ncd \"$(dirname \"$0\")/..\"\njust test-all\n",
        ),
    ]),
    Seed::bad(
        &[README, (".ci/run", "#!/bin/sh\njust test-some\n")],
        ".ci/run:2",
    ),
    Seed::bad(
        &[
            README,
            (".ci/run", "#!/bin/sh\nexport X=1\njust test-all\n"),
        ],
        ".ci/run:2",
    ),
    Seed::bad(&[README], ".ci/run:1"),
    Seed::bad(&[("README.md", "# X\n")], "README.md:1"),
];

const NAMED_SEEDS: &[Seed] = &[
    Seed::bad(&[("docs/a.md", "Run `just fly` now.\n")], "docs/a.md:1"),
    Seed::bad(
        &[("docs/a.md", "```sh\ncargo run -p nothing\n```\n")],
        "docs/a.md:2",
    ),
    Seed::good(&[
        ("justfile", "# A.\na:\n    1\n"),
        ("docs/a.md", "It is just so: `X=1 just a`.\n"),
    ]),
];
