//! Resources, monitors and messages as OTP's own tests of NIFs use them.
//!
//! The programs in `erl` are named after the cases of OTP's `nif_SUITE` that they tell again, by
//! this workspace's types. The functions of `erl/suite_nif.erl` find the NIFs by `avm_nif:call/3`.
#![forbid(unsafe_code)]

mod blob;
mod frenzy;
mod held;
mod sender;
mod watch;

use blob::*;
use frenzy::*;
use held::*;
use sender::{Sender, sender_threads};
use watch::*;

vm_otp::library! {
    ports: ["sender" => Sender<false>, "dirty_sender" => Sender<true>],
    nifs: {
        "suite_nif" => [
            library,
            alloc_resource,
            make_new_resource,
            make_resource,
            get_resource,
            release_resource,
            release_resource_from_thread,
            make_new_resource_binary,
            last_resource_dtor_call,
            resources,
            alloc_monitor_resource,
            monitor_process,
            demonitor_process,
            watched,
            send_list_seq,
            send_term,
            alloc_blob,
            grow_blob,
            clear_blob,
            send_blob,
            send_blob_thread,
            join_send_thread,
            copy_blob,
            frenzy_make,
            frenzy_monitor,
            frenzy_demonitor,
            frenzy_monitor_term,
            frenzy_release,
            frenzy_stats,
            sender_threads,
        ],
    },
}

/// Runs what a test wants of a thread that is not the VM's. `None`: it panicked, or there is none.
fn on_thread<R: Send + 'static>(f: impl FnOnce() -> R + Send + 'static) -> Option<R> {
    let thread = std::thread::Builder::new().spawn(f).ok()?;
    thread.join().ok()
}

/// The lock of data that is whole whatever happened under it.
fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
