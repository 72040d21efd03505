//! The external term format: what one derive writes, the other reads.
#![forbid(unsafe_code)]
#![deny(missing_docs, unused_qualifications, clippy::all, clippy::pedantic)]

use avm_term::etf::{DecodeError, Encoded, FromEtf, Limits, decode, to_vec};
use avm_term::{IntoTerm, Value};
use proptest::prelude::*;
use vm_host as _;

/// A tagged tuple with padding.
#[derive(IntoTerm, FromEtf, Clone, Debug, PartialEq)]
#[avm(tag = "touch")]
struct Touch {
    kind: Kind,
    #[avm(range = 0..=4095)]
    x: u16,
    #[avm(skip)]
    padding: u32,
    #[avm(range = -5..5)]
    tilt: Option<i8>,
}

/// Atoms.
#[derive(IntoTerm, FromEtf, Clone, Copy, Debug, PartialEq)]
enum Kind {
    Down,
    MovedFar,
    #[avm(name = "up!")]
    Up,
}

/// A map that borrows.
#[derive(IntoTerm, FromEtf, Clone, Debug, PartialEq)]
struct Offer<'a> {
    name: &'a str,
    #[avm(name = "page-size", default = 4096, range = 1..=65_536)]
    page_size: u32,
    #[avm(default)]
    urgent: bool,
    token: Option<u64>,
    #[avm(skip)]
    seen: u8,
}

/// Every form of a variant.
#[derive(IntoTerm, FromEtf, Clone, Debug, PartialEq)]
enum Envelope<'a, T> {
    Bye,
    Hello(&'a str, Offer<'a>),
    Data(&'a [u8], #[avm(skip)] u8),
    Grant {
        credit: u32,
    },
    #[avm(name = "fine")]
    Ok(),
    Event(T),
    Empty {},
}

/// The field itself.
#[derive(IntoTerm, FromEtf, Clone, Debug, PartialEq)]
struct Itself(f64, #[avm(skip)] u8);

/// A tuple without a name.
#[derive(IntoTerm, FromEtf, Clone, Debug, PartialEq)]
struct Triple(u8, #[avm(skip)] u8, Itself, i64);

/// A tuple with a name.
#[derive(IntoTerm, FromEtf, Clone, Debug, PartialEq)]
#[avm(tag = "pair")]
struct Pair(u8, bool);

/// An atom.
#[derive(IntoTerm, FromEtf, Clone, Debug, PartialEq)]
#[avm(tag = "nothing at all")]
struct Nothing;

/// An empty map.
#[derive(IntoTerm, FromEtf, Clone, Debug, PartialEq)]
struct NoOptions {}

/// No term at all.
#[derive(FromEtf, Debug, PartialEq)]
enum Never {}

/// Reads Erlang text, by way of its bytes.
fn read<R>(erlang: &str, then: impl FnOnce(&[u8]) -> R) -> R {
    let value: Value = erlang.parse().expect(erlang);
    then(&to_vec(&value).expect(erlang))
}

fn error<T: for<'a> FromEtf<'a> + std::fmt::Debug>(erlang: &str) -> Option<DecodeError> {
    read(erlang, |bytes| decode::<T>(bytes, &Limits::DEFAULT).err())
}

/// That a value survives, and what a tool that knows only Erlang sees of it.
fn survives<T>(value: &T, erlang: &str)
where
    T: IntoTerm + PartialEq + std::fmt::Debug + for<'a> FromEtf<'a>,
{
    let bytes = to_vec(value).expect(erlang);
    let seen: Value = decode(&bytes, &Limits::DEFAULT).expect(erlang);
    assert_eq!(seen.to_string(), erlang);
    assert_eq!(decode::<T>(&bytes, &Limits::DEFAULT).as_ref(), Ok(value));
}

#[test]
fn each_shape_is_read_as_it_is_written() {
    let (kind, x, padding) = (Kind::MovedFar, 4095, 0);
    let touch = |tilt| Touch {
        kind,
        x,
        padding,
        tilt,
    };
    survives(&touch(Some(-5)), "{touch,moved_far,4095,-5}");
    survives(&touch(None), "{touch,moved_far,4095,undefined}");
    survives(&Kind::Up, "'up!'");
    survives(&Itself(0.5, 0), "0.5");
    survives(&Triple(1, 0, Itself(2.0, 0), -3), "{1,2.0,-3}");
    survives(&Pair(7, true), "{pair,7,true}");
    survives(&Nothing, "'nothing at all'");
    survives(&NoOptions {}, "#{}");
}

type Posted = Envelope<'static, Pair>;

#[test]
fn each_variant_is_read_as_it_is_written() {
    let posted: [(Posted, &str); 6] = [
        (Envelope::Bye, "bye"),
        (Envelope::Data(b"\x01\x02", 0), "{data,<<1,2>>}"),
        (Envelope::Grant { credit: 9 }, "{grant,#{credit => 9}}"),
        (Envelope::Ok(), "{fine}"),
        (Envelope::Event(Pair(0, false)), "{event,{pair,0,false}}"),
        (Envelope::Empty {}, "{empty,#{}}"),
    ];
    for (value, erlang) in posted {
        read(erlang, |bytes| {
            assert_eq!(to_vec(&value).as_deref(), Ok(bytes), "{erlang}");
            let read: Result<Envelope<'_, Pair>, _> = decode(bytes, &Limits::DEFAULT);
            assert_eq!(read, Ok(value.clone()), "{erlang}");
        });
    }
}

#[test]
fn a_map_comes_in_any_order_and_may_lack_what_has_a_default() {
    let offer = |erlang: &str| {
        read(erlang, |bytes| {
            let offer: Result<Offer<'_>, _> = decode(bytes, &Limits::DEFAULT);
            offer.map(|offer| (offer.name.len(), offer.page_size, offer.urgent, offer.token))
        })
    };
    assert_eq!(offer("#{name => <<\"ab\">>}"), Ok((2, 4096, false, None)));
    let all = "#{urgent => true, token => 1, name => <<>>, 'page-size' => 65536}";
    assert_eq!(offer(all), Ok((0, 65_536, true, Some(1))));
    assert_eq!(
        offer("#{name => <<>>, token => undefined}"),
        Ok((0, 4096, false, None))
    );
    for (erlang, wrong) in [
        ("#{}", DecodeError::Mismatch),
        ("#{name => <<>>, size => 1}", DecodeError::Mismatch),
        ("#{name => <<>>, 'page-size' => 0}", DecodeError::Range),
        ("#{name => <<>>, 'page-size' => x}", DecodeError::Type),
        ("#{name => <<255>>}", DecodeError::Text),
        ("#{name => ab}", DecodeError::Type),
        ("#{<<\"name\">> => <<>>}", DecodeError::Type),
        ("[{name, <<>>}]", DecodeError::Type),
    ] {
        assert_eq!(offer(erlang), Err(wrong), "{erlang}");
    }
    // What Erlang never writes: {map, 2 pairs, both of them `name`}.
    let twice = b"\x83t\0\0\0\x02w\x04namem\0\0\0\0w\x04namem\0\0\0\0";
    let twice = decode::<Offer<'_>>(twice, &Limits::DEFAULT);
    assert_eq!(twice, Err(DecodeError::DuplicateKey));
}

#[test]
fn all_else_is_refused() {
    for (erlang, wrong) in [
        ("{touch,down,4096,0}", DecodeError::Range),
        ("{touch,down,0,5}", DecodeError::Range),
        ("{touch,down,0}", DecodeError::Mismatch),
        ("{touch,down,0,0,0}", DecodeError::Mismatch),
        ("{tuoch,down,0,0}", DecodeError::Mismatch),
        ("{touch,up,0,0}", DecodeError::Mismatch),
        ("{touch,<<\"down\">>,0,0}", DecodeError::Type),
        ("touch", DecodeError::Type),
    ] {
        assert_eq!(error::<Touch>(erlang), Some(wrong), "{erlang}");
    }
    for erlang in [
        "data",
        "{data}",
        "{data,<<>>,1}",
        "{bye}",
        "fine",
        "{fine,1}",
        "{}",
        "x",
        "{x,1}",
    ] {
        let wrong = read(erlang, |bytes| {
            decode::<Envelope<'_, Pair>>(bytes, &Limits::DEFAULT).is_err()
        });
        assert!(wrong, "{erlang}");
    }
    for erlang in ["7", "[]", "#{}", "<<\"bye\">>"] {
        let wrong = read(erlang, |bytes| {
            decode::<Envelope<'_, Pair>>(bytes, &Limits::DEFAULT).err()
        });
        assert_eq!(wrong, Some(DecodeError::Type), "{erlang}");
    }
    assert_eq!(error::<NoOptions>("#{a => 1}"), Some(DecodeError::Mismatch));
    assert_eq!(error::<Nothing>("nothing"), Some(DecodeError::Mismatch));
    assert_eq!(error::<Never>("x"), Some(DecodeError::Mismatch));
}

#[test]
fn slices_and_text_stay_where_they_are() {
    let bytes = to_vec(&Posted::Data(b"as it came", 0)).expect("bytes");
    let range = bytes.as_ptr_range();
    match decode(&bytes, &Limits::DEFAULT) {
        Ok(Envelope::<'_, Encoded<'_>>::Data(data, 0)) => assert!(range.contains(&data.as_ptr())),
        other => panic!("{other:?}"),
    }
}

fn posted() -> impl Strategy<Value = (String, Vec<u8>, (u16, u64, u32), u8, bool)> {
    (
        any::<String>(),
        any::<Vec<u8>>(),
        any::<(u16, u64, u32)>(),
        0..7_u8,
        any::<bool>(),
    )
}

proptest! {
    /// Any envelope is read as it was written.
    #[test]
    fn envelopes_survive((name, data, (a, b, c), which, flag) in posted()) {
        let offer = Offer {
            name: &name,
            page_size: u32::from(a) + 1,
            urgent: flag,
            token: flag.then_some(b),
            seen: 0,
        };
        let envelope = match which {
            0 => Envelope::Bye,
            1 => Envelope::Hello(&name, offer),
            2 => Envelope::Data(&data, 0),
            3 => Envelope::Grant { credit: c },
            4 => Envelope::Ok(),
            5 => Envelope::Event(Pair(which, flag)),
            _ => Envelope::Empty {},
        };
        let bytes = to_vec(&envelope).expect("bytes");
        prop_assert_eq!(decode::<Envelope<'_, Pair>>(&bytes, &Limits::DEFAULT), Ok(envelope));
    }

    /// Bytes that were spoilt are read as something else, or refused.
    #[test]
    fn spoilt_bytes_harm_nobody((name, data, _, which, flag) in posted(), at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let offer = Offer { name: &name, page_size: 1, urgent: flag, token: None, seen: 0 };
        let envelope = match which {
            0..4 => Envelope::Hello(&name, offer),
            _ => Envelope::<'_, Pair>::Data(&data, 0),
        };
        let mut bytes = to_vec(&envelope).expect("bytes");
        let at = at.index(bytes.len());
        bytes[at] = to;
        if let Ok(Envelope::Hello(_, offer)) = decode::<Envelope<'_, Pair>>(&bytes, &Limits::DEFAULT) {
            prop_assert!((1..=65_536).contains(&offer.page_size));
        }
    }
}
