//! The runner on Erlang: the same steps as data of a module.
//!
//! `erlang/conformance.erl` carries them out; what it has of each step is
//! `{Text, Actor, Tries, Verb, Expected}`, in which the holes of templates are tuples such as
//! `{'$var', 'P'}`.

use std::fmt::Write as _;

use avm_term::Value;

use crate::script::{Board, Scenario, Step, Tag, Verb};
use crate::template::{Hole, Template, hole};

/// The module that carries scenarios out.
pub const RUNNER: &str = include_str!("../erlang/conformance.erl");

/// The module that sends terms to a probe and back.
pub const TRIPS: &str = include_str!("../erlang/conformance_trips.erl");

/// Tries of a step that is repeated, ten milliseconds apart.
const TRIES: u32 = 500;

/// The module `conformance_table`: the scenarios of a board, for a VM that is all of these.
#[must_use]
pub fn table(scenarios: &[Scenario], board: Board, tags: &[Tag]) -> String {
    let ours: Vec<&Scenario> = scenarios
        .iter()
        .filter(|one| one.board == board && one.is_for(tags))
        .collect();
    let mut module = format!(
        "-module(conformance_table).\n-export([count/0, scenario/1]).\n\ncount() -> {}.\n\n",
        ours.len()
    );
    for (number, scenario) in (1..).zip(&ours) {
        let steps: Vec<String> = scenario.steps.iter().map(|one| step(one, tags)).collect();
        let name = text(&scenario.name);
        let steps = steps.join(",\n        ");
        let end = if number == ours.len() { '.' } else { ';' };
        let clause =
            format!("scenario({number}) ->\n    {{{name}, [\n        {steps}\n    ]}}{end}\n");
        module += &clause;
    }
    module
}

/// The module `conformance_terms`: terms as literals, each with its text.
#[must_use]
pub fn terms(terms: &[Value]) -> String {
    let mut module = format!(
        "-module(conformance_terms).\n-export([count/0, term/1]).\n\ncount() -> {}.\n\n",
        terms.len()
    );
    for (number, term) in (1..).zip(terms) {
        let (text, end) = (
            term.to_string(),
            if number == terms.len() { '.' } else { ';' },
        );
        let _ = writeln!(
            module,
            "term({number}) ->\n    {{{}, {text}}}{end}",
            Value::binary(&text)
        );
    }
    module
}

fn step(step: &Step, tags: &[Tag]) -> String {
    let said = text(&step.text);
    let actor = step.actor.as_deref().map_or("self".to_owned(), variable);
    let tries = if step.eventually { TRIES } else { 1 };
    let (done, expected) = (verb(&step.verb), template(step.expected_on(tags)));
    format!("{{{said}, {actor}, {tries}, {done}, {expected}}}")
}

fn verb(verb: &Verb) -> String {
    let mut parts: Vec<String> = Vec::new();
    let name = match verb {
        Verb::Open { name, options } => {
            parts.extend([template(name), template(options)]);
            "open"
        }
        Verb::Create { name } => {
            parts.push(template(name));
            "create"
        }
        Verb::Call {
            port,
            request,
            within,
        } => {
            parts.extend([template(port), template(request)]);
            parts.push(within.map_or("5000".to_owned(), |ms| ms.to_string()));
            "call"
        }
        Verb::Read { port, count } | Verb::Take { port, count } => {
            parts.extend([template(port), count.to_string()]);
            if matches!(verb, Verb::Read { .. }) {
                "read"
            } else {
                "take"
            }
        }
        Verb::Sleep { ms } => {
            parts.push(ms.to_string());
            "sleep"
        }
        Verb::Forget { variable } => {
            parts.push(quoted(variable));
            "forget"
        }
        Verb::Receive => "next",
        Verb::Quiet => "quiet",
        Verb::Process { .. } => "process",
        others => {
            let (name, said) = with_templates(others);
            parts.extend(said.iter().map(|one| template(one)));
            name
        }
    };
    if parts.is_empty() {
        return name.to_owned();
    }
    format!("{{{name}, {}}}", parts.join(", "))
}

/// The steps that are said with templates only.
fn with_templates(verb: &Verb) -> (&'static str, Vec<&Template>) {
    match verb {
        Verb::Close { port } => ("close", vec![port]),
        Verb::Send { port, message } => ("send", vec![port, message]),
        Verb::Start { port, request } => ("start", vec![port, request]),
        Verb::Await { process } => ("await", vec![process]),
        Verb::Leave { process, reason } => ("leave", vec![process, reason]),
        Verb::Exit { target, reason } => ("exit", vec![target, reason]),
        Verb::Link { port } => ("link", vec![port]),
        Verb::Gone { port } => ("gone", vec![port]),
        Verb::Dead { process } => ("dead", vec![process]),
        Verb::Input { settings } => ("input", vec![settings]),
        Verb::Ask { process, request } => ("ask", vec![process, request]),
        Verb::Stop { process } => ("stop", vec![process]),
        Verb::Nif { name, arguments } => ("nif", vec![name, arguments]),
        _ => ("none", Vec::new()),
    }
}

/// A template as `conformance.erl` reads it.
fn template(template: &Template) -> String {
    marked(&template.0).to_string()
}

/// The holes as tuples.
fn marked(value: &Value) -> Value {
    let all = |parts: &[Value]| parts.iter().map(marked).collect::<Vec<_>>();
    match value {
        Value::Atom(text) => match hole(text) {
            None => value.clone(),
            Some(hole) => of_hole(&hole),
        },
        Value::Tuple(parts) => Value::Tuple(all(parts)),
        Value::List(parts) => Value::List(all(parts)),
        Value::Improper(parts, tail) => Value::improper(all(parts), marked(tail)),
        Value::Map(map) => Value::map(map.iter().map(|(key, value)| (marked(key), marked(value)))),
        other => other.clone(),
    }
}

fn of_hole(hole: &Hole<'_>) -> Value {
    let size = |size: usize| Value::from(size as u64);
    let tuple = |name: &str, rest: Vec<Value>| {
        let name = Value::atom(format!("${name}"));
        Value::tuple([name].into_iter().chain(rest))
    };
    match hole {
        Hole::Any => Value::atom("$any"),
        Hole::Variable(name) => tuple("var", vec![Value::atom(*name)]),
        Hole::Type(name) => tuple("type", vec![Value::atom(*name)]),
        Hole::Binary(bytes) => tuple("binary", vec![size(*bytes)]),
        Hole::Copies(count, name) => tuple("copies", vec![size(*count), Value::atom(*name)]),
        Hole::Bytes(count, byte) => tuple("bytes", vec![size(*count), Value::from(*byte)]),
    }
}

fn variable(name: &str) -> String {
    format!("{{'$var','{name}'}}")
}

fn quoted(name: &str) -> String {
    format!("'{name}'")
}

/// A string of Erlang.
fn text(text: &str) -> String {
    let mut string = String::from("\"");
    for c in text.chars() {
        let escape = if "\"\\".contains(c) { "\\" } else { "" };
        let _ = write!(string, "{escape}{c}");
    }
    string + "\""
}
