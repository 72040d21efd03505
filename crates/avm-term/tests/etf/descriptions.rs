//! Descriptions by hand, in whatever order they come.

use avm_term::etf::{EncodeError, Limits, decode, encode, size, to_vec};
use avm_term::{BuildError, Builder, IntoTerm, List, Value, atom, tuple};
use proptest::collection::vec;
use proptest::prelude::*;

/// Describes a value from the first part to the last, and lists cell by cell.
struct Forward<'a>(&'a Value);

impl IntoTerm for Forward<'_> {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        let forward = |value, b: &mut B| Forward(value).build(b);
        match self.0 {
            Value::Tuple(elements) => {
                let mut parts = Vec::new();
                for element in elements {
                    parts.push(forward(element, b)?);
                }
                b.tuple(&parts)
            }
            Value::Map(map) => {
                let mut pairs = Vec::new();
                for (key, value) in map.iter() {
                    pairs.push((forward(key, b)?, forward(value, b)?));
                }
                b.map(&mut pairs)
            }
            Value::List(elements) => {
                let mut parts = Vec::new();
                for element in elements {
                    parts.push(forward(element, b)?);
                }
                let mut list = b.nil();
                for part in parts.into_iter().rev() {
                    list = b.cell(part, list)?;
                }
                Ok(list)
            }
            Value::Improper(elements, tail) => {
                let mut parts = Vec::new();
                for element in elements {
                    parts.push(forward(element, b)?);
                }
                let mut list = forward(tail, b)?;
                for part in parts.into_iter().rev() {
                    list = b.cell(part, list)?;
                }
                Ok(list)
            }
            scalar => scalar.build(b),
        }
    }
}

#[test]
fn first_to_last_gives_the_same_bytes() {
    for (value, bytes) in crate::table::rows(crate::table::NEW) {
        assert_eq!(to_vec(&Forward(&value)), Ok(bytes), "{value}");
    }
}

proptest! {
    #[test]
    fn first_to_last_gives_the_same_bytes_for_any_value(
        value in crate::common::values(crate::round_trips::leaves())
    ) {
        let bytes = to_vec(&value);
        prop_assert_eq!(to_vec(&Forward(&value)), bytes);
    }

    #[test]
    fn lists_that_change_their_form(
        numbers in vec(prop_oneof![9 => 0..256_i64, 1 => any::<i64>()], 0..300)
    ) {
        let value = Value::list(numbers.iter().copied().map(Value::from));
        let bytes = to_vec(&List(&numbers)).expect("bytes");
        prop_assert_eq!(to_vec(&value), Ok(bytes.clone()));
        prop_assert_eq!(decode(&bytes, &Limits::DEFAULT), Ok(numbers));
    }
}

#[test]
fn a_string_ends_at_its_largest_length() {
    for (count, first) in [(65_534, 107), (65_535, 107), (65_536, 108), (65_537, 108)] {
        let bytes = vec![7_u8; count];
        let list = to_vec(&List(&bytes)).expect("bytes");
        assert_eq!(list[1], first, "{count}");
        let value = Value::list(bytes.iter().copied().map(Value::from));
        assert_eq!(to_vec(&value).as_ref(), Ok(&list), "{count}, cell by cell");
        assert_eq!(size(&List(&bytes)), Ok(list.len()));
    }
}

/// Describes by a function.
struct By(fn(&mut dyn Steps) -> bool);

/// What the descriptions below need of a builder.
trait Steps {
    fn step(&mut self, what: Step) -> bool;
}

/// Parts are named by the order in which they were made.
enum Step {
    Byte(u8),
    Tuple(&'static [usize]),
    Cell(usize, usize),
    Map(&'static [(usize, usize)]),
}

struct Numbered<'b, B: Builder> {
    builder: &'b mut B,
    parts: Vec<B::Part>,
    error: Option<BuildError>,
}

impl<B: Builder> Steps for Numbered<'_, B> {
    fn step(&mut self, what: Step) -> bool {
        let parts = &self.parts;
        let made = match what {
            Step::Byte(byte) => self.builder.unsigned(byte.into()),
            Step::Tuple(of) => {
                let of: Vec<B::Part> = of.iter().map(|at| parts[*at]).collect();
                self.builder.tuple(&of)
            }
            Step::Cell(head, tail) => self.builder.cell(parts[head], parts[tail]),
            Step::Map(of) => {
                let pair = |(key, value): &(usize, usize)| (parts[*key], parts[*value]);
                let mut of: Vec<_> = of.iter().map(pair).collect();
                self.builder.map(&mut of)
            }
        };
        made.map(|part| self.parts.push(part))
            .map_err(|error| self.error = Some(error))
            .is_ok()
    }
}

impl IntoTerm for By {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        let (parts, error) = (Vec::new(), None);
        let mut numbered = Numbered {
            builder: b,
            parts,
            error,
        };
        (self.0)(&mut numbered);
        match (numbered.error, numbered.parts.last()) {
            (None, Some(part)) => Ok(*part),
            (error, _) => Err(error.unwrap_or(BuildError::Unrepresentable)),
        }
    }
}

#[test]
fn parts_used_out_of_turn_are_refused_and_nothing_is_damaged() {
    use Step::{Byte, Cell, Map, Tuple};
    let misused: [fn(&mut dyn Steps) -> bool; 9] = [
        // One part twice, at once and later.
        |b| b.step(Byte(1)) && b.step(Tuple(&[0, 0])),
        |b| b.step(Byte(1)) && b.step(Tuple(&[0])) && b.step(Tuple(&[0])),
        |b| b.step(Byte(1)) && b.step(Tuple(&[0])) && b.step(Tuple(&[1, 0])),
        |b| b.step(Byte(1)) && b.step(Byte(2)) && b.step(Cell(0, 1)) && b.step(Tuple(&[0])),
        |b| b.step(Byte(1)) && b.step(Byte(2)) && b.step(Cell(0, 1)) && b.step(Tuple(&[1])),
        // Neither first to last nor last to first.
        |b| b.step(Byte(1)) && b.step(Byte(2)) && b.step(Byte(3)) && b.step(Tuple(&[1, 0, 2])),
        // Not all of it.
        |b| b.step(Byte(1)) && b.step(Byte(2)),
        |b| b.step(Byte(1)) && b.step(Byte(2)) && b.step(Tuple(&[1])),
        // A key twice.
        |b| (1..=4).all(|n| b.step(Byte(n % 2))) && b.step(Map(&[(0, 1), (2, 3)])),
    ];
    for (index, description) in misused.into_iter().enumerate() {
        let encoded = to_vec(&By(description));
        assert_eq!(encoded, Err(EncodeError::Unrepresentable), "number {index}");
    }
    let used: fn(&mut dyn Steps) -> bool =
        |b| b.step(Byte(1)) && b.step(Byte(2)) && b.step(Tuple(&[0, 1]));
    assert_eq!(to_vec(&By(used)), Ok(vec![131, 104, 2, 97, 1, 97, 2]));
}

#[test]
fn what_only_a_vm_has_is_refused() {
    let refused = [
        to_vec(&avm_term::Pid::from_raw(avm_term::vm::RawPid(1))),
        to_vec(&Value::Pid(1)),
        to_vec(&Value::tuple([Value::Pid(1), 2.into()])),
        to_vec(&Value::Port(1)),
        to_vec(&Value::Reference(1)),
        to_vec(&Value::Function(1)),
        to_vec(&f64::NAN),
        to_vec(&(f64::INFINITY, 1)),
        to_vec(&Value::Integer(i128::from(u64::MAX) + 1)),
        to_vec(&Value::atom("x".repeat(256))),
        to_vec(&Value::atom("ö".repeat(256))),
    ];
    for (index, encoded) in refused.into_iter().enumerate() {
        assert_eq!(encoded, Err(EncodeError::Unrepresentable), "number {index}");
    }
}

#[test]
fn library_types_and_derived_types() {
    #[derive(IntoTerm)]
    #[avm(tag = "touch")]
    struct Touch {
        id: u8,
        x: u16,
    }
    #[derive(IntoTerm)]
    struct Stats {
        queued: u32,
        last: Option<Touch>,
    }
    #[derive(IntoTerm)]
    enum Message {
        Stop,
        Seen(Vec<Touch>, Stats),
    }
    let touch = |id| Touch { id, x: 300 };
    let stats = Stats {
        queued: 7,
        last: Some(touch(2)),
    };
    let message = Message::Seen(vec![touch(0), touch(1)], stats);
    let text = "{seen,[{touch,0,300},{touch,1,300}],#{queued => 7,last => {touch,2,300}}}";
    let value: Value = text.parse().expect("a term");
    let bytes = to_vec(&message).expect("bytes");
    assert_eq!(decode(&bytes, &Limits::DEFAULT), Ok(value));
    assert_eq!(to_vec(&Message::Stop), Ok(b"\x83\x77\x04stop".to_vec()));
    let mut buffer = [0; 64];
    let answer: Result<(u8, bool), &str> = Ok((1, true));
    let encoded = encode(&tuple!("r", answer, atom!("x"), ""), &mut buffer);
    let value: Value = "{r,{ok,{1,true}},x,<<>>}".parse().expect("a term");
    assert_eq!(decode(encoded.expect("bytes"), &Limits::DEFAULT), Ok(value));
}
