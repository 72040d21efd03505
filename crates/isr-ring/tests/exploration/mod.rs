//! Scenarios, their seeded faults, and the count of executions.

mod bell;
mod bytes;
mod explore;
mod pool;
mod queue;
mod splitter;
