//! NIFs with an argument and a result of each kind.

use avm_nif::{Env, Nif, Raise, Term, nif};
use avm_resource::ResourceRef;
use avm_term::{BuildError, FromTerm, StaticAtom, atom};
use port_config::DisplayConfig;

/// All of them.
pub const NIFS: &[Nif] = &[
    area::NIF,
    sum::NIF,
    range::NIF,
    letters::NIF,
    level::NIF,
    swap::NIF,
    refuse::NIF,
    panics::NIF,
    backlight::NIF,
    sixteen::NIF,
];

/// `area(Width, Height)`: `0..`.
#[nif]
pub fn area(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height)
}

/// `sum(A, B)`: an integer of 64 bits; `undefined` if there is none.
#[nif]
pub fn sum(a: i64, b: i64) -> Option<i64> {
    a.checked_add(b)
}

/// `range(From, To)`: `{ok, [From, ..., To]}`, or `{error, backwards}`.
#[nif]
pub fn range(from: u8, to: u8) -> Result<Vec<u8>, &'static StaticAtom> {
    if from > to {
        return Err(atom!("backwards"));
    }
    Ok((from..=to).collect())
}

/// `letters(Binary)`: how many characters.
#[nif]
pub fn letters(text: &str) -> usize {
    text.chars().count()
}

/// What `level/1` takes: a map, or a property list.
#[derive(Clone, Copy, Debug, FromTerm)]
pub struct Level {
    /// 0 to 100.
    #[avm(range = 0..=100)]
    level: u8,
    /// Whether it is 0 after all.
    #[avm(default)]
    mute: bool,
}

/// `level(#{level => 0..100, mute => boolean()})`: 0 to 100.
#[nif]
pub fn level(options: Level) -> u8 {
    if options.mute { 0 } else { options.level }
}

/// `swap({A, B})`: `{ok, {B, A}}`.
#[nif]
pub fn swap<'a>(env: Env<'a>, (a, b): (Term<'a>, Term<'a>)) -> Result<Term<'a>, BuildError> {
    env.make(&(b, a))
}

/// `refuse(Term)`: raises `{refused, Term}`; `refuse(badarg)` raises `badarg`.
#[nif]
pub fn refuse(term: Term<'_>) -> Result<(), Raise<(&'static StaticAtom, Term<'_>)>> {
    if term.is(atom!("badarg")) {
        return Err(Raise::Badarg);
    }
    Err(Raise::Error((atom!("refused"), term)))
}

/// `panic()`: raises `panic`.
#[nif(name = "panic", blocks)]
pub fn panics() -> bool {
    panic!("asked to")
}

/// `backlight(Config)`: what the display port set last, of the resource that it answers to
/// `get_config`.
#[nif]
pub fn backlight(config: ResourceRef<'_, DisplayConfig>) -> u8 {
    config.backlight()
}

/// `sixteen(...)`: the sum of as many arguments as a NIF may have.
#[nif]
#[rustfmt::skip]
#[expect(clippy::too_many_arguments, reason = "as many as there may be")]
pub fn sixteen(
    a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8,
    i: u8, j: u8, k: u8, l: u8, m: u8, n: u8, o: u8, p: u8,
) -> u32 {
    [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p].map(u32::from).iter().sum()
}
