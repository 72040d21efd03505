//! What the borrow checker must refuse.

#[test]
fn a_term_does_not_outlive_its_heap() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
