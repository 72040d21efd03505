//! Traces as text: what is read, what is refused, and where.

mod common;

use board_sim::{Trace, TraceError, TraceFault};
use class_touch::{TouchEvent, TouchKind};
use proptest::prelude::*;

const HEADER: &str = "time_us,kind,id,x,y,pressure";

/// The fault in a body, and its line; the header is line 1.
fn refused(body: &str) -> (u32, TraceFault) {
    let TraceError { line, fault } =
        Trace::parse(&format!("{HEADER}\n{body}")).expect_err("not a trace");
    (line, fault)
}

#[test]
fn each_fault_at_its_line() {
    use TraceFault as F;
    let d = "5,down,0,1,1,1\n";
    for (body, line, fault) in [
        ("".into(), 2, F::Empty),
        ("5,down,0,1,1\n".into(), 2, F::Fields),
        ("5,down,0,1,1,1,1\n".into(), 2, F::Fields),
        (format!("{d}\n5,move,0,1,1,1\n"), 3, F::Fields),
        ("x,down,0,1,1,1\n".into(), 2, F::Time),
        ("-1,down,0,1,1,1\n".into(), 2, F::Time),
        ("18446744073709551616,down,0,1,1,1\n".into(), 2, F::Time),
        ("5,Down,0,1,1,1\n".into(), 2, F::Kind),
        ("5,,0,1,1,1\n".into(), 2, F::Kind),
        ("5,down,16,1,1,1\n".into(), 2, F::Id),
        ("5,down,+1,1,1,1\n".into(), 2, F::Id),
        ("5,down,999,1,1,1\n".into(), 2, F::Id),
        ("5,down,0,4096,1,1\n".into(), 2, F::X),
        ("5,down,0,1,4096,1\n".into(), 2, F::Y),
        ("5,down,0,-1,1,1\n".into(), 2, F::X),
        ("5,down,0,1,1.5,1\n".into(), 2, F::Y),
        ("5,down,0,1,1,256\n".into(), 2, F::Pressure),
        ("5,down,0,1,1, 1\n".into(), 2, F::Pressure),
        (format!("{d}4,move,0,1,1,1\n"), 3, F::Backwards),
        (format!("{d}5,down,0,1,1,1\n"), 3, F::AlreadyDown),
        (format!("{d}5,move,1,1,1,1\n"), 3, F::NotDown),
        (format!("{d}5,up,0,1,1,1\n5,up,0,1,1,1\n"), 4, F::NotDown),
        (
            format!("{d}5,down,1,1,1,1\n5,down,2,1,1,1\n"),
            4,
            F::ThirdFinger,
        ),
    ] {
        assert_eq!(refused(&body), (line, fault), "{body:?}");
    }
}

#[test]
fn wrong_headers() {
    for text in [
        "",
        "\n",
        "5,down,0,1,1,1\n",
        "time_us,kind,id,x,y\n5,down,0,1,1\n",
        "time_us, kind, id, x, y, pressure\n",
        " time_us,kind,id,x,y,pressure\n",
    ] {
        let expected = TraceError {
            line: 1,
            fault: TraceFault::Header,
        };
        assert_eq!(Trace::parse(text), Err(expected), "{text:?}");
    }
}

#[test]
fn line_ends_and_byte_order_marks_are_taken() {
    let rows = [
        TouchEvent::new(5, TouchKind::Down, 1, 2, 3).with_pressure(4),
        TouchEvent::new(5, TouchKind::Up, 1, 2, 3),
    ];
    for text in [
        format!("{HEADER}\n5,down,1,2,3,4\n5,up,1,2,3,0\n"),
        format!("{HEADER}\n5,down,1,2,3,4\n5,up,1,2,3,0"),
        format!("\u{feff}{HEADER}\r\n5,down,1,2,3,4\r\n5,up,1,2,3,0\r\n"),
        format!("{HEADER}\n005,down,01,2,3,4\n5,up,1,2,3,0\n"),
    ] {
        assert_eq!(Trace::parse(&text).expect("a trace").rows(), rows);
    }
}

#[test]
fn the_limits_are_inside() {
    let body = "18446744073709551615,down,15,4095,4095,255\n";
    assert!(Trace::parse(&format!("{HEADER}\n{body}")).is_ok());
}

#[test]
fn rows_obey_the_same_rules() {
    let down = TouchEvent::new(0, TouchKind::Down, 0, 1, 1);
    let fault = |rows: &[TouchEvent]| Trace::from_rows(rows).expect_err("not a trace");
    let at = |line, fault| TraceError { line, fault };
    assert_eq!(fault(&[]), at(2, TraceFault::Empty));
    assert_eq!(fault(&[down, down]), at(3, TraceFault::AlreadyDown));
    let far = TouchEvent::new(0, TouchKind::Down, 0, 4096, 1);
    assert_eq!(fault(&[far]), at(2, TraceFault::X));
    let many = TouchEvent::new(0, TouchKind::Down, 16, 1, 1);
    assert_eq!(fault(&[many]), at(2, TraceFault::Id));
}

#[test]
fn errors_are_sentences() {
    let error = Trace::parse(&format!("{HEADER}\n5,up,0,1,1,1")).expect_err("not a trace");
    assert_eq!(error.to_string(), "line 2: the finger is not down");
}

proptest! {
    #[test]
    fn text_and_back(trace in common::traces(200)) {
        prop_assert_eq!(Trace::parse(&trace.to_string()), Ok(trace));
    }

    #[test]
    fn any_text_is_a_trace_or_an_error(text in "\\PC{0,60}", rows in "[0-9a-z,\n]{0,80}") {
        let _ = Trace::parse(&text);
        let _ = Trace::parse(&format!("{HEADER}\n{rows}"));
    }
}
