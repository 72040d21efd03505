//! Prints what the rules find, and how long files and functions are.

use std::process::ExitCode;
use tidy::sizes::{self, Spread};
use tidy::{Tree, tree};

/// How many of the longest functions are listed.
const LONGEST: usize = 10;

fn main() -> ExitCode {
    let tree = match Tree::repository() {
        Ok(tree) => tree,
        Err(error) => {
            eprintln!("cannot read {}: {error}", tree::root().display());
            return ExitCode::FAILURE;
        }
    };
    print_sizes(&tree);
    let findings = tidy::check(&tree);
    print!("{}", tidy::report(&findings));
    println!(
        "{} rules, {} findings",
        tidy::rules::ALL.len(),
        findings.len()
    );
    if findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn print_sizes(tree: &Tree) {
    print("lines of a file", sizes::file_lengths(tree));
    print("lines of a function", sizes::function_lengths(tree));
    let rust = tree
        .with_extension("rs")
        .filter(|(path, _)| sizes::is_product(path));
    let mut functions: Vec<_> = rust
        .flat_map(|(path, text)| sizes::functions(path, text))
        .collect();
    functions.sort_by_key(|function| core::cmp::Reverse(function.lines));
    for function in functions.iter().take(LONGEST) {
        let sizes::Function {
            path,
            name,
            line,
            lines,
        } = function;
        println!("    {lines:3}  {path}:{line} {name}");
    }
}

fn print(what: &str, spread: Spread) {
    let Spread {
        count,
        median,
        p90,
        max,
    } = spread;
    println!("{what}: median {median}, p90 {p90}, max {max} (of {count} in the product)");
}
