//! Options, from a map or a proplist; and requests, with or without arguments.

use core::ops::RangeBounds;

use crate::atom::StaticAtom;
use crate::from::FromTerm;
use crate::invalid::Invalid;
use crate::term::Term;

/// Options by name: a map with atom keys, or a proplist of `{Name, Value}` and `Name`, which
/// stands for `{Name, true}`. Of a name that occurs twice the first counts.
///
/// An option is asked for by the place of its name among those that were known.
#[derive(Clone, Copy, Debug)]
pub struct Options<'o, 'a> {
    term: Term<'a>,
    names: &'o [&'static StaticAtom],
    values: &'o [Option<Term<'a>>],
}

impl<'o, 'a> Options<'o, 'a> {
    /// Takes options whose names are all in `names`, and puts their values into `values`, each
    /// where its name is.
    ///
    /// # Errors
    ///
    /// Neither a map nor a proper list; a list element that is no option; a name not in `names`.
    pub fn new(
        term: Term<'a>,
        names: &'o [&'static StaticAtom],
        values: &'o mut [Option<Term<'a>>],
    ) -> Result<Self, Invalid<'a>> {
        match term.map_size() {
            Some(size) => of_map(term, size, names, values)?,
            None => of_list(term, names, values)?,
        }
        Ok(Self {
            term,
            names,
            values,
        })
    }

    /// Reads an option that may be left out.
    ///
    /// # Errors
    ///
    /// The value is there and is no `T`.
    #[inline]
    pub fn optional<T: FromTerm<'a>>(&self, option: usize) -> Result<Option<T>, Invalid<'a>> {
        let Some(value) = self.values.get(option).copied().flatten() else {
            return Ok(None);
        };
        match T::from_term(value) {
            Ok(read) => Ok(Some(read)),
            Err(invalid) => Err(self.bad(option, value, invalid)),
        }
    }

    /// Reads an option that must be there.
    ///
    /// # Errors
    ///
    /// The option is missing, or is no `T`.
    #[inline]
    pub fn required<T: FromTerm<'a>>(&self, option: usize) -> Result<T, Invalid<'a>> {
        match self.optional(option)? {
            Some(value) => Ok(value),
            None => Err(self.missing(option)),
        }
    }

    /// Checks that a value, as read from an option, is in a range.
    ///
    /// # Errors
    ///
    /// It is not; the error holds the term that was read, if the option was there.
    pub fn check<T: PartialOrd>(
        &self,
        option: usize,
        value: T,
        range: impl RangeBounds<T>,
    ) -> Result<T, Invalid<'a>> {
        if range.contains(&value) {
            return Ok(value);
        }
        Err(match self.values.get(option).copied().flatten() {
            Some(term) => self.bad(option, term, Invalid::Term(term)),
            // A default outside its own range: the driver's mistake, told as a missing option.
            None => self.missing(option),
        })
    }

    #[cold]
    fn missing(&self, option: usize) -> Invalid<'a> {
        self.name(option)
            .map_or_else(|other| other, Invalid::MissingOption)
    }

    #[cold]
    fn bad(&self, option: usize, value: Term<'a>, invalid: Invalid<'a>) -> Invalid<'a> {
        match invalid {
            // These two say the same wherever they come from.
            Invalid::OutOfMemory | Invalid::Resource => invalid,
            _ => self
                .name(option)
                .map_or_else(|other| other, |name| Invalid::Option(name, value)),
        }
    }

    fn name(&self, option: usize) -> Result<Term<'a>, Invalid<'a>> {
        let name = self.names.get(option).ok_or(Invalid::Options(self.term))?;
        Ok(name.term(self.term.env())?)
    }
}

/// Looks all names up; only if there is more in the map it is gone through.
fn of_map<'a>(
    map: Term<'a>,
    size: usize,
    names: &[&'static StaticAtom],
    values: &mut [Option<Term<'a>>],
) -> Result<(), Invalid<'a>> {
    let mut found = 0;
    for (name, value) in names.iter().zip(values) {
        *value = map.map_get(name.term(map.env())?);
        found += usize::from(value.is_some());
    }
    if found == size {
        return Ok(());
    }
    let unknown = |name: Term<'a>| !names.iter().any(|known| name.is(known));
    match map
        .map()
        .into_iter()
        .flatten()
        .find(|(name, _)| unknown(*name))
    {
        Some((name, value)) => Err(Invalid::Option(name, value)),
        None => Ok(()),
    }
}

fn of_list<'a>(
    list: Term<'a>,
    names: &[&'static StaticAtom],
    values: &mut [Option<Term<'a>>],
) -> Result<(), Invalid<'a>> {
    let mut rest = list;
    while let Some((option, tail)) = rest.cell() {
        let (name, value) = pair(option)?;
        let place = names.iter().zip(&mut *values);
        match place.into_iter().find(|(known, _)| name.is(known)) {
            Some((_, first @ None)) => *first = Some(value),
            Some(_) => {}
            None => return Err(Invalid::Option(name, value)),
        }
        rest = tail;
    }
    if rest.is_nil() {
        Ok(())
    } else {
        Err(Invalid::Options(list))
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
    /// Takes a request apart. One of another shape has no name that any command has.
    #[inline]
    pub fn new(request: Term<'a>) -> Self {
        let (name, argument) = match request.tuple() {
            Some([name, argument]) => (name, Some(argument)),
            None => (request, None),
        };
        Self {
            request,
            name,
            argument,
        }
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

    /// The error for a request that is none of the known.
    pub fn unknown(&self) -> Invalid<'a> {
        Invalid::UnknownCommand(self.request)
    }
}
