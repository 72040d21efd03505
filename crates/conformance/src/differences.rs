//! The page of what VMs do otherwise, made from the suite.

use std::fmt::Write as _;

use crate::script::{Scenario, Tag};
use crate::terms;

/// The line above the table of the page.
pub const BEGIN: &str = "<!-- made by `cargo run -p conformance -- differences` -->";
/// The line below it.
pub const END: &str = "<!-- end -->";

/// The table: a row for each VM and difference, and the scenarios that show it.
#[must_use]
pub fn table(scenarios: &[Scenario]) -> String {
    let mut rows = Vec::new();
    for scenario in scenarios {
        for (tag, why) in &scenario.except {
            add(&mut rows, *tag, why, format!("not run: {}", scenario.name));
        }
        for (tag, _, why) in scenario.steps.iter().flat_map(|step| &step.variants) {
            add(&mut rows, *tag, why, scenario.name.clone());
        }
    }
    for (tag, why) in terms::DIFFERENCES {
        add(&mut rows, tag, why, "terms that are made up".to_owned());
    }
    let mut table = String::from("| VM | what | scenarios |\n|---|---|---|\n");
    for (tag, why, shown) in rows {
        let _ = writeln!(table, "| {} | {why} | {} |", tag.name(), shown.join("; "));
    }
    table
}

/// Adds what shows a difference to its row.
fn add<'w>(rows: &mut Vec<(Tag, &'w str, Vec<String>)>, tag: Tag, why: &'w str, shown: String) {
    match rows.iter_mut().find(|row| (row.0, row.1) == (tag, why)) {
        Some((.., others)) if others.contains(&shown) => {}
        Some((.., others)) => others.push(shown),
        None => rows.push((tag, why, vec![shown])),
    }
}

/// The page with this table.
///
/// # Errors
///
/// The page has no place for it.
pub fn page(page: &str, table: &str) -> Result<String, &'static str> {
    let (before, rest) = page.split_once(BEGIN).ok_or("no beginning of the table")?;
    let (_, after) = rest.split_once(END).ok_or("no end of the table")?;
    Ok(format!("{before}{BEGIN}\n{table}{END}{after}"))
}
