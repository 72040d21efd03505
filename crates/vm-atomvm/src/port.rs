//! A port's life in the VM: created, handling messages, destroyed.
//!
//! The number of a port stands twice on the otherwise unused Erlang stack of its `Context`: in a
//! resource, whose destructor runs whatever ends the context, and beside it as an integer, which
//! the handler reads. `platform_data`, which the VM passes to `free`, stays null.
#![expect(unsafe_code, reason = "called by the VM, and works on its contexts")]

use core::ffi::{c_int, c_void};
use core::ptr;
use std::sync::{Mutex, PoisonError};

use avm_port::{Driver, Flow, guarded};
use avm_term::vm::{RawEnv, RawPid, RawTerm};
use avm_term::{Pid, PortId, atom};

use crate::abi::{self, Context, GlobalContext, NifEnv, ResourceType, ResourceTypeInit};
use crate::context::ContextRef;
use crate::ports::{self, Extra};
use crate::version::{set_global, vm};
use crate::{heap, send, word, wrap};

/// How many messages one run of the handler takes, so that a flooded port does not keep a
/// scheduler from the others.
const MESSAGES_PER_RUN: usize = 64;

/// Makes a port of `driver`, or refuses by a null pointer, which Erlang sees as `badarg`.
///
/// # Safety
///
/// Called by AtomVM's `open_port/2` as a driver's `create_port`.
pub unsafe fn create(driver: &Driver, global: *mut c_void, options: usize) -> *mut c_void {
    let global = global.cast::<GlobalContext>();
    let created = guarded(|| try_create(driver, global, options));
    match created {
        Ok(Some(context)) => context.as_ptr().cast(),
        Ok(None) | Err(_) => ptr::null_mut(),
    }
}

fn try_create(driver: &Driver, global: *mut GlobalContext, options: usize) -> Option<ContextRef> {
    set_global(global);
    ports::init().ok()?;
    let owner = heap::with_heap(global, |raw| owner(raw, options))?;
    let kind = resource_type(global)?;
    ports::listen(global).ok()?;
    // SAFETY: the VM is there.
    let context = ContextRef::new(unsafe { abi::context_new(global) })?;
    if !context.is_as_laid_out(global, &vm().layout) {
        eprintln!("avm: this AtomVM is laid out like none that is known; no port is opened");
        destroy(context);
        return None;
    }
    let extra = Extra::new(context.process_id(&vm().layout));
    let Some(Ok(port)) = ports::with(|ports| ports.open(driver, owner, extra)) else {
        destroy(context);
        return None;
    };
    context.set_handler(&vm().layout, handle);
    let Some(anchor) = anchor(context, kind, port) else {
        close(port);
        destroy(context);
        return None;
    };
    // Last, because the owner may die the moment it is watched.
    let pid = owner.raw().0 as i32;
    // SAFETY: `anchor` is a live resource of a type with a `down`, held by the context's stack.
    let watching = unsafe {
        abi::enif_monitor_process(context.env(), anchor, &raw const pid, ptr::null_mut())
    };
    if watching != 0 {
        destroy(context);
        return None;
    }
    Some(context)
}

/// Reads the owner out of `#{owner => Pid}`.
fn owner(raw: RawEnv, options: usize) -> Option<Pid> {
    let env = wrap(&raw);
    // SAFETY: the options are live while `create_port` runs.
    let options = unsafe { env.wrap(RawTerm(options)) };
    options.map_get(atom!("owner").term(env).ok()?)?.pid()
}

/// Ends a context that was just made. Its resource, if it has one, closes the port.
fn destroy(context: ContextRef) {
    // SAFETY: nobody else has seen the context, and it is not used again.
    unsafe { abi::context_destroy(context.as_ptr()) };
}

/// The type of the resources that anchor ports; made once, because the VM has no takeover.
fn resource_type(global: *mut GlobalContext) -> Option<*mut ResourceType> {
    static TYPE: Mutex<usize> = Mutex::new(0);
    let mut kind = TYPE.lock().unwrap_or_else(PoisonError::into_inner);
    if *kind == 0 {
        let init = ResourceTypeInit {
            members: 3,
            dtor: Some(on_destroy),
            stop: None,
            down: Some(on_down),
        };
        *kind = heap::with_heap(global, |raw| {
            let name = c"avm_port".as_ptr();
            let (env, flags) = (heap::env(raw), abi::RT_CREATE);
            // SAFETY: of the env only `global` is read, and `init` is copied.
            unsafe {
                abi::enif_init_resource_type(env, name, &raw const init, flags, ptr::null_mut())
            }
            .expose_provenance()
        });
    }
    (*kind != 0).then(|| ptr::with_exposed_provenance_mut(*kind))
}

/// Puts the port's number on the context's stack, in a resource and as an integer.
fn anchor(context: ContextRef, kind: *mut ResourceType, port: PortId) -> Option<*mut c_void> {
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
    anchored.map(|()| object)
}

/// The resource's destructor: the port ends, whatever ended it. Runs without a lock of the VM:
/// the stack keeps the resource alive until the whole context goes (`context_destroy`, or the end
/// of the VM). Sends nothing: the port is out of the registry before it is dropped.
unsafe extern "C" fn on_destroy(_: *mut NifEnv, object: *mut c_void) {
    // SAFETY: `anchor` put the number there.
    let port = PortId::from_raw(unsafe { object.cast::<u32>().read() });
    close(port);
}

/// The owner died: the port must follow. Only marks it, because a message could fail.
unsafe extern "C" fn on_down(_: *mut NifEnv, object: *mut c_void, _: *const i32, _: *const c_void) {
    // SAFETY: `anchor` put the number there.
    let port = PortId::from_raw(unsafe { object.cast::<u32>().read() });
    let _ = guarded(|| ports::orphan(port));
}

/// Takes a port out of the registry and drops it; nothing if that was done before.
fn close(port: PortId) {
    let _ = guarded(|| {
        let removed = ports::with(|ports| ports.remove(port)).flatten();
        // Dropped here, not under the lock.
        drop(removed);
    });
}

/// The native handler: takes messages until there are none, or the port ends.
unsafe extern "C" fn handle(context: *mut Context) -> c_int {
    let Some(context) = ContextRef::new(context) else {
        return abi::NATIVE_TERMINATE;
    };
    let port = PortId::from_raw(context.anchored_number());
    let flow = guarded(|| run(context, port)).unwrap_or(Flow::Terminate);
    match flow {
        Flow::Continue => abi::NATIVE_CONTINUE,
        Flow::Terminate => {
            close(port);
            abi::NATIVE_TERMINATE
        }
    }
}

fn run(context: ContextRef, port: PortId) -> Flow {
    let mailbox = context.mailbox(&vm().layout);
    for _ in 0..MESSAGES_PER_RUN {
        // SAFETY: the mailbox is the context's own, and this is its handler.
        let message = unsafe { abi::mailbox_first(mailbox) };
        if message.is_null() {
            return Flow::Continue;
        }
        // SAFETY: as above; the first message is the one that is taken.
        let message = unsafe { abi::mailbox_take_message(mailbox) };
        // SAFETY: a handler only ever sees normal messages.
        let term = unsafe { (*message).message };
        let flow = serve(context, port, term);
        // SAFETY: taken out above, and its terms went with the callback.
        unsafe { send::dispose(context.global(), message) };
        if flow == Flow::Terminate {
            return Flow::Terminate;
        }
    }
    Flow::Continue
}

/// Runs one callback, with the port out of the registry meanwhile.
fn serve(context: ContextRef, port: PortId, message: usize) -> Flow {
    if ports::is_orphan(port) {
        return Flow::Terminate;
    }
    let Some(mut state) = ports::with(|ports| ports.take(port)).flatten() else {
        return Flow::Terminate;
    };
    let flow = heap::with_heap(context.global(), |raw| {
        let env = wrap(&raw);
        let flow = guarded(|| {
            if ports::wake_atom(raw) == Some(message) {
                return state.event(env);
            }
            // SAFETY: the message is live until `run` disposes of it, after this heap is gone.
            state.message(unsafe { env.wrap(RawTerm(message)) })
        })
        .unwrap_or(Flow::Terminate);
        if flow == Flow::Terminate
            && let Ok(reason) = state.exit_reason().term(env)
        {
            context.set_exit_reason(&vm().layout, reason.raw().0);
        }
        flow
    });
    let orphan = ports::with(|ports| ports.put(port, state));
    drop(orphan);
    flow
}

/// The number that AtomVM keeps in a pid, as the VM interface carries it.
pub(crate) fn process_id(pid: RawPid) -> i32 {
    pid.0 as i32
}
