//! `#[derive(FromEtf)]`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput, Error, Ident, LitStr, Result, parse_quote};

use crate::attributes::Fallback;
use crate::shape::{self, Field, Shape, Variant};

/// Generates the impl.
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let container = shape::container(input)?;
    let body = match &input.data {
        Data::Struct(data) => {
            let shape = Shape::read(&data.fields)?;
            of_struct(&input.ident, &shape, container.tag.as_ref())?
        }
        Data::Enum(data) => of_enum(&shape::variants(data)?),
        // `container` refused it.
        Data::Union(_) => TokenStream::new(),
    };
    let lifetime = shape::lifetime(&input.generics)?;
    let bound = parse_quote!(::avm_term::etf::FromEtf<#lifetime>);
    let generics = shape::bounded(&input.generics, &bound);
    let with_lifetime = shape::with_lifetime(&generics, &lifetime);
    let (impl_generics, _, _) = with_lifetime.split_for_impl();
    let (_, type_generics, where_clause) = generics.split_for_impl();
    let (ident, reader, error) = (&input.ident, reader(), error());
    Ok(quote! {
        #[automatically_derived]
        impl #impl_generics ::avm_term::etf::FromEtf<#lifetime> for #ident #type_generics #where_clause {
            #[inline]
            fn from_etf(
                #reader: &mut ::avm_term::etf::Reader<#lifetime>,
            ) -> ::core::result::Result<Self, #error> {
                #body
            }
        }
    })
}

/// The variable of what is read from.
fn reader() -> Ident {
    Ident::new("reader", Span::mixed_site())
}

fn error() -> TokenStream {
    quote!(::avm_term::etf::DecodeError)
}

/// The fields that are read.
fn read<'s, 'i>(fields: &'s [Field<'i>]) -> Vec<&'s Field<'i>> {
    fields.iter().filter(|field| !field.is_skipped()).collect()
}

fn of_struct(ident: &Ident, shape: &Shape<'_>, tag: Option<&LitStr>) -> Result<TokenStream> {
    let (reader, target) = (reader(), quote!(Self));
    Ok(match (shape, tag) {
        (Shape::Unit, None) => {
            let wanted = "needs `#[avm(tag = \"name\")]` to be an atom";
            return Err(Error::new(ident.span(), wanted));
        }
        (Shape::Unit, Some(tag)) => quote! {
            #reader.expect_atom(#tag)?;
            ::core::result::Result::Ok(Self)
        },
        (Shape::Named(fields), None) => map(fields, &target),
        (Shape::Unnamed(fields), None) => match read(fields).len() {
            1 => elements(fields, &target),
            count => {
                let elements = elements(fields, &target);
                quote!(let mut #reader = #reader.read_tuple(#count)?; #elements)
            }
        },
        (Shape::Named(fields) | Shape::Unnamed(fields), Some(tag)) => {
            let (count, elements) = (read(fields).len(), elements(fields, &target));
            quote!(let mut #reader = #reader.read_tagged(#tag, #count)?; #elements)
        }
    })
}

/// Reads fields that stand one behind the other, and makes `target { ... }` of them.
fn elements(fields: &[Field<'_>], target: &TokenStream) -> TokenStream {
    let reader = reader();
    let statements = read(fields).into_iter().map(|field| {
        let (ty, variable) = (field.ty, field.variable());
        let value = checked(field, quote_spanned!(field.span()=> #reader.read::<#ty>()?));
        quote_spanned!(field.span()=> let #variable: #ty = #value;)
    });
    let made = made(fields, target);
    quote!(#(#statements)* #made)
}

/// Reads the pairs of a map, in any order, and makes `target { ... }` of them.
fn map(fields: &[Field<'_>], target: &TokenStream) -> TokenStream {
    let (reader, error, made, read) = (reader(), error(), made(fields, target), read(fields));
    if read.is_empty() {
        let refuse = quote!(::core::result::Result::Err(#error::Mismatch));
        return quote!(#reader.read_map(|_| #refuse)?; #made);
    }
    let names = read.iter().map(|field| &field.name);
    let choose = choice(names);
    let variables = read.iter().map(|field| {
        let (ty, variable) = (field.ty, field.variable());
        quote!(let mut #variable: ::core::option::Option<#ty> = ::core::option::Option::None;)
    });
    let arms = read.iter().enumerate().map(|(index, field)| {
        let (ty, variable) = (field.ty, field.variable());
        quote_spanned!(field.span()=> #index => #variable.replace(#reader.read::<#ty>()?).is_some(),)
    });
    let values = read.iter().map(|field| option(field));
    quote_spanned! {Span::mixed_site()=>
        #(#variables)*
        #reader.read_map(|#reader| {
            let is_twice = match #choose {
                #(#arms)*
                _ => return ::core::result::Result::Err(#error::Mismatch),
            };
            if is_twice {
                return ::core::result::Result::Err(#error::DuplicateKey);
            }
            ::core::result::Result::Ok(())
        })?;
        #(#values)*
        #made
    }
}

/// Takes what a map had for a field, or what stands in for it.
fn option(field: &Field<'_>) -> TokenStream {
    let (ty, variable, error) = (field.ty, field.variable(), error());
    let value = match field.fallback() {
        None => quote_spanned!(field.span()=> #variable.ok_or(#error::Mismatch)?),
        Some(Fallback::Default) => quote_spanned!(field.span()=> #variable.unwrap_or_default()),
        Some(Fallback::Expr(default)) => quote_spanned! {field.span()=>
            match #variable {
                ::core::option::Option::Some(value) => value,
                ::core::option::Option::None => #default,
            }
        },
    };
    let value = checked(field, value);
    quote_spanned!(field.span()=> let #variable: #ty = #value;)
}

/// The value, if it lies in the range of the field.
fn checked(field: &Field<'_>, value: TokenStream) -> TokenStream {
    field.in_range(
        value,
        |value, range| quote_spanned!(field.span()=> ::avm_term::etf::within(#value, #range)?),
    )
}

/// The value, of the fields' variables.
fn made(fields: &[Field<'_>], target: &TokenStream) -> TokenStream {
    let members = fields.iter().map(|field| {
        let (member, variable) = (&field.member, field.variable());
        if field.is_skipped() {
            quote!(#member: ::core::default::Default::default())
        } else {
            quote!(#member: #variable)
        }
    });
    quote!(::core::result::Result::Ok(#target { #(#members),* }))
}

/// An expression that reads one of some atoms, and is its number.
fn choice<'n>(names: impl Iterator<Item = &'n LitStr>) -> TokenStream {
    let (reader, choices) = (reader(), names.enumerate());
    let choices: Vec<_> = choices
        .map(|(index, name)| quote!((#name, #index)))
        .collect();
    let count = choices.len();
    quote!(#reader.read_choice::<usize, #count>([#(#choices),*])?)
}

fn of_enum(variants: &[Variant<'_>]) -> TokenStream {
    let (reader, error) = (reader(), error());
    let is_unit = |variant: &&Variant<'_>| matches!(variant.shape, Shape::Unit);
    let (units, others): (Vec<_>, Vec<_>) = variants.iter().partition(is_unit);
    let atom = match units.is_empty() {
        true => quote! {{
            #reader.skip()?;
            ::core::result::Result::Err(#error::Mismatch)
        }},
        false => one_of(&units, |variant| {
            let ident = variant.ident;
            (
                TokenStream::new(),
                quote!(::core::result::Result::Ok(Self::#ident)),
            )
        }),
    };
    if others.is_empty() {
        return atom;
    }
    let tuple = one_of(&others, tagged);
    quote_spanned! {Span::mixed_site()=>
        match #reader.kind()? {
            ::avm_term::Kind::Tuple => {
                let (arity, mut #reader) = #reader.read_any_tuple()?;
                #tuple
            }
            ::avm_term::Kind::Atom => #atom,
            _ => ::core::result::Result::Err(#error::Type),
        }
    }
}

/// An expression that reads an atom, and goes on as the variant of that name says: behind a guard,
/// with a value.
fn one_of(
    variants: &[&Variant<'_>],
    then: impl Fn(&Variant<'_>) -> (TokenStream, TokenStream),
) -> TokenStream {
    let (error, choose) = (
        error(),
        choice(variants.iter().map(|variant| &variant.name)),
    );
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let (guard, value) = then(variant);
        quote!(#index #guard => { #value })
    });
    quote! {
        match #choose {
            #(#arms)*
            _ => ::core::result::Result::Err(#error::Mismatch),
        }
    }
}

/// Reads what stands behind the name, in a tuple of the right number of elements.
fn tagged(variant: &Variant<'_>) -> (TokenStream, TokenStream) {
    let ident = variant.ident;
    let target = quote!(Self::#ident);
    let (arity, value) = match &variant.shape {
        Shape::Unit => (1, elements(&[], &target)),
        Shape::Unnamed(fields) => (1 + read(fields).len(), elements(fields, &target)),
        Shape::Named(fields) => (2, map(fields, &target)),
    };
    let guard = quote_spanned!(Span::mixed_site()=> if arity == #arity);
    (guard, value)
}
