//! Values of options on the command line.

use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use lexopt::{Parser, ValueExt};

use crate::Error;

/// A wrong command line, in words.
#[must_use]
pub fn usage(error: lexopt::Error) -> Error {
    Error::Usage(error.to_string())
}

/// The option's value, as the name of a file.
///
/// # Errors
///
/// [`Error::Usage`] if there is none, or an empty one.
pub fn file(parser: &mut Parser) -> Result<PathBuf, Error> {
    named(parser.value().map_err(usage)?, "file")
}

/// The option's value, as the name of a directory.
///
/// # Errors
///
/// [`Error::Usage`] if there is none, or an empty one.
pub fn directory(parser: &mut Parser) -> Result<PathBuf, Error> {
    named(parser.value().map_err(usage)?, "directory")
}

fn named(name: OsString, what: &str) -> Result<PathBuf, Error> {
    if name.is_empty() {
        return Err(Error::Usage(format!("a {what}'s name is empty")));
    }
    Ok(name.into())
}

/// The value of the option `name`, as a number within a range.
///
/// # Errors
///
/// [`Error::Usage`] that says what it may be.
pub fn number(parser: &mut Parser, name: &str, range: RangeInclusive<u32>) -> Result<u32, Error> {
    let text = parser.value().map_err(usage)?.string().map_err(usage)?;
    let number = text.parse().ok().filter(|number| range.contains(number));
    let (low, high) = (range.start(), range.end());
    number.ok_or_else(|| Error::Usage(format!("{name} {text}: not a number from {low} to {high}")))
}

/// The value of `--speed`: how many times faster than in real time, finite and
/// not below 0.
///
/// # Errors
///
/// [`Error::Usage`] that says so.
pub fn speed(parser: &mut Parser) -> Result<f64, Error> {
    let text = parser.value().map_err(usage)?.string().map_err(usage)?;
    let speed = text.parse().ok();
    let speed = speed.filter(|x: &f64| x.is_finite() && *x >= 0.0);
    speed.ok_or_else(|| Error::Usage(format!("--speed {text}: not a number of 0 or more")))
}

#[cfg(test)]
mod tests {
    use lexopt::Arg;

    use super::*;

    /// The value after `--x`.
    fn after<T>(line: &[&str], read: impl FnOnce(&mut Parser) -> Result<T, Error>) -> Option<T> {
        let mut parser = Parser::from_args(line);
        assert!(matches!(parser.next(), Ok(Some(Arg::Long("x")))));
        match read(&mut parser) {
            Ok(value) => Some(value),
            Err(Error::Usage(_)) => None,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn names_are_not_empty() {
        assert_eq!(after(&["--x", "a b"], file), Some("a b".into()));
        assert_eq!(after(&["--x=d"], directory), Some("d".into()));
        assert_eq!(after(&["--x", ""], file), None);
        assert_eq!(after(&["--x"], directory), None);
    }

    #[test]
    fn numbers_are_within_their_range() {
        let read = |text| after(&["--x", text], |parser| number(parser, "--x", 2..=9));
        assert_eq!(["2", "9"].map(read), [Some(2), Some(9)]);
        assert_eq!(["1", "10", "-3", "", "2.5"].map(read), [None; 5]);
    }

    #[test]
    fn speeds_are_numbers_of_0_or_more() {
        let read = |text| after(&["--x", text], speed);
        assert_eq!(["0", "2.5"].map(read), [Some(0.0), Some(2.5)]);
        assert_eq!(["-1", "inf", "nan", "fast"].map(read), [None; 4]);
    }
}
