//! What every manifest takes from the workspace.

use crate::manifest::{self, Manifest};
use crate::{Fault, Rule, Seed, Tree};
use toml::{Table, Value};

/// Lints, edition and licence are the workspace's, and every package is a member.
pub const INHERITED: Rule = Rule {
    name: "inherited",
    fix: "copy the head of a neighbour's Cargo.toml: `edition.workspace = true`, \
          `license.workspace = true`, a `description`, `[lints] workspace = true`; \
          list the folder in the root's `members`",
    check,
    seeds: SEEDS,
};

fn check(tree: &Tree) -> Vec<Fault> {
    let Some(root) = manifest::root(tree) else {
        return vec![Fault::new("Cargo.toml", 1, "no root manifest that parses")];
    };
    let mut faults = Vec::new();
    for (key, wanted) in [("edition", "2024"), ("license", "MIT OR Apache-2.0")] {
        if of_workspace(&root, key) != Some(wanted) {
            let says = format!("[workspace.package] {key} is not {wanted:?}");
            faults.push(Fault::new("Cargo.toml", 1, says));
        }
    }
    for member in manifest::members(tree) {
        faults.extend(lacking(&member));
        if !listed(&root, &member.folder) {
            faults.push(Fault::new(
                &member.path,
                1,
                "the root's `members` do not list it",
            ));
        }
    }
    faults
}

fn of_workspace<'a>(root: &'a Table, key: &str) -> Option<&'a str> {
    root.get("workspace")?.get("package")?.get(key)?.as_str()
}

fn listed(root: &Table, folder: &str) -> bool {
    let members = root.get("workspace").and_then(|w| w.get("members"));
    let members = members.and_then(Value::as_array);
    members.is_some_and(|m| m.iter().any(|member| member.as_str() == Some(folder)))
}

fn lacking(member: &Manifest) -> Vec<Fault> {
    let inherits = |table: Option<&Value>| {
        table.and_then(|table| table.get("workspace")?.as_bool()) == Some(true)
    };
    let package = member.table.get("package");
    let of_package = |key: &str| package.and_then(|package| package.get(key));
    let mut faults = Vec::new();
    let mut lack = |what: &str| faults.push(Fault::new(&member.path, 1, what));
    if !inherits(member.table.get("lints")) {
        lack("no `[lints] workspace = true`");
    }
    if !inherits(of_package("edition")) {
        lack("no `edition.workspace = true`");
    }
    if !inherits(of_package("license")) {
        lack("no `license.workspace = true`");
    }
    if of_package("description").is_none() {
        lack("no `description`");
    }
    faults
}

const ROOT: (&str, &str) = (
    "Cargo.toml",
    "[workspace]\nmembers = [\"crates/a\"]\n\
     [workspace.package]\nedition = \"2024\"\nlicense = \"MIT OR Apache-2.0\"",
);

const SEEDS: &[Seed] = &[
    Seed::good(&[
        ROOT,
        (
            "crates/a/Cargo.toml",
            "[package]\nname = \"a\"\ndescription = \"A\"\nedition.workspace = true\n\
             license.workspace = true\n[lints]\nworkspace = true",
        ),
    ]),
    Seed::bad(
        &[
            ROOT,
            (
                "crates/a/Cargo.toml",
                "[package]\nname = \"a\"\ndescription = \"A\"\nedition.workspace = true\n\
                 license.workspace = true\n[lints.rust]\nunsafe_code = \"allow\"",
            ),
        ],
        "crates/a/Cargo.toml:1",
    ),
    Seed::bad(
        &[
            ROOT,
            (
                "crates/a/Cargo.toml",
                "[package]\nname = \"a\"\ndescription = \"A\"\nedition = \"2021\"\n\
                 license.workspace = true\n[lints]\nworkspace = true",
            ),
        ],
        "crates/a/Cargo.toml:1",
    ),
    Seed::bad(
        &[
            ROOT,
            (
                "crates/b/Cargo.toml",
                "[package]\nname = \"b\"\ndescription = \"B\"\nedition.workspace = true\n\
                 license.workspace = true\n[lints]\nworkspace = true",
            ),
        ],
        "crates/b/Cargo.toml:1",
    ),
    Seed::bad(
        &[("Cargo.toml", "[workspace]\nmembers = []")],
        "Cargo.toml:1",
    ),
];
