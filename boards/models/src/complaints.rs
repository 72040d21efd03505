//! What a part was asked that it cannot do, kept for whoever looks.

/// How many complaints are kept word by word.
const KEPT: usize = 64;

/// A log of complaints: the first 64 as they were, all of them as a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaints<C> {
    first: Vec<C>,
    count: usize,
}

impl<C> Default for Complaints<C> {
    fn default() -> Self {
        Self {
            first: Vec::new(),
            count: 0,
        }
    }
}

impl<C> Complaints<C> {
    /// The first complaints, in order.
    #[must_use]
    pub fn first(&self) -> &[C] {
        &self.first
    }

    /// How many there were.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Whether there were none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The same, in words.
    #[must_use]
    pub fn in_words(&self) -> Complaints<String>
    where
        C: ToString,
    {
        Complaints {
            first: self.first.iter().map(ToString::to_string).collect(),
            count: self.count,
        }
    }

    pub(crate) fn push(&mut self, complaint: C) {
        self.count += 1;
        if self.first.len() < KEPT {
            self.first.push(complaint);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_counted_and_the_first_are_kept() {
        let mut complaints = Complaints::default();
        assert!(complaints.is_empty());
        (0..1_000).for_each(|n| complaints.push(n));
        assert_eq!(complaints.count(), 1_000);
        assert_eq!(complaints.first(), (0..64).collect::<Vec<_>>());
    }
}
