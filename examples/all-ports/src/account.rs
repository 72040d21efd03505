//! An account of data: what was made, what is left of it, what is gone.

use std::fmt;

/// Where data lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// Values that Erlang holds.
    Resource,
    /// State behind handles that go stale.
    Table,
    /// Events and bytes out of an interrupt, or into one.
    Ring,
    /// Blocks that an interrupt fills and Erlang holds.
    Pool,
}

impl Home {
    fn name(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Table => "table",
            Self::Ring => "ring",
            Self::Pool => "pool",
        }
    }
}

/// What became of all data of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where they live.
    pub home: Home,
    /// What they are.
    pub what: String,
    /// How many were made.
    pub created: u64,
    /// How many are left.
    pub alive: u64,
    /// How many are gone, as they should.
    pub dropped: u64,
    /// How many were lost, which is counted and no flaw.
    pub lost: u64,
    /// What else there is to say.
    pub note: String,
}

impl Row {
    /// Whether nothing is left, and nothing missing.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.alive == 0 && self.created == self.dropped + self.lost
    }
}

/// All rows, as a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account(pub Vec<Row>);

impl Account {
    /// What is not as it should be.
    pub fn flaws(&self) -> impl Iterator<Item = String> {
        let unsettled = self.0.iter().filter(|row| !row.is_settled());
        unsettled.map(|row| {
            let Row {
                created,
                alive,
                dropped,
                lost,
                ..
            } = row;
            format!(
                "{} {}: of {created}, {dropped} are gone, {lost} lost, and {alive} alive",
                row.home.name(),
                row.what
            )
        })
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<10}{:<18}{:>9}{:>9}{:>9}",
            "home", "of", "created", "alive", "dropped"
        )?;
        for row in &self.0 {
            let (home, what) = (row.home.name(), &row.what);
            let (created, alive, dropped) = (row.created, row.alive, row.dropped);
            write!(f, "{home:<10}{what:<18}{created:>9}{alive:>9}{dropped:>9}")?;
            if row.lost > 0 {
                write!(f, "  {} lost", row.lost)?;
            }
            if !row.note.is_empty() {
                write!(f, "  {}", row.note)?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(created: u64, alive: u64, dropped: u64, lost: u64) -> Row {
        Row {
            home: Home::Ring,
            what: "events".into(),
            created,
            alive,
            dropped,
            lost,
            note: "3 of 8 waited".into(),
        }
    }

    #[test]
    fn what_is_left_or_missing_is_a_flaw() {
        let flaws = |row: Row| Account(vec![row]).flaws().collect::<Vec<_>>();
        assert!(flaws(row(5, 0, 5, 0)).is_empty());
        assert!(flaws(row(5, 0, 3, 2)).is_empty());
        let said = "ring events: of 5, 4 are gone, 0 lost, and 1 alive";
        assert_eq!(flaws(row(5, 1, 4, 0)), [said]);
        assert_eq!(flaws(row(5, 0, 4, 0)).len(), 1);
        assert_eq!(flaws(row(5, 0, 6, 0)).len(), 1);
    }

    #[test]
    fn rows_are_lines() {
        let text = Account(vec![row(5, 0, 3, 2)]).to_string();
        let lines: Vec<&str> = text.lines().collect();
        let said = "ring      events                    5        0        3  2 lost  3 of 8 waited";
        assert_eq!(lines[1], said);
        assert_eq!(lines[0].len(), 55);
    }
}
