//! A port's life in the VM: created, handling messages, destroyed.
#![expect(unsafe_code, reason = "called by the VM, and works on its contexts")]

use core::ffi::{c_int, c_void};
use core::ptr;

use avm_port::{Driver, Flow, guarded};
use avm_term::vm::{RawEnv, RawPid, RawTerm};
use avm_term::{Pid, PortId, atom};

use crate::abi::{self, Context, GlobalContext};
use crate::anchor::{self, close};
use crate::context::ContextRef;
use crate::ports::Extra;
use crate::version::{set_global, vm};
use crate::{heap, platform, ports, send, watch, wrap};

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
    let owner_pid = process_id(owner.raw());
    watch::watch(global, owner_pid, || Ok(())).ok()?;
    let last = heap::with_heap(global, ports::prepare_wake)?;
    // SAFETY: the VM is there.
    let context = ContextRef::new(unsafe { abi::context_new(global) })?;
    if !context.is_as_laid_out(global, &vm().layout) {
        platform::report("avm: this AtomVM is laid out like none that is known; no port is opened");
        destroy(context);
        return None;
    }
    let extra = Extra::new(context.process_id(&vm().layout), owner_pid);
    let Some(Ok(port)) = ports::with(|ports| ports.open(driver, owner, extra)) else {
        destroy(context);
        return None;
    };
    context.set_handler(&vm().layout, handle);
    if anchor::anchor(global, context, port).is_none() {
        close(port);
        destroy(context);
        return None;
    }
    // One that died before the port was armed has not orphaned it.
    if !ports::arm(port, last) || !send::is_alive(global, owner_pid) {
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
    // Not `context_destroy`, which leaves it in the list of those that wait.
    // SAFETY: nobody else has seen the context, and it is not used again.
    unsafe { abi::scheduler_terminate(context.as_ptr()) };
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
    let Some(mut state) = ports::take(port) else {
        return Flow::Terminate;
    };
    let flow = heap::with_heap(context.global(), |raw| {
        let env = wrap(&raw);
        // Neither unwinds, as `AnyPort` promises.
        let flow = if ports::wake_atom(raw) == Some(message) {
            state.event(env)
        } else {
            // SAFETY: the message is live until `run` disposes of it, after this heap is gone.
            state.message(unsafe { env.wrap(RawTerm(message)) })
        };
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
