//! Any term at all as options, as a request, as a message.

mod common;

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_term::{FromTerm, Value};
use common::term;
use proptest::collection::vec;
use proptest::prelude::*;
use vm_host::Vm;

/// Takes everything that the derives know to take.
struct Greedy;

#[derive(FromTerm)]
#[expect(dead_code, reason = "read, never looked at")]
struct Options {
    #[avm(range = -5..=5)]
    small: i8,
    #[avm(default)]
    text: avm_term::Text,
    #[avm(default)]
    bytes: avm_term::Bytes,
    list: Option<Vec<u64>>,
    pair: Option<(f64, bool)>,
    #[avm(default)]
    active: avm_port::Active,
}

#[derive(FromTerm)]
#[expect(dead_code, reason = "read, never looked at")]
enum Request {
    Nothing,
    Set(Options),
    Numbers(Vec<i32>),
    Named { whole: Value },
}

impl Port for Greedy {
    const NAME: &'static str = "greedy";
    type Options<'a> = Options;
    type Request<'a> = Request;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self)
    }

    fn call(&mut self, _: Request, call: Call<'_>) -> Flow {
        call.reply(&())
    }
}

/// Atoms that make it likely that something is half right.
const ATOMS: [&str; 16] = [
    "small",
    "text",
    "bytes",
    "list",
    "pair",
    "active",
    "true",
    "once",
    "undefined",
    "nothing",
    "set",
    "numbers",
    "named",
    "whole",
    "$call",
    "",
];

fn terms() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => prop::sample::select(&ATOMS[..]).prop_map(Value::atom),
        2 => (-7..7_i64).prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(|n| Value::from(i128::from(n) * 3)),
        1 => any::<i32>().prop_map(|n| Value::Float(f64::from(n) / 8.0)),
        1 => vec(any::<u8>(), 0..9).prop_map(Value::Binary),
        1 => (any::<u8>(), 1..8_u8).prop_map(|(byte, last)| {
            Value::Bitstring(vec![byte & (0xff << (8 - last))], last)
        }),
        1 => (0..9_u64).prop_map(Value::Pid),
        1 => (0..9_u64).prop_map(Value::Reference),
        1 => (0..9_u64).prop_map(Value::Function),
        1 => (1..9_u64).prop_map(Value::Port),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let pair = (prop::sample::select(&ATOMS[..6]), inner.clone());
        let option = pair.prop_map(|(name, value)| (Value::atom(name), value));
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::Tuple),
            vec(inner.clone(), 0..5).prop_map(Value::List),
            vec((inner.clone(), inner.clone()), 0..4).prop_map(Value::map),
            vec(option.clone(), 0..5).prop_map(Value::map),
            vec(option, 0..5).prop_map(|pairs| Value::list(
                pairs.into_iter().map(|(k, v)| Value::tuple([k, v]))
            )),
            (vec(inner.clone(), 1..4), inner).prop_map(|(all, tail)| Value::improper(all, tail)),
        ]
    })
}

/// Whether an answer is one that the documentation of `Invalid` lists.
fn is_typed(reason: &Value) -> bool {
    let Some([name, ..]) = reason.as_tuple() else {
        return false;
    };
    let known = [
        "bad_value",
        "bad_option",
        "missing_option",
        "bad_options",
        "unknown_command",
    ];
    name.as_atom().is_some_and(|name| known.contains(&name))
}

const OPEN: &str = "#{small => 0}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn as_options(options in terms()) {
        let mut vm = Vm::new();
        if let Err(reason) = vm.open::<Greedy>(&options.to_string()) {
            prop_assert!(is_typed(&reason), "{options} gave {reason}");
        }
        prop_assert_eq!(vm.open_heaps(), 0);
    }

    #[test]
    fn as_requests(requests in vec(terms(), 1..5), command in prop::sample::select(&ATOMS[9..14])) {
        let mut vm = Vm::new();
        let port = vm.open::<Greedy>(OPEN).expect("opens");
        for request in requests {
            let with_argument = Value::tuple([Value::atom(command), request.clone()]);
            for request in [request, with_argument] {
                let answer = vm.call(port, &request.to_string());
                let typed = match answer.as_tuple() {
                    Some([error, reason]) => *error == term("error") && is_typed(reason),
                    _ => answer == term("ok"),
                };
                prop_assert!(typed, "{request} gave {answer}");
            }
        }
        prop_assert_eq!(vm.call(port, "nothing"), term("ok"));
        prop_assert_eq!(vm.open_heaps(), 0);
    }

    #[test]
    fn as_messages(messages in vec(terms(), 0..9)) {
        let mut vm = Vm::new();
        let port = vm.open::<Greedy>(OPEN).expect("opens");
        for message in &messages {
            vm.send(port, &message.to_string());
        }
        // None of them is a whole call: `$call` alone takes a pid and more in the right places.
        let info = vm.call(port, "'$info'");
        let counts = &info.as_tuple().expect("ok and a map")[1];
        prop_assert_eq!(counts.get("malformed"), Some(&Value::from(messages.len() as u64)));
        prop_assert_eq!(vm.open_heaps(), 0);
    }
}
