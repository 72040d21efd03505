//! Derives that turn Erlang terms into Rust types and back, and `#[nif]`.
//!
//! Reached as `avm_term::FromTerm`, `avm_term::IntoTerm`, `avm_term::etf::FromEtf` and
//! `avm_nif::nif`. What is generated is `no_std`, names only `::core`, `::avm_term` and `::avm_nif`, and has neither `unsafe` nor a panic
//! of its own.

mod attributes;
mod from_etf;
mod from_term;
mod into_term;
mod names;
mod nif;
mod shape;

use proc_macro::TokenStream;
use syn::{DeriveInput, ItemFn, parse_macro_input};

/// Reads a type from a term.
///
/// **A struct with named fields is options**: a map with atom keys, or a proplist. A field is
/// required unless it says otherwise; unknown names are errors.
///
/// | attribute of a field | meaning |
/// |---|---|
/// | `#[avm(default)]` | may be left out; then it is `Default::default()` |
/// | `#[avm(default = expr)]` | may be left out; then it is `expr` |
/// | `#[avm(range = a..=b)]` | must lie in the range; of an `Option`, what is in it |
/// | `#[avm(name = "text")]` | the option's name, instead of the field's |
/// | `#[avm(skip)]` | never read; it is `Default::default()` |
///
/// A field of type `Option<T>` may be left out without an attribute, or be `undefined`.
///
/// **An enum is a request**: a unit variant is the bare atom; a variant with one unnamed field is
/// `{name, Argument}`; a variant with named fields is `{name, Options}`. A bare `name` for one
/// that takes an argument reads the empty list, which options that may all be left out accept.
/// All else is `Invalid::UnknownCommand`. The name is the variant's in snake_case (`ReadEvents` is
/// `read_events`), or `#[avm(name = "text")]` of the variant.
///
/// **An enum with `#[avm(atoms)]` is a choice** of atoms, all its variants without fields. All
/// else is `Invalid::Term`.
///
/// **A struct with one unnamed field** is read as the field is.
///
/// The type may have one lifetime, that of the term, for fields such as `&'a [u8]` or `Term<'a>`.
/// A type parameter `T` is bounded by `T: FromTerm`.
///
/// ```
/// use avm_term::FromTerm;
///
/// /// `#{rate => 8000..48000, gain => float()}`; both may be left out.
/// #[derive(FromTerm)]
/// struct Start {
///     #[avm(default = 44_100, range = 8_000..=48_000)]
///     rate: u32,
///     gain: Option<f64>,
/// }
///
/// /// `start | {start, Options} | {seek, 0..} | {order, msb_first | lsb_first} | stop`
/// #[derive(FromTerm)]
/// enum Request {
///     Start(Start),
///     Seek(u32),
///     Order(Order),
///     Stop,
/// }
///
/// #[derive(FromTerm)]
/// #[avm(atoms)]
/// enum Order {
///     MsbFirst,
///     LsbFirst,
/// }
/// ```
#[proc_macro_derive(FromTerm, attributes(avm))]
pub fn derive_from_term(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    from_term::expand(&input)
        .unwrap_or_else(|error| error.into_compile_error())
        .into()
}

/// Describes a value as a term.
///
/// | Rust | Erlang |
/// |---|---|
/// | struct with named fields | `#{field => Value, ...}` |
/// | the same with `#[avm(tag = "touch")]` | `{touch, Value, ...}`, in the order of the fields |
/// | struct with unnamed fields and a tag | `{touch, Value, ...}` |
/// | struct with one unnamed field, no tag | the field itself |
/// | struct with more unnamed fields, no tag | `{Value, ...}` |
/// | struct without fields, with a tag | `touch` |
/// | variant without fields | `name` |
/// | variant with unnamed fields | `{name, Value, ...}` |
/// | variant with named fields | `{name, #{field => Value, ...}}` |
///
/// The name of a variant or a key is `#[avm(name = "text")]`, or that of the variant in snake_case,
/// or that of the field. A field with `#[avm(skip)]` is left out, and does not count. `default`,
/// `range` and `atoms` are for `FromTerm` and mean nothing here.
///
/// Lifetimes are free; a type parameter `T` is bounded by `T: IntoTerm`.
///
/// ```
/// use avm_term::{IntoTerm, List};
///
/// /// `{touch, Id, X, Y}`
/// #[derive(IntoTerm)]
/// #[avm(tag = "touch")]
/// struct Touch {
///     id: u8,
///     x: u16,
///     y: u16,
/// }
///
/// /// `no_events | {events, [Touch]} | {stats, #{dropped => 0..}}`
/// #[derive(IntoTerm)]
/// enum Reply<'e> {
///     NoEvents,
///     Events(List<'e, Touch>),
///     Stats { dropped: u32 },
/// }
/// ```
#[proc_macro_derive(IntoTerm, attributes(avm))]
pub fn derive_into_term(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    into_term::expand(&input)
        .unwrap_or_else(|error| error.into_compile_error())
        .into()
}

/// Reads a type from the external term format: what `IntoTerm` of the same type describes.
///
/// | Erlang | Rust |
/// |---|---|
/// | `#{field => Value, ...}`, in any order | struct with named fields |
/// | `{touch, Value, ...}` | struct with a tag, `#[avm(tag = "touch")]` |
/// | `touch` | struct without fields, with a tag |
/// | the field itself | struct with one unnamed field, no tag |
/// | `{Value, ...}` | struct with more unnamed fields, no tag |
/// | `name` | variant without fields |
/// | `{name, Value, ...}` | variant with unnamed fields |
/// | `{name, #{field => Value, ...}}` | variant with named fields |
///
/// The attributes of fields and variants are those of `FromTerm`: `name`, `range`, `skip`, and in
/// a map `default`, which an `Option` needs not say. All else is refused: another name, another
/// number of elements and a key too much or too few are `DecodeError::Mismatch`, a key that comes
/// twice is `DuplicateKey`, and what is out of its range is `Range`. The names pass whatever atoms
/// the limits allow.
///
/// Nothing is copied: the type may have one lifetime, that of the bytes, for fields such as
/// `&'a [u8]` and `&'a str`. A type parameter `T` is bounded by `T: FromEtf`.
///
/// ```
/// use avm_term::IntoTerm;
/// use avm_term::etf::{self, DecodeError, FromEtf, Limits};
///
/// /// `{hello, Name, #{size => 1..64}} | {data, Binary} | bye`
/// #[derive(Debug, PartialEq, IntoTerm, FromEtf)]
/// enum Envelope<'a> {
///     Hello(&'a str, Offer),
///     Data(&'a [u8]),
///     Bye,
/// }
///
/// #[derive(Debug, PartialEq, IntoTerm, FromEtf)]
/// struct Offer {
///     #[avm(default = 8, range = 1..=64)]
///     size: u8,
/// }
///
/// let hello = Envelope::Hello("pump", Offer { size: 16 });
/// let bytes = etf::to_vec(&hello).unwrap();
/// assert_eq!(etf::decode(&bytes, &Limits::DEFAULT), Ok(hello));
///
/// // {data, 7}
/// let wrong = etf::decode::<Envelope>(b"\x83h\x02w\x04dataa\x07", &Limits::DEFAULT);
/// assert_eq!(wrong, Err(DecodeError::Type));
/// # use vm_host as _;
/// ```
#[proc_macro_derive(FromEtf, attributes(avm))]
pub fn derive_from_etf(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    from_etf::expand(&input)
        .unwrap_or_else(|error| error.into_compile_error())
        .into()
}

/// Makes a function one that Erlang may call.
///
/// The function stays as it is. Beside it stands a type of the same name, whose constant `NIF` is
/// the NIF: `area::NIF` of `fn area`. Collections and libraries name it by that type.
///
/// | attribute | meaning |
/// |---|---|
/// | `#[nif]` | a NIF of the function's name |
/// | `#[nif(name = "text")]` | of another name |
/// | `#[nif(blocks)]` | it may wait: Erlang/OTP runs it on a scheduler for that |
///
/// Each argument is of a type that `FromTerm` reads; a term that is not of the type is
/// `error:badarg`. A type may borrow from the term: `&[u8]`, `&str`, `Term<'_>`. A first argument
/// that is written `Env<'_>` is the heap of the call, and does not count. What the result may be,
/// see `avm_nif`.
///
/// ```
/// use avm_nif::{Env, Term, nif};
/// use avm_term::BuildError;
///
/// /// `is_prefix(Prefix, Binary)`
/// #[nif]
/// fn is_prefix(prefix: &[u8], of: &[u8]) -> bool {
///     of.starts_with(prefix)
/// }
///
/// /// `'swap!'({A, B})` is `{ok, {B, A}}`.
/// #[nif(name = "swap!")]
/// fn swap<'a>(env: Env<'a>, pair: (Term<'a>, Term<'a>)) -> Result<Term<'a>, BuildError> {
///     env.make(&(pair.1, pair.0))
/// }
///
/// assert_eq!(swap::NIF.to_string(), "swap!/1");
/// let mut vm = vm_host::Vm::new();
/// assert_eq!(vm.nif(is_prefix::NIF, "<<1>>, <<1, 2>>").unwrap().to_string(), "true");
/// ```
#[proc_macro_attribute]
pub fn nif(attribute: TokenStream, function: TokenStream) -> TokenStream {
    let function = parse_macro_input!(function as ItemFn);
    nif::expand(attribute.into(), &function)
        .unwrap_or_else(|error| error.into_compile_error())
        .into()
}
