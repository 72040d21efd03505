//! Options, from a map or a proplist; and requests, with or without arguments.

use core::ops::RangeBounds;

use crate::atom::StaticAtom;
use crate::from::FromTerm;
use crate::invalid::Invalid;
use crate::term::Term;

/// Options by name: a map with atom keys, or a proplist of `{Name, Value}` and `Name`, which
/// stands for `{Name, true}`. Of a name that occurs twice the first counts.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    term: Term<'a>,
    is_map: bool,
}

impl<'a> Options<'a> {
    /// Takes options whose names are all in `known`.
    ///
    /// # Errors
    ///
    /// Neither a map nor a proper list; a list element that is no option; a name not in `known`.
    pub fn new(term: Term<'a>, known: &[&'static StaticAtom]) -> Result<Self, Invalid<'a>> {
        let check = |name: Term<'a>, value: Term<'a>| {
            let is_known = known.iter().any(|atom| name.is(atom));
            if is_known {
                Ok(())
            } else {
                Err(Invalid::Option(name, value))
            }
        };
        if let Some(pairs) = term.map() {
            for (name, value) in pairs {
                check(name, value)?;
            }
            return Ok(Self { term, is_map: true });
        }
        for option in term.list().ok_or(Invalid::Options(term))? {
            let (name, value) = pair(option.map_err(|_| Invalid::Options(term))?)?;
            check(name, value)?;
        }
        Ok(Self {
            term,
            is_map: false,
        })
    }

    /// Looks up a name.
    fn find(&self, name: &'static StaticAtom) -> Result<Option<Term<'a>>, Invalid<'a>> {
        if self.is_map {
            return Ok(self.term.map_get(name.term(self.term.env())?));
        }
        for option in self.term.list().ok_or(Invalid::Options(self.term))? {
            let (found, value) = pair(option?)?;
            if found.is(name) {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// Reads an option that may be left out.
    ///
    /// # Errors
    ///
    /// The value is there and is no `T`.
    pub fn optional<T: FromTerm<'a>>(
        &self,
        name: &'static StaticAtom,
    ) -> Result<Option<T>, Invalid<'a>> {
        let Some(value) = self.find(name)? else {
            return Ok(None);
        };
        match T::from_term(value) {
            Ok(read) => Ok(Some(read)),
            // These two say the same wherever they come from.
            Err(invalid @ (Invalid::OutOfMemory | Invalid::Resource)) => Err(invalid),
            Err(_) => Err(self.bad(name, value)?),
        }
    }

    /// Reads an option that must be there.
    ///
    /// # Errors
    ///
    /// The option is missing, or is no `T`.
    pub fn required<T: FromTerm<'a>>(&self, name: &'static StaticAtom) -> Result<T, Invalid<'a>> {
        match self.optional(name)? {
            Some(value) => Ok(value),
            None => Err(Invalid::MissingOption(name.term(self.term.env())?)),
        }
    }

    /// Checks that a value, as read from option `name`, is in a range.
    ///
    /// # Errors
    ///
    /// It is not; the error holds the term that was read, if the option was there.
    pub fn check<T: PartialOrd>(
        &self,
        name: &'static StaticAtom,
        value: T,
        range: impl RangeBounds<T>,
    ) -> Result<T, Invalid<'a>> {
        if range.contains(&value) {
            return Ok(value);
        }
        match self.find(name)? {
            Some(term) => Err(self.bad(name, term)?),
            // A default outside its own range: the driver's mistake, told as a missing option.
            None => Err(Invalid::MissingOption(name.term(self.term.env())?)),
        }
    }

    fn bad(&self, name: &'static StaticAtom, value: Term<'a>) -> Result<Invalid<'a>, Invalid<'a>> {
        Ok(Invalid::Option(name.term(self.term.env())?, value))
    }
}

/// Reads one element of a proplist.
fn pair(option: Term<'_>) -> Result<(Term<'_>, Term<'_>), Invalid<'_>> {
    if let Some([name, value]) = option.tuple() {
        return Ok((name, value));
    }
    if option.kind() == crate::Kind::Atom {
        return Ok((option, crate::atom!("true").term(option.env())?));
    }
    Err(Invalid::Options(option))
}

/// A request, as every port takes them: `Command` or `{Command, Argument}`.
#[derive(Clone, Copy, Debug)]
pub struct Command<'a> {
    request: Term<'a>,
    name: Term<'a>,
    argument: Option<Term<'a>>,
}

impl<'a> Command<'a> {
    /// Takes a request apart.
    ///
    /// # Errors
    ///
    /// It has another shape.
    #[inline]
    pub fn new(request: Term<'a>) -> Result<Self, Invalid<'a>> {
        let (name, argument) = match request.tuple() {
            Some([name, argument]) => (name, Some(argument)),
            None => (request, None),
        };
        if name.kind() != crate::Kind::Atom {
            return Err(Invalid::UnknownCommand(request));
        }
        Ok(Self {
            request,
            name,
            argument,
        })
    }

    /// Whether the command has this name.
    #[inline]
    pub fn is(&self, name: &'static StaticAtom) -> bool {
        self.name.is(name)
    }

    /// The argument, or the empty list (no options) where there is none.
    pub fn argument(&self) -> Term<'a> {
        self.argument.unwrap_or(self.request.env().nil())
    }

    /// Whether the request is the bare name.
    pub fn is_bare(&self) -> bool {
        self.argument.is_none()
    }

    /// The error for a request that is none of the known.
    pub fn unknown(&self) -> Invalid<'a> {
        Invalid::UnknownCommand(self.request)
    }
}
