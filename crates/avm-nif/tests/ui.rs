//! What `#[nif]` refuses, and in which words.

#[test]
fn misuse_is_told_where_it_stands() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
}
