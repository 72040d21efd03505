//! The comparison as it is recorded: its gates hold, and notice what is slow.
//!
//! Needs `ERL`, an `erl` of Erlang/OTP 25 or later, which `just pore-bench` sets, and erlc. With
//! `RECORD` set the tables of docs/numbers.md are written anew.

use std::env;
use std::process::{Command, Output, Stdio};

use vm_testing::{folder, otp_bundle, own_library, record, shout, skipped};

fn bench(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pore-bench"));
    // How far it is, is for who looks on.
    let output = command.args(args).stderr(Stdio::inherit()).output();
    output.expect("it is there")
}

#[test]
fn pores_are_as_fast_as_they_should_be() {
    let Some(erl) = env::var_os("ERL") else {
        skipped(
            "the comparison of pores with other ways",
            "ERL=erl (OTP 25 or later), and erlc; `just pore-bench` sets it",
        );
        return;
    };
    what_is_slow_is_noticed();
    let folder = folder("pore-bench");
    let library = own_library("otp-ports", &folder);
    otp_bundle(&library, &folder);
    let (erl, folder) = (erl.to_string_lossy(), folder.to_string_lossy());
    let nodes = ["--erl", &erl, "--bundle", &folder];
    let ran = bench(&[&["--gate", "--seconds", "40", "--rounds", "21"][..], &nodes].concat());
    let tables = String::from_utf8_lossy(&ran.stdout);
    shout(&tables);
    record("Two processes", "pore-bench", tables.trim_start());
    assert!(ran.status.success(), "a goal is missed");
}

/// The same gates, with pores that lose time and ring for nothing.
fn what_is_slow_is_noticed() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pore-bench"));
    command.args(["--slow", "--gate", "--seconds", "3", "--rounds", "5"]);
    command.args(["--rows", "spin,blocking,apart,rate"]);
    let ran = command.output().expect("it is there");
    let errors = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(1), "{errors}");
    for gate in [
        "spinning, a pore to shared memory",
        "asleep on one CPU, a pore to eventfds",
        "asleep on two CPUs, a pore to eventfds",
        "doorbells for a message",
        "16 bytes, a pore to the ring",
    ] {
        assert!(errors.contains(gate), "{gate} was not noticed:\n{errors}");
    }
}
