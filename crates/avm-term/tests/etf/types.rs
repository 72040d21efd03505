//! Types that terms are read as.

use avm_term::etf::{
    Atom, DecodeError, Encoded, Export, Limits, Pid, Port, Reader, Reference, Token, decode, to_vec,
};
use avm_term::{Kind, Value};

use crate::hex;

const DEFAULT: &Limits<'static> = &Limits::DEFAULT;

/// What OTP 25 wrote for `self()`, a port and `make_ref()`.
const PID: &str = "8358770d6e6f6e6f6465406e6f686f7374000000090000000000000000";
const PORT: &str = "8359770d6e6f6e6f6465406e6f686f73740000000500000000";
const REFERENCE: &str = "835a0003770d6e6f6e6f6465406e6f686f737400000000000319481174000216439fa0";
/// For `fun lists:map/2`, for `<<1, 2:7>>`, for a local function, and for a compressed term.
const EXPORT: &str = "837177056c6973747377036d61706102";
const BITS: &str = "834d00000002070104";
const FUNCTION: &str = "837000000048019dd9b82539e965ec45e8324c97cc083500000000000000006400047069\
                        647361006204eecdc15864000d6e6f6e6f6465406e6f686f73740000000900000000\
                        00000000";
const COMPRESSED: &str = "8350000002c2789ccb61606048496160490482516a941a72541600c413c16b";

/// Reads one term by its own method.
fn read<'a, T>(
    bytes: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    let mut reader = Reader::new(bytes, DEFAULT)?;
    let value = read(&mut reader)?;
    reader.finish()?;
    Ok(value)
}

#[test]
fn every_integer_as_every_type() {
    let numbers = [0, 1, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536];
    let larger = [31, 32, 40, 48, 56, 62, 63, 64].map(|bits| 1_i128 << bits);
    for number in numbers.into_iter().chain(larger) {
        for number in [number - 1, number, -number, -number - 1] {
            let Ok(bytes) = to_vec(&Value::Integer(number)) else {
                assert!(i64::try_from(number).is_err() && u64::try_from(number).is_err());
                continue;
            };
            macro_rules! as_types {
                ($($ty:ty)*) => {$(
                    let expected = <$ty>::try_from(number).map_err(|_| DecodeError::Range);
                    assert_eq!(decode::<$ty>(&bytes, DEFAULT), expected, "{number}");
                )*};
            }
            as_types!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);
        }
    }
}

#[test]
fn integers_encoded_in_other_ways() {
    let ways: [(&[u8], i128); 8] = [
        (b"\x83n\0\0", 0),
        (b"\x83n\0\x01", 0),
        (b"\x83n\x01\0\x05", 5),
        (b"\x83n\x03\x01\x05\0\0", -5),
        (b"\x83n\x0a\0\x01\0\0\0\0\0\0\0\0\0", 1),
        (b"\x83o\0\0\0\x02\0\x2c\x01", 300),
        (b"\x83o\0\0\0\x08\x01\0\0\0\0\0\0\0\x80", i64::MIN as i128),
        (b"\x83b\0\0\0\x07", 7),
    ];
    for (bytes, number) in ways {
        assert_eq!(decode(bytes, DEFAULT), Ok(Value::Integer(number)));
        assert_eq!(decode::<i64>(bytes, DEFAULT).map(i128::from), Ok(number));
        let expected = u64::try_from(number).map_err(|_| DecodeError::Range);
        assert_eq!(decode::<u64>(bytes, DEFAULT), expected);
        let expected = u16::try_from(number).map_err(|_| DecodeError::Range);
        assert_eq!(decode::<u16>(bytes, DEFAULT), expected);
    }
    let refused: [&[u8]; 4] = [
        // 2 to the 64 and its negative, the least integer less 1, and another sign.
        b"\x83n\x09\0\0\0\0\0\0\0\0\0\x01",
        b"\x83n\x09\x01\0\0\0\0\0\0\0\0\x01",
        b"\x83n\x08\x01\x01\0\0\0\0\0\0\x80",
        b"\x83n\x01\x02\x05",
    ];
    for bytes in refused {
        assert_eq!(decode::<Value>(bytes, DEFAULT), Err(DecodeError::Range));
        assert_eq!(decode::<u64>(bytes, DEFAULT), Err(DecodeError::Range));
        assert_eq!(decode::<i64>(bytes, DEFAULT), Err(DecodeError::Range));
    }
}

#[test]
fn floats_are_finite() {
    assert_eq!(decode(&to_vec(&1.5).expect("bytes"), DEFAULT), Ok(1.5));
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let bytes = [&[131, 70], &value.to_be_bytes()[..]].concat();
        assert_eq!(decode::<f64>(&bytes, DEFAULT), Err(DecodeError::Range));
    }
    for text in ["inf", "nan", "1.5x", "", "0x10", "1e999", "--1"] {
        let mut bytes = [&[131, 99], text.as_bytes()].concat();
        bytes.resize(33, 0);
        assert!(decode::<f64>(&bytes, DEFAULT).is_err(), "{text}");
    }
    let mut bytes = b"\x83c-2.50000000000000000000e+00".to_vec();
    bytes.resize(33, 0);
    assert_eq!(decode(&bytes, DEFAULT), Ok(-2.5));
}

#[test]
fn texts_and_bytes() {
    let text = to_vec("größe").expect("bytes");
    assert_eq!(decode(&text, DEFAULT), Ok("größe"));
    assert_eq!(decode(&text, DEFAULT), Ok("größe".to_owned()));
    assert_eq!(decode(&text, DEFAULT), Ok("größe".as_bytes()));
    let bytes = to_vec(&[0xff_u8][..]).expect("bytes");
    assert_eq!(decode::<&str>(&bytes, DEFAULT), Err(DecodeError::Text));
    assert_eq!(
        decode::<Value>(b"\x83w\x01\xff", DEFAULT),
        Err(DecodeError::Text)
    );
}

#[test]
fn compound_types() {
    let answer = |text: &str| to_vec(&text.parse::<Value>().expect("a term")).expect("bytes");
    type Answer = Result<(u8, Option<bool>), Vec<i8>>;
    let ok = decode::<Answer>(&answer("{ok,{1,undefined}}"), DEFAULT);
    assert_eq!(ok, Ok(Ok((1, None))));
    let ok = decode::<Answer>(&answer("{ok,{1,true}}"), DEFAULT);
    assert_eq!(ok, Ok(Ok((1, Some(true)))));
    let error = decode::<Answer>(&answer("{error,[1,-2]}"), DEFAULT);
    assert_eq!(error, Ok(Err(vec![1, -2])));
    for (text, expected) in [
        ("{other,1}", DecodeError::Mismatch),
        ("{ok,1}", DecodeError::Type),
        ("{ok,{1,false},2}", DecodeError::Mismatch),
        ("{error,[1|2]}", DecodeError::Improper),
        ("{error,[200]}", DecodeError::Range),
    ] {
        let read = decode::<Answer>(&answer(text), DEFAULT);
        assert_eq!(read, Err(expected), "{text}");
    }
    assert_eq!(decode::<()>(&answer("ok"), DEFAULT), Ok(()));
}

#[test]
fn improper_lists_and_maps_step_by_step() {
    let bytes = to_vec(&"[1,300|last]".parse::<Value>().expect("a term")).expect("bytes");
    let mut sum = 0;
    let tail = read(&bytes, |reader| {
        let add = |reader: &mut Reader<'_>| {
            sum += reader.read_u32()?;
            Ok(())
        };
        reader.read_improper(add, |reader| {
            reader.read_choice([("first", 0), ("last", 1)])
        })
    });
    assert_eq!((sum, tail), (301, Ok(1)));
    let bytes = to_vec(&"#{a => 1,b => 2}".parse::<Value>().expect("a term")).expect("bytes");
    let mut pairs = Vec::new();
    let whole = read(&bytes, |reader| {
        reader.read_map(|reader| {
            pairs.push((reader.read_atom()?.to_string(), reader.read_u8()?));
            Ok(())
        })
    });
    assert_eq!(whole, Ok(()));
    assert_eq!(pairs, [("a".to_owned(), 1), ("b".to_owned(), 2)]);
    let arity = read(b"\x83h\x03jjj", |reader| {
        let (arity, mut tuple) = reader.read_any_tuple()?;
        (0..arity).try_for_each(|_| tuple.skip())?;
        Ok(arity)
    });
    assert_eq!(arity, Ok(3));
}

#[test]
fn a_list_into_a_slice() {
    let list = |text: &str| to_vec(&text.parse::<Value>().expect("a term")).expect("bytes");
    for (text, expected) in [
        ("[]", Ok(0)),
        ("[1]", Ok(1)),
        ("[1,2,300]", Ok(3)),
        ("[1,2,3]", Ok(3)),
        ("[1,2,3,4]", Err(DecodeError::TooMany)),
        ("[1,2,3,400]", Err(DecodeError::TooMany)),
        ("[1,2|300]", Err(DecodeError::Improper)),
        ("[1,a]", Err(DecodeError::Type)),
        ("{}", Err(DecodeError::Type)),
    ] {
        let (bytes, mut items) = (list(text), [0_u16; 3]);
        let found = read(&bytes, |reader| reader.read_list_into(&mut items));
        assert_eq!(found, expected, "{text}");
        if let Ok(count) = expected {
            assert_eq!(decode(&bytes, DEFAULT), Ok(items[..count].to_vec()));
        }
    }
}

#[test]
fn tagged_tuples_however_they_are_encoded() {
    let ways: [(&[u8], Result<u8, DecodeError>); 8] = [
        (b"\x83h\x02w\x05toucha\x07", Ok(7)),
        (b"\x83h\x02d\0\x05toucha\x07", Ok(7)),
        (b"\x83h\x02s\x05toucha\x07", Ok(7)),
        (b"\x83i\0\0\0\x02v\0\x05toucha\x07", Ok(7)),
        (b"\x83h\x02w\x05touchb\0\0\0\x07", Ok(7)),
        (b"\x83h\x02w\x05torcha\x07", Err(DecodeError::Mismatch)),
        (b"\x83h\x03w\x05toucha\x07j", Err(DecodeError::Mismatch)),
        (b"\x83h\x02w\x06toucha\x07", Err(DecodeError::Mismatch)),
    ];
    for (bytes, expected) in ways {
        let tagged = read(bytes, |reader| reader.read_tagged("touch", 1)?.read_u8());
        assert_eq!(tagged, expected, "{bytes:?}");
        let expect = |reader: &mut Reader<'_>| {
            let mut tuple = reader.read_tuple(2)?;
            tuple.expect_atom("touch")?;
            tuple.read_u8()
        };
        assert_eq!(read(bytes, expect), expected, "{bytes:?}");
    }
    let long = "x".repeat(300);
    let other = read(b"\x83h\x02w\x01xa\x07", |reader| {
        reader.read_tagged(&long, 1)?.read_u8()
    });
    assert_eq!(other, Err(DecodeError::Mismatch));
}

#[test]
fn what_names_something_on_a_node() {
    let is_nonode = |node: Atom<'_>| node == "nonode@nohost";
    let bytes = hex(PID);
    let pid: Pid<'_> = decode(&bytes, DEFAULT).expect("a pid");
    assert!(is_nonode(pid.node));
    assert_eq!((pid.id, pid.serial, pid.creation), (9, 0, 0));
    let bytes = hex(PORT);
    let port: Port<'_> = decode(&bytes, DEFAULT).expect("a port");
    assert!(is_nonode(port.node) && port.id == 5 && port.creation == 0);
    let bytes = hex(REFERENCE);
    let reference: Reference<'_> = decode(&bytes, DEFAULT).expect("a reference");
    assert_eq!(reference.id, [203_080, 292_814_850, 373_530_528, 0, 0]);
    let bytes = hex(EXPORT);
    let export = read(&bytes, Reader::read_export);
    let is_map = |export: Export<'_>| export.module == "lists" && export.function == "map";
    assert!(export.is_ok_and(|export| is_map(export) && export.arity == 2));
    for (digits, value) in [
        (PID, Value::Pid(9)),
        (PORT, Value::Port(5)),
        (REFERENCE, Value::Reference(292_814_850 << 32 | 203_080)),
        (EXPORT, Value::Function(0)),
        (BITS, Value::Bitstring(vec![1, 4], 7)),
    ] {
        assert_eq!(decode(&hex(digits), DEFAULT), Ok(value));
    }
}

#[test]
fn older_and_newer_forms() {
    let node = b"d\0\x01n";
    let term = |parts: &[&[u8]]| [&[131], &*parts.concat()].concat();
    for (bytes, value) in [
        (
            term(&[b"g", node, &[0, 0, 0, 7, 0, 0, 0, 1, 2]]),
            Value::Pid(1 << 32 | 7),
        ),
        (term(&[b"f", node, &[0, 0, 0, 7, 2]]), Value::Port(7)),
        (
            term(&[b"x", node, &[0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 2]]),
            Value::Port(1 << 32 | 7),
        ),
        (term(&[b"e", node, &[0, 0, 0, 7, 2]]), Value::Reference(7)),
        (
            term(&[b"r\0\x01", node, &[2, 0, 0, 0, 7]]),
            Value::Reference(7),
        ),
    ] {
        assert_eq!(decode(&bytes, DEFAULT), Ok(value));
    }
    let words = term(&[b"Z\0\x06", node, &[0; 28]]);
    assert_eq!(decode::<Value>(&words, DEFAULT), Err(DecodeError::Range));
    let no_version = Reader::without_version(&[97, 5], DEFAULT)
        .expect("few bytes")
        .read_u8();
    assert_eq!(no_version, Ok(5));
}

#[test]
fn what_is_refused_says_why() {
    for (bytes, why) in [
        (hex(FUNCTION), DecodeError::Function),
        (hex(COMPRESSED), DecodeError::Compressed),
        (vec![], DecodeError::Truncated),
        (vec![131], DecodeError::Truncated),
        (vec![130, 106], DecodeError::Version),
        (vec![131, 0], DecodeError::Tag(0)),
        (vec![131, 82, 0], DecodeError::Tag(82)),
        (vec![131, 106, 106], DecodeError::Trailing),
        (
            b"\x83t\0\0\0\x02a\x01ja\x01j".to_vec(),
            DecodeError::DuplicateKey,
        ),
        (b"\x83M\0\0\0\x01\x09\xff".to_vec(), DecodeError::Range),
        (b"\x83M\0\0\0\0\x03".to_vec(), DecodeError::Range),
    ] {
        assert_eq!(decode::<Value>(&bytes, DEFAULT), Err(why), "{bytes:?}");
    }
    assert_eq!(decode::<&[u8]>(&hex(BITS), DEFAULT), Err(DecodeError::Bits));
    assert_eq!(
        decode::<u8>(&hex(FUNCTION), DEFAULT),
        Err(DecodeError::Function)
    );
}

#[test]
fn kinds_and_tokens() {
    for (digits, kind) in [
        ("8361ff", Kind::Integer),
        ("836a", Kind::List),
        ("836b000161", Kind::List),
        ("836800", Kind::Tuple),
        ("837400000000", Kind::Map),
        ("836d00000000", Kind::Binary),
        ("837700", Kind::Atom),
        (BITS, Kind::Bitstring),
        (PID, Kind::Pid),
        (PORT, Kind::Port),
        (REFERENCE, Kind::Reference),
        (EXPORT, Kind::Function),
    ] {
        let bytes = hex(digits);
        let reader = Reader::new(&bytes, DEFAULT).expect("a version");
        assert_eq!(reader.kind(), Ok(kind), "{digits}");
    }
    let bytes = to_vec(&"{1,[a]}".parse::<Value>().expect("a term")).expect("bytes");
    let mut reader = Reader::new(&bytes, DEFAULT).expect("a version");
    assert_eq!(reader.read_token(), Ok(Token::Tuple(2)));
    assert_eq!(reader.read_token(), Ok(Token::Integer(1)));
    assert_eq!(reader.read_token(), Ok(Token::List(1)));
    assert!(matches!(reader.read_token(), Ok(Token::Atom(atom)) if atom == "a"));
    assert_eq!(reader.read_token(), Ok(Token::Nil));
    assert_eq!(reader.read_token(), Err(DecodeError::Truncated));
}

#[test]
fn a_pid_is_handed_on_as_it_is() {
    let pid = hex(PID);
    let encoded: Encoded<'_> = decode(&pid, DEFAULT).expect("a term");
    assert_eq!(
        to_vec(&(encoded, 1)),
        Ok([b"\x83h\x02", &pid[1..], b"a\x01"].concat())
    );
}
