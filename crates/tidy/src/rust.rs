//! Rust source as a flat list of tokens: no comments, no surprises.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A token of code; doc comments arrive as the literal of a `doc` attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The token as written.
    pub text: String,
    /// Line of its first character, counted from 1.
    pub line: usize,
}

/// The tokens of `text`, with the brackets of groups among them.
///
/// # Errors
/// The line and the message where `text` is no Rust.
pub fn tokens(text: &str) -> Result<Vec<Token>, (usize, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let stream: TokenStream = text
        .parse()
        .map_err(|e: proc_macro2::LexError| (e.span().start().line, e.to_string()))?;
    let mut flat = Vec::new();
    flatten(stream, &mut flat);
    Ok(flat)
}

fn flatten(stream: TokenStream, flat: &mut Vec<Token>) {
    for tree in stream {
        let line = tree.span().start().line;
        let TokenTree::Group(group) = tree else {
            flat.push(Token {
                text: tree.to_string(),
                line,
            });
            continue;
        };
        let (open, close) = brackets(group.delimiter());
        let end = group.span_close().end().line;
        push(flat, open, line);
        flatten(group.stream(), flat);
        push(flat, close, end);
    }
}

fn push(flat: &mut Vec<Token>, text: &str, line: usize) {
    if !text.is_empty() {
        flat.push(Token {
            text: text.to_owned(),
            line,
        });
    }
}

const fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

/// The tokens between the bracket at `open` and its partner.
#[must_use]
pub fn group(tokens: &[Token], open: usize) -> &[Token] {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &tokens[open + 1..at.max(open + 1)];
        }
    }
    &[]
}

/// True where the words of `pattern` stand at `at` in `tokens`.
#[must_use]
pub fn matches(tokens: &[Token], at: usize, pattern: &[&str]) -> bool {
    let here = tokens.get(at..).unwrap_or_default();
    here.len() >= pattern.len() && here.iter().zip(pattern).all(|(t, p)| t.text == *p)
}

#[cfg(test)]
mod tests {
    use super::{group, matches, tokens};

    #[test]
    fn comments_and_strings_are_not_code() {
        let found = tokens("// unsafe\nlet a = \"unsafe\"; /* unsafe */").unwrap();
        assert!(found.iter().all(|token| token.text != "unsafe"));
    }

    #[test]
    fn groups_know_their_ends() {
        let found = tokens("cfg(any(a, b))\nc").unwrap();
        let words: Vec<_> = group(&found, 1).iter().map(|t| t.text.as_str()).collect();
        assert_eq!(words, ["any", "(", "a", ",", "b", ")"]);
        assert!(matches(&found, 0, &["cfg", "(", "any"]));
        assert_eq!(found.last().unwrap().line, 2);
    }

    #[test]
    fn what_is_no_rust_has_a_line() {
        assert_eq!(tokens("fn a() {}\n}").unwrap_err().0, 2);
    }
}
