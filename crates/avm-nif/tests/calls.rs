//! What Erlang sees of NIFs: arguments, results, exceptions.

use avm_nif::{Env, MAX_ARITY, Nif, Raise, Term, nif};
use avm_term::{BuildError, FromTerm, IntoTerm, Invalid, List, Pid, Text, atom};
use vm_host::Vm;

/// Calls a NIF; an exception is `error:Reason`.
fn call(nif: Nif, arguments: &str) -> String {
    match Vm::new().nif(nif, arguments) {
        Ok(term) => term.to_string(),
        Err(reason) => format!("error:{reason}"),
    }
}

#[nif]
fn nothing() {}

#[nif]
fn add(a: i64, b: i64) -> Option<i64> {
    a.checked_add(b)
}

#[nif]
fn first_byte(bytes: &[u8]) -> Option<u8> {
    bytes.first().copied()
}

#[nif]
fn shout(text: &str) -> String {
    text.to_uppercase()
}

#[nif]
fn shared<'a>(a: &'a [u8], b: &'a [u8]) -> &'a [u8] {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    &a[..same]
}

#[nif]
fn swap<'a>(env: Env<'a>, (left, right): (Term<'a>, Term<'a>)) -> Result<Term<'a>, BuildError> {
    env.make(&(right, left))
}

#[nif]
fn same(term: Term<'_>) -> Term<'_> {
    term
}

#[nif]
fn here(_: Env<'_>) -> u8 {
    1
}

#[nif]
fn tell(process: Pid, text: Text) -> bool {
    process.send(&(atom!("told"), text)).is_ok()
}

#[derive(FromTerm)]
struct Area {
    #[avm(range = 1..=1000)]
    width: u32,
    #[avm(default = 1)]
    height: u32,
}

#[nif]
fn area(Area { width, height }: Area) -> u32 {
    width * height
}

#[derive(IntoTerm)]
struct Point {
    x: i32,
    y: i32,
}

#[nif]
fn line(from: i32, to: i32) -> Result<Vec<Point>, &'static str> {
    if from > to {
        return Err("backwards");
    }
    Ok((from..to).map(|x| Point { x, y: -x }).collect())
}

#[nif]
fn raise(what: u8) -> Result<u8, Raise> {
    match what {
        0 => Err(Raise::Badarg),
        1 => Err(Raise::Error(atom!("closed"))),
        _ => Ok(what),
    }
}

#[nif]
fn raise_term(what: Vec<u8>) -> Result<(), Raise<(u8, Vec<u8>)>> {
    match what.as_slice() {
        [] => Ok(()),
        [first, ..] => Err(Raise::Error((*first, what))),
    }
}

/// Reads by hand; `?` makes the exception.
#[nif]
fn by_hand(term: Term<'_>) -> Result<u32, Raise> {
    let [a, b] = term.tuple().ok_or(Raise::Badarg)?;
    let (a, b): (u32, u32) = (a.get()?, b.get()?);
    a.checked_sub(b).ok_or(Raise::Error(atom!("negative")))
}

#[nif]
fn not_finite(negative: bool) -> f64 {
    if negative {
        f64::NEG_INFINITY
    } else {
        f64::NAN
    }
}

#[nif]
fn panics(word: &str) -> u8 {
    panic!("as asked: {word}")
}

#[nif(name = "Ünlike Rust", blocks)]
fn named() -> &'static avm_term::StaticAtom {
    atom!("named")
}

/// Sixteen arguments, which is as many as there may be.
#[nif]
#[rustfmt::skip]
#[expect(clippy::too_many_arguments, reason = "the most that a NIF can have")]
fn most(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8,
        i: u8, j: u8, k: u8, l: u8, m: u8, n: u8, o: u8, p: u8) -> Vec<u8> {
    vec![a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
}

#[nif]
fn r#match(r#type: u8) -> u8 {
    r#type
}

/// What is generated does not meet names of the function's own.
#[nif]
fn names(env: u8, terms: u8, result: u8, argument_0: u8, entry: u8) -> Vec<u8> {
    vec![env, terms, result, argument_0, entry]
}

mod inner {
    /// Used from outside of its module, function and NIF.
    #[avm_nif::nif]
    pub(crate) fn deep(a: u8) -> u8 {
        a + 1
    }
}

#[test]
fn arguments_are_read_and_results_written() {
    assert_eq!(call(nothing::NIF, ""), "ok");
    assert_eq!(call(add::NIF, "1, 2"), "3");
    assert_eq!(call(add::NIF, "9223372036854775807, 1"), "undefined");
    assert_eq!(call(first_byte::NIF, "<<7, 8>>"), "7");
    assert_eq!(call(first_byte::NIF, "<<>>"), "undefined");
    assert_eq!(
        call(shout::NIF, "<<\"größe\"/utf8>>"),
        call(same::NIF, "<<\"GRÖSSE\"/utf8>>")
    );
    assert_eq!(call(shared::NIF, "<<1, 2, 3>>, <<1, 2, 4>>"), "<<1,2>>");
    assert_eq!(call(swap::NIF, "{a, [b | c]}"), "{ok,{[b|c],a}}");
    assert_eq!(call(here::NIF, ""), "1");
    assert_eq!(call(area::NIF, "#{width => 3, height => 4}"), "12");
    assert_eq!(call(area::NIF, "[{width, 3}]"), "3");
    assert_eq!(
        call(most::NIF, "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16"),
        call(same::NIF, "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]")
    );
    assert_eq!(
        call(names::NIF, "200,201,202,203,204"),
        "[200,201,202,203,204]"
    );
}

#[test]
fn results_may_be_errors_and_exceptions() {
    assert_eq!(call(line::NIF, "1, 2"), "{ok,[#{x => 1,y => -1}]}");
    assert_eq!(call(line::NIF, "2, 1"), "{error,<<\"backwards\">>}");
    assert_eq!(call(raise::NIF, "0"), "error:badarg");
    assert_eq!(call(raise::NIF, "1"), "error:closed");
    assert_eq!(call(raise::NIF, "2"), "2");
    assert_eq!(call(raise_term::NIF, "[]"), "ok");
    assert_eq!(call(raise_term::NIF, "[1, 200]"), "error:{1,[1,200]}");
    assert_eq!(call(by_hand::NIF, "{5, 3}"), "2");
    assert_eq!(call(by_hand::NIF, "{3, 5}"), "error:negative");
    assert_eq!(call(by_hand::NIF, "{3, x}"), "error:badarg");
    assert_eq!(call(by_hand::NIF, "3"), "error:badarg");
}

#[test]
fn a_wrong_type_is_a_badarg() {
    for arguments in [
        "a, 1",
        "1, a",
        "1.0, 2",
        "<<1>>, 2",
        "9223372036854775808, 1",
        "[], []",
    ] {
        assert_eq!(call(add::NIF, arguments), "error:badarg", "{arguments}");
    }
    for arguments in ["[1]", "a", "<<1:3>>", "1"] {
        assert_eq!(
            call(first_byte::NIF, arguments),
            "error:badarg",
            "{arguments}"
        );
    }
    assert_eq!(call(shout::NIF, "<<255>>"), "error:badarg");
    for options in [
        "#{}",
        "#{width => 0}",
        "#{width => 1001}",
        "[width]",
        "#{width => 1, depth => 2}",
    ] {
        assert_eq!(call(area::NIF, options), "error:badarg", "{options}");
    }
}

#[test]
fn a_wrong_arity_is_undefined() {
    for arguments in ["", "1", "1, 2, 3"] {
        assert_eq!(call(add::NIF, arguments), "error:undef", "{arguments}");
    }
    let nifs = [add::NIF, here::NIF];
    let mut vm = Vm::new();
    assert_eq!(
        vm.call_nif(&nifs, "here", "").map(|one| one.to_string()),
        Ok("1".into())
    );
    assert!(
        vm.call_nif(&nifs, "here", "1")
            .is_err_and(|why| why.to_string() == "undef")
    );
    assert!(
        vm.call_nif(&nifs, "gone", "")
            .is_err_and(|why| why.to_string() == "undef")
    );
}

/// A provider that was asked for another arity than the NIF has.
#[test]
fn another_number_of_terms_is_a_badarg() {
    let heap = avm_term::OwnedEnv::new().expect("a heap");
    let env = heap.env();
    for count in [0, 1, 3, MAX_ARITY + 1] {
        let terms = vec![env.nil(); count];
        let ended = add::NIF.call(env, &terms);
        assert!(matches!(ended, Err(avm_nif::Raised::Badarg)), "{count}");
    }
}

#[test]
fn what_the_vm_has_no_term_for_is_an_exception() {
    assert_eq!(call(not_finite::NIF, "true"), "error:unrepresentable");
    assert_eq!(call(not_finite::NIF, "false"), "error:unrepresentable");
}

#[test]
fn a_panic_is_an_exception() {
    let mut vm = Vm::new();
    let raised = vm.nif(panics::NIF, "<<\"x\">>").expect_err("it panics");
    assert_eq!(raised.to_string(), "panic");
    // Arguments are looked at first, and the VM goes on.
    assert_eq!(
        vm.nif(panics::NIF, "x").expect_err("no text").to_string(),
        "badarg"
    );
    assert_eq!(vm.nif(add::NIF, "1, 2").expect("a sum").to_string(), "3");
    assert_eq!(vm.open_heaps(), 0);
}

#[test]
fn a_nif_may_send() {
    let mut vm = Vm::new();
    let to = vm.spawn();
    let arguments = format!("{}, \"hello\"", vm.pid_value(to));
    assert_eq!(
        vm.nif(tell::NIF, &arguments).expect("sent").to_string(),
        "true"
    );
    let got: Vec<_> = vm.mailbox(to).iter().map(ToString::to_string).collect();
    assert_eq!(got, ["{told,<<\"hello\">>}"]);
}

#[test]
fn a_nif_knows_what_it_is() {
    assert_eq!(add::NIF.to_string(), "add/2");
    assert_eq!((here::NIF.arity(), most::NIF.arity()), (0, MAX_ARITY));
    assert_eq!(
        (named::NIF.name(), named::NIF.blocks()),
        ("Ünlike Rust", true)
    );
    assert!(!add::NIF.blocks());
    assert_eq!(r#match::NIF.to_string(), "match/1");
    assert_eq!(inner::deep::NIF.to_string(), "deep/1");
    let by_trait = <inner::deep as avm_nif::Function>::NIF;
    assert_eq!(call(by_trait, "1"), inner::deep(1).to_string());
}

/// The functions are functions still.
#[test]
fn rust_calls_them_too() {
    nothing();
    assert_eq!(add(1, 2), Some(3));
    assert_eq!(shared(b"ab", b"ac"), b"a");
    assert_eq!(r#match(3), 3);
    assert!(matches!(raise(0), Err(Raise::Badarg)));
    assert_eq!(
        Raise::from(Invalid::OutOfMemory).to_string(),
        "out_of_memory"
    );
    assert!(avm_term::OwnedEnv::new().is_ok_and(|heap| heap.env().make(&List(&[1_u8])).is_ok()));
}
