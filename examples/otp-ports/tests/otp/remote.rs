//! Callers on another node.

use std::net::{Ipv4Addr, TcpListener};

use crate::node::Program;
use crate::{trace, transcript};

/// What calls from here and from there are answered; no call was malformed.
const ANSWERS: &str = "answers = {true,{[capacity,delivered,dropped,high_water,offered,queued],\
    touch,[{error,{unknown_command,hello}},{error,{bad_option,active,0}},{error,{unknown_command,{'$open',#{}}}},\
    {error,{unknown_command,{read_events,1}}}]},0}\nblocking = ok\n";

const ENDS: &str = "closed = [[ok,normal]]\ndead = {0,true}\n\
    owner_ends = []\nport_killed = []\n\
    stuck = {ok,true}\nclosed_when_stuck = {ok,true}\nnode_killed = {0,ok,ok}\nleft = 0\n";

/// A port that was free a moment ago, where the node of the test listens.
fn free_port() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a socket");
    listener.local_addr().expect("bound").port().to_string()
}

#[test]
fn callers_on_another_node_are_callers_as_any_other() {
    let trace = trace::two_fingers(21, 1_500, 1_000);
    let (text, events) = (trace::csv(&trace), trace.len().to_string());
    let rows: String = trace.iter().map(|row| row.text() + "\n").collect();
    let port = free_port();
    let program = Program {
        defines: &[("EVENTS", &events)],
        trace: Some(&text),
        speed: "0",
        // Found by its port, without an epmd.
        arguments: &[
            "-sname",
            "otp_remote@localhost",
            "-setcookie",
            "otp_remote",
            "-start_epmd",
            "false",
            "-erl_epmd_port",
            &port,
            "-kernel",
            "inet_dist_use_interface",
            "{127,0,0,1}",
        ],
        ..Program::of_tests("otp_remote")
    };
    let streams = ["read", "true", "once", "3"];
    let streams = streams.map(|mode| format!("{rows}{mode} = {{{events},0,ok}}\n"));
    transcript(program, &(ANSWERS.to_owned() + &streams.concat() + ENDS));
}
