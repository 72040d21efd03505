//! Links the Rust library with a shim, as far as that goes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tools::{Failure, Firmware, command, output};

use crate::compile::Objects;
use crate::platform::{Platform, repository, shims};

/// C's own, which AtomVM has from its C library and which a Rust library would
/// bring along.
const OF_C: [&str; 6] = ["memcpy", "memmove", "memset", "memcmp", "strlen", "bcmp"];

/// Builds the library of a board's ports and takes `compiler_builtins` out.
pub(crate) fn library(platform: &Platform, place: &Path) -> Result<PathBuf, Failure> {
    let folder = repository().join("examples/atomvm-firmware");
    let package = format!("firmware-{}", platform.firmware);
    let firmware = Firmware {
        folder: &folder.join(platform.firmware),
        package: &package,
        target: platform.target,
        level: "\"s\"",
    };
    let built = firmware.build(&place.join("rust"))?;
    let library = place.join(platform.name).join("ports.a");
    fs::copy(built, &library)?;
    let ar = format!("{}ar", platform.binutils);
    let members = output(command(&ar, ["t"]).arg(&library))?;
    let builtins: Vec<&str> = members
        .lines()
        .filter(|member| member.starts_with("compiler_builtins"))
        .collect();
    if builtins.is_empty() {
        return Err(Failure::new("no compiler_builtins in the library"));
    }
    output(command(&ar, ["d"]).arg(&library).args(builtins))?;
    Ok(library)
}

/// Links everything; what is undefined must be the platform's, and nothing of
/// C's may be defined.
pub(crate) fn check(
    platform: &Platform,
    made: &Objects,
    library: &Path,
    place: &Path,
) -> Result<(), Failure> {
    let linked = link(platform, &made.objects, library, place)?;
    let undefined = names(platform, &linked, "--undefined-only")?;
    let foreign = foreign(platform, &undefined)?;
    if !foreign.is_empty() {
        let names = foreign.join(" ");
        let says = format!("{}: nobody provides {names}", platform.name);
        return Err(Failure::new(says));
    }
    let defined = names(platform, &linked, "--defined-only")?;
    let taken = |name: &&String| name.starts_with("__aeabi_") || OF_C.contains(&name.as_str());
    if let Some(name) = defined.iter().find(taken) {
        let says = format!("{}: the library brings {name} along", platform.name);
        return Err(Failure::new(says));
    }
    let size = output(&mut command(
        format!("{}size", platform.binutils),
        [&linked],
    ))?;
    let bytes = size.lines().nth(1).unwrap_or_default();
    let bytes: Vec<&str> = bytes.split_whitespace().take(3).collect();
    println!(
        "{:8} linked with {}: text, data, bss {}; {} symbols are the platform's",
        platform.name,
        platform.firmware,
        bytes.join(" "),
        undefined.len()
    );
    Ok(())
}

/// Without a file of the shim the check must fail, and name what is missing.
pub(crate) fn check_seeded(
    platform: &Platform,
    made: &Objects,
    library: &Path,
    place: &Path,
) -> Result<(), Failure> {
    let lacks = |object: &&PathBuf| !object.ends_with("time.o");
    let objects: Vec<PathBuf> = made.objects.iter().filter(lacks).cloned().collect();
    let linked = link(platform, &objects, library, place)?;
    let undefined = names(platform, &linked, "--undefined-only")?;
    let foreign = foreign(platform, &undefined)?;
    if foreign.contains(&"avm_board_now_us") && objects.len() + 1 == made.objects.len() {
        println!("{:8} without time.c it is refused", platform.name);
        return Ok(());
    }
    let says = format!("{}: a shim without time.c goes unnoticed", platform.name);
    Err(Failure::new(says))
}

fn link(
    platform: &Platform,
    objects: &[PathBuf],
    library: &Path,
    place: &Path,
) -> Result<PathBuf, Failure> {
    let linked = place.join(platform.name).join("linked.o");
    let mut ld = platform.partial_ld();
    for port in platform.ports {
        // With AtomVM's headers the registration is there, which calls it.
        let registered = objects.iter().any(|object| object.ends_with("ports.o"));
        let name = if registered {
            "register_port_driver"
        } else {
            "_create_port"
        };
        ld.arg("-u").arg(format!("{port}{name}"));
    }
    ld.arg("-o").arg(&linked).args(objects).arg(library);
    output(&mut ld)?;
    Ok(linked)
}

fn names(platform: &Platform, object: &Path, which: &str) -> Result<BTreeSet<String>, Failure> {
    let nm = format!("{}nm", platform.binutils);
    let listed = output(command(nm, [which, "--extern-only"]).arg(object))?;
    let last = |line: &str| line.split_whitespace().last().map(str::to_owned);
    Ok(listed.lines().filter_map(last).collect())
}

/// Those that are in no list of what is provided.
fn foreign<'n>(
    platform: &Platform,
    undefined: &'n BTreeSet<String>,
) -> Result<Vec<&'n str>, Failure> {
    let folder = shims().join("symbols");
    let mut provided = BTreeSet::new();
    for list in [platform.name, "atomvm", "c"] {
        let text = fs::read_to_string(folder.join(list).with_extension("txt"))?;
        let names = text.lines().filter(|line| !line.starts_with('#'));
        provided.extend(names.map(str::to_owned));
    }
    let names = undefined.iter().map(String::as_str);
    Ok(names.filter(|name| !provided.contains(*name)).collect())
}
