//! How long files and functions are.

use crate::Tree;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A function and its length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// The file it is in.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Line of its `fn`.
    pub line: usize,
    /// Lines from `fn` to the closing brace, both counted.
    pub lines: usize,
}

/// Every function with a body in one file; nothing where it does not parse.
#[must_use]
pub fn functions(path: &str, text: &str) -> Vec<Function> {
    let Ok(file) = syn::parse_file(text) else {
        return Vec::new();
    };
    let mut found = Functions {
        path,
        found: Vec::new(),
    };
    found.visit_file(&file);
    found.found
}

struct Functions<'a> {
    path: &'a str,
    found: Vec<Function>,
}

impl Functions<'_> {
    fn push(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let line = signature.fn_token.span().start().line;
        let end = block.brace_token.span.close().end().line;
        self.found.push(Function {
            path: self.path.to_owned(),
            name: signature.ident.to_string(),
            line,
            lines: end - line + 1,
        });
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.push(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.push(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.push(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }
}

/// A few points of a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// How many values there are.
    pub count: usize,
    /// The middle value.
    pub median: usize,
    /// Nine of ten values are at most this.
    pub p90: usize,
    /// The largest value.
    pub max: usize,
}

/// The spread of `values`; all zero where there are none.
#[must_use]
pub fn spread(mut values: Vec<usize>) -> Spread {
    values.sort_unstable();
    let at = |hundredths: usize| {
        let rank = (values.len() * hundredths).div_ceil(100);
        values.get(rank.saturating_sub(1)).copied().unwrap_or(0)
    };
    Spread {
        count: values.len(),
        median: at(50),
        p90: at(90),
        max: at(100),
    }
}

/// True for what ships, false for tests and benchmarks.
#[must_use]
pub fn is_product(path: &str) -> bool {
    let aside = [
        "/tests/",
        "/tests.rs",
        "/test/",
        "/benches/",
        "crates/tidy/",
        "crates/count/",
    ];
    !aside.iter().any(|part| path.contains(part))
}

/// The spread of the lengths of Rust files of the product.
#[must_use]
pub fn file_lengths(tree: &Tree) -> Spread {
    let product = tree
        .with_extension("rs")
        .filter(|(path, _)| is_product(path));
    spread(product.map(|(_, text)| text.lines().count()).collect())
}

/// The spread of the lengths of functions of the product.
#[must_use]
pub fn function_lengths(tree: &Tree) -> Spread {
    let product = tree
        .with_extension("rs")
        .filter(|(path, _)| is_product(path));
    let lengths = product.flat_map(|(path, text)| functions(path, text));
    spread(lengths.map(|function| function.lines).collect())
}

#[cfg(test)]
mod tests {
    use super::{functions, spread};

    #[test]
    fn a_function_is_counted_from_fn_to_brace() {
        let text = "/// Doc.\nfn a() {\n    b();\n}\ntrait T {\n    fn c() {}\n}\n";
        let found: Vec<_> = functions("a.rs", text)
            .into_iter()
            .map(|f| (f.name, f.line, f.lines))
            .collect();
        assert_eq!(found, [("a".to_owned(), 2, 3), ("c".to_owned(), 6, 1)]);
    }

    #[test]
    fn the_spread_of_ten() {
        let spread = spread((1..=10).collect());
        assert_eq!((spread.median, spread.p90, spread.max), (5, 9, 10));
    }
}
