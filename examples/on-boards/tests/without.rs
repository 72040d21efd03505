//! An example on a board without its part does not compile, and says why.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Every example, the trait bounds that it asks for by its `main`, and what a
/// board without the part is told.
const EXAMPLES: [(&str, &str, &str); 4] = [
    (
        "touch_trace",
        "touch_trace::main(touch_trace::replay::<B>)",
        "has no touch panel",
    ),
    ("display", "display::main::<B>()", "has no panel"),
    ("tone", "tone::main::<B>()", "cannot play sound"),
    ("flash", "flash::main::<B>()", "has no device on an SPI bus"),
];

/// The table as values.
macro_rules! fields {
    ($($board:ident: $($example:ident)*,)*) => {
        const FIELDS: &[(&str, &[&str])] = &[
            $((stringify!($board), &[$(stringify!($example)),*])),*
        ];
    };
}

on_boards::boards!(fields);

/// A package with a program for each board and example.
fn write_package(at: &Path) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.join("../..").canonicalize().expect("the workspace");
    let own = fs::read_to_string(here.join("Cargo.toml")).expect("a manifest");
    let mut manifest = String::from(
        "[package]\nname = \"without\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n",
    );
    for line in own.lines().filter(|line| line.contains("path = \"../")) {
        let line = line.replace("path = \"../../", &format!("path = \"{}/", root.display()));
        let examples = format!("path = \"{}/examples/", root.display());
        let line = line.replace("path = \"../", &examples);
        writeln!(manifest, "{line}").expect("a String");
    }
    let _absent = fs::remove_dir_all(at);
    fs::create_dir_all(at.join("src/bin")).expect("a folder");
    fs::write(at.join("Cargo.toml"), manifest).expect("written");
    fs::copy(root.join("Cargo.lock"), at.join("Cargo.lock")).expect("copied");
    for (board, _) in FIELDS {
        for (example, call, _) in EXAMPLES {
            let call = call.replace("<B>", &format!("<{board}::Board>"));
            let program = format!("fn main() -> std::process::ExitCode {{\n    {call}\n}}\n");
            fs::write(at.join(format!("src/bin/{board}-{example}.rs")), program).expect("written");
        }
    }
}

/// What the compiler says, one line for each error; every program is tried.
fn check(at: &Path) -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("without-target");
    let mut cargo = Command::new(env!("CARGO"));
    let checked = cargo
        .args(["check", "--bins", "--keep-going", "--offline"])
        .args(["--message-format", "short", "--color", "never"])
        .current_dir(at)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .expect("cargo runs");
    String::from_utf8_lossy(&checked.stderr).into_owned()
}

#[test]
fn a_board_without_the_part_is_told_so_and_no_other() {
    let at = Path::new(env!("CARGO_TARGET_TMPDIR")).join("without");
    write_package(&at);
    let said = check(&at);
    let mut missing = 0;
    for (board, has) in FIELDS {
        for (example, _, sentence) in EXAMPLES {
            let file = format!("src/bin/{board}-{example}.rs:");
            let errors: Vec<&str> = said
                .lines()
                .filter(|line| line.starts_with(&file) && line.contains("error"))
                .collect();
            if has.contains(&example) {
                assert_eq!(errors, [""; 0], "{board} has what {example} needs");
                continue;
            }
            missing += 1;
            let told = errors.iter().any(|line| line.contains(sentence));
            assert!(told, "{board}, {example}: {errors:?}\n{said}");
        }
    }
    println!("on-boards: {missing} combinations do not compile");
    assert!(missing > 0, "no board lacks anything");
}
