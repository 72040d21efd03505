//! What is a thread's own, found without a call where that can be said.

use core::cell::Cell;
#[cfg(any(
    test,
    not(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))
))]
use core::ptr;

use crate::abi::Env;

/// A thread's own. Its bytes are all zero in a new thread, and nothing is dropped with it.
#[repr(C)]
pub(crate) struct Thread {
    /// The environment of the callback that runs; null if nothing of ours does.
    pub(crate) env: Cell<*mut Env>,
    /// An environment for the next message; null if there is none.
    pub(crate) spare: Cell<*mut Env>,
    /// Whether the environment is a process's, in which terms are made.
    pub(crate) process: Cell<bool>,
    /// Whether the process has something on its heap that others wait for it to let go.
    pub(crate) holds: Cell<bool>,
    /// Whether a place in a map is remembered.
    pub(crate) reads_map: Cell<bool>,
}

/// Calls `f` with what is this thread's own.
#[inline(always)]
pub(crate) fn with<R>(f: impl FnOnce(&Thread) -> R) -> R {
    #[cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]
    return f(offset::this());
    #[cfg(not(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu")))]
    return call::with(f);
}

/// The way of every target: a shared library asks `__tls_get_addr`.
#[cfg(any(
    test,
    not(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))
))]
mod call {
    use super::*;

    std::thread_local! {
        static THREAD: Thread = const {
            Thread {
                env: Cell::new(ptr::null_mut()),
                spare: Cell::new(ptr::null_mut()),
                process: Cell::new(false),
                holds: Cell::new(false),
                reads_map: Cell::new(false),
            }
        };
    }

    #[inline(always)]
    pub(super) fn with<R>(f: impl FnOnce(&Thread) -> R) -> R {
        THREAD.with(f)
    }
}

/// The way of x86-64 with glibc: at an offset from the thread's pointer, which the dynamic linker
/// writes down when it loads the library ("initial exec", section 4.4.6 of "ELF Handling For
/// Thread-Local Storage"). glibc keeps room for libraries that are loaded late and have a few such
/// bytes (`rtld.optional_static_tls`, 512 of them). A NIF that does nothing takes a fifth less so.
#[cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]
mod offset {
    #![expect(
        unsafe_code,
        reason = "says to the assembler what Rust has no word for"
    )]

    use super::*;

    core::arch::global_asm!(
        ".pushsection .tbss.avm_vm_otp_thread, \"awT\", @nobits",
        ".globl avm_vm_otp_thread",
        ".hidden avm_vm_otp_thread",
        ".type avm_vm_otp_thread, @object",
        ".size avm_vm_otp_thread, {size}",
        ".balign {align}",
        "avm_vm_otp_thread:",
        ".zero {size}",
        ".popsection",
        size = const size_of::<Thread>(),
        align = const align_of::<Thread>(),
    );

    #[inline(always)]
    pub(super) fn this<'t>() -> &'t Thread {
        let this: *const Thread;
        // SAFETY: reads the thread's pointer, which the ABI has at its own address, and an offset.
        unsafe {
            core::arch::asm!(
                "mov {this}, qword ptr fs:[0]",
                "add {this}, qword ptr [rip + avm_vm_otp_thread@GOTTPOFF]",
                this = out(reg) this,
                options(pure, nomem, nostack),
            );
        }
        // SAFETY: so many bytes, aligned, zero at first, which is a `Thread`; of this thread alone,
        // as `Thread` is not `Sync`, and there for as long as anything runs on it.
        unsafe { &*this }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_new(thread: &Thread) -> bool {
        let flags = [&thread.process, &thread.holds, &thread.reads_map];
        thread.env.get().is_null()
            && thread.spare.get().is_null()
            && flags.iter().all(|flag| !flag.get())
    }

    type With = fn(&dyn Fn(&Thread) -> bool) -> bool;

    fn has_its_own(with: With) {
        let mark = ptr::without_provenance_mut(8);
        assert!(with(&is_new));
        with(&|thread| {
            thread.env.set(mark);
            true
        });
        let other = std::thread::spawn(move || with(&is_new));
        assert!(other.join().unwrap(), "a new thread has what another noted");
        assert!(with(&|thread| thread.env.get() == mark), "the note is gone");
    }

    #[test]
    fn every_thread_has_its_own() {
        std::thread::spawn(|| has_its_own(|f| with(f)))
            .join()
            .unwrap();
        std::thread::spawn(|| has_its_own(|f| call::with(f)))
            .join()
            .unwrap();
    }
}
