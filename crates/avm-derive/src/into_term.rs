//! `#[derive(IntoTerm)]`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput, Error, Ident, LitStr, Result, parse_quote};

use crate::shape::{self, Field, Shape, Variant};

/// Generates the impl.
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let container = shape::container(input)?;
    let body = match &input.data {
        Data::Struct(data) => of_struct(
            &input.ident,
            &Shape::read(&data.fields)?,
            container.tag.as_ref(),
        )?,
        Data::Enum(data) => {
            let variants = shape::variants(data)?;
            let arms = variants.iter().map(arm);
            quote!(match *self { #(#arms)* })
        }
        // `container` refused it.
        Data::Union(_) => TokenStream::new(),
    };
    let generics = shape::bounded(&input.generics, &parse_quote!(::avm_term::IntoTerm));
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let (ident, builder) = (&input.ident, builder());
    Ok(quote! {
        #[automatically_derived]
        impl #impl_generics ::avm_term::IntoTerm for #ident #type_generics #where_clause {
            #[inline]
            fn build<AvmBuilder: ::avm_term::Builder>(
                &self,
                #builder: &mut AvmBuilder,
            ) -> ::core::result::Result<AvmBuilder::Part, ::avm_term::BuildError> {
                #body
            }
        }
    })
}

/// The variable of the builder.
fn builder() -> Ident {
    Ident::new("builder", Span::mixed_site())
}

/// The fields that are written.
fn written<'s, 'i>(fields: &'s [Field<'i>]) -> impl Iterator<Item = &'s Field<'i>> {
    fields.iter().filter(|field| !field.is_skipped())
}

fn of_struct(ident: &Ident, shape: &Shape<'_>, tag: Option<&LitStr>) -> Result<TokenStream> {
    let of_self = |field: &Field<'_>| {
        // `self` is what the signature below calls so, seen from where the field stands.
        let this = Ident::new("self", field.span().resolved_at(Span::call_site()));
        let member = &field.member;
        quote_spanned!(field.span()=> &#this.#member)
    };
    Ok(match (shape, tag) {
        (Shape::Unit, None) => {
            return Err(Error::new(
                ident.span(),
                "needs `#[avm(tag = \"name\")]` to be an atom",
            ));
        }
        (Shape::Unit, Some(tag)) => atom(tag),
        (Shape::Named(fields), None) => map(fields, of_self),
        (Shape::Unnamed(fields), None) => match written(fields).collect::<Vec<_>>().as_slice() {
            [field] => part(field, &of_self(field)),
            _ => tuple(written(fields).map(|field| part(field, &of_self(field)))),
        },
        (Shape::Named(fields) | Shape::Unnamed(fields), Some(tag)) => {
            let parts = written(fields).map(|field| part(field, &of_self(field)));
            tuple(core::iter::once(atom(tag)).chain(parts))
        }
    })
}

fn arm(variant: &Variant<'_>) -> TokenStream {
    let (ident, name) = (variant.ident, atom(&variant.name));
    let of_variable = |field: &Field<'_>| {
        let variable = field.variable();
        quote!(#variable)
    };
    let (fields, value) = match &variant.shape {
        Shape::Unit => return quote!(Self::#ident => #name,),
        Shape::Named(fields) => (fields, tuple([name, map(fields, of_variable)])),
        Shape::Unnamed(fields) => {
            let parts = written(fields).map(|field| part(field, &of_variable(field)));
            (fields, tuple(core::iter::once(name).chain(parts)))
        }
    };
    let bound = written(fields).map(|field| {
        let (member, variable) = (&field.member, field.variable());
        quote!(#member: ref #variable,)
    });
    quote!(Self::#ident { #(#bound)* .. } => { #value })
}

/// An expression that describes an atom.
fn atom(text: &LitStr) -> TokenStream {
    let (builder, length) = (builder(), text.value().len() + 1);
    quote!(#builder.known_atom(::avm_term::atom!(#text), {
        const PREFIXED: [u8; #length] = ::avm_term::prefixed(#text);
        &PREFIXED
    }))
}

/// An expression that describes the field that a reference points to.
fn part(field: &Field<'_>, reference: &TokenStream) -> TokenStream {
    let builder = builder();
    quote_spanned!(field.span()=> ::avm_term::IntoTerm::build(#reference, #builder))
}

/// An expression that describes a tuple of parts.
fn tuple(parts: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    let (builder, parts) = (builder(), parts.into_iter().collect::<Vec<_>>());
    let forward = quote_spanned! {Span::mixed_site()=>
        let elements = [#(#parts?),*];
        #builder.tuple(&elements)
    };
    in_order(
        &parts,
        forward,
        |variables| quote!(#builder.tuple_last_first(&[#(#variables),*])),
    )
}

/// An expression that describes a map of the fields.
fn map(fields: &[Field<'_>], reference: impl Fn(&Field<'_>) -> TokenStream) -> TokenStream {
    let builder = builder();
    let pair = |field: &Field<'_>| [atom(&field.name), part(field, &reference(field))];
    let parts: Vec<TokenStream> = written(fields).flat_map(pair).collect();
    let (names, values) = (parts.iter().step_by(2), parts.iter().skip(1).step_by(2));
    let forward = quote_spanned! {Span::mixed_site()=>
        let mut pairs = [#((#names?, #values?)),*];
        #builder.map(&mut pairs)
    };
    in_order(&parts, forward, |variables| {
        let pairs = variables.chunks(2).map(|pair| quote!((#(#pair),*)));
        quote!(#builder.map(&mut [#(#pairs),*]))
    })
}

/// An expression that describes parts from the end that suits the builder: as `forward` does, or
/// from the last to the first and then as `finish` makes of their variables.
fn in_order(
    parts: &[TokenStream],
    forward: TokenStream,
    finish: impl FnOnce(&[Ident]) -> TokenStream,
) -> TokenStream {
    let variable = |index| Ident::new(&format!("part{index}"), Span::mixed_site());
    let variables: Vec<Ident> = (0..parts.len()).map(variable).collect();
    let (last_variables, last_parts) = (variables.iter().rev(), parts.iter().rev());
    let finish = finish(&variables);
    quote_spanned! {Span::mixed_site()=>
        if <AvmBuilder as ::avm_term::Builder>::LAST_FIRST {
            #(let #last_variables = #last_parts?;)*
            #finish
        } else {
            #forward
        }
    }
}
