//! Reading the texts of the suite.

use super::{Board, Scenario, Step, Tag, Verb};
use crate::template::Template;

/// Reads the scenarios of a text; says what is wrong, and where.
pub(super) fn scenarios(text: &str) -> Result<Vec<Scenario>, String> {
    let mut reader = Reader {
        board: Board::Real,
        each: vec![("", "")],
        scenarios: Vec::new(),
        fresh: 0,
    };
    for (number, line) in joined(text) {
        let at = |what: String| format!("line {number}: {what}");
        reader.line(&line).map_err(at)?;
    }
    let scenarios = reader.scenarios;
    match scenarios.iter().find(|scenario| scenario.steps.is_empty()) {
        Some(empty) => Err(format!("{:?} has no steps", empty.name)),
        None => Ok(scenarios),
    }
}

/// What was read.
struct Reader<'t> {
    board: Board,
    /// What `<port>` and `<options>` stand for, one after the other.
    each: Vec<(&'t str, &'t str)>,
    scenarios: Vec<Scenario>,
    /// How many of the last scenarios are of one text.
    fresh: usize,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if let Some(name) = line.strip_prefix("@board ") {
            let found = Board::ALL.into_iter().find(|board| board.name() == name);
            self.board = found.ok_or_else(|| format!("no board {name}"))?;
        } else if line == "@each port" {
            self.each = PORTS.to_vec();
        } else if let Some(name) = line.strip_prefix("== ") {
            for each in &self.each {
                self.scenarios.push(Scenario {
                    name: with(name, *each),
                    board: self.board,
                    except: Vec::new(),
                    steps: Vec::new(),
                });
            }
            self.fresh = self.each.len();
        } else {
            let first = self.scenarios.len() - self.fresh;
            let ours = self.scenarios.get_mut(first..).unwrap_or_default();
            for (scenario, each) in ours.iter_mut().zip(&self.each) {
                add(scenario, &with(line, *each))?;
            }
        }
        Ok(())
    }
}

/// The ports that `@each port` means, and options to open them with.
const PORTS: [(&str, &str); 5] = [
    ("touch", "[]"),
    ("display", "#{width => 240, height => 320}"),
    ("audio", "[]"),
    ("spi", "[]"),
    ("probe", "[]"),
];

/// A line of a text that is meant for several ports.
fn with(line: &str, (port, options): (&str, &str)) -> String {
    line.replace("<port>", port).replace("<options>", options)
}

/// The lines without comments; a line that is indented belongs to the one before, unless it is an
/// `on` line.
fn joined(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('%') {
            continue;
        }
        match lines.last_mut() {
            Some((_, last)) if line.starts_with(' ') && !bare.starts_with("on ") => {
                *last += " ";
                *last += bare;
            }
            _ => lines.push((number, bare.to_owned())),
        }
    }
    lines
}

fn add(scenario: &mut Scenario, line: &str) -> Result<(), String> {
    if let Some(rest) = line.strip_prefix("not on ") {
        let (tag, why) = tagged(rest)?;
        scenario.except.push((tag, why.to_owned()));
        return Ok(());
    }
    if let Some(rest) = line.strip_prefix("on ") {
        let (tag, rest) = tagged(rest)?;
        let (expected, why) = rest.split_once(" -- ").ok_or("no ` -- ` and a sentence")?;
        let step = scenario.steps.last_mut().ok_or("no step above")?;
        let variant = (tag, Template::parse(expected), why.trim().to_owned());
        step.variants.push(variant);
        return Ok(());
    }
    scenario.steps.push(step(line)?);
    Ok(())
}

/// Reads `VM: rest`.
fn tagged(text: &str) -> Result<(Tag, &str), String> {
    let (name, rest) = text.split_once(": ").ok_or("no `: ` after the VM")?;
    let tag = Tag::ALL.into_iter().find(|tag| tag.name() == name);
    Ok((tag.ok_or_else(|| format!("no VM {name}"))?, rest.trim()))
}

fn step(line: &str) -> Result<Step, String> {
    let (said, expected) = match line.rsplit_once(" -> ") {
        Some((said, expected)) => (said, Some(Template::parse(expected))),
        None => (line, None),
    };
    let (bound, expected, said) = match said.split_once(" = ") {
        Some((name, said)) if is_variable(name) => (Some(name), expected, said),
        Some((pattern, said)) if pattern.starts_with('{') => {
            (None, Some(Template::parse(pattern)), said)
        }
        _ => (None, expected, said),
    };
    let (actor, said) = match said.split_once(": ") {
        Some((name, said)) if is_variable(name) => (Some(name.to_owned()), said),
        _ => (None, said),
    };
    let (eventually, said) = match said.strip_prefix("eventually ") {
        Some(said) => (true, said),
        None => (false, said),
    };
    let verb = verb(said, bound)?;
    let usual = usual(&verb, bound);
    Ok(Step {
        text: line.to_owned(),
        actor,
        eventually,
        expected: expected.or(usual).ok_or("what is expected?")?,
        verb,
        variants: Vec::new(),
    })
}

/// What a step gives if nothing is said.
fn usual(verb: &Verb, bound: Option<&str>) -> Option<Template> {
    match (verb, bound) {
        (Verb::Open { .. } | Verb::Create { .. } | Verb::Input { .. }, Some(name)) => {
            Some(Template::parse(&format!("{{ok, {name}}}")))
        }
        (Verb::Open { .. } | Verb::Create { .. } | Verb::Call { .. }, None)
        | (Verb::Receive | Verb::Read { .. } | Verb::Take { .. }, None)
        | (Verb::Await { .. } | Verb::Gone { .. } | Verb::Input { .. }, None)
        | (Verb::Ask { .. } | Verb::Nif { .. }, None) => None,
        (Verb::Quiet, None) => Some(Template::parse("nothing")),
        (Verb::Dead { .. }, None) => Some(Template::parse("true")),
        (_, Some(name)) => Some(Template::parse(name)),
        (_, None) => Some(Template::parse("ok")),
    }
}

fn is_variable(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The words of a step: the verb, its variable, the rest.
struct Words<'s> {
    verb: &'s str,
    first: &'s str,
    rest: &'s str,
}

impl Words<'_> {
    /// The port or process.
    fn first(&self) -> Template {
        Template::parse(self.first)
    }

    /// A request, a message, a reason.
    fn rest(&self) -> Template {
        Template::parse(self.rest)
    }
}

fn count(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("{text:?} is no count"))
}

fn milliseconds(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("{text:?} is no time"))
}

fn verb(said: &str, bound: Option<&str>) -> Result<Verb, String> {
    let (verb, rest) = said.split_once(' ').unwrap_or((said, ""));
    let (first, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let words = Words { verb, first, rest };
    let port = || words.first();
    Ok(match words.verb {
        "open" => Verb::Open {
            name: words.first(),
            options: words.rest(),
        },
        "create" => Verb::Create {
            name: words.first(),
        },
        "call" => call(&words)?,
        "info" => Verb::Call {
            port: port(),
            request: Template::parse("'$info'"),
            within: None,
        },
        "close" => Verb::Close { port: port() },
        "send" => Verb::Send {
            port: port(),
            message: words.rest(),
        },
        "receive" => Verb::Receive,
        "quiet" => Verb::Quiet,
        "read" => Verb::Read {
            port: port(),
            count: count(rest)?,
        },
        "take" => Verb::Take {
            port: port(),
            count: count(rest)?,
        },
        "process" => Verb::Process {
            name: bound.ok_or("no name")?.to_owned(),
        },
        _ => verb_of_ends(&words)?,
    })
}

fn call(words: &Words<'_>) -> Result<Verb, String> {
    let (request, within) = match words.rest.rsplit_once(" within ") {
        Some((request, ms)) => (request, Some(milliseconds(ms)?)),
        None => (words.rest, None),
    };
    Ok(Verb::Call {
        port: words.first(),
        request: Template::parse(request),
        within,
    })
}

/// The steps that are about other things than ports.
fn verb_beside_ports(words: &Words<'_>) -> Result<Verb, String> {
    let (first, rest) = (|| words.first(), || words.rest());
    Ok(match words.verb {
        "input" => Verb::Input {
            settings: Template::parse(&format!("{} {}", words.first, words.rest)),
        },
        "ask" => Verb::Ask {
            process: first(),
            request: rest(),
        },
        "stop" => Verb::Stop { process: first() },
        "nif" => Verb::Nif {
            name: first(),
            arguments: rest(),
        },
        other => return Err(format!("no step {other:?}")),
    })
}

fn verb_of_ends(words: &Words<'_>) -> Result<Verb, String> {
    let (first, rest) = (|| words.first(), || words.rest());
    Ok(match words.verb {
        "start" => Verb::Start {
            port: first(),
            request: rest(),
        },
        "await" => Verb::Await { process: first() },
        "leave" => Verb::Leave {
            process: first(),
            reason: rest(),
        },
        "exit" => Verb::Exit {
            target: first(),
            reason: rest(),
        },
        "link" => Verb::Link { port: first() },
        "gone" => Verb::Gone { port: first() },
        "dead" => Verb::Dead { process: first() },
        "forget" => Verb::Forget {
            variable: words.first.to_owned(),
        },
        "sleep" => Verb::Sleep {
            ms: milliseconds(words.first)?,
        },
        _ => verb_beside_ports(words)?,
    })
}
