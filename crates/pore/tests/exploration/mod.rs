//! Scenarios, their seeded faults, and the count of executions.

mod close;
mod explore;
mod halves;
mod sleep;
mod stream;
mod wait;
