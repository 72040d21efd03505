//! A `Context`, by the offsets of its version.
#![expect(
    unsafe_code,
    reason = "reads and writes fields of AtomVM's contexts by offset"
)]

use core::ffi::c_int;
use core::ptr::NonNull;

use crate::abi::{self, Context, GlobalContext, Mailbox, NifEnv};
use crate::platform::Facts;
use crate::word;

/// `NativeHandlerFn` (`context.h`).
type Handler = unsafe extern "C" fn(*mut Context) -> c_int;

/// A live context, used on the thread that runs it, or by who just made it.
///
/// Invariant: until [`is_as_laid_out`](ContextRef::is_as_laid_out) has said yes nothing is
/// written to it, and reads stay within the smallest `Context` of any version.
#[derive(Clone, Copy)]
pub(crate) struct ContextRef(NonNull<Context>);

impl ContextRef {
    pub(crate) fn new(context: *mut Context) -> Option<Self> {
        NonNull::new(context).map(Self)
    }

    pub(crate) fn as_ptr(self) -> *mut Context {
        self.0.as_ptr()
    }

    /// A context begins as an environment does (`erl_nif_priv.h`).
    pub(crate) fn env(self) -> *mut NifEnv {
        self.0.as_ptr().cast()
    }

    fn field<T>(self, offset: usize) -> *mut T {
        self.0.as_ptr().wrapping_byte_add(offset).cast()
    }

    /// Reads a field of a context.
    ///
    /// # Safety
    ///
    /// The field lies within the context, and any bits are a `T`.
    unsafe fn read<T: Copy>(self, offset: usize) -> T {
        // SAFETY: as the caller promises.
        unsafe { self.field::<T>(offset).read() }
    }

    pub(crate) fn global(self) -> *mut GlobalContext {
        // SAFETY: the first field of every version.
        unsafe { self.read(0) }
    }

    /// Whether a context that was just made looks as `layout` says: every wrong layout that was
    /// tried fails at least one of these.
    pub(crate) fn is_as_laid_out(self, global: *mut GlobalContext, layout: &Facts) -> bool {
        // SAFETY: an environment is the prefix of every version's context.
        let NifEnv {
            global: own,
            heap,
            stack_pointer,
            ..
        } = unsafe { self.env().read() };
        let mailbox = (0..layout.mailbox_pointers)
            .map(|word| layout.context_mailbox + word * size_of::<usize>());
        let must_be_zero =
            mailbox.chain([layout.context_native_handler, layout.context_platform_data]);
        // SAFETY: the offsets of both versions lie within the smaller of their contexts.
        let is_zero = |offset| unsafe { self.read::<usize>(offset) } == 0;
        own == global
            && stack_pointer == heap.end
            && heap.start <= heap.ptr
            && heap.ptr <= heap.end
            && must_be_zero.into_iter().all(is_zero)
            && self.is_known_as(global, self.process_id(layout))
    }

    /// Whether the VM knows this context by that process id.
    fn is_known_as(self, global: *mut GlobalContext, pid: i32) -> bool {
        // SAFETY: the VM looks any number up under its own lock.
        let found = unsafe { abi::globalcontext_get_process_lock(global, pid) };
        if !found.is_null() {
            // SAFETY: locked just now.
            unsafe { abi::globalcontext_get_process_unlock(global, found) };
        }
        found == self.as_ptr()
    }

    pub(crate) fn process_id(self, layout: &Facts) -> i32 {
        // SAFETY: the offset lies within the context of every version.
        unsafe { self.read(layout.context_process_id) }
    }

    pub(crate) fn mailbox(self, layout: &Facts) -> *mut Mailbox {
        self.field(layout.context_mailbox)
    }

    pub(crate) fn set_handler(self, layout: &Facts, handler: Handler) {
        // SAFETY: the layout was checked, and the VM runs the context only once it has a message.
        unsafe {
            self.field::<Handler>(layout.context_native_handler)
                .write(handler)
        };
    }

    /// Sets what monitors and links will see; `reason` is an atom.
    pub(crate) fn set_exit_reason(self, layout: &Facts, reason: usize) {
        // SAFETY: the layout was checked, and an atom is valid in every heap.
        unsafe {
            self.field::<usize>(layout.context_exit_reason)
                .write(reason)
        };
    }

    /// Pushes two words on the context's stack, of which `make` may take `words` off its heap.
    pub(crate) fn push(
        self,
        words: usize,
        make: impl FnOnce(*mut NifEnv) -> [usize; 2],
    ) -> Option<()> {
        let (context, roots) = (self.as_ptr(), core::ptr::null_mut());
        // SAFETY: nobody holds a term of this context, so it may collect.
        let room = unsafe {
            abi::memory_ensure_free_with_roots(context, words + 2, 0, roots, abi::NO_SHRINK)
        };
        if room != abi::GC_OK {
            return None;
        }
        let pushed = make(self.env());
        // SAFETY: an environment is the prefix of every context.
        let stack = unsafe { (*self.env()).stack_pointer }.wrapping_sub(2);
        // SAFETY: room was made for two words below the stack pointer.
        unsafe { stack.cast::<[usize; 2]>().write(pushed) };
        // SAFETY: the words above the new stack pointer are terms.
        unsafe { (*self.env()).stack_pointer = stack };
        Some(())
    }

    /// The integer that [`push`](ContextRef::push) put beside the resource.
    pub(crate) fn anchored_number(self) -> u32 {
        // SAFETY: an environment is the prefix of every context.
        let stack = unsafe { (*self.env()).stack_pointer };
        // SAFETY: `push` put two words there, and a port has no other use for its stack.
        let number = unsafe { *stack.wrapping_add(1) };
        word::small_value(number) as u32
    }
}
