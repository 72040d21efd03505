//! Compiles C files, with stand-ins and with real headers.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use tools::{Failure, command, output};

use crate::headers::{self, Headers};
use crate::platform::{Platform, repository, shims};

/// What was compiled, and with which headers.
#[derive(Debug)]
pub(crate) struct Objects {
    /// The objects.
    pub(crate) objects: Vec<PathBuf>,
    /// The real headers; `None` for stand-ins.
    pub(crate) headers: Option<Headers>,
}

/// Compiles a shim with the stand-ins of its platform's headers.
pub(crate) fn with_stand_ins(platform: &Platform, place: &Path) -> Result<Objects, Failure> {
    let folder = place.join(platform.name).join("standins");
    for name in includes(platform)? {
        let file = folder.join(&name);
        let stand_in = shims().join("standins").join(platform.stand_in);
        fs::create_dir_all(file.parent().unwrap_or(&folder))?;
        fs::write(file, format!("#include \"{}\"\n", stand_in.display()))?;
    }
    let mut flags = vec!["-I".to_owned(), folder.display().to_string()];
    flags.extend(platform.libc.iter().map(|&flag| flag.to_owned()));
    let objects = compile(platform, &sources(platform)?, &flags, &folder)?;
    told(platform, objects.len(), "stand-ins");
    Ok(Objects {
        objects,
        headers: None,
    })
}

/// Compiles a shim with its platform's headers; `None` where there are none.
pub(crate) fn with_headers(platform: &Platform, place: &Path) -> Result<Option<Objects>, Failure> {
    let folder = place.join(platform.name).join("headers");
    fs::create_dir_all(&folder)?;
    let Some(headers) = headers::find(platform, &folder)? else {
        return Ok(None);
    };
    let objects = compile(platform, &sources(platform)?, &headers.flags, &folder)?;
    told(platform, objects.len(), &headers.version);
    Ok(Some(Objects {
        objects,
        headers: Some(headers),
    }))
}

/// Compiles vm-atomvm's shim and the list of ports with AtomVM's headers, in
/// the same way; `None` where there are none, or none of the platform.
pub(crate) fn of_the_vm(
    platform: &Platform,
    made: &Objects,
    place: &Path,
) -> Result<Option<Vec<PathBuf>>, Failure> {
    let source = env::var_os("ATOMVM_SRC").map(PathBuf::from);
    let (Some(source), Some(headers)) = (source, &made.headers) else {
        return Ok(None);
    };
    let folder = place.join(platform.name).join("vm");
    fs::create_dir_all(&folder)?;
    let vm = repository().join("crates/vm-atomvm/c");
    let ports = repository().join("examples/atomvm-firmware");
    let files = [
        vm.join("avm_vm.c"),
        vm.join(platform.vm),
        ports.join(platform.firmware).join("ports.c"),
    ];
    let mut flags = headers.flags.clone();
    flags.extend(platform.vm_flags.iter().map(|&flag| flag.to_owned()));
    let Some(own) = headers::of_atomvm(platform, &source, &folder)? else {
        return Ok(None);
    };
    flags.extend(own);
    flags.push(format!("-I{}", vm.display()));
    let objects = compile(platform, &files, &flags, &folder)?;
    told(platform, objects.len(), &headers::atomvm_version(&source));
    Ok(Some(objects))
}

fn told(platform: &Platform, files: usize, with: &str) {
    println!("{:8} {files} files compiled with {with}", platform.name);
}

/// The C files of a shim.
fn sources(platform: &Platform) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for entry in fs::read_dir(shims().join(platform.name))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "c") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The platform's headers that a shim includes: not C's, not its own.
fn includes(platform: &Platform) -> Result<BTreeSet<String>, Failure> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(shims().join(platform.name))? {
        let text = fs::read_to_string(entry?.path())?;
        for line in text
            .lines()
            .filter_map(|line| line.strip_prefix("#include "))
        {
            let name = line.trim_matches(['<', '>', '"']);
            let own = line.starts_with('"') && !name.starts_with("stm32");
            if !own && !["stdlib.h", "string.h"].contains(&name) {
                found.insert(name.to_owned());
            }
        }
    }
    Ok(found)
}

/// Compiles files into a folder; a warning is an error.
pub(crate) fn compile(
    platform: &Platform,
    files: &[PathBuf],
    flags: &[String],
    folder: &Path,
) -> Result<Vec<PathBuf>, Failure> {
    let mut objects = Vec::new();
    for file in files {
        let name = file.file_name().unwrap_or_default();
        let object = folder.join(name).with_extension("o");
        let mut gcc = command(platform.compiler, ["-c", "-Os", "-std=gnu11", "-Werror"]);
        gcc.args(["-Wall", "-Wextra", "-ffunction-sections", "-fdata-sections"]);
        gcc.args(platform.flags).args(flags);
        gcc.arg("-I").arg(shims().join("../include"));
        output(gcc.arg("-o").arg(&object).arg(file))?;
        objects.push(object);
    }
    Ok(objects)
}
