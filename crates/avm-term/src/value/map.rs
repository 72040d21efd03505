//! The pairs of an owned map.

use alloc::vec::Vec;

use super::Value;

/// The pairs of a map: in the order of their keys, no key twice. Among keys every integer comes
/// before every float, which the order of terms does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueMap(Vec<(Value, Value)>);

impl ValueMap {
    /// Takes pairs in any order; of equal keys the last counts, as in an Erlang map expression.
    pub fn new(mut pairs: Vec<(Value, Value)>) -> Self {
        // Latest first, so that the stable sort and `dedup` keep the latest.
        pairs.reverse();
        pairs.sort_by(|a, b| a.0.cmp_as_key(&b.0));
        pairs.dedup_by(|later, kept| later.0 == kept.0);
        Self(pairs)
    }

    /// Takes the pairs of a map, which are in any order and should have no key twice; allocates
    /// nothing.
    pub(crate) fn of_distinct(mut pairs: Vec<(Value, Value)>) -> Self {
        pairs.sort_unstable_by(|a, b| a.0.cmp_as_key(&b.0));
        Self(pairs)
    }

    /// Walks the pairs, in the order of their keys.
    pub fn iter(&self) -> core::slice::Iter<'_, (Value, Value)> {
        self.0.iter()
    }

    /// The value of a key.
    pub fn get(&self, key: &Value) -> Option<&Value> {
        let index = self
            .0
            .binary_search_by(|(found, _)| found.cmp_as_key(key))
            .ok()?;
        self.0.get(index).map(|(_, value)| value)
    }

    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the map is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Value, Value)> for ValueMap {
    fn from_iter<I: IntoIterator<Item = (Value, Value)>>(pairs: I) -> Self {
        Self::new(pairs.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_equal_keys_counts() {
        let pairs = [(2, 20), (1, 10), (2, 21), (1, 11), (2, 22)];
        let map: ValueMap = pairs
            .map(|(key, value)| (key.into(), value.into()))
            .into_iter()
            .collect();
        assert_eq!(map.0, [(1.into(), 11.into()), (2.into(), 22.into())]);
        assert_eq!(map.get(&2.into()), Some(&22.into()));
        assert_eq!(map.get(&2.0.into()), None, "keys are compared exactly");
    }
}
