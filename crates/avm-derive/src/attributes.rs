//! Reading `#[avm(...)]`.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, Error, Expr, LitStr, Path, Result, Token};

/// What a field takes when the option is left out.
pub(crate) enum Fallback {
    /// `Default::default()`.
    Default,
    /// This expression.
    Expr(Expr),
}

/// Where attributes stand, and so which are allowed.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    /// On a struct.
    Struct,
    /// On an enum.
    Enum,
    /// On a variant.
    Variant,
    /// On a named field.
    NamedField,
    /// On an unnamed field.
    UnnamedField,
}

impl Place {
    fn allowed(self) -> &'static [&'static str] {
        match self {
            Self::Struct => &["tag"],
            Self::Enum => &["atoms"],
            Self::Variant => &["name"],
            Self::NamedField => &["name", "default", "range", "skip"],
            Self::UnnamedField => &["skip"],
        }
    }

    fn describe(self) -> &'static str {
        match self {
            Self::Struct => "a struct",
            Self::Enum => "an enum",
            Self::Variant => "a variant",
            Self::NamedField => "a named field",
            Self::UnnamedField => "an unnamed field",
        }
    }
}

/// All that `#[avm(...)]` said in one place.
#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) name: Option<LitStr>,
    pub(crate) tag: Option<LitStr>,
    pub(crate) default: Option<Fallback>,
    pub(crate) range: Option<Expr>,
    pub(crate) skip: Option<Path>,
    pub(crate) atoms: Option<Path>,
}

impl Attributes {
    /// Reads what stands at one place.
    pub(crate) fn read(attributes: &[Attribute], place: Place) -> Result<Self> {
        let mut read = Self::default();
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("avm"))
        {
            attribute.parse_nested_meta(|meta| read.add(&meta, place))?;
        }
        read.check()?;
        Ok(read)
    }

    fn add(&mut self, meta: &ParseNestedMeta<'_>, place: Place) -> Result<()> {
        let word = meta
            .path
            .get_ident()
            .map(ToString::to_string)
            .unwrap_or_default();
        if !place.allowed().contains(&word.as_str()) {
            let allowed = place.allowed().join("`, `");
            return Err(meta.error(format!("{} takes `{allowed}`", place.describe())));
        }
        let is_new = match word.as_str() {
            "name" => put(&mut self.name, meta.value()?.parse()?),
            "tag" => put(&mut self.tag, meta.value()?.parse()?),
            "range" => put(&mut self.range, meta.value()?.parse()?),
            "skip" => put(&mut self.skip, meta.path.clone()),
            "atoms" => put(&mut self.atoms, meta.path.clone()),
            _ if meta.input.peek(Token![=]) => {
                put(&mut self.default, Fallback::Expr(meta.value()?.parse()?))
            }
            _ => put(&mut self.default, Fallback::Default),
        };
        if is_new {
            Ok(())
        } else {
            Err(meta.error(format!("`{word}` is given twice")))
        }
    }

    fn check(&self) -> Result<()> {
        let reads = self.name.is_some() || self.default.is_some() || self.range.is_some();
        match &self.skip {
            Some(skip) if reads => Err(Error::new_spanned(
                skip,
                "a field that is skipped takes nothing else",
            )),
            _ => Ok(()),
        }
    }
}

/// Fills a place; says whether it was empty.
fn put<T>(place: &mut Option<T>, value: T) -> bool {
    place.replace(value).is_none()
}
