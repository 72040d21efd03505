//! A program, run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run left behind.
#[derive(Debug)]
pub struct Ran {
    /// The exit status.
    pub code: Option<i32>,
    /// What was printed.
    pub stdout: String,
    /// What was complained of.
    pub stderr: String,
}

/// Runs a program in a folder, and in an empty environment but for what is
/// given.
///
/// # Panics
///
/// If it does not start, or prints what is no UTF-8.
#[must_use]
pub fn run(program: &str, at: &Path, args: &[&str], environment: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(program);
    command
        .env_clear()
        .args(args)
        .envs(environment.iter().copied());
    let output = command.current_dir(at).output();
    let output = output.expect("the program starts");
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// A folder that is there and empty, in the one for the files of tests, which
/// is `env!("CARGO_TARGET_TMPDIR")`.
///
/// # Panics
///
/// If it cannot be made.
#[must_use]
pub fn folder(temporary: &str, name: &str) -> PathBuf {
    let path = Path::new(temporary).join(name);
    let _absent = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder");
    path
}

impl Ran {
    /// The text after `name:` in the summary.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[must_use]
    pub fn line(&self, name: &str) -> &str {
        let mut lines = self.stdout.lines().map(str::trim_start);
        lines
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .unwrap_or_else(|| panic!("no {name} in {}{}", self.stdout, self.stderr))
    }

    /// The number after a word of a line.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[must_use]
    pub fn number(&self, name: &str, word: &str) -> usize {
        let words = self.line(name).split([' ', ',']);
        let mut words = words.skip_while(|known| *known != word);
        let number = words.nth(1).and_then(|number| number.parse().ok());
        number.unwrap_or_else(|| panic!("no number after {word} in {}", self.stdout))
    }

    /// Fails unless the program ended well.
    ///
    /// # Panics
    ///
    /// If it did not.
    pub fn expect_success(&self) {
        assert_eq!((self.code, &*self.stderr), (Some(0), ""), "{}", self.stdout);
    }

    /// Fails unless the program ended with status `code`, printed nothing, and
    /// its complaint begins so.
    ///
    /// # Panics
    ///
    /// If it did otherwise.
    pub fn expect_failure(&self, code: i32, complaint: &str) {
        assert_eq!(
            (self.code, &*self.stdout),
            (Some(code), ""),
            "{}",
            self.stderr
        );
        assert!(self.stderr.starts_with(complaint), "{}", self.stderr);
    }
}
