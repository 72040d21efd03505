//! Which AtomVM this library was loaded into, found out at run time.
#![expect(
    unsafe_code,
    reason = "looks up functions that only one version exports"
)]

use core::ffi::{CStr, c_int, c_void};
use core::mem;
use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering};
use std::sync::OnceLock;

use crate::abi::{GlobalContext, Message};
use crate::layout::{Layout, V0_6, V0_7};
use crate::word::Tags;

/// `mailbox_message_create_normal_message_from_term` (`mailbox.c`, main).
type CreateMessage = unsafe extern "C" fn(usize) -> *mut Message;
/// `globalcontext_post_message` (`globalcontext.c`, main).
type PostMessage = unsafe extern "C" fn(*mut GlobalContext, i32, *mut Message) -> c_int;
/// `mailbox_message_dispose_unsent` (`mailbox.c`, main).
type DisposeUnsent = unsafe extern "C" fn(*mut Message, *mut GlobalContext, bool);

/// The functions of main that make and post a message in two steps, so that a failed allocation
/// is seen between them.
#[derive(Clone, Copy)]
pub(crate) struct TwoStepSend {
    pub(crate) create: CreateMessage,
    pub(crate) post: PostMessage,
    pub(crate) dispose: DisposeUnsent,
}

/// What differs between the versions.
pub(crate) struct Version {
    pub(crate) layout: Layout,
    pub(crate) tags: Tags,
    pub(crate) two_step_send: Option<TwoStepSend>,
}

/// The version of the VM around this library.
#[inline(always)]
pub(crate) fn vm() -> &'static Version {
    static VERSION: OnceLock<Version> = OnceLock::new();
    VERSION.get_or_init(detect)
}

#[cold]
fn detect() -> Version {
    let two_step_send = two_step_send();
    let layout = if two_step_send.is_some() { V0_7 } else { V0_6 };
    Version {
        layout,
        tags: Tags::of(&layout),
        two_step_send,
    }
}

fn two_step_send() -> Option<TwoStepSend> {
    let create = symbol(c"mailbox_message_create_normal_message_from_term")?;
    let post = symbol(c"globalcontext_post_message")?;
    let dispose = symbol(c"mailbox_message_dispose_unsent")?;
    Some(TwoStepSend {
        // SAFETY: AtomVM declares the function of this name with this type (`mailbox.h`).
        create: unsafe { mem::transmute::<*mut c_void, CreateMessage>(create) },
        // SAFETY: AtomVM declares the function of this name with this type (`globalcontext.h`).
        post: unsafe { mem::transmute::<*mut c_void, PostMessage>(post) },
        // SAFETY: AtomVM declares the function of this name with this type (`mailbox.h`).
        dispose: unsafe { mem::transmute::<*mut c_void, DisposeUnsent>(dispose) },
    })
}

fn symbol(name: &CStr) -> Option<*mut c_void> {
    // SAFETY: `dlsym` takes any zero-terminated name.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    (!found.is_null()).then_some(found)
}

/// The VM that loaded this library; there is one in a process.
static GLOBAL: AtomicPtr<GlobalContext> = AtomicPtr::new(ptr::null_mut());

/// Remembers the VM.
pub(crate) fn set_global(global: *mut GlobalContext) {
    GLOBAL.store(global, Ordering::Release);
}

/// The VM; null before the first port.
pub(crate) fn global() -> *mut GlobalContext {
    GLOBAL.load(Ordering::Acquire)
}
