//! The header is what the sources say, and C agrees with every number in it.

mod c;

use std::fmt::Write;
use std::mem::{align_of, offset_of, size_of};
use std::path::{Path, PathBuf};

use pore::channel::{CmdPacket, IonPacket};
use pore_c::types::{HalDescriptors, HalResult, HalStats};

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("include/pore_channel.h")
}

fn committed() -> String {
    std::fs::read_to_string(path()).unwrap_or_default()
}

/// What the sources say.
fn generated() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut config = cbindgen::Config::from_file(folder.join("cbindgen.toml")).expect("it parses");
    config.trailer = Some(asserted());
    let mut builder = cbindgen::Builder::new().with_config(config);
    for source in ["src/abi.rs", "src/types.rs", "../src/legacy/packet.rs"] {
        builder = builder.with_src(folder.join(source));
    }
    let mut header = Vec::new();
    builder.generate().expect("it parses").write(&mut header);
    without_links(&String::from_utf8(header).expect("text"))
}

/// Layouts as this compiler has them, for the other one to check.
fn asserted() -> String {
    let mut text = String::new();
    macro_rules! layout {
        ($name:literal, $rust:ty, $($field:ident),*) => {
            let (size, align) = (size_of::<$rust>(), align_of::<$rust>());
            writeln!(text, "HAL_ASSERT(sizeof({}) == {size});", $name).expect("a string");
            writeln!(text, "HAL_ASSERT(__alignof__({}) == {align});", $name).expect("a string");
            $(assert_field(
                &mut text,
                ($name, stringify!($field)),
                offset_of!($rust, $field),
                bytes(|whole: &$rust| &whole.$field),
            );)*
        };
    }
    layout!("hal_ion_packet", IonPacket, data, phys, len, id, pad);
    layout!("hal_cmd_packet", CmdPacket, kind, pad, arg, id);
    layout!("hal_descriptors", HalDescriptors, region, bell);
    layout!(
        "hal_stats",
        HalStats,
        pushed,
        popped,
        full,
        rejected,
        denied,
        why,
        connected
    );
    let size = size_of::<HalResult>();
    write!(text, "HAL_ASSERT(sizeof(hal_result) == {size});").expect("a string");
    text
}

/// Where a field is, and how many bytes it has.
fn assert_field(text: &mut String, (name, field): (&str, &str), offset: usize, bytes: usize) {
    writeln!(text, "HAL_ASSERT(offsetof({name}, {field}) == {offset});").expect("a string");
    let size = format!("sizeof((({name} *)0)->{field})");
    writeln!(text, "HAL_ASSERT({size} == {bytes});").expect("a string");
}

/// Bytes of what is found in a `T`.
fn bytes<T, F>(_find: impl Fn(&T) -> &F) -> usize {
    size_of::<F>()
}

/// Rust's links as plain names.
fn without_links(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::new();
    while let Some((before, after)) = rest.split_once("](") {
        let (ahead, name) = before.rsplit_once('[').expect("a link begins");
        plain.push_str(ahead);
        plain.push_str(name);
        rest = after.split_once(')').expect("a link ends").1;
    }
    plain + rest
}

#[test]
fn the_header_is_what_the_sources_say() {
    let generated = generated();
    if std::env::var_os("UPDATE_HEADER").is_some() {
        std::fs::write(path(), &generated).expect("it can be written");
    }
    assert!(
        generated == committed(),
        "the header is old: UPDATE_HEADER=1 cargo test -p pore-c --test header"
    );
}

#[test]
fn c_and_cpp_agree_with_every_layout() {
    let uses = "#include \"pore_channel.h\"\nint main(void) { return HAL_RESULT_OK; }\n";
    let header = committed();
    assert_eq!(c::compiles(&header, uses, "c"), Ok(()));
    if c::has_cpp() {
        assert_eq!(c::compiles(&header, uses, "c++"), Ok(()));
    } else {
        eprintln!("SKIPPED: C++ was not asked; on Debian: apt-get install g++");
    }
}

#[test]
fn a_layout_that_is_off_does_not_compile() {
    let uses = "#include \"pore_channel.h\"\n";
    let header = committed();
    for (good, bad) in [
        ("  uint16_t len;", "  uint32_t len;"),
        ("  uint64_t phys;", ""),
        ("  uint8_t id[16];", "  uint8_t id[17];"),
        (
            "  uint32_t kind;",
            "  uint16_t kind;\n  uint8_t off_by_one;",
        ),
        ("  uint64_t full;\n", ""),
        ("  int32_t bell;", "  int64_t bell;"),
        (
            "HAL_ALIGNED(8) hal_cmd_packet",
            "HAL_ALIGNED(16) hal_cmd_packet",
        ),
    ] {
        assert!(header.contains(good), "the header has `{good}`");
        let seeded = header.replacen(good, bad, 1);
        let refused = c::compiles(&seeded, uses, "c").expect_err("it is off");
        assert!(refused.contains("static assertion failed"), "{refused}");
    }
}
