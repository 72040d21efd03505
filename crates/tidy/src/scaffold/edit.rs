//! Lines put into the files that list packages.

use crate::manifest::Manifest;
use crate::markdown;

/// The root manifest with another member, beside those of its folder.
#[must_use]
pub fn member(root: &str, folder: &str) -> String {
    let line = format!("    \"{folder}\",");
    let parent = format!("    \"{}/", parent(folder));
    beside(root, &line, |known| known.starts_with(&parent))
}

/// The root manifest with a dependency, after those whose names begin alike.
#[must_use]
pub fn dependency(root: &str, package: &str, folder: &str) -> String {
    let line = format!("{package} = {{ path = \"{folder}\" }}");
    let family = package.split('-').next().unwrap_or(package);
    let alike = format!("{family}-");
    beside(root, &line, |known| {
        known.starts_with(&alike) && known.contains("path =")
    })
}

/// The justfile, which builds another package for microcontrollers.
#[must_use]
pub fn no_std(justfile: &str, package: &str) -> String {
    let with = |line: &str| match line.strip_suffix('"') {
        Some(built) if line.starts_with("no_std :=") => format!("{built} -p {package}\""),
        _ => line.to_owned(),
    };
    lines(justfile.lines().map(with))
}

/// A page with another row in its table of crates, after those whose packages
/// are in the same folder.
#[must_use]
pub fn crate_row(page: &str, members: &[Manifest], folder: &str, row: &str) -> String {
    let parent = format!("{}/", parent(folder));
    let beside = |row: &str| {
        let name = markdown::first_cell(row);
        let mut members = members.iter().filter(|member| Some(&*member.name) == name);
        members.any(|member| member.folder.starts_with(&parent))
    };
    let parts = markdown::page(page);
    let rows: Vec<_> = parts.rows_below("Crates").collect();
    let last = rows.iter().rfind(|row| beside(&row.text));
    let last = last.or(rows.last()).map(|row| row.line);
    after(page, last, row)
}

/// A page with another row at the end of the table below a heading.
#[must_use]
pub fn row(page: &str, heading: &str, row: &str) -> String {
    let last = markdown::page(page)
        .rows_below(heading)
        .last()
        .map(|row| row.line);
    after(page, last, row)
}

/// A text with a line among those that are alike, which are in order.
#[must_use]
pub fn beside(text: &str, line: &str, alike: impl Fn(&str) -> bool) -> String {
    let known: Vec<&str> = text.lines().collect();
    let greater = known.iter().position(|known| alike(known) && *known > line);
    let last = known.iter().rposition(|known| alike(known));
    let before = greater.or(last.map(|last| last + 1));
    after(text, before, line)
}

/// A text with a line after the `nth` from 1; at its end where there is none.
fn after(text: &str, nth: Option<usize>, line: &str) -> String {
    let mut known: Vec<&str> = text.lines().collect();
    let at = nth.map_or(known.len(), |nth| nth.min(known.len()));
    known.insert(at, line);
    lines(known)
}

fn lines<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(line.as_ref());
        text.push('\n');
    }
    text
}

fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Tree, manifest};

    #[test]
    fn members_stay_in_order() {
        let root = "members = [\n    \"a/x\",\n    \"b/b\",\n    \"b/d\",\n    \"c/a\",\n]\n";
        let with = |folder| {
            member(root, folder)
                .lines()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(with("b/a")[2], "    \"b/a\",");
        assert_eq!(with("b/c")[3], "    \"b/c\",");
        assert_eq!(with("b/e")[4], "    \"b/e\",");
        assert_eq!(with("b/e").len(), 7);
    }

    #[test]
    fn a_dependency_stands_with_its_family() {
        let root = "[d]\nport-a = { path = \"a\" }\nport-c = { path = \"c\" }\nportable = \"1\"\n";
        let with = dependency(root, "port-b", "b");
        assert_eq!(with.lines().nth(2), Some("port-b = { path = \"b\" }"));
        let with = dependency(root, "port-x", "x");
        assert_eq!(with.lines().nth(3), Some("port-x = { path = \"x\" }"));
    }

    #[test]
    fn a_row_stands_with_its_folder() {
        let tree = Tree::of(&[
            ("a/x/Cargo.toml", "[package]\nname = \"x\""),
            ("b/y/Cargo.toml", "[package]\nname = \"y\""),
        ]);
        let members = manifest::members(&tree);
        let page = "## Crates\n\n| Crate | |\n|---|---|\n| `x` | X |\n| `y` | Y |\n\nMore.\n";
        let with = crate_row(page, &members, "a/z", "| `z` | Z |");
        assert_eq!(with.lines().nth(5), Some("| `z` | Z |"));
        let with = crate_row(page, &members, "c/z", "| `z` | Z |");
        assert_eq!(with.lines().nth(6), Some("| `z` | Z |"));
        assert_eq!(row(page, "Crates", "| `z` | Z |"), with);
    }

    #[test]
    fn what_is_built_for_microcontrollers_is_one_line() {
        let justfile = "x := \"1\"\nno_std := \"-p a\"\n";
        assert_eq!(
            no_std(justfile, "b"),
            "x := \"1\"\nno_std := \"-p a -p b\"\n"
        );
    }
}
