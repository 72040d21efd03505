//! `SIM_OUT`: the folder where parts leave what was seen and heard of them.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use board_support::BoardError;

/// What became of a part's file when the part was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Saved {
    /// No file was asked for, or the part has not been closed yet.
    #[default]
    Nothing,
    /// It was written.
    Written,
    /// It could not be written; standard error says more.
    Failed(io::ErrorKind),
}

/// The folder that `SIM_OUT` names. It need not exist yet.
pub fn folder(value: Option<OsString>) -> Result<Option<PathBuf>, BoardError> {
    match value {
        Some(folder) if folder.is_empty() => Err(BoardError::Config {
            setting: "SIM_OUT",
            line: None,
            reason: "the folder's name is empty",
        }),
        folder => Ok(folder.map(PathBuf::from)),
    }
}

/// Makes the folder if it is missing, and writes the file. What goes wrong is
/// said, and is nobody's end.
pub fn save(
    folder: Option<&Path>,
    name: &str,
    write: impl FnOnce(&Path) -> io::Result<()>,
) -> Saved {
    let Some(folder) = folder else {
        return Saved::Nothing;
    };
    let path = folder.join(name);
    match fs::create_dir_all(folder).and_then(|()| write(&path)) {
        Ok(()) => Saved::Written,
        Err(error) => {
            // Without a standard error, the status still tells.
            let _untold = writeln!(io::stderr(), "{}: {error}", path.display());
            Saved::Failed(error.kind())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_made_and_a_failure_is_told() {
        let base = std::env::temp_dir().join(format!("sim-out-{}", std::process::id()));
        let folder = base.join("a/b");
        let write = |text: &'static str| move |path: &Path| fs::write(path, text);
        assert_eq!(save(None, "x", write("1")), Saved::Nothing);
        for text in ["1", "2"] {
            assert_eq!(save(Some(&folder), "x", write(text)), Saved::Written);
            let read = fs::read_to_string(folder.join("x"));
            assert_eq!(read.ok().as_deref(), Some(text));
        }
        // A file is no folder.
        let file = folder.join("x");
        let failed = save(Some(&file), "y", write("3"));
        assert!(matches!(failed, Saved::Failed(_)), "{failed:?}");
        assert!(fs::remove_dir_all(base).is_ok());
    }

    #[test]
    fn an_empty_name_is_none() {
        assert_eq!(folder(None), Ok(None));
        assert_eq!(folder(Some("a".into())), Ok(Some("a".into())));
        let error = folder(Some("".into())).map_err(|error| error.to_string());
        assert_eq!(error, Err("SIM_OUT: the folder's name is empty".into()));
    }
}
