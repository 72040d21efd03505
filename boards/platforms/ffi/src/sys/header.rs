//! The declarations beside `include/avm_board.h`: neither changes alone.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::string::{String, ToString};
use std::vec::Vec;
use std::{format, fs, println};

use syn::{FnArg, ForeignItem, ForeignItemFn, Item, ReturnType, Type};

const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// A type of the declarations, as C writes it.
fn c_type(rust: &Type) -> String {
    match rust {
        Type::Ptr(pointer) => {
            let constant = if pointer.const_token.is_some() {
                "const "
            } else {
                ""
            };
            format!("{constant}{}*", c_type(&pointer.elem))
        }
        Type::Path(path) => c_name(&path.path.segments.last().expect("a name").ident.to_string()),
        _ => panic!("no such type is in the header"),
    }
}

fn c_name(rust: &str) -> String {
    let known = match rust {
        "u8" => "uint8_t",
        "u16" => "uint16_t",
        "u32" => "uint32_t",
        "u64" => "uint64_t",
        "i32" => "int32_t",
        "usize" => "size_t",
        "bool" => "bool",
        "c_void" => "void",
        "RawHandler" => "avm_board_handler",
        "RawFeed" => "avm_board_feed",
        "I2cWires" => "struct avm_board_i2c_wires",
        "SpiWires" => "struct avm_board_spi_wires",
        "I2sWires" => "struct avm_board_i2s_wires",
        other => {
            let opaque = other.strip_prefix("Raw").expect("a type of the header");
            return format!("avm_board_{} ", opaque.to_lowercase());
        }
    };
    known.to_string()
}

/// Every function of the `extern` block, as a C prototype.
fn prototypes(rust: &str) -> Vec<(String, String)> {
    // syn knows no `safe fn` yet.
    let file = syn::parse_file(&rust.replace("safe fn", "fn")).expect("Rust");
    let blocks = file.items.into_iter().filter_map(|item| match item {
        Item::ForeignMod(block) => Some(block.items),
        _ => None,
    });
    let functions = blocks.flatten().filter_map(|item| match item {
        ForeignItem::Fn(function) => Some(function),
        _ => None,
    });
    functions.map(|function| prototype(&function)).collect()
}

fn prototype(function: &ForeignItemFn) -> (String, String) {
    let name = function.sig.ident.to_string();
    let arguments = function.sig.inputs.iter().map(|argument| match argument {
        FnArg::Typed(typed) => c_type(&typed.ty),
        FnArg::Receiver(_) => panic!("C has no self"),
    });
    let arguments: Vec<String> = arguments.collect();
    let arguments = if arguments.is_empty() {
        "void".to_string()
    } else {
        arguments.join(", ")
    };
    let result = match &function.sig.output {
        ReturnType::Default => "void".to_string(),
        ReturnType::Type(_, result) => c_type(result),
    };
    (name.clone(), format!("{result} {name}({arguments});"))
}

/// C that compiles only if the header says the same.
fn program(rust: &str, layout: &str) -> String {
    let mut c = String::from("#include \"avm_board.h\"\n");
    for (_, prototype) in prototypes(rust) {
        c.push_str(&prototype);
        c.push('\n');
    }
    for fact in layout.lines() {
        let (what, value) = fact.rsplit_once(' ').expect("a fact and its value");
        c.push_str(&format!("_Static_assert({what} == {value}, \"{what}\");\n"));
    }
    c
}

fn compiles(name: &str, c: &str) -> bool {
    let mut folder = PathBuf::from(HERE);
    folder.push("include");
    let file = std::env::temp_dir().join(format!("avm_board_{name}_{}.c", std::process::id()));
    fs::write(&file, c).expect("a file in the temporary folder");
    let mut gcc = Command::new("gcc");
    gcc.args([
        "-std=c11",
        "-Werror",
        "-Wall",
        "-Wextra",
        "-fsyntax-only",
        "-I",
    ]);
    let output = gcc
        .arg(&folder)
        .arg(&file)
        .output()
        .expect("gcc is installed");
    let _ = fs::remove_file(&file);
    println!("{}", String::from_utf8_lossy(&output.stderr));
    output.status.success()
}

fn declarations() -> String {
    fs::read_to_string(Path::new(HERE).join("src/sys.rs")).expect("the declarations")
}

fn header() -> String {
    fs::read_to_string(Path::new(HERE).join("include/avm_board.h")).expect("the header")
}

#[test]
fn header_and_declarations_agree() {
    let rust = declarations();
    assert!(compiles("agree", &program(&rust, &super::layout())));
    let declared: Vec<String> = prototypes(&rust)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let header = header();
    let words = header.split(|c: char| !c.is_alphanumeric() && c != '_');
    let is_call =
        |word: &&str| word.starts_with("avm_board_") && header.contains(&format!("{word}("));
    for word in words.filter(is_call) {
        assert!(
            declared.iter().any(|name| name == word),
            "{word} is not declared in Rust"
        );
    }
}

#[test]
fn header_and_statuses_agree() {
    use crate::Fault;
    use crate::status::check;
    let header = header();
    let lines = header.lines().filter_map(|line| {
        let line = line.trim().strip_prefix("AVM_BOARD_")?;
        let (name, value) = line.strip_suffix(',')?.split_once(" = ")?;
        Some((name, value.parse::<i32>().ok()?))
    });
    let statuses: Vec<(&str, i32)> = lines.collect();
    assert_eq!(statuses.len(), 18);
    for (name, value) in statuses {
        let fault = check(value).err();
        let words = format!("{fault:?}").to_lowercase();
        let key = name.rsplit('_').next().unwrap_or(name).to_lowercase();
        let key = match key.as_str() {
            "ok" => "none",
            "use" => "inuse",
            "nack" => "unknown",
            "arbitration" => "arbitrationlost",
            "clock" => "clockhz",
            "rate" => "samplerate",
            "order" => "bitorder",
            "depth" => "bitdepth",
            other => other,
        };
        assert!(words.contains(key), "{name} is {words}");
    }
    assert_eq!(check(18), Err(Fault::Driver(18)));
    assert_eq!(check(-1), Err(Fault::Driver(-1)));
}

#[test]
fn a_difference_does_not_compile() {
    let (rust, layout) = (declarations(), super::layout());
    let changes = [
        ("pin: u16, hz: u32", "pin: u32, hz: u32"),
        ("us: u32);", "us: u64);"),
        (
            "fn avm_board_now_us() -> u64",
            "fn avm_board_now_us() -> u32",
        ),
        (
            "read: *mut u8,\n        read_len",
            "read: *const u8,\n        read_len",
        ),
    ];
    for (old, new) in changes {
        assert!(rust.contains(old), "{old} is gone");
        let changed = rust.replacen(old, new, 1);
        assert!(
            !compiles("changed", &program(&changed, &layout)),
            "{new} compiles"
        );
    }
    for fact in layout.lines() {
        let wrong = layout.replace(fact, &format!("{fact}1"));
        assert!(
            !compiles("moved", &program(&rust, &wrong)),
            "{fact}1 compiles"
        );
    }
}
