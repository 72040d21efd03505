//! Which AtomVM this library was loaded into, found out at run time.
#![expect(
    unsafe_code,
    reason = "looks up a function that only one version exports"
)]

use core::ffi::CStr;
use std::sync::OnceLock;

use crate::layout::{Layout, V0_6, V0_7};
use crate::version::Version;
use crate::word::Tags;

/// What is known of the VM's layout: all of it.
pub(crate) type Facts = Layout;

/// The version of the VM around this library.
#[inline(always)]
pub(crate) fn vm() -> &'static Version {
    static VERSION: OnceLock<Version> = OnceLock::new();
    VERSION.get_or_init(detect)
}

#[cold]
fn detect() -> Version {
    // A function that came with 0.7.
    let layout = if has_symbol(c"globalcontext_post_message") {
        V0_7
    } else {
        V0_6
    };
    Version {
        layout,
        tags: Tags::of(&layout),
    }
}

fn has_symbol(name: &CStr) -> bool {
    // SAFETY: `dlsym` takes any zero-terminated name.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    !found.is_null()
}
