//! Counts, as ports give them: `{stats, #{name => N, ...}}`.

use avm_term::Value;

use crate::{Error, tagged};

/// Counts by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts(Vec<(String, u64)>);

impl Counts {
    /// The counts of `{Tag, #{name => N, ...}}`; `None` unless all of it are counts.
    #[must_use]
    pub fn from_answer(tag: &str, answer: &Value) -> Option<Self> {
        let Value::Map(map) = tagged(tag, answer)? else {
            return None;
        };
        let count = |(name, count): &(Value, Value)| {
            let count = count.as_integer()?.try_into().ok()?;
            Some((name.as_atom()?.to_owned(), count))
        };
        map.iter().map(count).collect::<Option<_>>().map(Self)
    }

    /// One of them.
    ///
    /// # Errors
    ///
    /// [`Error::Flawed`] if the port does not have it.
    pub fn get(&self, name: &str) -> Result<u64, Error> {
        let found = self.0.iter().find(|(known, _)| known == name);
        let count = found.map(|(_, count)| *count);
        count.ok_or_else(|| Error::Flawed(format!("the port has no count of {name}")))
    }

    /// Some of them.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub fn all<const N: usize>(&self, names: [&str; N]) -> Result<[u64; N], Error> {
        let mut counts = [0; N];
        for (count, name) in counts.iter_mut().zip(names) {
            *count = self.get(name)?;
        }
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Counts> {
        Counts::from_answer("stats", &text.parse().expect("a term"))
    }

    #[test]
    fn counts_are_found_by_name() {
        let counts = read("{stats, #{queued => 3, played => 4294967295}}").expect("counts");
        let both = counts.all(["played", "queued"]).expect("both are there");
        assert_eq!(both, [4_294_967_295, 3]);
        let missing = counts.get("dropped").expect_err("is not there");
        assert_eq!(missing.to_string(), "the port has no count of dropped");
        assert!(counts.all(["queued", "dropped"]).is_err());
    }

    #[test]
    fn what_is_no_count_makes_no_counts() {
        for text in [
            "{stats, #{queued => -1}}",
            "{stats, #{queued => many}}",
            "{stats, #{1 => 1}}",
            "{stats, []}",
            "{faults, #{}}",
            "{error, closed}",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
