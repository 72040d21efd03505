//! A new port and a new board, made in a copy of this repository, are green.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tidy::{Tree, tree};

/// A copy of this repository, without what was built.
fn copy(name: &str) -> PathBuf {
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    tree::copy(&to).expect("copied");
    to
}

fn new(kind: &str, name: &str, root: &Path) -> Output {
    let mut new = Command::new(env!("CARGO_BIN_EXE_new"));
    new.args([kind, name]).arg(root).output().expect("it runs")
}

/// Runs cargo in a copy; what it compiles is kept for the next run.
fn cargo(root: &Path, arguments: &[&str]) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("skeletons-target");
    let mut cargo = Command::new(env!("CARGO"));
    let built = cargo
        .args(arguments)
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_NET_OFFLINE", "true")
        .env("RUSTFLAGS", "-Dwarnings")
        .output()
        .expect("cargo runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, errors) = (text(&built.stdout), text(&built.stderr));
    assert!(built.status.success(), "{arguments:?}\n{out}\n{errors}");
}

/// What the rules find, wherever in a file that is.
fn findings(root: &Path) -> Vec<String> {
    let found = tidy::check(&Tree::read(root).expect("a tree"));
    let found = found.into_iter();
    found
        .map(|found| {
            format!(
                "{} [{}] {}",
                found.fault.path, found.rule.name, found.fault.says
            )
        })
        .collect()
}

fn packages<'a>(command: &[&'a str], names: &[&'a str]) -> Vec<&'a str> {
    let named = names.iter().flat_map(|name| ["-p", name]);
    command.iter().copied().chain(named).collect()
}

/// Everything that a new package has to stand.
fn is_green(root: &Path, names: &[&str]) {
    let before = findings(&tree::root());
    let mut new = findings(root);
    new.retain(|finding| !before.contains(finding));
    assert_eq!(new, [""; 0]);
    cargo(root, &packages(&["test", "-q"], names));
    cargo(root, &packages(&["fmt", "--check"], names));
    let clippy = packages(&["clippy", "-q", "--all-targets"], names);
    cargo(root, &clippy);
    cargo(root, &packages(&["doc", "-q", "--no-deps"], names));
}

#[test]
fn a_new_port_is_green() {
    let root = copy("new-port");
    let made = new("port", "led-strip", &root);
    assert!(made.status.success(), "{made:?}");
    is_green(&root, &["port-led-strip", "led-strip"]);
}

#[test]
fn a_new_board_is_green_and_the_examples_run_on_it() {
    let root = copy("new-board");
    let made = new("board", "tea-tray", &root);
    assert!(made.status.success(), "{made:?}");
    is_green(&root, &["board-tea-tray"]);
    let examples = [
        "test",
        "-q",
        "-p",
        "on-boards",
        "--test",
        "boards",
        "tea_tray",
    ];
    cargo(&root, &examples);
}

#[test]
fn what_is_wrong_or_taken_is_refused_and_nothing_is_written() {
    let root = copy("new-refused");
    let before = fs::read_to_string(root.join("Cargo.toml")).expect("a manifest");
    for (kind, name, complaint) in [
        (
            "port",
            "touch",
            "new-port touch: it is taken: the folder drivers/ports/touch is there",
        ),
        ("port", "display", "new-port display: it is taken"),
        (
            "port",
            "class-spi",
            "new-port class-spi: it is taken: the package class-spi is there",
        ),
        (
            "port",
            "LED",
            "new-port LED: 'L' is no letter from a to z, digit or dash",
        ),
        (
            "board",
            "sim",
            "new-board sim: it is taken: the folder boards/sim is there",
        ),
        ("board", "a/b", "new-board a/b: '/' is no letter"),
        ("board", "", "new-board : there is no name"),
    ] {
        let made = new(kind, name, &root);
        let errors = String::from_utf8_lossy(&made.stderr);
        assert_eq!(made.status.code(), Some(1), "{kind} {name}");
        assert!(errors.starts_with(complaint), "{errors}");
    }
    let after = fs::read_to_string(root.join("Cargo.toml")).expect("a manifest");
    assert_eq!(before, after);
    let lost = new("cup", "tea", &root);
    assert_eq!(lost.status.code(), Some(2));
}
