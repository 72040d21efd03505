//! Errors as sentences.

use board_support::BoardError;
use embedded_hal::i2c::ErrorKind;

#[test]
fn each_error_says_what_it_is() {
    let wrong_part = BoardError::WrongPart {
        expected: "ft6x36",
        found: 0x1155,
    };
    let line = BoardError::Config {
        setting: "SIM_TRACE",
        line: Some(7),
        reason: "time goes backwards",
    };
    let no_line = BoardError::Config {
        setting: "SIM_SPEED",
        line: None,
        reason: "not a number",
    };
    for (error, text) in [
        (BoardError::Busy, "already open"),
        (
            BoardError::Bus(ErrorKind::ArbitrationLoss),
            "I2C: The arbitration was lost",
        ),
        (wrong_part, "no ft6x36: a part with id 0x1155 answers"),
        (line, "SIM_TRACE: line 7: time goes backwards"),
        (no_line, "SIM_SPEED: not a number"),
        (BoardError::NoResources("threads"), "out of threads"),
    ] {
        assert_eq!(error.to_string(), text);
    }
}
