//! The code of both nodes, on disk.

use std::io;
use std::path::{Path, PathBuf};

/// Where the code of nodes is, and what their names end with.
#[derive(Debug)]
pub struct Place {
    /// The application `avm_port`.
    pub avm_port: PathBuf,
    /// The beams of this example.
    pub ebin: PathBuf,
}

impl Place {
    /// Builds the library, lays it out in a folder, and compiles this example there.
    ///
    /// # Errors
    ///
    /// If cargo or `erlc` fails, or a file cannot be written.
    pub fn make(folder: &Path) -> io::Result<Self> {
        Self::with(&cluster::make_bundle(folder)?, folder)
    }

    /// Compiles this example into a folder, beside an application that is there.
    ///
    /// # Errors
    ///
    /// If `erlc` fails, or a file cannot be written.
    pub fn with(avm_port: &Path, folder: &Path) -> io::Result<Self> {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("erl");
        let marked = folder.join("straw-nodes/src");
        std::fs::create_dir_all(&marked)?;
        // Nodes are found by their names on the whole machine; AtomVM 0.6 has no environment.
        let site = format!("-define(SITE, \"{}\").\n", site(folder));
        for source in cluster::modules(&sources, "erl")? {
            let text = std::fs::read_to_string(&source)?;
            let name = source.file_name().unwrap_or_default();
            let after = text.replacen("\n-export", &format!("\n{site}-export"), 1);
            std::fs::write(marked.join(name), after)?;
        }
        let ebin = folder.join("straw-nodes/ebin");
        cluster::compile(&marked, &ebin, Some(&avm_port.join("ebin")))?;
        Ok(Self {
            avm_port: avm_port.canonicalize()?,
            ebin: ebin.canonicalize()?,
        })
    }
}

/// Another one for each process and folder.
fn site(folder: &Path) -> String {
    let mark = folder.as_os_str().as_encoded_bytes().iter();
    let mark = mark.fold(0_u32, |mark, byte| {
        mark.wrapping_mul(31).wrapping_add(u32::from(*byte))
    });
    format!("{}.{mark}", std::process::id())
}
