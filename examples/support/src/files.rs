//! Where a board leaves what can be seen and heard of it.

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::Error;

/// The directory that `files` go to: `asked`, or else that of the environment's
/// `SIM_OUT`, or else the current one. It is made if it is not there, and what
/// was there of these names is removed: an old file is not taken for a new one.
///
/// # Errors
///
/// [`Error::File`] if it cannot be made, or is something else, or an old file
/// cannot be removed.
pub fn directory_for(asked: Option<&Path>, files: &[&str]) -> Result<PathBuf, Error> {
    let named = asked.map(Path::to_owned);
    let named = named.or_else(|| env::var_os("SIM_OUT").map(PathBuf::from));
    let directory = named.unwrap_or_else(|| ".".into());
    if let Err(error) = fs::create_dir_all(&directory) {
        return Err(Error::File(directory, error));
    }
    for file in files {
        let file = directory.join(file);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Error::File(file, error));
            }
            _ => {}
        }
    }
    Ok(directory)
}

/// A file that the board has left, in words: its name and its size.
///
/// # Errors
///
/// [`Error::File`] if it is not there, or is empty.
pub fn written(path: &Path) -> Result<String, Error> {
    let size = fs::metadata(path).map(|file| file.len());
    let size = size.map_err(|error| Error::File(path.into(), error))?;
    if size == 0 {
        let path = path.display();
        return Err(Error::Flawed(format!("{path}: nothing was written")));
    }
    Ok(format!("{} ({size} bytes)", shown(path).display()))
}

/// Without the dot that a path in the current directory begins with.
fn shown(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_made_and_a_file_is_none() {
        let root = env::temp_dir().join(format!("example-support-{}", std::process::id()));
        let deep = root.join("a/b");
        assert_eq!(
            directory_for(Some(&deep), &["file"]).ok(),
            Some(deep.clone())
        );
        assert!(deep.is_dir());
        let file = deep.join("file");
        assert!(matches!(written(&file), Err(Error::File(path, _)) if path == file));
        fs::write(&file, "").expect("written");
        assert!(matches!(written(&file), Err(Error::Flawed(_))));
        fs::write(&file, "abc").expect("written");
        assert_eq!(
            written(&file).ok(),
            Some(format!("{} (3 bytes)", file.display()))
        );
        assert!(matches!(
            directory_for(Some(&file), &[]),
            Err(Error::File(..))
        ));
        // Of these names only, and a directory is no file.
        assert!(directory_for(Some(&deep), &["other"]).is_ok() && file.exists());
        assert!(directory_for(Some(&deep), &["file"]).is_ok() && !file.exists());
        assert!(matches!(
            directory_for(Some(&root), &["a"]),
            Err(Error::File(..))
        ));
        fs::remove_dir_all(root).expect("removed");
    }

    #[test]
    fn the_current_directory_is_not_worth_a_dot() {
        assert_eq!(shown(Path::new("./panel.png")), Path::new("panel.png"));
        assert_eq!(shown(Path::new("/a/panel.png")), Path::new("/a/panel.png"));
    }
}
