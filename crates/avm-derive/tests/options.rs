//! Structs as options: maps, proplists, defaults, ranges, and what is refused.
#![forbid(unsafe_code)]
#![deny(missing_docs, unused_qualifications, clippy::all, clippy::pedantic)]

mod common;

use avm_term::{FromTerm, Term};
use common::{read, with_env};

/// Volumes above this are refused.
const LOUDEST: u8 = 100;

/// Every attribute that a field may have.
#[derive(FromTerm, Debug, PartialEq)]
struct Speaker {
    #[avm(range = 0..=LOUDEST)]
    volume: u8,
    #[avm(default)]
    muted: bool,
    #[avm(default = 44_100, range = 8_000..=192_000)]
    sample_rate: u32,
    #[avm(range = -1.0..=1.0)]
    balance: Option<f64>,
    #[avm(name = "left-right")]
    channels: Option<u8>,
    r#type: Option<i64>,
    #[avm(skip)]
    padding: [u8; 3],
}

fn knows_the_atoms() {
    known_atoms!(
        "volume",
        "muted",
        "sample_rate",
        "balance",
        "left-right",
        "type",
        "padding"
    );
}

const PLAIN: Speaker = Speaker {
    volume: 7,
    muted: false,
    sample_rate: 44_100,
    balance: None,
    channels: None,
    r#type: None,
    padding: [0; 3],
};

#[test]
fn maps_and_proplists_are_equal() {
    knows_the_atoms();
    let full = Speaker {
        muted: true,
        sample_rate: 8_000,
        balance: Some(-1.0),
        channels: Some(2),
        r#type: Some(-5),
        ..PLAIN
    };
    for (erlang, expected) in [
        ("#{volume => 7}", &PLAIN),
        ("[{volume,7}]", &PLAIN),
        ("[{volume,7},{volume,8}]", &PLAIN),
        ("#{volume => 7,balance => undefined,muted => false}", &PLAIN),
        ("[{balance,undefined},{volume,7}]", &PLAIN),
        (
            "#{volume => 7,muted => true,sample_rate => 8000,balance => -1,'left-right' => 2,type => -5}",
            &full,
        ),
        (
            "[muted,{type,-5},{'left-right',2},{balance,-1.0},{sample_rate,8000},{volume,7}]",
            &full,
        ),
    ] {
        assert_eq!(read::<Speaker>(erlang).as_ref(), Ok(expected), "{erlang}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    knows_the_atoms();
    for (options, reason) in [
        ("[]", "{missing_option,volume}"),
        ("#{}", "{missing_option,volume}"),
        ("#{volume => 101}", "{bad_option,volume,101}"),
        ("[{volume,-1}]", "{bad_option,volume,-1}"),
        ("[volume]", "{bad_option,volume,true}"),
        ("#{volume => undefined}", "{bad_option,volume,undefined}"),
        (
            "#{volume => 99999999999999999}",
            "{bad_option,volume,99999999999999999}",
        ),
        ("#{volume => 7,muted => x}", "{bad_option,muted,x}"),
        (
            "#{volume => 7,sample_rate => 7999}",
            "{bad_option,sample_rate,7999}",
        ),
        ("#{volume => 7,balance => 1.5}", "{bad_option,balance,1.5}"),
        (
            "#{volume => 7,balance => <<\"x\">>}",
            "{bad_option,balance,<<\"x\">>}",
        ),
        ("#{volume => 7,stranger => 1}", "{bad_option,stranger,1}"),
        ("#{volume => 7,padding => 1}", "{bad_option,padding,1}"),
        (
            "#{volume => 7,<<\"muted\">> => true}",
            "{bad_option,<<\"muted\">>,true}",
        ),
        ("[{volume,7}|x]", "{bad_options,[{volume,7}|x]}"),
        ("[{volume,7},5]", "{bad_options,5}"),
        ("[{volume,7,8}]", "{bad_options,{volume,7,8}}"),
        ("x", "{bad_options,x}"),
        ("<<>>", "{bad_options,<<>>}"),
        ("5", "{bad_options,5}"),
        ("{volume,7}", "{bad_options,{volume,7}}"),
    ] {
        assert_eq!(read::<Speaker>(options), Err(reason.into()), "{options}");
    }
}

/// A lifetime, and options that hold what is not copied.
#[derive(FromTerm)]
struct Blit<'a> {
    data: &'a [u8],
    tag: Term<'a>,
}

#[test]
fn fields_may_borrow_the_term() {
    known_atoms!("data", "tag");
    with_env(|env| {
        let value: avm_term::Value = "#{data => <<1,2>>,tag => {x,1}}".parse().unwrap();
        let blit: Blit<'_> = env.make(&value).unwrap().get().unwrap();
        assert_eq!(blit.data, [1, 2]);
        assert_eq!(blit.tag.to_string(), "{x,1}");
    });
}

/// A type parameter, a constant and a bound of one's own.
#[derive(FromTerm, Debug, PartialEq)]
struct Generic<T, const N: u8>
where
    T: PartialOrd + From<u8>,
{
    #[avm(default = T::from(N), range = ..T::from(10))]
    level: T,
}

#[test]
fn generics_are_bounded_by_from_term() {
    known_atoms!("level");
    assert_eq!(read::<Generic<u16, 3>>("[]"), Ok(Generic { level: 3 }));
    assert_eq!(
        read::<Generic<f64, 3>>("[{level,1.5}]"),
        Ok(Generic { level: 1.5 })
    );
    assert_eq!(
        read::<Generic<u16, 3>>("[{level,10}]"),
        Err("{bad_option,level,10}".into())
    );
    assert_eq!(
        read::<Generic<u16, 10>>("[]"),
        Err("{missing_option,level}".into())
    );
}

/// No options at all.
#[derive(FromTerm, Debug, PartialEq)]
struct Nothing {}

/// Read as its field is.
#[derive(FromTerm, Debug, PartialEq)]
struct Wrapper(u8);

/// Names that generated variables must not collide with.
#[derive(FromTerm, Debug, PartialEq)]
struct Collision {
    term: u8,
    options: u8,
    names: u8,
    value: u8,
    #[avm(default = VALUE)]
    avm_term: u8,
}

/// A constant in a default.
const VALUE: u8 = 9;

#[test]
fn small_and_awkward_structs() {
    known_atoms!("term", "options", "names", "value", "avm_term");
    assert_eq!(read::<Nothing>("[]"), Ok(Nothing {}));
    assert_eq!(read::<Nothing>("#{}"), Ok(Nothing {}));
    assert_eq!(read::<Nothing>("[x]"), Err("{bad_option,x,true}".into()));
    assert_eq!(read::<Wrapper>("5"), Ok(Wrapper(5)));
    assert_eq!(read::<Wrapper>("x"), Err("{bad_value,x}".into()));
    let expected = Collision {
        term: 1,
        options: 2,
        names: 3,
        value: 4,
        avm_term: 9,
    };
    assert_eq!(
        read("[{value,4},{names,3},{options,2},{term,1}]"),
        Ok(expected)
    );
}
