//! Terms with holes: what steps say and what they expect.
//!
//! Erlang syntax, and besides:
//!
//! | text | said | expected |
//! |---|---|---|
//! | `Name` | what was bound | binds, or is the same |
//! | `_` | - | anything |
//! | `#{a => _, _ => _}` | - | this key and others |
//! | `[First \| Rest]` | - | a list |
//! | `integer()`, `binary()`, `reference()`, `native()`, ... | - | a term of this type |
//! | `binary(3)` | - | a binary of three bytes |
//! | `bytes(3, 7)` | `<<7,7,7>>` | the same |
//! | `copies(3, Name)` | `[Name, Name, Name]` | - |

use std::collections::BTreeMap;

use avm_term::{Value, ValueMap};

/// What variables stand for.
pub type Bindings = BTreeMap<String, Value>;

/// A term with holes: a value in which an atom that begins with `$` and an upper case letter, an
/// underscore, or ends with a parenthesis is a hole.
#[derive(Clone, Debug)]
pub struct Template(pub Value);

/// What an atom of a template stands for.
pub enum Hole<'a> {
    /// `_`
    Any,
    /// A variable.
    Variable(&'a str),
    /// `integer()`
    Type(&'a str),
    /// `binary(Size)`
    Binary(usize),
    /// `bytes(Count, Byte)`
    Bytes(usize, u8),
    /// `copies(Count, Variable)`
    Copies(usize, &'a str),
}

impl Template {
    /// Reads a template.
    ///
    /// # Panics
    ///
    /// If it is none: the suite is wrong.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let plain = mark(text);
        let value = plain.parse();
        Self(value.unwrap_or_else(|error| panic!("{text:?} is no template: {error}")))
    }

    /// The term, its holes filled.
    ///
    /// # Errors
    ///
    /// The first hole that has nothing to fill it.
    pub fn fill(&self, bindings: &Bindings) -> Result<Value, String> {
        fill(&self.0, bindings)
    }

    /// Whether a term fits; what it binds is bound then.
    pub fn fits(&self, value: &Value, bindings: &mut Bindings) -> bool {
        let mut bound = bindings.clone();
        let fits = fits(&self.0, value, &mut bound);
        if fits {
            *bindings = bound;
        }
        fits
    }
}

/// What an atom stands for; `None`: for itself.
#[must_use]
pub fn hole(atom: &str) -> Option<Hole<'_>> {
    let name = atom.strip_prefix('$')?;
    if name == "_" {
        return Some(Hole::Any);
    }
    if name.starts_with(|first: char| first.is_ascii_uppercase()) {
        return Some(Hole::Variable(name));
    }
    let (name, arguments) = name.strip_suffix(')')?.split_once('(')?;
    if name == "copies" {
        let (count, variable) = arguments.split_once(',')?;
        return Some(Hole::Copies(count.parse().ok()?, variable.trim()));
    }
    let numbers: Result<Vec<usize>, _> = arguments
        .split(',')
        .filter(|number| !number.is_empty())
        .map(|number| number.trim().parse())
        .collect();
    match (name, &*numbers.ok()?) {
        (_, []) => Some(Hole::Type(name)),
        ("binary", [size]) => Some(Hole::Binary(*size)),
        ("bytes", [count, byte]) => Some(Hole::Bytes(*count, u8::try_from(*byte).ok()?)),
        _ => None,
    }
}

/// Puts the holes of a text in quotes, as atoms.
fn mark(text: &str) -> String {
    let mut marked = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => quoted(rest),
            '0'..='9' => word(rest, |c| c.is_alphanumeric() || "#_".contains(c)),
            c if c.is_ascii_alphabetic() || c == '_' => {
                word(rest, |c| c.is_ascii_alphanumeric() || c == '_' || c == '@')
            }
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        let call = after
            .strip_prefix('(')
            .filter(|_| first.is_ascii_alphabetic())
            .and_then(|arguments| arguments.split_once(')'));
        rest = match call {
            Some((arguments, after)) => {
                marked += &format!("'${token}({arguments})'");
                after
            }
            None => {
                let is_hole = first.is_ascii_uppercase() || first == '_';
                marked += &if is_hole {
                    format!("'${token}'")
                } else {
                    token.to_owned()
                };
                after
            }
        };
    }
    marked
}

/// How long the word is that a text begins with.
fn word(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// How long the quoted text is, with its quotes, that a text begins with.
fn quoted(text: &str) -> usize {
    let mut characters = text.char_indices();
    let quote = characters.next().map(|(_, quote)| quote);
    while let Some((at, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if Some(character) == quote {
            return at + character.len_utf8();
        }
    }
    text.len()
}

fn fill(value: &Value, bindings: &Bindings) -> Result<Value, String> {
    let all = |parts: &[Value]| -> Result<Vec<Value>, String> {
        parts.iter().map(|part| fill(part, bindings)).collect()
    };
    Ok(match value {
        Value::Atom(text) => match hole(text) {
            None => value.clone(),
            Some(Hole::Variable(name)) => {
                let bound = bindings.get(name).cloned();
                return bound.ok_or_else(|| format!("{name} is not bound"));
            }
            Some(Hole::Bytes(count, byte)) => Value::binary(vec![byte; count]),
            Some(Hole::Copies(count, name)) => {
                let bound = bindings.get(name).cloned();
                let one = bound.ok_or_else(|| format!("{name} is not bound"))?;
                Value::list(vec![one; count])
            }
            Some(_) => return Err(format!("{text} is no term")),
        },
        Value::Tuple(parts) => Value::Tuple(all(parts)?),
        Value::List(parts) => Value::List(all(parts)?),
        Value::Improper(parts, tail) => Value::improper(all(parts)?, fill(tail, bindings)?),
        Value::Map(map) => {
            let pairs = map
                .iter()
                .map(|(key, value)| Ok((fill(key, bindings)?, fill(value, bindings)?)));
            Value::Map(pairs.collect::<Result<ValueMap, String>>()?)
        }
        other => other.clone(),
    })
}

fn fits(pattern: &Value, value: &Value, bindings: &mut Bindings) -> bool {
    match (pattern, value) {
        (Value::Atom(text), _) => match hole(text) {
            None => pattern == value,
            Some(Hole::Any) => true,
            Some(Hole::Variable(name)) => match bindings.get(name) {
                Some(bound) => bound == value,
                None => bindings.insert(name.to_owned(), value.clone()).is_none(),
            },
            Some(Hole::Type(name)) => is_of(name, value),
            Some(Hole::Copies(..)) => false,
            Some(Hole::Binary(size)) => value.as_binary().is_some_and(|b| b.len() == size),
            Some(Hole::Bytes(count, byte)) => *value == Value::binary(vec![byte; count]),
        },
        (Value::Tuple(parts), Value::Tuple(values)) | (Value::List(parts), Value::List(values)) => {
            parts.len() == values.len() && all_fit(parts, values, bindings)
        }
        (Value::Improper(parts, tail), Value::List(values)) => {
            let Some((first, rest)) = values.split_at_checked(parts.len()) else {
                return false;
            };
            all_fit(parts, first, bindings) && fits(tail, &Value::list(rest.to_vec()), bindings)
        }
        (Value::Improper(parts, tail), Value::Improper(values, last)) => {
            let Some((first, rest)) = values.split_at_checked(parts.len()) else {
                return false;
            };
            let rest = Value::improper(rest.to_vec(), (**last).clone());
            all_fit(parts, first, bindings) && fits(tail, &rest, bindings)
        }
        (Value::Map(pattern), Value::Map(map)) => map_fits(pattern, map, bindings),
        _ => pattern == value,
    }
}

fn all_fit(patterns: &[Value], values: &[Value], bindings: &mut Bindings) -> bool {
    let mut pairs = patterns.iter().zip(values);
    pairs.all(|(pattern, value)| fits(pattern, value, bindings))
}

/// Each key of the pattern is there, and no other unless the pattern says `_ => _`.
fn map_fits(pattern: &ValueMap, map: &ValueMap, bindings: &mut Bindings) -> bool {
    let others = pattern.get(&Value::atom("$_")).is_some();
    let said = pattern.iter().filter(|(key, _)| *key != Value::atom("$_"));
    let said: Vec<_> = said.collect();
    (others || said.len() == map.len())
        && said.into_iter().all(|(key, pattern)| {
            map.get(key)
                .is_some_and(|value| fits(pattern, value, bindings))
        })
}

/// Whether a term is of a type, by Erlang's name of it.
fn is_of(name: &str, value: &Value) -> bool {
    match (name, value) {
        ("integer", Value::Integer(_))
        | ("binary", Value::Binary(_))
        | ("list", Value::List(_))
        | ("reference", Value::Reference(_))
        | ("native", Value::Port(_) | Value::Pid(_)) => true,
        ("non_neg_integer", Value::Integer(number)) => *number >= 0,
        ("pos_integer", Value::Integer(number)) => *number > 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits_in(pattern: &str, value: &str) -> Option<Bindings> {
        let mut bindings = Bindings::new();
        let value = value.parse().expect("a term");
        Template::parse(pattern)
            .fits(&value, &mut bindings)
            .then_some(bindings)
    }

    #[test]
    fn holes_fit_what_they_say() {
        for (pattern, value) in [
            ("_", "{a}"),
            ("{ok, integer()}", "{ok,-1}"),
            ("#{a => _, _ => _}", "#{a => 1, b => 2}"),
            ("[_ | _]", "[1]"),
            ("[1 | T]", "[1,2,3]"),
            ("[1 | T]", "[1|x]"),
            ("{X, X}", "{1,1}"),
            ("binary(2)", "<<1,2>>"),
            ("bytes(2, 7)", "<<7,7>>"),
            ("'$call'", "'$call'"),
            ("\"A b\"", "\"A b\""),
            ("16#FF", "255"),
        ] {
            assert!(fits_in(pattern, value).is_some(), "{pattern} {value}");
        }
    }

    #[test]
    fn what_differs_does_not_fit() {
        for (pattern, value) in [
            ("{ok, integer()}", "{ok,1.0}"),
            ("pos_integer()", "0"),
            ("#{a => _}", "#{a => 1, b => 2}"),
            ("#{a => _, b => _}", "#{a => 1}"),
            ("[_ | _]", "[]"),
            ("{X, X}", "{1,2}"),
            ("binary(2)", "<<1>>"),
            ("0.0", "-0.0"),
        ] {
            assert!(fits_in(pattern, value).is_none(), "{pattern} {value}");
        }
    }

    #[test]
    fn what_is_bound_is_said() {
        let bound = fits_in("[H | T]", "[1,2]").expect("it fits");
        let said = Template::parse("{H, T, bytes(1, 0), copies(2, H)}").fill(&bound);
        assert_eq!(
            said.map(|term| term.to_string()),
            Ok("{1,[2],<<0>>,[1,1]}".to_owned())
        );
        assert!(Template::parse("X").fill(&bound).is_err());
        assert!(Template::parse("copies(2, X)").fill(&bound).is_err());
    }
}
