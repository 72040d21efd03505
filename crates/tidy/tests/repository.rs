//! The repository keeps every rule.

use tidy::{Tree, sizes};

#[test]
fn the_repository_keeps_its_rules() {
    let tree = Tree::repository().expect("the repository can be read");
    let findings = tidy::check(&tree);
    let report = tidy::report(&findings);
    assert!(findings.is_empty(), "{} findings\n{report}", findings.len());
}

#[test]
fn the_tree_is_the_repository() {
    let tree = Tree::repository().expect("the repository can be read");
    assert!(
        tree.text("Cargo.toml")
            .is_some_and(|text| text.contains("[workspace]"))
    );
    assert!(tree.exists("crates/tidy/src/lib.rs"));
    assert!(!tree.exists("target"));
    assert!(sizes::function_lengths(&tree).count > 50);
}
