//! Which AtomVM this firmware is built with, by the headers of its C shim.
#![expect(unsafe_code, reason = "reads a constant of the C shim")]

use crate::version::Version;

/// Declares [`Facts`], in the order of `FOUND_FACTS` in `c/avm_vm.c`.
macro_rules! facts {
    ($($name:ident,)*) => {
        /// What differs between versions, platforms or compilers, named as in
        /// [`Layout`](crate::layout::Layout). The rest is asserted when the shim is compiled.
        #[repr(C)]
        pub(crate) struct Facts {
            $(pub(crate) $name: usize,)*
        }
    };
}

facts! {
    context_process_id,
    context_mailbox,
    context_native_handler,
    context_platform_data,
    context_exit_reason,
    mailbox_pointers,
    refc_count,
    refc_type,
    refc_data,
    header_float,
    resource_words,
    header_resource,
    resource_pointer_index,
    resource_mso_index,
    refc_resource_managed,
    resource_binary_data,
}

unsafe extern "C" {
    // avm_vm.c
    safe static avm_vm_version: Version;
}

/// The version of the VM around this library.
#[inline(always)]
pub(crate) fn vm() -> &'static Version {
    &avm_vm_version
}
