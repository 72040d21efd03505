//! `#[derive(FromTerm)]`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput, Error, Ident, Result, parse_quote};

use crate::attributes::{Attributes, Fallback};
use crate::shape::{self, Field, Shape, Variant};

/// Generates the impl.
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let container = shape::container(input)?;
    let body = match &input.data {
        Data::Struct(data) => of_struct(&input.ident, &Shape::read(&data.fields)?, &container)?,
        Data::Enum(data) => of_enum(&shape::variants(data)?, &container)?,
        // `container` refused it.
        Data::Union(_) => TokenStream::new(),
    };
    let lifetime = shape::lifetime(&input.generics)?;
    let generics = shape::bounded(
        &input.generics,
        &parse_quote!(::avm_term::FromTerm<#lifetime>),
    );
    let with_lifetime = shape::with_lifetime(&generics, &lifetime);
    let (impl_generics, _, _) = with_lifetime.split_for_impl();
    let (_, type_generics, where_clause) = generics.split_for_impl();
    let ident = &input.ident;
    let term = term();
    Ok(quote! {
        #[automatically_derived]
        impl #impl_generics ::avm_term::FromTerm<#lifetime> for #ident #type_generics #where_clause {
            fn from_term(
                #term: ::avm_term::Term<#lifetime>,
            ) -> ::core::result::Result<Self, ::avm_term::Invalid<#lifetime>> {
                #body
            }
        }
    })
}

/// The variable of the whole term.
fn term() -> Ident {
    Ident::new("term", Span::mixed_site())
}

fn of_struct(ident: &Ident, shape: &Shape<'_>, container: &Attributes) -> Result<TokenStream> {
    if let Some(tag) = &container.tag {
        return Err(Error::new(
            tag.span(),
            "`tag` is for `IntoTerm` alone; options have no tag",
        ));
    }
    let term = term();
    match shape {
        Shape::Named(fields) => Ok(options(&quote!(#term), fields, &quote!(Self))),
        Shape::Unnamed(fields) => match fields.as_slice() {
            [field] if !field.is_skipped() => {
                Ok(quote!(::avm_term::FromTerm::from_term(#term).map(Self)))
            }
            _ => Err(Error::new(
                ident.span(),
                "an unnamed struct has one field; options have names",
            )),
        },
        Shape::Unit => Err(Error::new(
            ident.span(),
            "options have braces, even if no fields",
        )),
    }
}

/// Reads options out of `source` and makes `target { ... }` of them.
fn options(source: &TokenStream, fields: &[Field<'_>], target: &TokenStream) -> TokenStream {
    let read: Vec<&Field<'_>> = fields.iter().filter(|field| !field.is_skipped()).collect();
    let texts = read.iter().map(|field| &field.name);
    let count = read.len();
    let statements = read
        .iter()
        .enumerate()
        .map(|(index, field)| option(index, field));
    let members = fields.iter().map(|field| {
        let (member, variable) = (&field.member, field.variable());
        if field.is_skipped() {
            quote!(#member: ::core::default::Default::default())
        } else {
            quote!(#member: #variable)
        }
    });
    quote_spanned! {Span::mixed_site()=>
        let names: [&'static ::avm_term::StaticAtom; #count] = [#(::avm_term::atom!(#texts)),*];
        let mut values = [::core::option::Option::None; #count];
        let options = ::avm_term::Options::new(#source, &names, &mut values)?;
        #(#statements)*
        ::core::result::Result::Ok(#target { #(#members),* })
    }
}

/// Reads one option into the variable of its field.
fn option(index: usize, field: &Field<'_>) -> TokenStream {
    let span = field.span();
    let (ty, variable) = (field.ty, field.variable());
    let value = match field.fallback() {
        None => quote_spanned!(span=> options.required::<#ty>(#index)?),
        Some(Fallback::Default) => {
            quote_spanned!(span=> options.optional::<#ty>(#index)?.unwrap_or_default())
        }
        Some(Fallback::Expr(default)) => quote_spanned! {span=>
            match options.optional::<#ty>(#index)? {
                ::core::option::Option::Some(value) => value,
                ::core::option::Option::None => #default,
            }
        },
    };
    let value = field.in_range(
        value,
        |value, range| quote_spanned!(span=> options.check(#index, #value, #range)?),
    );
    quote_spanned!(span=> let #variable: #ty = #value;)
}

fn of_enum(variants: &[Variant<'_>], container: &Attributes) -> Result<TokenStream> {
    let term = term();
    if container.atoms.is_some() {
        let arms = variants.iter().map(choice).collect::<Result<Vec<_>>>()?;
        return Ok(quote! {
            #(#arms)*
            ::core::result::Result::Err(::avm_term::Invalid::Term(#term))
        });
    }
    // An atom is compared with less than it takes to see that a term is no tuple.
    let is_unit = |variant: &&Variant<'_>| matches!(variant.shape, Shape::Unit);
    let atoms = variants.iter().filter(is_unit);
    let atoms = atoms.map(choice).collect::<Result<Vec<_>>>()?;
    let others = variants.iter().filter(|variant| !is_unit(variant));
    let arms = others.map(command).collect::<Result<Vec<_>>>()?;
    Ok(quote_spanned! {Span::mixed_site()=>
        #(#atoms)*
        let command = ::avm_term::Command::new(#term);
        #(#arms)*
        ::core::result::Result::Err(command.unknown())
    })
}

/// Reads one atom: of a choice, or a command that is bare.
fn choice(variant: &Variant<'_>) -> Result<TokenStream> {
    let (ident, name, term) = (variant.ident, &variant.name, term());
    match variant.shape {
        Shape::Unit => Ok(quote! {
            if #term.is(::avm_term::atom!(#name)) {
                return ::core::result::Result::Ok(Self::#ident);
            }
        }),
        _ => Err(Error::new(ident.span(), "a choice of atoms has no fields")),
    }
}

/// Reads one command of a request that has an argument.
fn command(variant: &Variant<'_>) -> Result<TokenStream> {
    let (ident, name) = (variant.ident, &variant.name);
    let span = Span::mixed_site();
    let matches = quote_spanned!(span=> command.is(::avm_term::atom!(#name)));
    match &variant.shape {
        Shape::Unnamed(fields) if matches!(fields.as_slice(), [field] if !field.is_skipped()) => {
            Ok(quote_spanned! {span=>
                if #matches {
                    return ::avm_term::FromTerm::from_term(command.argument()).map(Self::#ident);
                }
            })
        }
        Shape::Unit | Shape::Unnamed(_) => Err(Error::new(
            ident.span(),
            "a command has one argument; several are named fields",
        )),
        Shape::Named(fields) => {
            let argument = quote_spanned!(span=> command.argument());
            let read = options(&argument, fields, &quote!(Self::#ident));
            Ok(quote!(if #matches { return { #read }; }))
        }
    }
}
