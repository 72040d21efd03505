//! The NIFs on a real Erlang/OTP, beside a port and in a library of their own.
//!
//! Needs `ERL`, an `erl` of Erlang/OTP 25 or later, and `erlc`; `just test-otp` sets it.

mod node;

use node::Node;

/// What `nif_run` prints, line by line, if everything is as it says; on AtomVM as well.
const PARTS: &str = "numbers\nbytes\nterms\nexceptions\nwrong\npanics\nkept\ndeep\nresources\nshared\ndisplay\ndone\n";

/// The panics of a run, each of which is reported once.
const PANICS: usize = 101;

#[test]
fn every_nif_works_on_otp() {
    let Some(node) = Node::new("run") else { return };
    let run = node.run("nif_run", &[]);
    assert_eq!(run.output, PARTS, "{run:?}");
    assert_eq!(run.errors.matches("as asked: ").count(), PANICS, "{run:?}");
}

#[test]
fn schedulers_one_or_many() {
    let Some(node) = Node::new("schedulers") else {
        return;
    };
    for arguments in [["+S", "1"], ["+S", "24"]] {
        let run = node.run("nif_run", &arguments);
        assert_eq!(run.output, PARTS, "{arguments:?}: {run:?}");
    }
}

#[test]
fn what_blocks_has_schedulers_of_its_own() {
    let Some(node) = Node::new("threads") else {
        return;
    };
    for arguments in [["+S", "1"], ["+S", "4"]] {
        let run = node.run("nif_threads", &arguments);
        assert_eq!(run.output, "threads\nfree\n", "{arguments:?}: {run:?}");
    }
}

#[test]
fn a_module_may_have_a_library_of_its_own() {
    let Some(node) = Node::new("direct") else {
        return;
    };
    let run = node.run("direct_run", &[]);
    assert_eq!(
        run.output, "called\nrefused\nloaded\napart\ndone\n",
        "{run:?}"
    );
}

/// The functions of the module say what is missing.
#[test]
fn without_a_library_it_is_an_exception() {
    let Some(node) = Node::new("without") else {
        return;
    };
    let run = node.evaluate(
        "application:set_env(avm_port, library, \"absent\"), \
         io:format(\"~p~n\", [catch error({example_nifs:sum(1, 2)})])",
        &[],
    );
    assert!(run.output.contains("{library,absent}"), "{run:?}");
}
