//! Scenarios, their seeded faults, and the count of executions.

mod bell;
mod explore;
mod queue;
mod splitter;
