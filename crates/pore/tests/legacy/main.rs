//! The rings of others: layouts, edges of indices, and peers that lie.

mod bytes;
mod hostile;
mod layouts;
mod packets;

#[test]
fn t8_a_second_producer_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/legacy/ui/*.rs");
}
