//! The manifests of the workspace: who depends on whom, under real names.

use crate::Tree;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// When a dependency is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Always: it ends up in the product.
    Normal,
    /// By the build script.
    Build,
    /// By tests, examples and benchmarks.
    Dev,
}

/// One dependency of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The package's own name, also where the manifest renames it.
    pub package: String,
    /// The name in the manifest.
    pub alias: String,
    /// When it is wanted.
    pub kind: Kind,
}

/// One member of the workspace.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Path of the `Cargo.toml`.
    pub path: String,
    /// Folder of the package.
    pub folder: String,
    /// The package's name.
    pub name: String,
    /// Everything it depends on.
    pub dependencies: Vec<Dependency>,
    /// The whole manifest.
    pub table: Table,
    text: String,
}

impl Manifest {
    /// The first line that begins with `word`, or 1.
    #[must_use]
    pub fn line_of(&self, word: &str) -> usize {
        let begins = |line: &str| line.trim_start().starts_with(word);
        self.text.lines().position(begins).map_or(1, |at| at + 1)
    }

    /// The path of a file of the package, from the root.
    #[must_use]
    pub fn file(&self, inside: &str) -> String {
        format!("{}/{inside}", self.folder)
    }
}

/// The root manifest, where there is one that parses.
#[must_use]
pub fn root(tree: &Tree) -> Option<Table> {
    tree.text("Cargo.toml")?.parse().ok()
}

/// Every package below the root, in order of path.
#[must_use]
pub fn members(tree: &Tree) -> Vec<Manifest> {
    let renames = renames(root(tree).as_ref());
    tree.with_extension("toml")
        .filter(|(path, _)| path.ends_with("/Cargo.toml"))
        .filter_map(|(path, text)| member(path, text, &renames))
        .collect()
}

/// What `[workspace.dependencies]` calls each package.
fn renames(root: Option<&Table>) -> BTreeMap<String, String> {
    let table = root.and_then(|root| root.get("workspace")?.get("dependencies")?.as_table());
    table
        .into_iter()
        .flatten()
        .map(|(alias, spec)| (alias.clone(), package(alias, spec)))
        .collect()
}

fn package(alias: &str, spec: &Value) -> String {
    let renamed = spec.get("package").and_then(Value::as_str);
    renamed.unwrap_or(alias).to_owned()
}

fn member(path: &str, text: &str, renames: &BTreeMap<String, String>) -> Option<Manifest> {
    let table: Table = text.parse().ok()?;
    let name = table.get("package")?.get("name")?.as_str()?.to_owned();
    let mut dependencies = Vec::new();
    gather(&table, renames, &mut dependencies);
    for target in table
        .get("target")
        .and_then(Value::as_table)
        .into_iter()
        .flatten()
    {
        if let Some(target) = target.1.as_table() {
            gather(target, renames, &mut dependencies);
        }
    }
    Some(Manifest {
        path: path.to_owned(),
        folder: path.trim_end_matches("/Cargo.toml").to_owned(),
        name,
        dependencies,
        text: text.to_owned(),
        table,
    })
}

fn gather(table: &Table, renames: &BTreeMap<String, String>, into: &mut Vec<Dependency>) {
    let kinds = [
        ("dependencies", Kind::Normal),
        ("build-dependencies", Kind::Build),
        ("dev-dependencies", Kind::Dev),
    ];
    for (section, kind) in kinds {
        let section = table.get(section).and_then(Value::as_table);
        for (alias, spec) in section.into_iter().flatten() {
            let inherited = spec.get("workspace").is_some();
            let known = renames.get(alias).filter(|_| inherited).cloned();
            into.push(Dependency {
                package: known.unwrap_or_else(|| package(alias, spec)),
                alias: alias.clone(),
                kind,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, members};
    use crate::Tree;

    #[test]
    fn a_renamed_dependency_has_its_real_name() {
        let tree = Tree::of(&[
            (
                "Cargo.toml",
                "[workspace.dependencies]\nboard = { package = \"board-sim\", path = \"b\" }",
            ),
            (
                "examples/a/Cargo.toml",
                "[package]\nname = \"a\"\n[dev-dependencies]\nboard.workspace = true\n\
                 [target.'cfg(unix)'.dependencies]\nx = { package = \"y\", version = \"1\" }",
            ),
        ]);
        let members = members(&tree);
        let found: Vec<_> = members[0]
            .dependencies
            .iter()
            .map(|d| (d.package.as_str(), d.kind))
            .collect();
        assert_eq!(found, [("board-sim", Kind::Dev), ("y", Kind::Normal)]);
        assert_eq!(members[0].line_of("board"), 4);
    }
}
