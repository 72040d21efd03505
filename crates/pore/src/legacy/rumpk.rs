//! Numbers of Rumpk: its system table, commands and well-known endpoints.

/// The system table, through which a program finds its rings.
pub mod sys_table {
    /// What its first word is.
    pub const MAGIC: u32 = 0x4e58_5553;
    /// Where it is on RISC-V.
    pub const BASE: u64 = 0x8300_0000;
    /// Bytes of it.
    pub const BYTES: usize = 240;
    /// The rings that it names behind the magic word, in this order.
    pub const RINGS: [&str; 5] = ["s_rx", "s_tx", "s_event", "s_cmd", "s_input"];
}

/// Endpoints that everybody knows by number.
pub mod endpoint {
    /// What is typed.
    pub const CONSOLE_IN: u64 = 0x1000;
    /// What is shown.
    pub const CONSOLE_OUT: u64 = 0x1001;
    /// Files.
    pub const VFS: u64 = 0x2000;
    /// Packets to the network.
    pub const NET_TX: u64 = 0x0500;
    /// Packets from the network.
    pub const NET_RX: u64 = 0x0501;
    /// Frames to the lightweight framer.
    pub const LWF_TX: u64 = 0x0600;
    /// Frames from it.
    pub const LWF_RX: u64 = 0x0601;
    /// The most channels that a fiber may hold rights to.
    pub const RIGHTS_PER_FIBER: usize = 64;
}

/// What a command is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CmdClass {
    /// 0 to 3: the system.
    System,
    /// 0x100: graphics.
    Graphics,
    /// 0x200 to 0x204: files.
    Files,
    /// 0x300: a buffer goes back to its pool.
    FreeBuffer,
    /// 0x400: a program is started.
    Execute,
    /// 0x500 and 0x501: the network.
    Network,
    /// 0x600 and 0x601: blocks of a disk.
    Blocks,
}

impl CmdClass {
    /// What a packet's `kind` is about; `None` if there is no such command.
    pub const fn of(kind: u32) -> Option<Self> {
        Some(match kind {
            0..=3 => Self::System,
            0x100 => Self::Graphics,
            0x200..=0x204 => Self::Files,
            0x300 => Self::FreeBuffer,
            0x400 => Self::Execute,
            0x500 | 0x501 => Self::Network,
            0x600 | 0x601 => Self::Blocks,
            _ => return None,
        })
    }
}
