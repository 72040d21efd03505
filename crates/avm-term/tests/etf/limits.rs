//! Each limit, on both sides of it.

use avm_term::etf::{Atom, Atoms, DecodeError, FromEtf, Limits, Reader, decode, to_vec};
use avm_term::{List, Value};

fn nested(depth: usize) -> Value {
    (0..depth).fold(Value::from(1), |inner, level| match level % 3 {
        0 => Value::tuple([inner]),
        1 => Value::list([inner]),
        _ => Value::map([(inner, Value::from(2))]),
    })
}

/// What all ways to read any term say.
fn read_all(bytes: &[u8], limits: &Limits<'_>) -> Result<(), DecodeError> {
    let value = decode::<Value>(bytes, limits).map(|_| ());
    let skipped = Reader::new(bytes, limits).and_then(|mut reader| reader.skip());
    assert_eq!(value, skipped);
    value
}

#[test]
fn depth() {
    for depth in [0, 1, 2, 3, 10, 64] {
        let limits = Limits {
            depth,
            ..Limits::DEFAULT
        };
        let bytes = |depth| to_vec(&nested(depth)).expect("bytes");
        assert_eq!(read_all(&bytes(depth), &limits), Ok(()), "{depth}");
        let deeper = read_all(&bytes(depth + 1), &limits);
        assert_eq!(deeper, Err(DecodeError::TooDeep), "{depth}");
    }
    let flat = Limits {
        depth: 0,
        ..Limits::DEFAULT
    };
    assert_eq!(
        decode::<Vec<u8>>(b"\x83k\0\x01a", &flat),
        Err(DecodeError::TooDeep)
    );
    assert_eq!(
        decode::<(u8,)>(b"\x83h\x01a\x01", &flat),
        Err(DecodeError::TooDeep)
    );
}

#[test]
fn depth_of_tails_and_of_a_type_that_holds_itself() {
    /// `[Tree]`
    struct Tree(Vec<Tree>);
    impl<'a> FromEtf<'a> for Tree {
        fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
            reader.read().map(Tree)
        }
    }
    // [[[[...]]]] and [1|[1|[1|...]]], each a thousand times a thousand deep.
    let headers = b"l\0\0\0\x01".repeat(1_000_000);
    let tails = b"l\0\0\0\x01a\x01".repeat(1_000_000);
    for deep in [headers, tails] {
        let bytes = [&[131], &*deep].concat();
        assert_eq!(
            read_all(&bytes, &Limits::DEFAULT),
            Err(DecodeError::TooDeep)
        );
        let tree = decode::<Tree>(&bytes, &Limits::DEFAULT).map(|tree| tree.0.len());
        assert!(matches!(
            tree,
            Err(DecodeError::TooDeep | DecodeError::Type)
        ));
    }
}

#[test]
fn bytes_in_all() {
    let bytes = to_vec(&"0123456789").expect("bytes");
    for (room, expected) in [
        (bytes.len(), Ok(())),
        (bytes.len() - 1, Err(DecodeError::TooLong)),
    ] {
        let limits = Limits {
            bytes: room,
            ..Limits::DEFAULT
        };
        assert_eq!(read_all(&bytes, &limits), expected);
    }
}

#[test]
fn elements_in_all() {
    let pair = Value::tuple([1.into(), 2.into()]);
    let values = [
        (Value::tuple([pair.clone(), pair.clone()]), 6),
        (Value::list([pair.clone(), pair.clone(), pair]), 9),
        (
            Value::map([(1, 2), (3, 4)].map(|(a, b)| (a.into(), b.into()))),
            4,
        ),
        (Value::list((0..10).map(Value::from)), 10),
        (Value::list((300..310).map(Value::from)), 10),
    ];
    for (value, elements) in values {
        let bytes = to_vec(&value).expect("bytes");
        let limits = |elements| Limits {
            elements,
            ..Limits::DEFAULT
        };
        assert_eq!(read_all(&bytes, &limits(elements)), Ok(()), "{value}");
        let fewer = read_all(&bytes, &limits(elements - 1));
        assert_eq!(fewer, Err(DecodeError::TooMany), "{value}");
    }
}

#[test]
fn characters_of_an_atom() {
    let limits = |atom_characters| Limits {
        atom_characters,
        ..Limits::DEFAULT
    };
    for letter in ["a", "ö", "日", "🦀"] {
        for count in [1, 10, 63, 64, 85, 86, 127, 128, 254, 255] {
            let bytes = to_vec(&Value::atom(letter.repeat(count))).expect("bytes");
            assert_eq!(read_all(&bytes, &limits(count)), Ok(()));
            assert_eq!(read_all(&bytes, &limits(usize::MAX)), Ok(()));
            let fewer = read_all(&bytes, &limits(count - 1));
            assert_eq!(fewer, Err(DecodeError::LongAtom), "{count} times {letter}");
        }
    }
    // 256 of each, in both encodings.
    for header in [[131, 118, 1, 0], [131, 100, 1, 0]] {
        let bytes = [&header[..], &[b'a'; 256]].concat();
        assert_eq!(
            read_all(&bytes, &limits(usize::MAX)),
            Err(DecodeError::LongAtom)
        );
    }
}

#[test]
fn which_atoms() {
    let bytes = to_vec(&Value::tuple(["ok", "größe"].map(Value::atom))).expect("bytes");
    let latin1 = b"\x83h\x02d\0\x02okd\0\x05gr\xf6\xdfe";
    let is_short = |atom: Atom<'_>| atom.count() < 5;
    let no_o = |atom: Atom<'_>| !atom.chars().any(|letter| letter == 'o');
    let policies = [
        (Atoms::Any, true),
        (Atoms::None, false),
        (Atoms::Listed(&["ok", "größe"]), true),
        (Atoms::Listed(&["ok", "grösse"]), false),
        (Atoms::Listed(&[]), false),
        (Atoms::Where(&|_| true), true),
        (Atoms::Where(&is_short), false),
        (Atoms::Where(&no_o), false),
    ];
    for (atoms, passes) in policies {
        let limits = Limits {
            atoms,
            ..Limits::DEFAULT
        };
        let expected = if passes {
            Ok(())
        } else {
            Err(DecodeError::UnknownAtom)
        };
        assert_eq!(read_all(&bytes, &limits), expected, "{atoms:?}");
        assert_eq!(read_all(latin1, &limits), expected, "{atoms:?} in Latin-1");
        let mut reader = Reader::new(&bytes, &limits).expect("a version");
        let named = reader.read_tuple(2).and_then(|mut tuple| {
            tuple.expect_atom("ok")?;
            tuple.expect_atom("größe")
        });
        assert_eq!(named, Ok(()), "what the caller names passes");
    }
}

#[test]
fn a_header_alone_takes_no_memory() {
    // Each says that 2 to the 32 elements, less 1, or 65,535 follow; none of them does.
    for header in [
        &b"\x83i"[..],
        b"\x83l",
        b"\x83t",
        b"\x83m",
        b"\x83M",
        b"\x83o",
    ] {
        let bytes = [header, &[0xff; 4], &[1, 1, 1, 1]].concat();
        assert_eq!(
            read_all(&bytes, &Limits::DEFAULT),
            Err(DecodeError::Truncated)
        );
        let list = decode::<Vec<u64>>(&bytes, &Limits::DEFAULT);
        assert!(list.is_err(), "{header:?}");
    }
    let bytes = b"\x83k\xff\xffabc";
    assert_eq!(
        read_all(bytes, &Limits::DEFAULT),
        Err(DecodeError::Truncated)
    );
    let few = to_vec(&List(&[1_u8; 10])).expect("bytes");
    assert_eq!(decode::<Vec<u8>>(&few, &Limits::DEFAULT), Ok(vec![1; 10]));
}
