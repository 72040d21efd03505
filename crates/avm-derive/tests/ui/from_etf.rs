//! Types that are read from no bytes.

use avm_term::etf::FromEtf;

#[derive(FromEtf)]
union Union {
    a: u8,
    b: u8,
}

#[derive(FromEtf)]
struct NoTag;

#[derive(FromEtf)]
struct TwoLifetimes<'a, 'b> {
    a: &'a [u8],
    b: &'b [u8],
}

#[derive(FromEtf)]
enum OneNameTwice {
    Data(u8),
    #[avm(name = "data")]
    Bytes(u8),
}

#[derive(FromEtf)]
#[avm(tag = "event")]
enum Tagged {
    Pause,
}

#[derive(FromEtf)]
struct Unknown {
    #[avm(rename = "x")]
    a: u8,
}

struct NoTerm;

#[derive(FromEtf)]
struct OfNoTerm {
    a: NoTerm,
}

fn main() {}
