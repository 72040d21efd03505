//! The anchor: what makes a port's `Drop` run, whatever ends its context.
//!
//! The number of a port stands twice on the otherwise unused Erlang stack of its `Context`: in a
//! resource, whose destructor runs when the context goes, and beside it as an integer, which the
//! handler reads. `platform_data`, which the VM passes to `free`, stays null.
#![expect(
    unsafe_code,
    reason = "makes resources, and is called by the VM to destroy them"
)]

use core::ffi::c_void;
use core::ptr;

use avm_port::guarded;
use avm_term::PortId;

use crate::abi::{self, GlobalContext, NifEnv, ResourceType, ResourceTypeInit};
use crate::context::ContextRef;
use crate::platform::Mutex;
use crate::postman::{self, POSTMAN};
use crate::version::vm;
use crate::{ending, ports, types, word};

/// The type of the resources that anchor ports; made once, because the VM has no takeover.
fn resource_type(global: *mut GlobalContext) -> Option<*mut ResourceType> {
    static TYPE: Mutex<usize> = Mutex::new(0);
    let mut kind = TYPE.lock();
    if *kind == 0 {
        let init = ResourceTypeInit {
            members: 1,
            dtor: Some(on_destroy),
            stop: None,
            down: None,
        };
        *kind = types::register(global, c"avm_port", &init)?.expose_provenance();
    }
    Some(ptr::with_exposed_provenance_mut(*kind))
}

/// Puts the port's number on the context's stack, in a resource and as an integer.
pub(crate) fn anchor(global: *mut GlobalContext, context: ContextRef, port: PortId) -> Option<()> {
    let kind = resource_type(global)?;
    // SAFETY: the type is registered.
    let object = unsafe { abi::enif_alloc_resource(kind, size_of::<u32>() as u32) };
    if object.is_null() {
        return None;
    }
    // SAFETY: the resource has room for the number, and is aligned for it.
    unsafe { object.cast::<u32>().write(port.raw()) };
    let number = word::small(port.raw().into());
    let anchored = context.push(vm().layout.resource_words, |env| {
        // SAFETY: the context has room for the term, so this cannot run out of memory.
        let term = unsafe { abi::enif_make_resource(env, object) };
        [term, number]
    });
    if anchored.is_none() {
        // Its destructor must not close the port a second time under another number.
        // SAFETY: the resource has room for the number.
        unsafe { object.cast::<u32>().write(u32::MAX) };
    }
    // SAFETY: gives up the reference of `enif_alloc_resource`; the stack holds its own.
    let _ = unsafe { abi::enif_release_resource(object) };
    anchored
}

/// The resource's destructor: the port ends, whatever ended it. Runs without a lock of the VM:
/// the stack keeps the resource alive until the whole context goes (`context_destroy`, or the end
/// of the VM). Sends nothing: the port is out of the registry before it is dropped.
unsafe extern "C" fn on_destroy(_: *mut NifEnv, object: *mut c_void) {
    // SAFETY: AtomVM destroys this object.
    unsafe { ending::note(object) };
    // SAFETY: `anchor` put the number there.
    let port = PortId::from_raw(unsafe { object.cast::<u32>().read() });
    match port {
        POSTMAN => postman::gone(),
        port => close(port),
    }
}

/// Takes a port out of the registry and drops it; nothing if that was done before.
pub(crate) fn close(port: PortId) {
    let _ = guarded(|| {
        let removed = ports::with(|ports| ports.remove(port)).flatten();
        // Dropped here, not under the lock.
        drop(removed);
    });
}
