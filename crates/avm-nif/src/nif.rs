//! A NIF: a name, an arity, and what is called.

use core::ffi::CStr;
use core::fmt;

use avm_port::{Panicked, guarded};
use avm_term::{Env, FromTerm, Raised, Term, atom};

/// The most arguments of a NIF: AtomVM passes them in 16 registers.
pub const MAX_ARITY: usize = 16;

/// What [`#[nif]`](crate::nif) makes of a function: reads the arguments, calls it, and writes its
/// result.
pub type Entry = for<'a> fn(Env<'a>, &[Term<'a>]) -> Result<Term<'a>, Raised<'a>>;

/// A function that Erlang may call.
#[derive(Clone, Copy)]
pub struct Nif {
    name: &'static CStr,
    arity: u8,
    blocks: bool,
    entry: Entry,
}

/// A type that stands for a NIF; [`#[nif]`](crate::nif) makes one beside each function, of the same
/// name, which is how collections and libraries of NIFs name it.
pub trait Function {
    /// The NIF.
    const NIF: Nif;

    /// What is called: [`Entry`], where the function is known when the artefact is built.
    ///
    /// # Errors
    ///
    /// The exception that the caller is to get.
    #[doc(hidden)]
    fn enter<'a>(env: Env<'a>, arguments: &[Term<'a>]) -> Result<Term<'a>, Raised<'a>>;
}

/// Calls a NIF that is known when the artefact is built, for a provider of the VM interface; as
/// [`Nif::call`], but inlined. Does not unwind.
///
/// # Errors
///
/// The exception that the caller is to get.
#[inline(always)]
pub fn call<'a, F: Function>(env: Env<'a>, arguments: &[Term<'a>]) -> Result<Term<'a>, Raised<'a>> {
    match guarded(|| F::enter(env, arguments)) {
        Ok(ended) => ended,
        Err(Panicked) => Err(panicked(env)),
    }
}

/// The exception for a panic.
#[cold]
fn panicked(env: Env<'_>) -> Raised<'_> {
    // No memory even for this atom: then an exception that every VM has.
    atom!("panic")
        .term(env)
        .map_or(Raised::Badarg, Raised::Error)
}

impl Nif {
    /// A NIF that does not block.
    ///
    /// # Panics
    ///
    /// More than [`MAX_ARITY`] arguments, or a name of no byte, of more than 255, or not of UTF-8;
    /// when the artefact is built, because this makes constants.
    #[must_use]
    pub const fn new(name: &'static CStr, arity: usize, entry: Entry) -> Self {
        assert!(arity <= MAX_ARITY, "a NIF has at most 16 arguments");
        let length = name.to_bytes().len();
        assert!(length > 0 && length <= 255, "an atom has at most 255 bytes");
        assert!(name.to_str().is_ok(), "a name is of UTF-8");
        Self {
            name,
            arity: arity as u8,
            blocks: false,
            entry,
        }
    }

    /// The same, of a function that may wait.
    #[must_use]
    pub const fn blocking(self) -> Self {
        Self {
            blocks: true,
            ..self
        }
    }

    /// The name in Erlang.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self.name.to_str() {
            Ok(name) => name,
            // `new` made sure.
            Err(_) => "",
        }
    }

    /// The same, as C has it.
    #[must_use]
    pub const fn c_name(&self) -> &'static CStr {
        self.name
    }

    /// The number of arguments in Erlang.
    #[must_use]
    pub const fn arity(&self) -> usize {
        self.arity as usize
    }

    /// Whether it may wait: `#[nif(blocks)]`.
    #[must_use]
    pub const fn blocks(&self) -> bool {
        self.blocks
    }

    /// Whether it is called `name`, and takes so many arguments.
    #[must_use]
    pub fn is(&self, name: &str, arity: usize) -> bool {
        self.arity() == arity && self.name() == name
    }

    /// Calls it with terms of `env`, for a provider of the VM interface. Does not unwind.
    ///
    /// # Errors
    ///
    /// The exception that the caller is to get.
    pub fn call<'a>(&self, env: Env<'a>, arguments: &[Term<'a>]) -> Result<Term<'a>, Raised<'a>> {
        let ended = guarded(|| (self.entry)(env, arguments));
        ended.unwrap_or_else(|Panicked| Err(panicked(env)))
    }
}

/// `name/arity`.
impl fmt::Display for Nif {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.name(), self.arity)
    }
}

impl fmt::Debug for Nif {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nif({self})")
    }
}

/// Takes as many arguments as a function has; for what [`#[nif]`](crate::nif) makes.
///
/// # Errors
///
/// Another number of them: `badarg`.
#[doc(hidden)]
#[inline]
pub fn arguments<'t, 'a, const N: usize>(
    arguments: &'t [Term<'a>],
) -> Result<&'t [Term<'a>; N], Raised<'a>> {
    arguments.try_into().map_err(|_| Raised::Badarg)
}

/// Reads an argument; for what [`#[nif]`](crate::nif) makes.
///
/// # Errors
///
/// It is not of the type: `badarg`.
#[doc(hidden)]
#[inline]
pub fn argument<'a, T: FromTerm<'a>>(term: Term<'a>) -> Result<T, Raised<'a>> {
    T::from_term(term).map_err(|invalid| Raised::invalid(term.env(), invalid))
}
