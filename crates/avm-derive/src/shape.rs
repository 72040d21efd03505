//! The fields and variants of a type, with their attributes read.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::TypeParamBound;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{
    Data, DataEnum, DeriveInput, Error, Expr, Fields, Generics, Ident, Lifetime, LifetimeParam,
    LitStr, Member, Result, Type,
};

use crate::attributes::{Attributes, Fallback, Place};
use crate::names;

/// One field.
pub(crate) struct Field<'i> {
    /// How Rust names it: `volume` or `0`.
    pub(crate) member: Member,
    /// How Erlang names it; unused for unnamed fields.
    pub(crate) name: LitStr,
    pub(crate) ty: &'i Type,
    pub(crate) attributes: Attributes,
}

impl Field<'_> {
    /// A variable for its value or a reference to it, which no user's name collides with.
    pub(crate) fn variable(&self) -> Ident {
        match &self.member {
            Member::Named(ident) => {
                Ident::new(&format!("avm_{}", ident.unraw()), Span::mixed_site())
            }
            Member::Unnamed(index) => {
                Ident::new(&format!("avm_{}", index.index), Span::mixed_site())
            }
        }
    }

    /// Where a complaint about the field's type belongs.
    pub(crate) fn span(&self) -> Span {
        self.ty.span().resolved_at(Span::mixed_site())
    }

    /// The value, if it lies in the range of the field, which `within` checks a value for.
    pub(crate) fn in_range(
        &self,
        value: TokenStream,
        within: impl Fn(TokenStream, &Expr) -> TokenStream,
    ) -> TokenStream {
        let Some(range) = &self.attributes.range else {
            return value;
        };
        if !is_option(self.ty) {
            return within(value, range);
        }
        let inner = Ident::new("value", Span::mixed_site());
        let checked = within(quote_spanned!(self.span()=> #inner), range);
        quote_spanned! {self.span()=>
            match #value {
                ::core::option::Option::Some(#inner) => ::core::option::Option::Some(#checked),
                ::core::option::Option::None => ::core::option::Option::None,
            }
        }
    }

    pub(crate) fn is_skipped(&self) -> bool {
        self.attributes.skip.is_some()
    }

    /// What stands in where the option is left out; `None` where it must not be.
    pub(crate) fn fallback(&self) -> Option<&Fallback> {
        let given = self.attributes.default.as_ref();
        given.or(is_option(self.ty).then_some(&Fallback::Default))
    }
}

/// What a struct or a variant holds.
pub(crate) enum Shape<'i> {
    /// No fields, and no braces.
    Unit,
    /// `(...)`
    Unnamed(Vec<Field<'i>>),
    /// `{...}`
    Named(Vec<Field<'i>>),
}

impl<'i> Shape<'i> {
    /// Reads the fields; their names must differ.
    pub(crate) fn read(fields: &'i Fields) -> Result<Self> {
        let place = match fields {
            Fields::Unit => return Ok(Self::Unit),
            Fields::Unnamed(_) => Place::UnnamedField,
            Fields::Named(_) => Place::NamedField,
        };
        let mut read = Vec::new();
        for (field, member) in fields.iter().zip(fields.members()) {
            let attributes = Attributes::read(&field.attrs, place)?;
            let name = match &member {
                Member::Named(ident) => names::field(attributes.name.as_ref(), ident)?,
                Member::Unnamed(_) => LitStr::new("", Span::call_site()),
            };
            read.push(Field {
                member,
                name,
                ty: &field.ty,
                attributes,
            });
        }
        if matches!(fields, Fields::Unnamed(_)) {
            return Ok(Self::Unnamed(read));
        }
        names::distinct(
            read.iter()
                .filter(|field| !field.is_skipped())
                .map(|field| &field.name),
        )?;
        Ok(Self::Named(read))
    }
}

/// One variant.
pub(crate) struct Variant<'i> {
    pub(crate) ident: &'i Ident,
    pub(crate) name: LitStr,
    pub(crate) shape: Shape<'i>,
}

/// Reads the variants; their names must differ.
pub(crate) fn variants(data: &DataEnum) -> Result<Vec<Variant<'_>>> {
    let mut read = Vec::new();
    for variant in &data.variants {
        let attributes = Attributes::read(&variant.attrs, Place::Variant)?;
        let name = names::variant(attributes.name.as_ref(), &variant.ident)?;
        read.push(Variant {
            ident: &variant.ident,
            name,
            shape: Shape::read(&variant.fields)?,
        });
    }
    names::distinct(read.iter().map(|variant| &variant.name))?;
    Ok(read)
}

/// Reads the attributes of the type itself; a union has no shape to read.
pub(crate) fn container(input: &DeriveInput) -> Result<Attributes> {
    match &input.data {
        Data::Struct(_) => Attributes::read(&input.attrs, Place::Struct),
        Data::Enum(_) => Attributes::read(&input.attrs, Place::Enum),
        Data::Union(data) => Err(Error::new(
            data.union_token.span,
            "a union cannot be a term",
        )),
    }
}

/// The generics with a bound on every type parameter.
pub(crate) fn bounded(generics: &Generics, bound: &TypeParamBound) -> Generics {
    let mut generics = generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(bound.clone());
    }
    generics
}

/// The lifetime of what is read: the type's own, or a new one.
pub(crate) fn lifetime(generics: &Generics) -> Result<Lifetime> {
    let mut lifetimes = generics.lifetimes();
    let first = lifetimes.next().map(|parameter| parameter.lifetime.clone());
    match lifetimes.next() {
        Some(second) => Err(Error::new_spanned(second, "a term has one lifetime")),
        None => Ok(first.unwrap_or_else(|| Lifetime::new("'avm_term", Span::mixed_site()))),
    }
}

/// The generics with this lifetime, where they have none.
pub(crate) fn with_lifetime(generics: &Generics, lifetime: &Lifetime) -> Generics {
    let mut generics = generics.clone();
    if generics.lifetimes().next().is_none() {
        let parameter = LifetimeParam::new(lifetime.clone());
        generics.params.insert(0, parameter.into());
    }
    generics
}

/// Whether a type is written as `Option<...>`, with any path before it.
fn is_option(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path
        .segments
        .last()
        .is_some_and(|last| last.ident == "Option")
}
