//! Terms nested as deep as memory allows do not overflow a stack.

mod common;

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_term::{Env, FromTerm, OwnedTerm, Pid, Term, Value};
use vm_host::Vm;

const DEPTH: usize = 1_000_000;

/// Deep enough for any recursion to overflow the stack of a test, and quicker.
const LESS_DEEP: usize = 100_000;

/// Makes deep terms, and does with them all that a port can.
struct Deep;

#[derive(FromTerm)]
struct Options {}

#[derive(FromTerm)]
enum Request {
    /// Answers a term that is nested so deep.
    Nest(usize),
    /// Sends one to a process.
    Send { depth: usize, to: Pid },
    /// Copies two and compares them; answers whether they are equal, and ordered by their ends.
    Compare(usize),
}

/// A tuple of a tuple of a tuple; every third is a list instead, every seventh a map.
fn nest<'a>(env: Env<'a>, depth: usize, end: u32) -> Term<'a> {
    (0..depth).fold(env.make(&end).expect("memory"), |inner, level| {
        let made = match level % 21 {
            7 => env.make(&avm_term::List(&[inner])),
            14 => env.make(&Pair(inner)),
            _ => env.make(&(inner,)),
        };
        made.expect("memory")
    })
}

/// `#{0 => Value}`
struct Pair<'a>(Term<'a>);

impl avm_term::IntoTerm for Pair<'_> {
    fn build<B: avm_term::Builder>(&self, b: &mut B) -> Result<B::Part, avm_term::BuildError> {
        let mut pairs = [(b.unsigned(0)?, b.term(self.0)?)];
        b.map(&mut pairs)
    }
}

impl Port for Deep {
    const NAME: &'static str = "deep";
    type Options<'a> = Options;
    type Request<'a> = Request;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self)
    }

    fn call(&mut self, request: Request, call: Call<'_>) -> Flow {
        let env = call.env();
        match request {
            Request::Nest(depth) => call.reply(&nest(env, depth, 1)),
            Request::Send { depth, to } => {
                let sent = to.send(&nest(env, depth, 1));
                call.reply(&sent.is_ok())
            }
            Request::Compare(depth) => {
                let (one, two) = (nest(env, depth, 1), nest(env, depth, 2));
                let kept = OwnedTerm::copy_of(one).expect("memory");
                let again = env.make(&kept.term()).expect("memory");
                let equal = one.compare(again).is_some_and(|order| order.is_eq());
                let less = one.compare(two).is_some_and(|order| order.is_lt());
                call.reply(&(equal, less))
            }
        }
    }
}

fn open() -> (Vm, avm_term::PortId) {
    let mut vm = Vm::new();
    let port = vm.open::<Deep>("#{}").expect("opens");
    (vm, port)
}

/// How deep tuples are nested in what a test sees, and what is innermost.
fn walk(value: &Value) -> (usize, String) {
    let (mut depth, mut inner) = (0, value);
    loop {
        let next = match inner {
            Value::Tuple(elements) | Value::List(elements) => elements.first(),
            Value::Map(map) => map.get(&Value::from(0)),
            _ => None,
        };
        let Some(next) = next else {
            return (depth, inner.to_string());
        };
        inner = next;
        depth += 1;
    }
}

#[test]
fn a_deep_answer_arrives_and_is_seen_as_deep_as_a_test_looks() {
    let (mut vm, port) = open();
    let answer = vm.call(port, &format!("{{nest, {DEPTH}}}"));
    assert_eq!(walk(&answer), (511, "'...'".into()));
    drop(answer);
    assert!(vm.is_open(port));
    assert_eq!(vm.open_heaps(), 0);
}

#[test]
fn what_is_not_as_deep_is_seen_whole() {
    let (mut vm, port) = open();
    for depth in [0, 1, 128, 129, 511] {
        let answer = vm.call(port, &format!("{{nest, {depth}}}"));
        assert_eq!(walk(&answer), (depth, "1".into()));
    }
    let answer = vm.call(port, "{nest, 512}");
    assert_eq!(walk(&answer), (511, "'...'".into()));
}

#[test]
fn a_deep_message_arrives() {
    let (mut vm, port) = open();
    let process = vm.spawn();
    let to = vm.pid_value(process);
    let sent = vm.call(
        port,
        &format!("{{send, #{{depth => {LESS_DEEP}, to => {to}}}}}"),
    );
    assert_eq!(sent.to_string(), "true");
    let messages = vm.mailbox(process);
    assert_eq!(messages.len(), 1);
    // Here without the `{Ref, Answer}` around it.
    assert_eq!(walk(&messages[0]), (512, "'...'".into()));
}

#[test]
fn deep_terms_are_copied_and_compared_to_their_ends() {
    let (mut vm, port) = open();
    for depth in [0, 1, 20, 21, 1000, LESS_DEEP] {
        let answer = vm.call(port, &format!("{{compare, {depth}}}"));
        assert_eq!(answer.to_string(), "{true,true}", "{depth}");
    }
}
