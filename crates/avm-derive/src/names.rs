//! Names of atoms, from the names of Rust.

use syn::ext::IdentExt;
use syn::{Error, Ident, LitStr, Result};

/// The most bytes that the text of an atom may have here.
const MAX_ATOM_BYTES: usize = 255;

/// The name that an attribute gives, or else the field's own.
pub(crate) fn field(given: Option<&LitStr>, ident: &Ident) -> Result<LitStr> {
    checked(given, || ident.unraw().to_string(), ident)
}

/// The name that an attribute gives, or else the function's own; not empty.
pub(crate) fn nif(given: Option<&LitStr>, ident: &Ident) -> Result<LitStr> {
    let name = checked(given, || ident.unraw().to_string(), ident)?;
    if name.value().is_empty() {
        return Err(Error::new(name.span(), "a NIF has a name"));
    }
    Ok(name)
}

/// The name that an attribute gives, or else the variant's in snake_case.
pub(crate) fn variant(given: Option<&LitStr>, ident: &Ident) -> Result<LitStr> {
    checked(given, || snake_case(&ident.unraw().to_string()), ident)
}

fn checked(given: Option<&LitStr>, own: impl FnOnce() -> String, ident: &Ident) -> Result<LitStr> {
    let name = given
        .cloned()
        .unwrap_or_else(|| LitStr::new(&own(), ident.span()));
    if name.value().len() > MAX_ATOM_BYTES {
        return Err(Error::new(name.span(), "an atom has at most 255 bytes"));
    }
    Ok(name)
}

/// Refuses a name that stands for two things.
pub(crate) fn distinct<'n>(names: impl IntoIterator<Item = &'n LitStr>) -> Result<()> {
    let mut seen = std::collections::HashSet::new();
    for name in names {
        if !seen.insert(name.value()) {
            let message = format!("the name `{}` is used twice", name.value());
            return Err(Error::new(name.span(), message));
        }
    }
    Ok(())
}

/// A word begins at a capital behind a small letter or a digit, and at the last of several
/// capitals where a small letter follows.
fn snake_case(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (index, c) in chars.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| chars.get(before));
        let begins = before.is_some_and(|before| {
            let ends_a_word = before.is_lowercase() || before.is_ascii_digit();
            let next_is_small = chars.get(index + 1).is_some_and(|next| next.is_lowercase());
            ends_a_word || (before.is_uppercase() && next_is_small)
        });
        if c.is_uppercase() && begins {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    #[test]
    fn a_name_fits_into_an_atom() {
        let ident = Ident::new("volume", Span::call_site());
        let given = |length| LitStr::new(&"v".repeat(length), Span::call_site());
        assert!(field(Some(&given(255)), &ident).is_ok());
        assert!(field(Some(&given(256)), &ident).is_err());
    }

    #[test]
    fn capitals_begin_words() {
        for (camel, snake) in [
            ("Pause", "pause"),
            ("ReadEvents", "read_events"),
            ("HTTPGet", "http_get"),
            ("SetI2c", "set_i2c"),
            ("Read2Bytes", "read2_bytes"),
            ("OK", "ok"),
            ("A", "a"),
            ("with_underscore", "with_underscore"),
        ] {
            assert_eq!(snake_case(camel), snake);
        }
    }
}
