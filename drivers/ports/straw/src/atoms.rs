//! Which atoms a peer's messages may have.

use std::cell::{Cell, RefCell};

use avm_port::PortError;
use avm_term::etf::Atom;
use avm_term::{BuildError, Builder, Env, IntoTerm, Term, atom};

use crate::encode::MAX_ATOM;

/// Which atoms may come in: those that exist, or those of a list. Of those that do not exist so
/// many are made as is allowed, and no more.
#[derive(Debug)]
pub(crate) struct Allowed {
    listed: Option<Vec<String>>,
    /// How many may still be made.
    quota: Cell<u32>,
}

impl Allowed {
    pub(crate) fn new(listed: Option<&[Term<'_>]>, quota: u32) -> Result<Self, PortError> {
        let text = |term: &Term<'_>| {
            let mut buffer = [0; MAX_ATOM];
            term.atom_text(&mut buffer).map(String::from)
        };
        let listed = listed.map(|terms| terms.iter().map(text).collect::<Option<Vec<_>>>());
        if listed == Some(None) {
            return Err(PortError::with_atom(atom!("bad_option"), atom!("atoms")));
        }
        Ok(Self {
            listed: listed.flatten(),
            quota: Cell::new(quota),
        })
    }

    /// How many atoms may still be made.
    pub(crate) fn quota(&self) -> u32 {
        self.quota.get()
    }

    /// The atom, if it may be in a message; one that may be made is.
    fn find<'e>(&self, env: Env<'e>, text: &str) -> Option<Term<'e>> {
        let is_listed = |listed: &Vec<String>| listed.iter().any(|listed| listed == text);
        if !self.listed.as_ref().is_none_or(is_listed) {
            return None;
        }
        let there = env.existing_atom(text);
        there.or_else(|| self.make(env, text))
    }

    fn make<'e>(&self, env: Env<'e>, text: &str) -> Option<Term<'e>> {
        let left = self.quota.get().checked_sub(1)?;
        let made = env.make(&New(String::from(text).leak())).ok()?;
        self.quota.set(left);
        Some(made)
    }
}

/// The atoms that were met in a turn, so that the VM is asked once for each.
#[derive(Debug)]
pub(crate) struct Known<'a, 'e> {
    allowed: &'a Allowed,
    env: Env<'e>,
    met: RefCell<Vec<(String, Term<'e>)>>,
}

/// How many atoms are remembered.
const MET: usize = 16;

impl<'a, 'e> Known<'a, 'e> {
    pub(crate) fn new(allowed: &'a Allowed, env: Env<'e>) -> Self {
        Self {
            allowed,
            env,
            met: RefCell::new(Vec::new()),
        }
    }

    /// Whether an atom may be in a message.
    pub(crate) fn allow(&self, atom: Atom<'_>) -> bool {
        self.find(atom).is_some()
    }

    /// The atom, if it may be in a message.
    pub(crate) fn find(&self, atom: Atom<'_>) -> Option<Term<'e>> {
        match atom.as_str() {
            Some(text) => self.find_text(text),
            None => self.find_text(&atom.to_string()),
        }
    }

    fn find_text(&self, text: &str) -> Option<Term<'e>> {
        let mut met = self.met.borrow_mut();
        if let Some((_, term)) = met.iter().find(|(met, _)| met == text) {
            return Some(*term);
        }
        let found = self.allowed.find(self.env, text)?;
        if met.len() < MET && met.try_reserve(1).is_ok() {
            met.push((text.into(), found));
        }
        Some(found)
    }
}

/// An atom that the VM makes, and keeps as long as it runs.
struct New(&'static str);

impl IntoTerm for New {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.named_atom(self.0)
    }
}
