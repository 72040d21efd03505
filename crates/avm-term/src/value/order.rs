//! Erlang's term order on owned values.
//!
//! number < atom < reference < function < port < pid < tuple < map < list < binary: the chapter
//! "Term Comparisons" of the Erlang Reference Manual.

use core::cmp::Ordering;

use super::{Value, ValueMap};

/// 2 to the 127, the first float above every `i128`.
const ABOVE_INTEGERS: f64 = (1_u128 << 127) as f64;

/// The rank of the empty list, and that of a list cell.
const NIL: u8 = 8;
const CELL: u8 = 9;

impl Value {
    /// The place of the type among the types.
    fn rank(&self) -> u8 {
        match self {
            Self::Integer(_) | Self::Float(_) => 0,
            Self::Atom(_) => 1,
            Self::Reference(_) => 2,
            Self::Function(_) => 3,
            Self::Port(_) => 4,
            Self::Pid(_) => 5,
            Self::Tuple(_) => 6,
            Self::Map(_) => 7,
            Self::List(elements) if elements.is_empty() => NIL,
            Self::List(_) | Self::Improper(..) => CELL,
            Self::Binary(_) | Self::Bitstring(..) => 10,
        }
    }

    /// The bytes of a binary or a bitstring, and how many bits they are.
    fn bits(&self) -> Option<(&[u8], usize)> {
        match self {
            Self::Binary(bytes) => Some((bytes, 8 * bytes.len())),
            Self::Bitstring(bytes, last) => {
                let whole = bytes.len().saturating_sub(1);
                Some((bytes, 8 * whole + usize::from(*last)))
            }
            _ => None,
        }
    }

    /// A list's elements, and its tail where that is not the empty list; `None` for all else.
    fn list_parts(&self) -> Option<Parts<'_>> {
        match self {
            Self::List(elements) => Some((elements, None)),
            Self::Improper(elements, tail) => Some((elements, Some(tail))),
            _ => None,
        }
    }
}

/// The elements of a list, and a tail that is no list.
type Parts<'v> = (&'v [Value], Option<&'v Value>);

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Value {}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(self, other, Numbers::ByValue)
    }
}

/// How integers and floats are told apart.
#[derive(Clone, Copy)]
enum Numbers {
    /// As numbers; where they are the same, the integer comes first.
    ByValue,
    /// Every integer comes before every float, as among the keys of a map.
    ByType,
}

impl Value {
    /// The order of the keys of a map, in which every integer comes before every float, also
    /// within tuples and lists.
    #[must_use]
    pub fn cmp_as_key(&self, other: &Self) -> Ordering {
        compare(self, other, Numbers::ByType)
    }
}

fn compare(a: &Value, b: &Value, numbers: Numbers) -> Ordering {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => a.total_cmp(b),
        (Value::Integer(a), Value::Float(b)) => integer_and_float(*a, *b, numbers),
        (Value::Float(a), Value::Integer(b)) => integer_and_float(*b, *a, numbers).reverse(),
        (Value::Atom(a), Value::Atom(b)) => a.cmp(b),
        (Value::Reference(a), Value::Reference(b))
        | (Value::Function(a), Value::Function(b))
        | (Value::Port(a), Value::Port(b))
        | (Value::Pid(a), Value::Pid(b)) => a.cmp(b),
        (Value::Tuple(a), Value::Tuple(b)) => {
            a.len().cmp(&b.len()).then_with(|| all(a, b, numbers))
        }
        (Value::Map(a), Value::Map(b)) => maps(a, b, numbers),
        (Value::Binary(a), Value::Binary(b)) => a.cmp(b),
        _ => match (a.list_parts(), b.list_parts()) {
            (Some(a), Some(b)) => lists(a, b, numbers),
            // Where one begins as the other, the zeros at its end make it no larger.
            _ => match (a.bits(), b.bits()) {
                (Some(a), Some(b)) => a.cmp(&b),
                _ => a.rank().cmp(&b.rank()),
            },
        },
    }
}

/// The first difference of two rows of values, as far as both go.
fn all<'v>(
    a: impl IntoIterator<Item = &'v Value>,
    b: impl IntoIterator<Item = &'v Value>,
    numbers: Numbers,
) -> Ordering {
    let orders = a.into_iter().zip(b).map(|(a, b)| compare(a, b, numbers));
    let mut different = orders.filter(|order| order.is_ne());
    different.next().unwrap_or(Ordering::Equal)
}

/// Compares by value; where it is the same, the integer comes first.
fn integer_and_float(integer: i128, float: f64, numbers: Numbers) -> Ordering {
    if matches!(numbers, Numbers::ByType) || float.is_nan() || float >= ABOVE_INTEGERS {
        return Ordering::Less;
    }
    if float < -ABOVE_INTEGERS {
        return Ordering::Greater;
    }
    let whole = float as i128;
    let fraction = float - whole as f64;
    integer.cmp(&whole).then(if fraction < 0.0 {
        Ordering::Greater
    } else {
        Ordering::Less
    })
}

/// By size, then by all keys, then by all values.
fn maps(a: &ValueMap, b: &ValueMap, numbers: Numbers) -> Ordering {
    let (keys_a, keys_b) = (a.iter().map(|pair| &pair.0), b.iter().map(|pair| &pair.0));
    let (values_a, values_b) = (a.iter().map(|pair| &pair.1), b.iter().map(|pair| &pair.1));
    a.len()
        .cmp(&b.len())
        .then_with(|| all(keys_a, keys_b, Numbers::ByType))
        .then_with(|| all(values_a, values_b, numbers))
}

/// Element by element; where one list ends, its tail is compared with the rest of the other.
fn lists((a, a_tail): Parts<'_>, (b, b_tail): Parts<'_>, numbers: Numbers) -> Ordering {
    let order = all(a, b, numbers);
    if order.is_ne() {
        return order;
    }
    let shared = a.len().min(b.len());
    match (a.len() - shared, a_tail, b.len() - shared, b_tail) {
        (0, Some(a), 0, Some(b)) => compare(a, b, numbers),
        (a, a_tail, b, b_tail) => rest_rank(a, a_tail).cmp(&rest_rank(b, b_tail)),
    }
}

/// The rank of what is left of a list.
fn rest_rank(elements: usize, tail: Option<&Value>) -> u8 {
    match (elements, tail) {
        (0, Some(tail)) => tail.rank(),
        (0, None) => NIL,
        _ => CELL,
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;
    use core::cmp::Ordering;

    use super::Value;

    /// Rising, as `lists:sort/1` of Erlang/OTP 25 leaves them; the numbers that Erlang calls equal
    /// and the opaque terms are placed by hand.
    const RISING: &str = "-100000000000000000000 -1.0e10 -2 -1.5 -1 -1.0 0 -0.0 0.0 0.5 1 1.0 \
        9007199254740993 9007199254740994.0 1.0e300 '' a aa b #Ref<0.1> #Ref<0.2> #Fun<1> \
        #Port<0.7> <0.5.0> <0.10.0> {} {b} {a,a} #{} #{b=>1} #{a=>1,b=>2} #{a=>2,b=>1} [] [1|2] \
        [1] [1,0] [1|<<>>] [2] <<>> <<0:1>> <<1>> <<1,0:7>> <<1,0>> <<2:3>> \
        <<64>> <<5:3>>";

    #[test]
    fn values_rise_as_erlang_sorts_them() {
        let values: Vec<Value> = RISING
            .split_whitespace()
            .map(|text| text.parse().unwrap())
            .collect();
        for (i, a) in values.iter().enumerate() {
            for (j, b) in values.iter().enumerate() {
                assert_eq!(a.cmp(b), i.cmp(&j), "{a} against {b}");
            }
        }
    }

    /// As `maps:keys/1` of Erlang/OTP 25 gives them.
    #[test]
    fn among_keys_integers_come_before_floats() {
        let map: Value = "#{1.5=>a,2=>b,-3=>c,1.0=>d,1=>e,{1.5}=>f,{2}=>g,a=>h}"
            .parse()
            .unwrap();
        let keys = "#{-3 => c,1 => e,2 => b,1.0 => d,1.5 => a,a => h,{2} => g,{1.5} => f}";
        assert_eq!(map.to_string(), keys);
        assert_eq!(map.get("a"), Some(&Value::atom("h")));
        // Two maps are compared by their keys so, too: 2 is before 1.5.
        let (two, float): (Value, Value) =
            ("#{2=>a}".parse().unwrap(), "#{1.5=>a}".parse().unwrap());
        assert!(two < float);
        assert!(Value::from(2) > Value::from(1.5));
    }

    #[test]
    fn integers_and_floats_compare_at_the_edges() {
        let edges = [
            (i128::MAX, f64::MAX, Ordering::Less),
            (i128::MIN, f64::MIN, Ordering::Greater),
        ];
        for (integer, float, order) in edges {
            assert_eq!(Value::from(integer).cmp(&Value::from(float)), order);
            assert_eq!(
                Value::from(float).cmp(&Value::from(integer)),
                order.reverse()
            );
        }
        assert!(
            Value::from(i128::MIN) < Value::from(-(2_f64.powi(127))),
            "equal, so the integer first"
        );
    }
}
