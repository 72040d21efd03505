//! A position in a text.

use super::ParseError;

/// What is left of a text, and how far it is.
#[derive(Clone)]
pub(super) struct Scanner<'t> {
    rest: &'t str,
    length: usize,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            rest: text,
            length: text.len(),
        }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.rest
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Takes one character.
    pub(super) fn bump(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    /// Takes characters as long as they match.
    pub(super) fn take_while(&mut self, matches: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|c| !matches(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// Takes this very text, with nothing before it.
    pub(super) fn takes_next(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Takes this text, after white space and comments.
    pub(super) fn takes(&mut self, text: &str) -> bool {
        self.skip_blank();
        self.takes_next(text)
    }

    /// Takes this text, after white space and comments, or names what is missing.
    pub(super) fn expect(&mut self, text: &str, expected: &'static str) -> Result<(), ParseError> {
        if self.takes(text) {
            Ok(())
        } else {
            Err(self.error(expected))
        }
    }

    /// Skips white space and `%` comments.
    pub(super) fn skip_blank(&mut self) {
        loop {
            self.take_while(char::is_whitespace);
            if self.peek() != Some('%') {
                return;
            }
            self.take_while(|c| c != '\n');
        }
    }

    pub(super) fn error(&self, expected: &'static str) -> ParseError {
        ParseError {
            offset: self.length - self.rest.len(),
            expected,
        }
    }
}
