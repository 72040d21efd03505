//! The command line: options, and the values of those that have one.

use std::ffi::OsString;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;

use lexopt::{Arg, Parser, ValueExt};

use crate::Error;

/// Reads the arguments after the program's name into options, which begin as their defaults;
/// `None` asks for help, by `-h` or `--help`.
///
/// `set` is called with the name of each option, without its dashes, and what reads its value.
///
/// # Errors
///
/// [`Error::Usage`] if one of them is no option, or has a value and none was read; and what `set`
/// makes of a value, or of a name that is [`unknown`](Argument::unknown).
///
/// ```
/// use example_support::{Error, parse};
///
/// #[derive(Debug, Default, PartialEq)]
/// struct Options {
///     level: u8,
///     fast: bool,
/// }
///
/// let parsed = |line: &str| {
///     let args = line.split_whitespace().map(Into::into).collect();
///     parse(args, |options: &mut Options, name, value| {
///         match name {
///             "level" => options.level = value.number(0..=100)?,
///             "fast" => options.fast = true,
///             _ => return Err(value.unknown()),
///         }
///         Ok(())
///     })
/// };
/// let expected = Options { level: 7, fast: true };
/// assert_eq!(parsed("--level=7 --fast").unwrap(), Some(expected));
/// assert_eq!(parsed("--fast --help").unwrap(), None);
/// for wrong in ["--level 101", "--level", "--slow", "--fast=1", "file"] {
///     assert!(matches!(parsed(wrong), Err(Error::Usage(_))), "{wrong}");
/// }
/// ```
pub fn parse<O: Default>(
    args: Vec<OsString>,
    set: impl FnMut(&mut O, &str, &mut Argument<'_>) -> Result<(), Error>,
) -> Result<Option<O>, Error> {
    parse_onto(args, O::default(), set)
}

/// The same, for options that begin otherwise.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_onto<O>(
    args: Vec<OsString>,
    mut options: O,
    mut set: impl FnMut(&mut O, &str, &mut Argument<'_>) -> Result<(), Error>,
) -> Result<Option<O>, Error> {
    let mut parser = Parser::from_args(args);
    while let Some(arg) = parser.next().map_err(usage)? {
        let name = match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            Arg::Long(name) => name.to_owned(),
            other => return Err(usage(other.unexpected())),
        };
        let mut value = Argument {
            option: format!("--{name}"),
            parser: &mut parser,
        };
        set(&mut options, &name, &mut value)?;
    }
    Ok(Some(options))
}

/// What reads the value of an option; one without a value leaves it alone.
#[derive(Debug)]
pub struct Argument<'p> {
    /// The option, with its dashes.
    option: String,
    parser: &'p mut Parser,
}

impl Argument<'_> {
    /// The error of an option that there is not.
    #[must_use]
    pub fn unknown(&self) -> Error {
        usage(lexopt::Error::UnexpectedOption(self.option.clone()))
    }

    /// The error of a value that is not what it has to be, in words.
    #[must_use]
    pub fn wrong(&self, value: impl Display, what: impl Display) -> Error {
        Error::Usage(format!("{} {value}: {what}", self.option))
    }

    /// The name of a file.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] if there is none, or an empty one.
    pub fn file(&mut self) -> Result<PathBuf, Error> {
        self.path("file")
    }

    /// The name of a directory.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] if there is none, or an empty one.
    pub fn directory(&mut self) -> Result<PathBuf, Error> {
        self.path("directory")
    }

    fn path(&mut self, what: &str) -> Result<PathBuf, Error> {
        let name = self.parser.value().map_err(usage)?;
        if name.is_empty() {
            return Err(Error::Usage(format!("a {what}'s name is empty")));
        }
        Ok(name.into())
    }

    /// A number within a range.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] that says what it may be.
    pub fn number<N>(&mut self, range: RangeInclusive<N>) -> Result<N, Error>
    where
        N: FromStr + PartialOrd + Display,
    {
        let text = self.text()?;
        let number = text.parse().ok().filter(|number| range.contains(number));
        let (low, high) = range.into_inner();
        number.ok_or_else(|| self.wrong(text, format_args!("not a number from {low} to {high}")))
    }

    /// How many times faster than in real time: finite, and not below 0.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] that says so.
    pub fn speed(&mut self) -> Result<f64, Error> {
        let text = self.text()?;
        let speed = text.parse().ok();
        let speed = speed.filter(|x: &f64| x.is_finite() && *x >= 0.0);
        speed.ok_or_else(|| self.wrong(text, "not a number of 0 or more"))
    }

    fn text(&mut self) -> Result<String, Error> {
        self.parser
            .value()
            .and_then(ValueExt::string)
            .map_err(usage)
    }
}

/// A wrong command line, in words.
fn usage(error: lexopt::Error) -> Error {
    Error::Usage(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of `--x`; `None` where it is a wrong one.
    fn value<T: Default>(
        line: &[&str],
        read: impl Fn(&mut Argument<'_>) -> Result<T, Error>,
    ) -> Option<T> {
        let args = line.iter().map(OsString::from).collect();
        let parsed = parse(args, |options, name, value| {
            assert_eq!(name, "x");
            *options = read(value)?;
            Ok(())
        });
        match parsed {
            Ok(value) => value,
            Err(Error::Usage(_)) => None,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn names_are_not_empty() {
        let file = |line: &[&str]| value(line, |value| value.file());
        let directory = |line: &[&str]| value(line, |value| value.directory());
        assert_eq!(file(&["--x", "a b"]), Some("a b".into()));
        assert_eq!(directory(&["--x=d"]), Some("d".into()));
        assert_eq!(file(&["--x", ""]), None);
        assert_eq!(directory(&["--x"]), None);
    }

    #[test]
    fn numbers_are_within_their_range() {
        let read = |text| value(&["--x", text], |value| value.number(2..=9));
        assert_eq!(["2", "9"].map(read), [Some(2), Some(9)]);
        assert_eq!(["1", "10", "-3", "", "2.5"].map(read), [None; 5]);
        let read = |text| value(&["--x", text], |value| value.number(0..=u8::MAX));
        assert_eq!(["255", "256"].map(read), [Some(255), None]);
    }

    #[test]
    fn speeds_are_numbers_of_0_or_more() {
        let read = |text| value(&["--x", text], |value| value.speed());
        assert_eq!(["0", "2.5"].map(read), [Some(0.0), Some(2.5)]);
        assert_eq!(["-1", "inf", "nan", "fast"].map(read), [None; 4]);
    }

    #[test]
    fn errors_name_the_option() {
        let told = |line: &[&str]| {
            let args = line.iter().map(OsString::from).collect();
            let parsed = parse(args, |options: &mut u8, name, value| {
                match name {
                    "x" => *options = value.number(0..=9)?,
                    _ => return Err(value.unknown()),
                }
                Ok(())
            });
            parsed.expect_err("wrong").to_string()
        };
        assert_eq!(told(&["--x", "10"]), "--x 10: not a number from 0 to 9");
        assert_eq!(told(&["--y"]), "invalid option '--y'");
    }
}
