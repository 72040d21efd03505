//! New ports and boards: files from templates, and the rows that list them.
//!
//! What comes out is a skeleton that works: it builds, its tests run, it keeps
//! the rules, and the pages know of it. Nothing here writes a file; the tool
//! `new` does.

pub mod edit;
mod kind;
mod name;

use core::fmt;

pub use kind::Kind;
pub use name::{Name, NameError};

use crate::{Tree, manifest};

/// A file as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Path from the root.
    pub path: String,
    /// All of its text.
    pub text: String,
}

/// Why there is no skeleton.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The name will not do.
    Name(NameError),
    /// There is such a folder already.
    Folder(String),
    /// There is such a package already.
    Package(String),
    /// A file that lists packages is not there.
    Missing(&'static str),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(error) => error.fmt(f),
            Self::Folder(folder) => write!(f, "it is taken: the folder {folder} is there"),
            Self::Package(package) => write!(f, "it is taken: the package {package} is there"),
            Self::Missing(path) => write!(f, "{path} is not there"),
        }
    }
}

impl core::error::Error for Error {}

/// All files of a new port or board, and those that list it.
///
/// # Errors
/// [`Error`]; nothing is to be written then.
pub fn skeleton(tree: &Tree, kind: Kind, name: &str) -> Result<Vec<Change>, Error> {
    let name = Name::new(name).map_err(Error::Name)?;
    let packages = kind.packages(&name);
    let members = manifest::members(tree);
    for package in &packages {
        if tree.exists(&package.folder) {
            return Err(Error::Folder(package.folder.clone()));
        }
        if members.iter().any(|member| member.name == package.name) {
            return Err(Error::Package(package.name.clone()));
        }
    }
    let mut changes: Vec<Change> = kind
        .templates()
        .iter()
        .map(|(path, template)| Change {
            path: name.fill(path),
            text: name.fill(template),
        })
        .collect();
    changes.extend(kind.lists(tree, &name, &packages)?);
    Ok(changes)
}
