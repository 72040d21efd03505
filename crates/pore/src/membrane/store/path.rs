//! Paths: what they may hold, and which are below which.

use alloc::format;
use alloc::string::{String, ToString};

use super::{DomId, StoreError};

/// The most bytes of a path from the root.
pub const MAX_ABSOLUTE: usize = 3072;
/// The most bytes of a path from the domain's own directory.
pub const MAX_RELATIVE: usize = 2048;

/// The directory of a domain.
pub(super) fn home(domid: DomId) -> String {
    format!("/local/domain/{domid}")
}

/// The path from the root that a domain means.
pub(super) fn resolve(domid: DomId, path: &str) -> Result<String, StoreError> {
    if path == "/" {
        return Ok(path.to_string());
    }
    let (names, most) = match path.strip_prefix('/') {
        Some(names) => (names, MAX_ABSOLUTE),
        None => (path, MAX_RELATIVE),
    };
    if path.len() > most || !names.split('/').all(is_name) {
        return Err(StoreError::Invalid);
    }
    if path.len() > names.len() {
        return Ok(path.to_string());
    }
    Ok(format!("{}/{path}", home(domid)))
}

/// The path, or the special one, that a watch is on.
pub(super) fn resolve_watched(domid: DomId, path: &str) -> Result<String, StoreError> {
    if path == INTRODUCED || path == RELEASED {
        return Ok(path.to_string());
    }
    resolve(domid, path)
}

/// Told when a domain came.
pub(super) const INTRODUCED: &str = "@introduceDomain";
/// Told when a domain went.
pub(super) const RELEASED: &str = "@releaseDomain";

fn is_name(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'@');
    !name.is_empty() && name.bytes().all(is_letter)
}

/// The path right above, and the name below it; `None` of the root.
pub(super) fn split(path: &str) -> Option<(&str, &str)> {
    let (above, name) = path.rsplit_once('/')?;
    if name.is_empty() {
        return None;
    }
    Some((if above.is_empty() { "/" } else { above }, name))
}

/// The path of a name below another.
pub(super) fn join(above: &str, name: &str) -> String {
    if above == "/" {
        format!("/{name}")
    } else {
        format!("{above}/{name}")
    }
}

/// Whether a path is another or below it.
pub(super) fn is_at_or_below(path: &str, other: &str) -> bool {
    if other == "/" {
        return path.starts_with('/');
    }
    path.strip_prefix(other)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
