//! Builds every example for every board, and every board for its own core.
//!
//! `boards examples` copies the repository, and for each board that has a form
//! on the host changes one line of the root manifest, `board = ..`, as a user
//! would, and nothing else; then it builds the examples for which the board has
//! the parts. One that needs a part which the board has not must not build, and
//! say so. `boards cross` runs what the boards' pages have below the heading
//! `Cross build`, as it stands there.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use tidy::rules::boards::{Row, rows};
use tidy::{Tree, markdown, tree};

/// An example, and the parts that it needs: touch, panel, sound, SPI device.
const EXAMPLES: [(&str, [bool; 4]); 5] = [
    ("touch-trace", [true, false, false, false]),
    ("display", [false, true, false, false]),
    ("tone", [false, false, true, false]),
    ("flash", [false, false, false, true]),
    ("all-ports", [true; 4]),
];

/// The heading above the commands of a board's page.
const CROSS: &str = "Cross build";

fn main() -> ExitCode {
    let done = match env::args().nth(1).as_deref() {
        Some("examples") => examples(),
        Some("cross") => cross(),
        _ => Err(io::Error::other("`boards examples` or `boards cross`")),
    };
    match done {
        Ok(what) => {
            println!("boards: {what}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("boards: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Where what is built here is kept, and the copy.
fn target() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| tree::root().join("target"))
}

fn examples() -> io::Result<String> {
    let tree = Tree::repository()?;
    let copy = target().join("boards-copy");
    tree::copy(&copy)?;
    let (mut boards, mut built, mut refused) = (0, 0, 0);
    for row in rows(&tree).into_iter().filter(|row| row.on_host) {
        choose(&copy, &row.name)?;
        let has = |needs: &[bool; 4]| needs.iter().zip(row.parts).all(|(need, has)| has || !need);
        let (able, unable): (Vec<_>, Vec<_>) = EXAMPLES.iter().partition(|(_, needs)| has(needs));
        let able: Vec<&str> = able.iter().map(|(name, _)| *name).collect();
        println!("{}: {}", row.name, able.join(" "));
        if let Err(errors) = build(&copy, &able)? {
            return Err(io::Error::other(format!("{}\n{errors}", row.name)));
        }
        if let Some((name, _)) = unable.first() {
            refuses(&copy, &row, name)?;
            refused += 1;
        }
        boards += 1;
        built += able.len();
    }
    if refused == 0 {
        return Err(io::Error::other(
            "every board has every part: nothing was refused",
        ));
    }
    Ok(format!(
        "{boards} boards, {built} examples built, {refused} refused with a sentence"
    ))
}

/// Changes the one line.
fn choose(copy: &Path, board: &str) -> io::Result<()> {
    let path = copy.join("Cargo.toml");
    let text = fs::read_to_string(&path)?;
    let line = format!("board = {{ package = \"board-{board}\", path = \"boards/{board}\" }}");
    let chosen = text.lines().map(|old| match old.starts_with("board = ") {
        true => line.as_str(),
        false => old,
    });
    let chosen: String = chosen.flat_map(|line| [line, "\n"]).collect();
    fs::write(path, chosen)
}

/// Builds examples; what cargo complains of, if it does not.
fn build(copy: &Path, examples: &[&str]) -> io::Result<Result<(), String>> {
    let packages = examples.iter().flat_map(|name| ["-p", name]);
    let built = Command::new("cargo")
        .args(["build", "--quiet", "--offline"])
        .args(packages)
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", target().join("boards-target"))
        .stdin(Stdio::null())
        .output()?;
    let errors = || String::from_utf8_lossy(&built.stderr).into_owned();
    Ok(built.status.success().then_some(()).ok_or_else(errors))
}

/// Fails unless the example does not build for want of the part.
fn refuses(copy: &Path, row: &Row, example: &str) -> io::Result<()> {
    let Err(errors) = build(copy, &[example])? else {
        let says = format!("{} has not what {example} needs, and it builds", row.name);
        return Err(io::Error::other(says));
    };
    let sentence = errors.lines().find(|line| line.contains("the board `"));
    match sentence {
        Some(sentence) => println!("    {example}: {sentence}"),
        None => {
            return Err(io::Error::other(format!(
                "{example}: no sentence\n{errors}"
            )));
        }
    }
    Ok(())
}

fn cross() -> io::Result<String> {
    let tree = Tree::repository()?;
    let mut commands = 0;
    for row in rows(&tree) {
        let page = tree.text(&format!("boards/{}/README.md", row.name));
        let page = markdown::page(page.unwrap_or_default());
        let lines = page.fence_below(CROSS);
        if row.beside_atomvm && lines.is_empty() {
            let says = format!("{}: no command below `{CROSS}`", row.name);
            return Err(io::Error::other(says));
        }
        for line in lines {
            println!("{}: {}", row.name, line.text);
            let built = Command::new("sh")
                .args(["-ec", &line.text])
                .current_dir(tree::root())
                // Where `just no-std` has built most of it.
                .env("CARGO_TARGET_DIR", target().join("no-std"))
                .status()?;
            if !built.success() {
                return Err(io::Error::other(format!("{} does not build", row.name)));
            }
            commands += 1;
        }
    }
    Ok(format!("{commands} cross builds"))
}
