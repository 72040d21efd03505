//! `#[nif]`.

use std::ffi::CString;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::meta::ParseNestedMeta;
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Error, FnArg, GenericParam, ItemFn, Lifetime, LitCStr, LitStr, Result, Signature, Type};

use crate::names;

/// The most arguments: `avm_nif::MAX_ARITY`.
const MAX_ARITY: usize = 16;

/// What stands in the parentheses of `#[nif(...)]`.
#[derive(Default)]
struct Options {
    name: Option<LitStr>,
    blocks: bool,
}

impl Options {
    fn read(attribute: TokenStream) -> Result<Self> {
        let mut read = Self::default();
        syn::meta::parser(|meta| read.add(&meta)).parse2(attribute)?;
        Ok(read)
    }

    fn add(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let is_new = if meta.path.is_ident("name") {
            let name = meta.value()?.parse()?;
            self.name.replace(name).is_none()
        } else if meta.path.is_ident("blocks") {
            !core::mem::replace(&mut self.blocks, true)
        } else {
            return Err(meta.error("`nif` takes `name = \"...\"` and `blocks`"));
        };
        if is_new {
            Ok(())
        } else {
            Err(meta.error("given twice"))
        }
    }
}

/// Generates the function as it is, and the type of the same name that stands for the NIF.
pub(crate) fn expand(attribute: TokenStream, function: &ItemFn) -> Result<TokenStream> {
    let options = Options::read(attribute)?;
    check(&function.sig)?;
    let arguments = Arguments::read(&function.sig)?;
    let (visibility, ident) = (&function.vis, &function.sig.ident);
    let name = names::nif(options.name.as_ref(), ident)?;
    let c_name = c_name(&name)?;
    let entry = entry(&function.sig, &arguments);
    let arity = arguments.types.len();
    let blocking = options.blocks.then(|| quote!(.blocking()));
    let text = format!("The NIF `{}/{arity}`.", name.value());
    Ok(quote! {
        #function

        #[doc = #text]
        #[allow(non_camel_case_types)]
        #visibility enum #ident {}

        #[automatically_derived]
        impl #ident {
            #[doc = #text]
            #visibility const NIF: ::avm_nif::Nif = <Self as ::avm_nif::Function>::NIF;
        }

        #[automatically_derived]
        impl ::avm_nif::Function for #ident {
            const NIF: ::avm_nif::Nif =
                ::avm_nif::Nif::new(#c_name, #arity, <Self as ::avm_nif::Function>::enter) #blocking;

            #entry
        }
    })
}

/// The arguments that Erlang passes, and whether the environment comes before them.
struct Arguments<'i> {
    env: Option<&'i Type>,
    types: Vec<&'i Type>,
}

impl<'i> Arguments<'i> {
    fn read(signature: &'i Signature) -> Result<Self> {
        let mut types = Vec::new();
        for input in &signature.inputs {
            match input {
                FnArg::Typed(argument) => types.push(&*argument.ty),
                FnArg::Receiver(this) => {
                    let message = "a NIF is a function, not a method; it has no state of its own";
                    return Err(Error::new_spanned(this, message));
                }
            }
        }
        let env = types.first().copied().filter(|ty| is_env(ty));
        if env.is_some() {
            types.remove(0);
        }
        for ty in &types {
            check_argument(ty)?;
        }
        if let Some(ty) = types.get(MAX_ARITY) {
            return Err(Error::new_spanned(ty, "a NIF has at most 16 arguments"));
        }
        Ok(Self { env, types })
    }
}

/// The name with a zero behind it.
fn c_name(name: &LitStr) -> Result<LitCStr> {
    match CString::new(name.value()) {
        Ok(c_name) => Ok(LitCStr::new(&c_name, name.span())),
        Err(_) => Err(Error::new(name.span(), "no byte of a name is zero")),
    }
}

/// Refuses what Erlang cannot call.
fn check(signature: &Signature) -> Result<()> {
    for parameter in &signature.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            let message = "a NIF has one type for each argument: no generics but lifetimes";
            return Err(Error::new_spanned(parameter, message));
        }
    }
    if let Some(word) = &signature.asyncness {
        let message = "a NIF returns its result; what takes time is a port's, or `blocks`";
        return Err(Error::new_spanned(word, message));
    }
    if let Some(word) = &signature.unsafety {
        let message = "Erlang calls a NIF with any terms, so it must be safe";
        return Err(Error::new_spanned(word, message));
    }
    if let Some(abi) = &signature.abi {
        let message = "a NIF is a Rust function; what the VM calls is made from it";
        return Err(Error::new_spanned(abi, message));
    }
    match &signature.variadic {
        Some(more) => Err(Error::new_spanned(more, "a NIF has an arity")),
        None => Ok(()),
    }
}

/// Refuses arguments whose types would be told worse by the compiler.
fn check_argument(ty: &Type) -> Result<()> {
    if is_env(ty) {
        let message = "the environment comes first, before the arguments of Erlang";
        return Err(Error::new_spanned(ty, message));
    }
    if let Type::ImplTrait(_) = ty {
        let message = "a NIF has one type for each argument";
        return Err(Error::new_spanned(ty, message));
    }
    let mut found = Statics(None);
    found.visit_type(ty);
    match found.0 {
        Some(lifetime) => {
            let message = "an argument lives as long as the call; leave the lifetime out";
            Err(Error::new_spanned(lifetime, message))
        }
        None => Ok(()),
    }
}

/// The `'static` in a type.
struct Statics(Option<Lifetime>);

impl<'ast> Visit<'ast> for Statics {
    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        if lifetime.ident == "static" {
            self.0.get_or_insert_with(|| lifetime.clone());
        }
    }
}

/// Whether a type is written as `Env`, with any path before and any lifetime behind it.
fn is_env(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident == "Env")
}

/// The function `enter`, which reads the arguments, each complaint about a type standing
/// where the type does.
fn entry(signature: &Signature, arguments: &Arguments<'_>) -> TokenStream {
    let hygienic = Span::mixed_site();
    let terms: Vec<Ident> = (0..arguments.types.len())
        .map(|index| format_ident!("argument_{index}", span = hygienic))
        .collect();
    let env = Ident::new("env", hygienic);
    let given = arguments.env.map(|ty| quote_spanned!(ty.span()=> #env,));
    let read = arguments.types.iter().zip(&terms).map(|(ty, term)| {
        let span = ty.span().resolved_at(hygienic);
        quote_spanned!(span=> ::avm_nif::argument(#term)?)
    });
    let (function, count) = (&signature.ident, terms.len());
    let result = match &signature.output {
        syn::ReturnType::Default => function.span(),
        syn::ReturnType::Type(_, ty) => ty.span(),
    };
    let finish = quote_spanned! {result.resolved_at(hygienic)=>
        ::avm_nif::Outcome::finish(result, #env)
    };
    quote_spanned! {hygienic=>
        #[inline]
        fn enter<'a>(
            #env: ::avm_nif::Env<'a>,
            terms: &[::avm_nif::Term<'a>],
        ) -> ::core::result::Result<::avm_nif::Term<'a>, ::avm_nif::Raised<'a>> {
            let &[#(#terms),*] = ::avm_nif::arguments::<#count>(terms)?;
            let result = #function(#given #(#read),*);
            #finish
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(function: &str) -> Option<String> {
        let function: ItemFn = syn::parse_str(function).expect("a function");
        let expanded = expand(TokenStream::new(), &function);
        expanded.err().map(|error| error.to_string())
    }

    #[test]
    fn a_nif_is_safe() {
        let why = refusal("unsafe fn careless(value: u8) -> u8 { value }");
        assert!(why.is_some_and(|why| why.contains("must be safe")));
        assert_eq!(refusal("fn careful(value: u8) -> u8 { value }"), None);
    }

    #[test]
    fn an_environment_does_not_count() {
        let function = "fn f(env: avm_nif::Env<'_>, a: u8, b: Environment) {}";
        let signature = syn::parse_str::<ItemFn>(function).expect("a function").sig;
        let arguments = Arguments::read(&signature).expect("two arguments");
        assert_eq!((arguments.env.is_some(), arguments.types.len()), (true, 2));
    }
}
