//! Terms to a probe and back.

use avm_term::Value;
use avm_term::etf::{self, Limits};
use conformance_ports::Probe;
use vm_host::Vm;

/// As deep as a value may be nested.
const LIMITS: Limits<'static> = Limits {
    depth: avm_term::MAX_DEPTH,
    ..Limits::DEFAULT
};

/// What is not as it should be: a line for each term, and how many there were.
///
/// # Panics
///
/// If there is no probe.
#[must_use]
pub fn run(terms: &[Value]) -> Vec<String> {
    let mut vm = Vm::new();
    let probe = vm.open::<Probe>("[]").expect("a probe");
    let mut ask = |request: Value| {
        let pending = vm.start_call_with(vm.main(), probe, request);
        vm.answer(pending)
    };
    let mut lines: Vec<String> = (1..)
        .zip(terms)
        .filter_map(|(number, term)| wrong(&mut ask, number, term))
        .collect();
    lines.push(format!(
        "terms: {}, equal but for the order of keys: 0",
        terms.len()
    ));
    lines
}

/// The first way that a term does not survive.
fn wrong(ask: &mut impl FnMut(Value) -> Value, number: u32, term: &Value) -> Option<String> {
    let text = Value::binary(term.to_string());
    let bytes = etf::to_vec(term).ok().map(Value::binary)?;
    let ok = |value: &Value| Value::tuple([Value::atom("ok"), value.clone()]);
    let ways = [
        ("echo", vec![("value", term)], ok(term)),
        ("make", vec![("text", &text)], ok(term)),
        (
            "same",
            vec![("value", term), ("text", &text)],
            ok(&true.into()),
        ),
        ("read_etf", vec![("etf", &bytes)], ok(term)),
    ];
    let answers = ways.into_iter().find_map(|(way, arguments, wanted)| {
        let answer = ask(request(way, &arguments));
        (answer != wanted).then_some((way, answer))
    });
    let answers = answers.or_else(|| {
        let answer = ask(request("write_etf", &[("text", &text)]));
        let written = answer
            .as_tuple()
            .and_then(|parts| parts.get(1)?.as_binary());
        let read = written.and_then(|bytes| etf::decode::<Value>(bytes, &LIMITS).ok());
        (read.as_ref() != Some(term)).then_some(("write_etf", answer))
    });
    answers.map(|(way, answer)| format!("term {number}: {way} gave {answer}"))
}

fn request(way: &str, arguments: &[(&str, &Value)]) -> Value {
    let pairs = arguments
        .iter()
        .map(|(name, value)| (Value::atom(*name), (*value).clone()));
    Value::tuple([Value::atom(way), Value::map(pairs)])
}
