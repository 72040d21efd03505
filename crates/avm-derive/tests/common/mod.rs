//! Erlang text in and out of Rust types.

use avm_term::{Env, FromTerm, OwnedEnv, Value, atom};
use vm_host as _;

/// Runs in an environment that has every atom that Erlang text names here.
pub(crate) fn with_env<R>(f: impl FnOnce(Env<'_>) -> R) -> R {
    let owned = OwnedEnv::new().expect("memory");
    for atom in [
        atom!("stranger"),
        atom!("x"),
        atom!("true"),
        atom!("false"),
        atom!("undefined"),
    ] {
        atom.term(owned.env()).expect("memory");
    }
    f(owned.env())
}

/// Reads Erlang text as `T`; the error as the term that Erlang would be told.
pub(crate) fn read<T: for<'a> FromTerm<'a>>(erlang: &str) -> Result<T, String> {
    with_env(|env| {
        let value: Value = erlang.parse().expect(erlang);
        let term = env
            .make(&value)
            .unwrap_or_else(|error| panic!("{erlang}: {error}"));
        term.get()
            .map_err(|invalid| env.make(&invalid).expect("a reason").to_string())
    })
}

/// Makes the VM know atoms that only text names.
#[macro_export]
macro_rules! known_atoms {
    ($($text:literal),*) => {
        $crate::common::with_env(|env| {
            $(avm_term::atom!($text).term(env).expect("memory");)*
        })
    };
}
