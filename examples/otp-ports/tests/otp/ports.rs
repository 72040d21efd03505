//! Display, audio and SPI, given any term, and a driver at fault.

use crate::node::Program;
use crate::transcript;

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
fn faults_inside_a_driver_stay_inside() {
    transcript(Program::of_tests("fault_calls"), expected!("fault_calls"));
}
