//! What must be on the machine, told before anything is started.

use std::env;
use std::ffi::OsStr;
use std::path::Path;

use example_support::Error;

/// Tells of the first program for nodes of Erlang/OTP that is not there.
///
/// # Errors
///
/// Its name, and what installs it.
pub fn programs() -> Result<(), Error> {
    let erl = env::var("ERL").unwrap_or_else(|_| "erl".to_owned());
    let path = env::var_os("PATH").unwrap_or_default();
    let missing = missing(&[&erl, "erlc", "epmd", "setpriv"], &path);
    missing.map_or(Ok(()), |program| {
        let says = format!("{program} is not there; `just setup` installs what is needed");
        Err(Error::Flawed(says))
    })
}

/// Tells of the first program that is not there, and of a bundle that is none.
pub(crate) fn check(bundle: Option<&Path>) -> Result<(), Error> {
    programs()?;
    match bundle {
        Some(bundle) if !bundle.join("avm_port/ebin").is_dir() => {
            let bundle = bundle.display();
            let says = format!("no avm_port in {bundle}; `just otp-bundle DIR` leaves it in DIR");
            Err(Error::Flawed(says))
        }
        _ => Ok(()),
    }
}

/// The first that is in no folder of the path.
fn missing<'p>(programs: &[&'p str], path: &OsStr) -> Option<&'p str> {
    let is_there = |program: &str| {
        // A name with a slash stands for itself; `join` keeps what is absolute.
        let mut folders = env::split_paths(path);
        Path::new(program).is_file() || folders.any(|folder| folder.join(program).is_file())
    };
    programs.iter().find(|program| !is_there(program)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_told() {
        let path = OsStr::new("/nowhere:/bin:/usr/bin");
        assert_eq!(missing(&["sh", "/bin/sh"], path), None);
        assert_eq!(
            missing(&["sh", "/nowhere/erl", "erl"], path),
            Some("/nowhere/erl")
        );
        assert_eq!(missing(&["sh"], OsStr::new("/nowhere")), Some("sh"));
        assert!(matches!(
            check(Some(Path::new("/nowhere"))),
            Err(Error::Flawed(_))
        ));
    }
}
