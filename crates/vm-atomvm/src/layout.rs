//! Where AtomVM keeps things: sizes, offsets and term shapes by version.
//!
//! A port driver that is loaded into a finished VM has no C headers to ask, so
//! what it must know is written down here, once, as plain data. The test
//! `tests/layout.rs` compiles a C probe against a source tree of AtomVM and
//! compares every value with it; at run time the self-check of a fresh context
//! refuses a VM that is laid out otherwise.
//!
//! Sizes and offsets are in bytes, indices and `words` in terms, `header` and
//! `tag` are the bits themselves. A name after a value is the file of AtomVM's
//! `src/libAtomVM` (0.6.6 and the main branch after 0.7) that defines it.
//!
//! The values hold for compilers with natural alignment and `int`-sized enums
//! (x86-64, AArch64, 32-bit with 8-byte `uint64_t`). `arm-none-eabi` shortens
//! enums and moves every field of `Context` after `native_handler`.

/// Declares [`Layout`] together with its values for AtomVM 0.7 and the list of
/// its facts by name: none can be left out of the comparison with the headers.
macro_rules! layout {
    ($word:ident; $($(#[$doc:meta])* $name:ident = $value:expr,)*) => {
        /// What one version of AtomVM looks like in memory, for one word size.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Layout {
            $($(#[$doc])* pub $name: usize,)*
        }

        impl Layout {
            /// AtomVM 0.7 and later where a term takes `word` bytes, 4 or 8.
            pub const fn v0_7($word: usize) -> Self {
                Self { $($name: $value,)* }
            }

            /// Every fact as its field name and value, in the order of declaration.
            pub fn facts(&self) -> impl Iterator<Item = (&'static str, usize)> {
                [$((stringify!($name), self.$name)),*].into_iter()
            }
        }
    };
}

layout! { word;
    /// Size of a term and of a pointer (`term_typedef.h`).
    word = word,

    /// Size of `struct Context` (`context.h`).
    context_size = pick(word, 488, 256),
    /// `Context.global`, the `GlobalContext` of the VM (`context.h`).
    context_global = 0,
    /// `Context.heap`, a `struct Heap` (`context.h`).
    context_heap = word,
    /// `Context.e`, the stack pointer; the stack ends at `heap_end` (`context.h`).
    context_stack = 5 * word,
    /// `Context.x`, the argument registers (`context.h`).
    context_x = 6 * word,
    /// `Context.process_id`, an `int32_t` (`context.h`).
    context_process_id = pick(word, 264, 132),
    /// `Context.mailbox` (`context.h`).
    context_mailbox = pick(word, 360, 184),
    /// `Context.native_handler`, null in a process (`context.h`).
    context_native_handler = pick(word, 424, 216),
    /// `Context.flags`, an `enum ContextFlags` (`context.h`).
    context_flags = pick(word, 436, 224),
    /// `Context.platform_data`, given to `free` at the end (`context.c`).
    context_platform_data = pick(word, 440, 228),
    /// `Context.exit_reason`, the term that monitors and links see (`context.c`).
    context_exit_reason = pick(word, 456, 236),
    /// Size of `Mailbox`; since 0.7 it ends in padding that nobody clears (`mailbox.h`).
    mailbox_size = 6 * word,
    /// Pointers that `Mailbox` begins with, null when fresh (`mailbox.c`).
    mailbox_pointers = 5,
    /// Size of a process id (`context.h`).
    process_id_size = 4,
    /// `NativeContinue`, the handler's result that keeps the port (`context.h`).
    native_continue = 2,
    /// `NativeTerminate`, the handler's result that ends the port (`context.h`).
    native_terminate = 1,

    /// `Heap.root`, the newest fragment (`memory.h`).
    heap_root = 0,
    /// `Heap.heap_start` (`memory.h`).
    heap_start = word,
    /// `Heap.heap_ptr`, the next free term (`memory.h`).
    heap_ptr = 2 * word,
    /// `Heap.heap_end` (`memory.h`).
    heap_end = 3 * word,
    /// Size of `struct Heap` (`memory.h`).
    heap_size = 4 * word,
    /// `HeapFragment.next` (`memory.h`).
    fragment_next = 0,
    /// `HeapFragment.mso_list`, in a root fragment (`memory.h`).
    fragment_mso_list = word,
    /// `HeapFragment.heap_end`, in any other fragment (`memory.h`).
    fragment_heap_end = word,
    /// `HeapFragment.storage` (`memory.h`).
    fragment_storage = 2 * word,
    /// `MEMORY_GC_OK` (`memory.h`).
    memory_ok = 0,
    /// `MEMORY_NO_GC`, the mode that only adds a fragment (`memory.h`).
    memory_no_gc = 3,
    /// Size of `struct ErlNifEnv` (`erl_nif_priv.h`).
    env_size = 8 * word,
    /// `ErlNifEnv.stack_pointer`, null if the environment is no context.
    env_stack = 5 * word,

    /// `Message.base.next` (`mailbox.h`).
    message_next = 0,
    /// `Message.base.type`, in a union as wide as a pointer (`mailbox.h`).
    message_type = word,
    /// `Message.message`, the message itself (`mailbox.h`).
    message_term = 2 * word,
    /// `Message.heap_end`, the end of its terms (`mailbox.h`).
    message_heap_end = 3 * word,
    /// The list of reference-counted terms, first in `Message.storage`.
    message_mso_list = 4 * word,
    /// Where the terms of a message begin, second in `Message.storage`.
    message_terms = 5 * word,
    /// `NormalMessage` (`mailbox.h`).
    message_normal = 0,
    /// `KillSignal` (`mailbox.h`).
    signal_kill = 1,
    /// `TermSignal.signal_term` (`mailbox.h`).
    signal_term = 2 * word,
    /// `TermSignal.heap_end` (`mailbox.h`).
    signal_heap_end = 3 * word,
    /// `TermSignal.storage` (`mailbox.h`).
    signal_storage = 4 * word,

    /// Size of generic_unix's `EventListener` (`generic_unix_sys.h`).
    listener_size = 4 * word,
    /// `EventListener.listeners_list_head`; the VM frees from here (`listeners.h`).
    listener_list = 0,
    /// `EventListener.handler` (`generic_unix_sys.h`).
    listener_handler = 2 * word,
    /// `EventListener.fd` (`generic_unix_sys.h`).
    listener_fd = 3 * word,

    /// `RefcBinary.ref_count`, 0 in the destructor of an object that nobody refers to
    /// (`refc_binary.h`).
    refc_count = 2 * word,
    /// `RefcBinary.resource_type`, null in a binary (`refc_binary.h`).
    refc_type = 4 * word,
    /// `RefcBinary.data`, what `enif_alloc_resource` returns (`refc_binary.h`).
    refc_data = 5 * word,
    /// `ErlNifResourceTypeInit.dtor`; `members` is at 0 (`erl_nif.h`).
    resource_init_dtor = word,
    /// `ErlNifResourceTypeInit.down`, the third member (`erl_nif.h`).
    resource_init_down = 3 * word,
    /// Size of `ErlNifResourceTypeInit` (`erl_nif.h`).
    resource_init_size = 4 * word,
    /// Size of `ErlNifMonitor` (`erl_nif.h`).
    monitor_size = 16,
    /// `ErlNifMonitor.ref_ticks`, a `uint64_t` (`erl_nif.h`).
    monitor_ref_ticks = 8,

    /// `NIFFunctionType`, what `struct Nif` begins with (`exportedfunction.h`).
    nif_type = 2,
    /// `Nif.nif_ptr` (`exportedfunction.h`).
    nif_function = word,
    /// Size of `struct Nif` (`exportedfunction.h`).
    nif_size = 2 * word,

    /// Tag of a local pid; the id is shifted by 4 (`term.h`).
    tag_pid = 0x3,
    /// Tag of a local port; in 0.6 a port is a pid (`term.h`).
    tag_port = 0x7,
    /// Tag of a small integer; the value is shifted by 4 (`term.h`).
    tag_integer = 0xF,
    /// Tag of an atom (`term.h`).
    tag_atom = 0xB,
    /// By how much an atom's index is shifted (`term.h`).
    atom_shift = 6,
    /// The empty list (`term.h`).
    nil = 0x3B,
    /// The atom `false` (`defaultatoms.h`).
    atom_false = 0x0B,
    /// The atom `true` (`defaultatoms.h`).
    atom_true = 0x4B,
    /// The atom `ok` (`defaultatoms.h`).
    atom_ok = 0x8B,
    /// The atom `error`; later atoms differ between versions (`defaultatoms.h`).
    atom_error = 0xCB,

    /// Header of a boxed one-word integer, not negative (`term.h`).
    header_small_positive = header(1, 0x08),
    /// Header of a boxed one-word integer below zero (`term.h`).
    header_small_negative = header(1, 0x0C),
    /// Header of a boxed 64-bit integer, not negative (`term.h`).
    header_int64_positive = header(8 / word, 0x08),
    /// Header of a boxed 64-bit integer below zero (`term.h`).
    header_int64_negative = header(8 / word, 0x0C),
    /// Header of a float of 64 bits (`term.h`).
    header_float = header(8 / word, 0x18),
    /// Header of a local reference (`term.h`).
    header_local_ref = header(8 / word, 0x10),
    /// Primary tag of a pointer to a list cell (`term.h`).
    tag_list = 0x1,
    /// Index of the tail in a list cell (`term.h`).
    cons_tail = 0,
    /// Index of the head in a list cell (`term.h`).
    cons_head = 1,
    /// Primary tag of a pointer to a boxed term (`term.h`).
    tag_boxed = 0x2,
    /// Header of a tuple of two elements (`term.h`).
    header_tuple_2 = header(2, 0x00),
    /// Header of a map of two entries (`term.h`).
    header_map_2 = header(3, 0x2C),
    /// Index of the tuple of keys in a map (`term.h`).
    map_keys_index = 1,
    /// Index of the first value in a map (`term.h`).
    map_value_index = 2,
    /// Header of a heap binary of nine bytes (`term.h`).
    header_binary_9 = header(1 + 9usize.div_ceil(word), 0x24),
    /// Index of the size in a heap binary (`term.h`).
    binary_size_index = 1,
    /// Index of the first data word in a heap binary (`term.h`).
    binary_data_index = 2,
    /// The size from which the VM itself counts references (`term.h`).
    refc_binary_min = 8 * word,
    /// Header bits of a sub-binary (`term.h`).
    tag_sub_binary = 0x28,
    /// Header bits of a reference-counted binary (`term.h`).
    tag_refc_binary = 0x20,
    /// Header bits of a heap binary (`term.h`).
    tag_heap_binary = 0x24,
    /// Terms that a resource takes on a heap, header included (`term.h`).
    resource_words = 4,
    /// Header of a resource: a reference, in 0.6 an empty binary (`term.h`).
    header_resource = header(3, 0x10),
    /// Index of the `RefcBinary` pointer in a resource (`term.h`).
    resource_pointer_index = 1,
    /// Index of the list cell for the mso list in a resource (`term.h`).
    resource_mso_index = 2,
    /// `RefcBinaryIsResourceManaged`, the flag of a binary whose bytes a resource owns; 0 in 0.6,
    /// which has none (`term.h`).
    refc_resource_managed = 2,
    /// `ResourceBinary.data`, where those bytes are (`resources.h`).
    resource_binary_data = word,
    /// Size of `struct ResourceBinary` (`resources.h`).
    resource_binary_size = 2 * word,
}

/// The facts of AtomVM 0.6.6, for the word size of this target.
pub const V0_6: Layout = Layout::v0_6(size_of::<usize>());

/// The facts of AtomVM 0.7 and its main branch, for the word size of this target.
pub const V0_7: Layout = Layout::v0_7(size_of::<usize>());

impl Layout {
    /// AtomVM 0.6.6 where a term takes `word` bytes, 4 or 8.
    pub const fn v0_6(word: usize) -> Self {
        Self {
            context_size: pick(word, 456, 240),
            context_process_id: pick(word, 232, 116),
            context_mailbox: pick(word, 344, 176),
            context_native_handler: pick(word, 400, 204),
            context_flags: pick(word, 412, 212),
            context_platform_data: pick(word, 416, 216),
            context_exit_reason: pick(word, 448, 232),
            mailbox_size: 5 * word,
            tag_port: 0x3,
            header_small_negative: header(1, 0x08),
            header_int64_negative: header(8 / word, 0x08),
            header_map_2: header(3, 0x3C),
            resource_words: 6,
            header_resource: header(5, 0x20),
            resource_pointer_index: 3,
            resource_mso_index: 4,
            refc_resource_managed: 0,
            resource_binary_data: 0,
            resource_binary_size: 0,
            ..Self::v0_7(word)
        }
    }
}

/// The header of a boxed term: how many words follow it, and its tag.
const fn header(words: usize, tag: usize) -> usize {
    (words << 6) | tag
}

/// The value for terms of 8 bytes or for terms of 4.
const fn pick(word: usize, on_64: usize, on_32: usize) -> usize {
    if word == 8 { on_64 } else { on_32 }
}
