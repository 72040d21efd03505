//! Enums as requests and as choices.
#![forbid(unsafe_code)]
#![deny(missing_docs, unused_qualifications, clippy::all, clippy::pedantic)]

mod common;

use avm_term::FromTerm;
use common::read;

/// Options that may all be left out.
#[derive(FromTerm, Debug, PartialEq)]
struct Level {
    #[avm(default = 128)]
    volume: u8,
}

/// Every form of a command.
#[derive(FromTerm, Debug, PartialEq)]
enum Request {
    Pause,
    ReadEvents,
    #[avm(name = "set-volume")]
    SetVolume(Level),
    Skip(u32),
    Fill {
        #[avm(range = 0..=0xff_ffff)]
        color: u32,
        #[avm(default)]
        opaque: bool,
    },
    Mode(Mode),
}

/// One of some atoms.
#[derive(FromTerm, Debug, PartialEq)]
#[avm(atoms)]
enum Mode {
    MsbFirst,
    #[avm(name = "lsb")]
    LsbFirst,
}

fn knows_the_atoms() {
    known_atoms!(
        "pause",
        "read_events",
        "set-volume",
        "volume",
        "skip",
        "fill",
        "color",
        "opaque",
        "mode",
        "msb_first",
        "lsb",
        "Pause",
        "set_volume"
    );
}

#[test]
fn commands_are_atoms_or_pairs() {
    knows_the_atoms();
    for (erlang, request) in [
        ("pause", Request::Pause),
        ("read_events", Request::ReadEvents),
        (
            "{'set-volume',#{volume => 5}}",
            Request::SetVolume(Level { volume: 5 }),
        ),
        (
            "{'set-volume',[{volume,5}]}",
            Request::SetVolume(Level { volume: 5 }),
        ),
        (
            "{'set-volume',[]}",
            Request::SetVolume(Level { volume: 128 }),
        ),
        ("'set-volume'", Request::SetVolume(Level { volume: 128 })),
        ("{skip,7}", Request::Skip(7)),
        (
            "{fill,#{color => 16#ff00ff}}",
            Request::Fill {
                color: 0xff_00ff,
                opaque: false,
            },
        ),
        (
            "{fill,[opaque,{color,0}]}",
            Request::Fill {
                color: 0,
                opaque: true,
            },
        ),
        ("{mode,msb_first}", Request::Mode(Mode::MsbFirst)),
        ("{mode,lsb}", Request::Mode(Mode::LsbFirst)),
    ] {
        assert_eq!(read(erlang), Ok(request), "{erlang}");
    }
}

#[test]
fn unknown_commands_are_handed_back_whole() {
    knows_the_atoms();
    for erlang in [
        "x",
        "'Pause'",
        "set_volume",
        "{x,1}",
        "{pause,[]}",
        "{pause}",
        "{skip,1,2}",
        "[]",
        "[pause]",
        "5",
        "<<\"pause\">>",
        "{}",
        "#{pause => 1}",
        "{<<\"skip\">>,7}",
        "{{skip},7}",
    ] {
        assert_eq!(
            read::<Request>(erlang),
            Err(format!("{{unknown_command,{erlang}}}"))
        );
    }
}

#[test]
fn wrong_arguments_are_named() {
    knows_the_atoms();
    for (erlang, reason) in [
        ("{skip,x}", "{bad_value,x}"),
        ("skip", "{bad_value,[]}"),
        ("{'set-volume',#{volume => 256}}", "{bad_option,volume,256}"),
        ("{'set-volume',7}", "{bad_options,7}"),
        ("fill", "{missing_option,color}"),
        ("{fill,[{color,16#1000000}]}", "{bad_option,color,16777216}"),
        ("{fill,[{color,0}|x]}", "{bad_options,[{color,0}|x]}"),
        ("{mode,x}", "{bad_value,x}"),
    ] {
        assert_eq!(read::<Request>(erlang), Err(reason.into()), "{erlang}");
    }
}

#[test]
fn a_choice_is_one_of_its_atoms() {
    knows_the_atoms();
    assert_eq!(read("msb_first"), Ok(Mode::MsbFirst));
    for erlang in ["x", "{msb_first,1}", "lsb_first_", "5", "[]"] {
        known_atoms!("lsb_first_");
        assert_eq!(read::<Mode>(erlang), Err(format!("{{bad_value,{erlang}}}")));
    }
}

/// No request is known.
#[derive(FromTerm, Debug, PartialEq)]
enum Never {}

#[test]
fn an_empty_request_knows_nothing() {
    assert_eq!(read::<Never>("x"), Err("{unknown_command,x}".into()));
}
