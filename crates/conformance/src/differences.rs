//! The page of what VMs do otherwise, made from the suite.

use std::fmt::Write as _;

use crate::script::Scenario;
use crate::terms;

/// The line above the table of the page.
pub const BEGIN: &str = "<!-- made by `cargo run -p conformance -- differences` -->";
/// The line below it.
pub const END: &str = "<!-- end -->";

/// The table: a row for each VM and step that differ, and the sentence that says why.
#[must_use]
pub fn table(scenarios: &[Scenario]) -> String {
    let mut table = String::from("| VM | what | scenario |\n|---|---|---|\n");
    for scenario in scenarios {
        let name = &scenario.name;
        for (tag, why) in &scenario.except {
            let _ = writeln!(table, "| {} | {why} | not run: {name} |", tag.name());
        }
        for (tag, _, why) in scenario.steps.iter().flat_map(|step| &step.variants) {
            let _ = writeln!(table, "| {} | {why} | {name} |", tag.name());
        }
    }
    for (tag, why) in terms::DIFFERENCES {
        let _ = writeln!(table, "| {} | {why} | terms that are made up |", tag.name());
    }
    table
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
