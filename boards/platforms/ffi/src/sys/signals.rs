//! What interrupts: edges, ticks and samples that have been played.

use alloc::boxed::Box;
use core::ffi::c_void;
use core::ptr::{self, NonNull};
use core::slice;

use board_support::{Feed, Handler};

use super::{
    I2sWires, RawEdge, RawFeed, RawHandler, RawSamples, RawTicker, avm_board_edge_close,
    avm_board_edge_open, avm_board_samples_close, avm_board_samples_configure,
    avm_board_samples_open, avm_board_samples_start, avm_board_samples_stop,
    avm_board_ticker_close, avm_board_ticker_open,
};
use crate::Fault;
use crate::status::check;

/// A boxed value that C knows the address of. Its drop is the box's, so it
/// stands after the handle in a structure, and is dropped after it.
struct Context<T>(NonNull<T>);

// SAFETY: it owns the value, as the box did.
unsafe impl<T: Send> Send for Context<T> {}

impl<T> Context<T> {
    fn new(value: T) -> Self {
        Self(NonNull::from(Box::leak(Box::new(value))))
    }

    const fn address(&self) -> *mut c_void {
        self.0.as_ptr().cast()
    }
}

impl<T> Drop for Context<T> {
    fn drop(&mut self) {
        // SAFETY: it was a box, and C, whose handle is closed, uses it no more.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}

/// Hands an interrupt on to the handler.
///
/// # Safety
///
/// `context` is of a [`Context<Handler>`] that lives, and no other call is
/// using it.
unsafe extern "C" fn on_interrupt(context: *mut c_void, now_us: u64) {
    // SAFETY: it is of a live context, and this call has it alone.
    let handler = unsafe { &mut *context.cast::<Handler>() };
    handler(now_us);
}

/// Hands a half of the buffer on to the feed.
///
/// # Safety
///
/// `context` is of a [`Context<Feed>`] that lives, no other call is using it,
/// and there are `length` initialised bytes at `half`.
unsafe extern "C" fn on_half(context: *mut c_void, half: *mut u8, length: usize) {
    // SAFETY: it is of a live context, and this call has it alone.
    let feed = unsafe { &mut *context.cast::<Feed>() };
    // SAFETY: the shim lends so many bytes for the call.
    feed(unsafe { slice::from_raw_parts_mut(half, length) });
}

const ON_INTERRUPT: RawHandler = on_interrupt;
const ON_HALF: RawFeed = on_half;

/// A handle with the function that closes it.
struct Handle<T> {
    raw: NonNull<T>,
    close: unsafe extern "C" fn(*mut T),
}

// SAFETY: the header lets every task use a handle, on any core.
unsafe impl<T> Send for Handle<T> {}

impl<T> Handle<T> {
    fn new(status: i32, raw: *mut T, close: unsafe extern "C" fn(*mut T)) -> Result<Self, Fault> {
        check(status)?;
        let raw = NonNull::new(raw).ok_or(Fault::NoResources)?;
        Ok(Self { raw, close })
    }
}

impl<T> Drop for Handle<T> {
    fn drop(&mut self) {
        // SAFETY: it was opened once, and this is its end.
        unsafe { (self.close)(self.raw.as_ptr()) };
    }
}

/// An interrupt at edges; closed before its handler is dropped.
pub(crate) struct EdgeHandle {
    _handle: Handle<RawEdge>,
    _context: Context<Handler>,
}

impl EdgeHandle {
    /// Interrupts at edges: 1 falling, 2 rising.
    pub(crate) fn open(pin: u16, edges: u32, handler: Handler) -> Result<Self, Fault> {
        let context = Context::new(handler);
        let mut out = ptr::null_mut();
        let address = context.address();
        // SAFETY: the context is freed after the handle is closed.
        let status =
            unsafe { avm_board_edge_open(pin, edges, ON_INTERRUPT, address, &raw mut out) };
        Ok(Self {
            _handle: Handle::new(status, out, avm_board_edge_close)?,
            _context: context,
        })
    }
}

/// A clock that ticks; closed before its handler is dropped.
pub(crate) struct TickerHandle {
    _handle: Handle<RawTicker>,
    _context: Context<Handler>,
}

impl TickerHandle {
    /// Ticks every `period_us`.
    pub(crate) fn open(period_us: u32, handler: Handler) -> Result<Self, Fault> {
        let context = Context::new(handler);
        let mut out = ptr::null_mut();
        let address = context.address();
        // SAFETY: the context is freed after the handle is closed.
        let status =
            unsafe { avm_board_ticker_open(period_us, ON_INTERRUPT, address, &raw mut out) };
        Ok(Self {
            _handle: Handle::new(status, out, avm_board_ticker_close)?,
            _context: context,
        })
    }
}

/// A path of samples; closed before its feed is dropped.
pub(crate) struct SamplesHandle {
    handle: Handle<RawSamples>,
    _context: Context<Feed>,
}

impl SamplesHandle {
    /// Opens the path, stopped.
    pub(crate) fn open(wires: &I2sWires, feed: Feed) -> Result<Self, Fault> {
        let context = Context::new(feed);
        let mut out = ptr::null_mut();
        let address = context.address();
        // SAFETY: the context is freed after the handle is closed, and the
        // wires are borrowed for the call.
        let status = unsafe { avm_board_samples_open(wires, ON_HALF, address, &raw mut out) };
        Ok(Self {
            handle: Handle::new(status, out, avm_board_samples_close)?,
            _context: context,
        })
    }

    /// Sets rate and layout.
    pub(crate) fn configure(&mut self, rate_hz: u32, bits: u8, channels: u8) -> Result<(), Fault> {
        let raw = self.handle.raw.as_ptr();
        // SAFETY: the handle is open as long as `self` lives.
        let status = unsafe { avm_board_samples_configure(raw, rate_hz, bits, channels) };
        check(status)
    }

    /// Plays.
    pub(crate) fn start(&mut self) -> Result<(), Fault> {
        // SAFETY: the handle is open as long as `self` lives.
        let status = unsafe { avm_board_samples_start(self.handle.raw.as_ptr()) };
        check(status)
    }

    /// Stops; the feed does not run any more when this returns.
    pub(crate) fn stop(&mut self) -> Result<(), Fault> {
        // SAFETY: the handle is open as long as `self` lives.
        let status = unsafe { avm_board_samples_stop(self.handle.raw.as_ptr()) };
        check(status)
    }
}
