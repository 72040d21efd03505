//! What the derives refuse, and in which words.

#[test]
fn misuse_is_told_where_it_stands() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
