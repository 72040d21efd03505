//! Many schedulers, threads that ring, code that is loaded again.

use crate::node::Program;
use crate::transcript;

#[test]
fn a_library_that_is_not_ours_is_refused_with_the_reason() {
    transcript(
        Program::new("otp_library"),
        "absent = {no_driver,touch}\ntext = {library,load_failed}\nforeign = {library,bad_lib}\n\
         names = true\n",
    );
}

/// A function that it lacks does not look for it without end.
#[test]
fn a_library_that_lacks_functions_is_refused_with_their_names() {
    transcript(
        Program::new("otp_lacking"),
        "no_version = [{library,{missing,[{version,0}]}}]\n\
         no_others = [{library,{missing,[{close,1},{close_blocking,1},{event,1},\
         {event_blocking,1},{message,2},{message_blocking,2}]}}]\n\
         no_nifs = {error,{library,{missing,[{call_nif,3}]}}}\nright = ok\n",
    );
}

/// Fifty times with ports open; then by a copy, whose types are its own.
#[test]
fn code_is_upgraded_with_ports_open() {
    transcript(
        Program::of_tests("otp_upgrade"),
        "upgraded = [ok]\nmaps = 0\ncopy = {{error,bad_resource},[exit,exit],[true,true],ok}\n\
         purged = [{error,{exit,unloaded}},{error,{exit,unloaded}}]\nagain = ok\n",
    );
}

/// No ring is lost, whichever thread it comes from and however many schedulers there are.
#[test]
fn threads_ring_all_at_once() {
    for schedulers in ["1", "2", "24"] {
        let program = Program {
            arguments: &["+S", schedulers],
            ..Program::of_tests("otp_storm")
        };
        transcript(
            program,
            "alone = all_seen\ntogether = [all_seen]\ntold = ok\nended = [normal]\n",
        );
    }
}

/// On a single scheduler, which it would stop.
#[test]
fn a_port_that_blocks_keeps_nobody_waiting() {
    let program = Program {
        arguments: &["+S", "1"],
        ..Program::of_tests("otp_blocking")
    };
    let expected = "dirty = true\nticked = true\nclose = ok\nshutdown = normal\nkill = normal\n\
                    owner = normal\nin_mid_call = killed\n";
    let Some(run) = transcript(program, expected) else {
        return;
    };
    assert_eq!(run.drops_of("blocking"), 5, "{run}");
    let on_scheduler = run.errors.contains("dropped on 1_scheduler");
    assert!(!on_scheduler, "{run}");
}

#[test]
fn a_large_map_is_read_in_the_time_of_its_size() {
    transcript(Program::of_tests("otp_maps"), "read = true\nclose = ok\n");
}
