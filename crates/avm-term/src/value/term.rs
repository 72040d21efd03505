//! Values from terms, and terms from values.

use alloc::string::String;
use alloc::vec::Vec;

use super::{MAX_DEPTH, Value, ValueMap};
use crate::build::{BuildError, Builder};
use crate::from::FromTerm;
use crate::into::IntoTerm;
use crate::invalid::Invalid;
use crate::term::{Kind, Pid, Term};
use crate::vm::RawPid;

/// The most bytes of an atom: 255 characters of at most 4 bytes.
const ATOM_BYTES: usize = 1020;

/// The most parts that a term may come apart into. Sharing makes terms larger than their heap.
const MAX_PARTS: usize = 1 << 18;

/// Any term of at most 2 to the 18 parts that is nested at most [`MAX_DEPTH`] deep, but for
/// bitstrings, integers of more than 64 bits and pids of other nodes. What the VM shows no number
/// of has the number 0: ports, references and functions.
impl<'a> FromTerm<'a> for Value {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        let mut reader = Reader::default();
        reader.later(Step::Read(term, 0))?;
        while let Some(step) = reader.steps.pop() {
            let value = match step {
                Step::Read(part, depth) => match reader.read(part, depth)? {
                    Some(value) => value,
                    None => continue,
                },
                Step::Tuple(count) => Self::Tuple(reader.take(count)?),
                Step::List(count) => Self::List(reader.take(count)?),
                Step::Improper(count) => reader.improper(count)?,
                Step::Map(count) => Self::Map(reader.map(count)?),
            };
            push(&mut reader.values, value)?;
        }
        reader.values.pop().ok_or(Invalid::Term(term))
    }
}

/// What is left to do. A compound term becomes a step that makes it of values, below the steps
/// that read these values; so the values come last part first.
enum Step<'a> {
    Read(Term<'a>, usize),
    Tuple(usize),
    List(usize),
    Improper(usize),
    Map(usize),
}

/// Reads with a stack on the heap: native stacks are small where AtomVM runs.
#[derive(Default)]
struct Reader<'a> {
    steps: Vec<Step<'a>>,
    values: Vec<Value>,
    parts: usize,
}

impl<'a> Reader<'a> {
    /// Reads a part, or leaves steps that will.
    fn read(&mut self, term: Term<'a>, depth: usize) -> Result<Option<Value>, Invalid<'a>> {
        let unreadable = Invalid::Term(term);
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return Err(unreadable);
        }
        Ok(Some(match term.kind() {
            Kind::Integer => integer(term).ok_or(unreadable)?,
            Kind::Float => Value::Float(term.float().ok_or(unreadable)?),
            Kind::Atom => Value::Atom(atom(term)?),
            Kind::Binary => Value::Binary(copy(term.binary().ok_or(unreadable)?)?),
            Kind::Pid => Value::Pid(term.pid().ok_or(unreadable)?.raw().0 as u64),
            Kind::Port => Value::Port(0),
            Kind::Reference => Value::Reference(0),
            Kind::Function => Value::Function(0),
            Kind::Bitstring => return Err(unreadable),
            Kind::Tuple | Kind::List | Kind::Map if depth == MAX_DEPTH => return Err(unreadable),
            Kind::Tuple => return self.read_tuple(term, depth + 1),
            Kind::List => return self.read_list(term, depth + 1),
            Kind::Map => return self.read_map(term, depth + 1),
        }))
    }

    fn read_tuple(&mut self, term: Term<'a>, depth: usize) -> Result<Option<Value>, Invalid<'a>> {
        let arity = term.arity().ok_or(Invalid::Term(term))?;
        self.later(Step::Tuple(arity))?;
        for index in 0..arity {
            let element = term.element(index).ok_or(Invalid::Term(term))?;
            self.later(Step::Read(element, depth))?;
        }
        Ok(None)
    }

    fn read_list(&mut self, term: Term<'a>, depth: usize) -> Result<Option<Value>, Invalid<'a>> {
        let start = self.steps.len();
        self.later(Step::List(0))?;
        let (mut rest, mut count) = (term, 0);
        while let Some((head, tail)) = rest.cell() {
            self.later(Step::Read(head, depth))?;
            count += 1;
            rest = tail;
        }
        let is_proper = rest.is_nil();
        if !is_proper {
            self.later(Step::Read(rest, depth))?;
        }
        if let Some(step) = self.steps.get_mut(start) {
            *step = if is_proper {
                Step::List(count)
            } else {
                Step::Improper(count)
            };
        }
        Ok(None)
    }

    fn read_map(&mut self, term: Term<'a>, depth: usize) -> Result<Option<Value>, Invalid<'a>> {
        let size = term.map_size().ok_or(Invalid::Term(term))?;
        self.later(Step::Map(size))?;
        for (key, value) in term.map().ok_or(Invalid::Term(term))? {
            self.later(Step::Read(key, depth))?;
            self.later(Step::Read(value, depth))?;
        }
        Ok(None)
    }

    fn later(&mut self, step: Step<'a>) -> Result<(), Invalid<'a>> {
        push(&mut self.steps, step)
    }

    /// Takes the parts of a compound term, first part first.
    fn take(&mut self, count: usize) -> Result<Vec<Value>, Invalid<'a>> {
        let mut parts = Vec::new();
        parts
            .try_reserve_exact(count)
            .map_err(|_| Invalid::OutOfMemory)?;
        parts.extend((0..count).map_while(|_| self.values.pop()));
        Ok(parts)
    }

    fn improper(&mut self, count: usize) -> Result<Value, Invalid<'a>> {
        let elements = self.take(count)?;
        let tail = self.values.pop().unwrap_or_else(|| Value::List(Vec::new()));
        Ok(Value::improper(elements, tail))
    }

    fn map(&mut self, count: usize) -> Result<ValueMap, Invalid<'a>> {
        let mut pairs = Vec::new();
        pairs
            .try_reserve_exact(count)
            .map_err(|_| Invalid::OutOfMemory)?;
        pairs.extend((0..count).map_while(|_| self.values.pop().zip(self.values.pop())));
        Ok(ValueMap::of_distinct(pairs))
    }
}

fn push<'a, T>(stack: &mut Vec<T>, item: T) -> Result<(), Invalid<'a>> {
    stack.try_reserve(1).map_err(|_| Invalid::OutOfMemory)?;
    stack.push(item);
    Ok(())
}

fn copy<'a>(bytes: &[u8]) -> Result<Vec<u8>, Invalid<'a>> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(bytes.len())
        .map_err(|_| Invalid::OutOfMemory)?;
    copy.extend_from_slice(bytes);
    Ok(copy)
}

fn integer(term: Term<'_>) -> Option<Value> {
    term.signed()
        .map(Value::from)
        .or_else(|| term.unsigned().map(Value::from))
}

fn atom(term: Term<'_>) -> Result<String, Invalid<'_>> {
    let mut buffer = [0; ATOM_BYTES];
    let text = term.atom_text(&mut buffer).ok_or(Invalid::Term(term))?;
    // The bytes were a `str`, so this does not fail.
    String::from_utf8(copy(text.as_bytes())?).map_err(|_| Invalid::Term(term))
}

/// Any value that is nested at most [`MAX_DEPTH`] deep and that the VM can hold. Atoms must exist
/// already: text from outside must not fill the VM's atom table. References and functions cannot
/// be made from numbers, nor bitstrings at all; a port must be open.
impl IntoTerm for Value {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        build(self, b, MAX_DEPTH)
    }
}

fn build<B: Builder>(value: &Value, b: &mut B, depth: usize) -> Result<B::Part, BuildError> {
    let depth = || depth.checked_sub(1).ok_or(BuildError::Unrepresentable);
    match value {
        Value::Integer(value) => build_integer(*value, b),
        Value::Float(value) => b.float(*value),
        Value::Atom(text) => b.existing_atom(text),
        Value::Binary(bytes) => b.binary(bytes),
        Value::Pid(number) => {
            let raw = usize::try_from(*number).map_err(|_| BuildError::Unrepresentable)?;
            Ok(b.pid(Pid::from_raw(RawPid(raw))))
        }
        Value::Port(number) => {
            b.port(u32::try_from(*number).map_err(|_| BuildError::Unrepresentable)?)
        }
        Value::Reference(_) | Value::Function(_) | Value::Bitstring(..) => {
            Err(BuildError::Unrepresentable)
        }
        Value::Tuple(elements) => {
            let depth = depth()?;
            let parts = in_order(elements, b, |element, b| build(element, b, depth))?;
            b.tuple(&parts)
        }
        Value::Map(map) => {
            let depth = depth()?;
            let mut parts = in_order(map.iter().as_slice(), b, |(key, value), b| {
                if B::LAST_FIRST {
                    let value = build(value, b, depth)?;
                    return Ok((build(key, b, depth)?, value));
                }
                Ok((build(key, b, depth)?, build(value, b, depth)?))
            })?;
            b.map(&mut parts)
        }
        Value::List(elements) => {
            let tail = b.nil();
            build_cells(elements, tail, b, depth()?)
        }
        Value::Improper(elements, tail) => {
            let tail = build(tail, b, depth()?)?;
            build_cells(elements, tail, b, depth()?)
        }
    }
}

fn build_integer<B: Builder>(value: i128, b: &mut B) -> Result<B::Part, BuildError> {
    match (i64::try_from(value), u64::try_from(value)) {
        (Ok(value), _) => b.signed(value),
        (_, Ok(value)) => b.unsigned(value),
        _ => Err(BuildError::Unrepresentable),
    }
}

fn build_cells<B: Builder>(
    elements: &[Value],
    tail: B::Part,
    b: &mut B,
    depth: usize,
) -> Result<B::Part, BuildError> {
    let mut list = tail;
    for element in elements.iter().rev() {
        let head = build(element, b, depth)?;
        list = b.cell(head, list)?;
    }
    Ok(list)
}

/// Describes each item, from the end that suits the builder; the parts come as the items stand.
fn in_order<B: Builder, T, P>(
    items: &[T],
    b: &mut B,
    mut each: impl FnMut(&T, &mut B) -> Result<P, BuildError>,
) -> Result<Vec<P>, BuildError> {
    let mut parts = room(items.len())?;
    if !B::LAST_FIRST {
        for item in items {
            parts.push(each(item, b)?);
        }
        return Ok(parts);
    }
    for item in items.iter().rev() {
        parts.push(each(item, b)?);
    }
    parts.reverse();
    Ok(parts)
}

fn room<T>(count: usize) -> Result<Vec<T>, BuildError> {
    let mut room = Vec::new();
    room.try_reserve_exact(count)
        .map_err(|_| BuildError::OutOfMemory)?;
    Ok(room)
}
