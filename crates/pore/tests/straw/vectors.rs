//! Bytes as LING and pystraw have them on the wire, and what they agree on.

use pore::straw::{DEFAULT_MAX_FRAME, Format, Offer, OfferError, Straw, Terms};

use crate::common::{Tube, drain, exports};

const JSON: Terms = Terms {
    format: Format::Json,
    ..Terms::DEFAULT
};

/// What `struct.pack(">L", ..)` and `json.dumps` of Python write, or jsx of LING.
const FROM_PEERS: [(&[u8], &str); 4] = [
    (
        b"\0\0\0\x24{\"addr\": \"shell\", \"msg\": [1, \"two\"]}",
        "[1, \"two\"]",
    ),
    (
        b"\0\0\0\x1d{\"addr\":\"shell\",\"msg\":\"ping\"}",
        "\"ping\"",
    ),
    (b"\0\0\0\x19{\"msg\":{},\"addr\":\"shell\"}", "{}"),
    (
        b"\0\0\0\x23{\"addr\":\"\\u0073hell\",\"x\":0,\"msg\":1}",
        "1",
    ),
];

#[test]
fn t2_frames_of_pystraw_are_read() {
    for (bytes, message) in FROM_PEERS {
        let mut straw = Straw::new(Tube::of(bytes), JSON);
        let (delivered, turn) = drain(&mut straw, &exports());
        assert_eq!(delivered, [(1, message.to_owned())]);
        assert!(turn.is_ok());
    }
}

#[test]
fn t2_frames_are_written_as_ling_writes_them() {
    let mut straw = Straw::new(Tube::of(b""), JSON);
    straw.send_json("shell", "\"ping\"").unwrap();
    assert!(drain(&mut straw, &exports()).1.is_ok());
    let written: Vec<u8> = straw.pipe().output.drain(..).collect();
    assert_eq!(written, FROM_PEERS[1].0);

    let mut straw = Straw::new(Tube::of(b""), Terms::DEFAULT);
    straw.send_term("shell", &(1_u8, true)).unwrap();
    assert!(drain(&mut straw, &exports()).1.is_ok());
    let written: Vec<u8> = straw.pipe().output.drain(..).collect();
    // term_to_binary({envelope,shell,{1,true}}).
    let payload = b"\x83h\x03w\x08envelopew\x05shellh\x02a\x01w\x04true";
    assert_eq!(written[..4], (payload.len() as u32).to_be_bytes());
    assert_eq!(written[4..], *payload);
}

#[test]
fn t2_an_atom_in_the_old_encoding_is_read() {
    let payload = b"\x83h\x03d\0\x08enveloped\0\x05shelld\0\x02ok";
    let bytes = crate::common::frame(payload);
    let mut straw = Straw::new(Tube::of(&bytes), Terms::DEFAULT);
    assert_eq!(drain(&mut straw, &exports()).0, [(1, "ok".to_owned())]);
}

#[test]
fn t2_erlang_only_if_both_say_so() {
    let offer = |format: Option<&'static str>| Offer {
        format: format.map(str::as_bytes),
        max_frame: None,
    };
    let agreed = |a, b| Terms::agreed(&offer(a), &offer(b)).unwrap().format;
    for erlang in [None, Some("erlang")] {
        assert_eq!(agreed(None, erlang), Format::Erlang);
        assert_eq!(agreed(erlang, Some("erlang")), Format::Erlang);
        for other in ["json", "msgpack", "", "Erlang", "init"] {
            assert_eq!(agreed(erlang, Some(other)), Format::Json);
            assert_eq!(agreed(Some(other), erlang), Format::Json);
            assert_eq!(agreed(Some(other), Some(other)), Format::Json);
        }
    }
}

#[test]
fn the_lesser_of_the_longest_frames_is_agreed() {
    let offer = |max_frame: Option<&'static [u8]>| Offer {
        format: None,
        max_frame,
    };
    let agreed = |a, b| Terms::agreed(&offer(a), &offer(b)).map(|terms| terms.max_frame);
    assert_eq!(agreed(None, None), Ok(DEFAULT_MAX_FRAME));
    assert_eq!(agreed(Some(b"1500"), None), Ok(1500));
    assert_eq!(agreed(Some(b"1500"), Some(b"64")), Ok(64));
    assert_eq!(agreed(None, Some(b"4294967295")), Ok(DEFAULT_MAX_FRAME));
    for bad in [
        &b"4294967296"[..],
        b"",
        b"-1",
        b"+1",
        b"1e3",
        b"\xff",
        b" 1",
    ] {
        assert_eq!(agreed(Some(bad), None), Err(OfferError::MaxFrame));
        assert_eq!(agreed(None, Some(bad)), Err(OfferError::MaxFrame));
    }
}
