//! NIFs and a port beside C and rustler, on a real Erlang/OTP.
//!
//! Needs `ERL`, an `erl` of Erlang/OTP 25 or later, which `just otp-bench` sets,
//! and cc, erlc, taskset and `erl_nif.h`. Prints a table, in which a goal that is
//! missed says so. Fails if two makes answer differently, or if a ratio is worse
//! than what `report::GATES` allows, and stays so when it is measured again. With
//! `RECORD` set the rows of docs/numbers.md are written anew.

mod bundle;
mod report;
mod rounds;

use bundle::Bundle;
use report::Report;
use rounds::Rounds;
use vm_testing::{Erl, record, shout};

/// How often the VM is started: each start lays its memory out anew.
const STARTS: usize = 3;

/// How often it is measured before a ratio is believed to be too bad.
const TRIES: usize = 4;

#[test]
fn as_fast_as_c_and_faster_than_rustler() {
    let Some(erl) = Erl::named("the comparison with C and rustler") else {
        return;
    };
    let bundle = Bundle::build(erl);
    let mut rounds = Rounds::default();
    for _ in 0..TRIES {
        for _ in 0..STARTS {
            rounds.read(&bundle.run());
        }
        if Report::of(&rounds).too_bad().is_empty() {
            break;
        }
    }
    let report = Report::of(&rounds);
    shout(&format!("\nErlang/OTP {}\n{report}", bundle.release()));
    let what = format!("Erlang/OTP {}", bundle.release());
    record(&what, "otp-bench", &report.rows());
    let too_bad = report.too_bad();
    assert!(too_bad.is_empty(), "worse than recorded: {too_bad:?}");
}
