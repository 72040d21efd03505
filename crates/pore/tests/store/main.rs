//! T4: the store, in this process and through bytes, under the same tests.

mod faults;
mod perms;
mod transactions;
mod values;
mod watches;
mod wire;
mod world;
