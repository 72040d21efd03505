//! Display, audio and SPI: every request, every bad input, every answer.

use crate::node::Program;
use crate::transcript;

/// The ports, the speed of the board that their programs are for, what these print, and how often
/// they open the port.
const REQUESTS: [(&str, &str, &str, usize); 3] = [
    ("display", "1", expected!("display_requests"), 6),
    ("audio", "0", expected!("audio_requests"), 12),
    ("spi", "1", expected!("spi_requests"), 7),
];

#[test]
fn requests_are_answered_as_the_contracts_say() {
    for (port, speed, expected, opened) in REQUESTS {
        let module = format!("{port}_requests");
        let program = Program {
            speed,
            ..Program::of_tests(&module)
        };
        let Some(run) = transcript(program, expected) else {
            return;
        };
        assert_eq!(run.drops_of(port), opened, "{run}");
    }
}

/// For each port: options, requests, how many commands and how many of their arguments were given
/// any term, and what was not as it should.
const FUZZED: &str = "display = {ok,ok,6,17,{},ok}\naudio = {ok,ok,2,2,{},ok}\n\
                      spi = {ok,ok,3,5,{},ok}\n";

#[test]
fn any_term_gives_a_typed_error_or_is_an_argument() {
    let program = Program {
        speed: "0",
        ..Program::new("ports_fuzz")
    };
    transcript(program, FUZZED);
}

#[test]
fn parts_out_of_order_are_refused_and_left_at_rest() {
    transcript(Program::of_tests("ports_broken"), expected!("ports_broken"));
}

#[test]
fn faults_inside_a_driver_stay_inside() {
    transcript(Program::of_tests("fault_calls"), expected!("fault_calls"));
}
