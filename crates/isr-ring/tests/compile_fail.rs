//! What must not compile: the guarantees that rest on types.

#[test]
fn misuse_does_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/right_*.rs");
    cases.compile_fail("tests/ui/wrong_*.rs");
}
