//! Terms that Erlang wrote, to begin with.

/// Terms and their bytes, in lines by turns.
const TABLES: [&str; 2] = [
    include_str!("../etf/table.txt"),
    include_str!("../etf/table_old.txt"),
];

/// What the tables lack: pids, ports, references, functions, bitstrings, a compressed term.
const OTHERS: [&str; 8] = [
    "8358770d6e6f6e6f6465406e6f686f7374000000090000000000000000",
    "8359770d6e6f6e6f6465406e6f686f73740000000500000000",
    "835a0003770d6e6f6e6f6465406e6f686f737400000000000319481174000216439fa0",
    "837177056c6973747377036d61706102",
    "834d00000002070104",
    "836e0900000000000000000001",
    "8350000002c2789ccb61606048496160490482516a941a72541600c413c16b",
    "6702770178000000010000000201",
];

/// All bytes that begin a term, and some that do not.
pub(crate) const TAGS: &[&[u8]] = &[
    &[0],
    b"F",
    b"M",
    b"P",
    b"R",
    b"X",
    b"Y",
    b"Z",
    b"a",
    b"b",
    b"c",
    b"d",
    b"e",
    b"f",
    b"g",
    b"h",
    b"i",
    b"j",
    b"k",
    b"l",
    b"m",
    b"n",
    b"o",
    b"p",
    b"q",
    b"r",
    b"s",
    b"t",
    b"u",
    b"v",
    b"w",
    b"x",
    &[131],
    &[255],
];

/// The encodings of all of them.
pub(crate) fn corpus() -> Vec<Vec<u8>> {
    let lines = TABLES
        .iter()
        .flat_map(|table| table.lines().skip(1).step_by(2));
    lines.chain(OTHERS).map(hex).collect()
}

fn hex(digits: &str) -> Vec<u8> {
    let digits = digits.trim();
    let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal digits");
    (0..digits.len()).step_by(2).map(byte).collect()
}
