//! eetf: a tree of terms, made before it is encoded and by what is decoded.

use alloc::vec::Vec;

use avm_term::etf;
use eetf::{Atom, BigInteger, FixInteger, List, Term, Tuple};

use super::{Kind, Terms, Touch};

/// eetf's terms.
pub struct Eetf;

fn term(touch: &Touch) -> Term {
    let kind = match touch.kind {
        Kind::Down => "down",
        Kind::Move => "move",
        Kind::Up => "up",
    };
    let small = |value: i32| Term::from(FixInteger::from(value));
    Term::from(Tuple::from(alloc::vec![
        Term::from(Atom::from("touch")),
        Term::from(Atom::from(kind)),
        small(touch.id.into()),
        small(touch.x.into()),
        small(touch.y.into()),
        small(touch.pressure.into()),
        Term::from(BigInteger::from(touch.time_us)),
    ]))
}

impl Terms for Eetf {
    const NAME: &'static str = "eetf";
    type Prepared = Term;
    type Decoded = Option<Term>;

    fn prepare(touches: &[Touch]) -> Term {
        Term::from(List::from(touches.iter().map(term).collect::<Vec<_>>()))
    }

    #[inline(always)]
    fn encode<'b>(prepared: &Term, buffer: &'b mut Vec<u8>) -> Option<&'b [u8]> {
        buffer.clear();
        prepared.encode(&mut *buffer).ok()?;
        Some(buffer)
    }

    fn place() -> Option<Term> {
        None
    }

    #[inline(always)]
    fn decode(bytes: &[u8], into: &mut Option<Term>) -> bool {
        *into = Term::decode(bytes).ok();
        into.is_some()
    }

    /// By way of bytes, which are compared with ours.
    fn touches(decoded: &Option<Term>) -> Option<Vec<Touch>> {
        let mut bytes = Vec::new();
        decoded.as_ref()?.encode(&mut bytes).ok()?;
        etf::decode(&bytes, &etf::Limits::DEFAULT).ok()
    }
}
