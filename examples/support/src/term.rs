//! Terms to a port, and out of one.

use avm_term::Value;

/// `#{name => value, ...}`
#[must_use]
pub fn options<const N: usize>(of: [(&str, Value); N]) -> Value {
    Value::map(of.map(|(name, value)| (Value::atom(name), value)))
}

/// `{Name, #{name => value, ...}}`; the atom `Name` alone where there are no arguments.
///
/// ```
/// let fill = example_support::command("fill", [("color", 0xFF.into())]);
/// assert_eq!(fill.to_string(), "{fill,#{color => 255}}");
/// assert_eq!(example_support::command("pause", []).to_string(), "pause");
/// ```
#[must_use]
pub fn command<const N: usize>(name: &str, arguments: [(&str, Value); N]) -> Value {
    if arguments.is_empty() {
        return Value::atom(name);
    }
    Value::tuple([Value::atom(name), options(arguments)])
}

/// The `Value` of `{Tag, Value}`.
#[must_use]
pub fn tagged<'v>(tag: &str, term: &'v Value) -> Option<&'v Value> {
    match term.as_tuple()? {
        [first, second] if first.as_atom() == Some(tag) => Some(second),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_pair_with_the_tag_is_tagged() {
        let read = |text: &str| tagged("ok", &text.parse().expect("a term")).cloned();
        assert_eq!(read("{ok, 5}"), Some(Value::from(5)));
        for other in ["ok", "{ok}", "{error, 5}", "{ok, 5, 6}", "[ok, 5]"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
