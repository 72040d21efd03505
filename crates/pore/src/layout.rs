//! Where the words of a side's region are.
//!
//! One side writes a region, the other reads it. All numbers are of the
//! machine's own byte order, 32 bits each:
//!
//! | From | Line | Words |
//! |---|---|---|
//! | 0 | configuration | `magic`, `version`, `order`, `features`, `max_frame`, `start` |
//! | 64 | state | `state`, `epoch`, `heartbeat`, `err`, `seen`, two `wake_at` |
//! | 128 | transmit | `prod` |
//! | 192 | receive | `cons` |
//! | 256 | data | 2^`order` bytes |
//!
//! A line with a cursor holds nothing else: the peer looks at the other words with
//! each message, and would take the line away from who is about to write it.
//!
//! `prod` and `cons` run freely and never stop at a border; `prod` counts the
//! bytes of this region's data, `cons` those of the peer's.

use crate::sync::Word;

/// Bytes of the lines before the data.
pub const HEADER_BYTES: usize = 256;
/// What the first word of a region is: `PORE` on a little-endian machine.
pub const MAGIC: u32 = u32::from_le_bytes(*b"PORE");
/// The version of this layout.
pub const VERSION: u32 = 1;
/// The fewest data: 2^4 bytes.
pub const MIN_ORDER: u32 = 4;
/// The most data: 2^30 bytes.
pub const MAX_ORDER: u32 = 30;

/// The lines before the data of a region.
#[derive(Debug, Default)]
#[repr(C, align(64))]
pub struct Header {
    pub(crate) config: ConfigLine,
    pub(crate) state: StateLine,
    pub(crate) transmit: TransmitLine,
    pub(crate) receive: ReceiveLine,
}

/// What stays as it is while an epoch lasts.
#[derive(Debug, Default)]
#[repr(C, align(64))]
pub(crate) struct ConfigLine {
    pub(crate) magic: Word,
    pub(crate) version: Word,
    pub(crate) order: Word,
    pub(crate) features: Word,
    pub(crate) max_frame: Word,
    /// Where `prod` began.
    pub(crate) start: Word,
}

/// How the side is.
#[derive(Debug, Default)]
#[repr(C, align(64))]
pub(crate) struct StateLine {
    pub(crate) state: Word,
    pub(crate) epoch: Word,
    pub(crate) heartbeat: Word,
    pub(crate) err: Word,
    /// The peer's epoch that this side's cursors belong to.
    pub(crate) seen: Word,
    /// The peer rings when its `cons` passes this.
    pub(crate) transmit_wake_at: Word,
    /// The peer rings when its `prod` passes this.
    pub(crate) receive_wake_at: Word,
}

/// What the side does as a producer.
#[derive(Debug, Default)]
#[repr(C, align(64))]
pub(crate) struct TransmitLine {
    pub(crate) prod: Word,
}

/// What the side does as a consumer.
#[derive(Debug, Default)]
#[repr(C, align(64))]
pub(crate) struct ReceiveLine {
    pub(crate) cons: Word,
}

macro_rules! line {
    ($line:ident, $($word:ident),*) => {
        impl $line {
            #[cfg(not(avm_loom))]
            pub(crate) const fn new() -> Self {
                Self { $($word: Word::new(0)),* }
            }
        }
    };
}

line!(
    ConfigLine, magic, version, order, features, max_frame, start
);
line!(
    StateLine,
    state,
    epoch,
    heartbeat,
    err,
    seen,
    transmit_wake_at,
    receive_wake_at
);
line!(TransmitLine, prod);
line!(ReceiveLine, cons);

impl Header {
    /// All words 0, as in fresh pages.
    #[cfg(not(avm_loom))]
    pub const fn new() -> Self {
        Self {
            config: ConfigLine::new(),
            state: StateLine::new(),
            transmit: TransmitLine::new(),
            receive: ReceiveLine::new(),
        }
    }

    /// One of its words.
    pub(crate) fn word(&self, field: Field) -> &Word {
        match field {
            Field::Magic => &self.config.magic,
            Field::Version => &self.config.version,
            Field::Order => &self.config.order,
            Field::Features => &self.config.features,
            Field::MaxFrame => &self.config.max_frame,
            Field::Start => &self.config.start,
            Field::State => &self.state.state,
            Field::Epoch => &self.state.epoch,
            Field::Heartbeat => &self.state.heartbeat,
            Field::Err => &self.state.err,
            Field::Seen => &self.state.seen,
            Field::Prod => &self.transmit.prod,
            Field::TransmitWakeAt => &self.state.transmit_wake_at,
            Field::Cons => &self.receive.cons,
            Field::ReceiveWakeAt => &self.state.receive_wake_at,
        }
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $offset:expr,)*) => {
        /// A word of a header; as a number, where it is in a region.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u32)]
        pub enum Field { $($(#[$doc])* $name = $offset,)* }

        impl Field {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

fields! {
    /// [`MAGIC`].
    Magic = 0,
    /// [`VERSION`].
    Version = 4,
    /// There are 2^`order` bytes of data: [`MIN_ORDER`] to [`MAX_ORDER`].
    Order = 8,
    /// Bits of what the side can do beyond this version; unknown ones are ignored.
    Features = 12,
    /// Bytes of the longest frame that the side takes; 0 if it does not care.
    MaxFrame = 16,
    /// Where `prod` began.
    Start = 20,
    /// A [`State`](crate::ring::State).
    State = 64,
    /// Another number whenever the side begins anew, never 0.
    Epoch = 68,
    /// Grows as long as the side lives, if it cares to.
    Heartbeat = 72,
    /// Why the state is 5 or 6: 0 in order, 2 an impossible cursor, 3 an impossible state.
    Err = 76,
    /// The peer's epoch that this side's cursors belong to; 0 before there is one.
    Seen = 80,
    /// Passed by the peer's `cons`, it rings for this side's producer.
    TransmitWakeAt = 84,
    /// Passed by the peer's `prod`, it rings for this side's consumer.
    ReceiveWakeAt = 88,
    /// Bytes written to this region's data so far.
    Prod = 128,
    /// Bytes read of the peer's data so far.
    Cons = 192,
}

#[cfg(not(avm_loom))]
const _: () = {
    use core::mem::offset_of;
    assert!(size_of::<Header>() == HEADER_BYTES && align_of::<Header>() == 64);
    assert!(offset_of!(Header, config.start) == Field::Start as usize);
    assert!(offset_of!(Header, state.state) == Field::State as usize);
    assert!(offset_of!(Header, state.seen) == Field::Seen as usize);
    assert!(offset_of!(Header, transmit.prod) == Field::Prod as usize);
    assert!(offset_of!(Header, state.transmit_wake_at) == Field::TransmitWakeAt as usize);
    assert!(offset_of!(Header, receive.cons) == Field::Cons as usize);
    assert!(offset_of!(Header, state.receive_wake_at) == Field::ReceiveWakeAt as usize);
};
