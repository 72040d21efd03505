/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the Rust crate vm-atomvm cannot know by itself: how this AtomVM, built
 * with these flags for this platform, lays out what it must read and write.
 *
 * FOUND is what differs between versions, platforms or compilers: Rust reads
 * it from here (src/platform/mcu/facts.rs). FIXED is what Rust has as a
 * constant: another value does not compile. tests/facts.rs holds both lists
 * against src/layout.rs.
 */

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "avm_vm.h"

#include "defaultatoms.h"
#include "erl_nif.h"
#include "erl_nif_priv.h"
#include "mailbox.h"
#include "memory.h"
#include "nifs.h"
#include "refc_binary.h"
#include "resources.h"
#include "scheduler.h"

#include "avm_vm_platform.h"

#ifdef TERM_BOXED_REFERENCE_RESOURCE_SIZE /* since 0.7 */
#define RESOURCE_TAG TERM_BOXED_REF
#define RESOURCE_POINTER 1
#define RESOURCE_MSO 2
#define RESOURCE_MANAGED RefcBinaryIsResourceManaged
#define RESOURCE_BINARY_DATA offsetof(struct ResourceBinary, data)
#define NEGATIVE TERM_BOXED_NEGATIVE_INTEGER
#define PORT TERM_PORT_TAG
#define BIGINTS true
#else
#define RESOURCE_TAG TERM_BOXED_REFC_BINARY
#define RESOURCE_POINTER 3
#define RESOURCE_MSO 4
#define RESOURCE_MANAGED 0
#define RESOURCE_BINARY_DATA 0
#define NEGATIVE TERM_BOXED_POSITIVE_INTEGER
#define PORT 0x3
#define BIGINTS false
#endif

#define HEADER(words, tag) (((words) << 6) | (tag))
#define FOUND_FACTS(FOUND)                                                              \
    FOUND(context_process_id, offsetof(Context, process_id))                            \
    FOUND(context_mailbox, offsetof(Context, mailbox))                                  \
    FOUND(context_native_handler, offsetof(Context, native_handler))                    \
    FOUND(context_platform_data, offsetof(Context, platform_data))                      \
    FOUND(context_exit_reason, offsetof(Context, exit_reason))                          \
    FOUND(mailbox_pointers, offsetof(Mailbox, receive_pointer_prev) / sizeof(void *) + 1) \
    FOUND(refc_count, offsetof(struct RefcBinary, ref_count))                           \
    FOUND(refc_type, offsetof(struct RefcBinary, resource_type))                        \
    FOUND(refc_data, offsetof(struct RefcBinary, data))                                 \
    FOUND(header_float, HEADER(FLOAT_SIZE - 1, TERM_BOXED_FLOAT))                       \
    FOUND(resource_words, TERM_BOXED_RESOURCE_SIZE)                                     \
    FOUND(header_resource, HEADER(TERM_BOXED_RESOURCE_SIZE - 1, RESOURCE_TAG))          \
    FOUND(resource_pointer_index, RESOURCE_POINTER)                                     \
    FOUND(resource_mso_index, RESOURCE_MSO)                                             \
    FOUND(refc_resource_managed, RESOURCE_MANAGED)                                      \
    FOUND(resource_binary_data, RESOURCE_BINARY_DATA)

struct avm_vm_version
{
#define FOUND(name, value) size_t name;
    FOUND_FACTS(FOUND)
#undef FOUND
    size_t map_tag;
    size_t negative_tag;
    size_t port_tag;
    bool bigints;
};

const struct avm_vm_version avm_vm_version = {
#define FOUND(name, value) .name = (value),
    FOUND_FACTS(FOUND)
#undef FOUND
    .map_tag = TERM_BOXED_MAP,
    .negative_tag = NEGATIVE,
    .port_tag = PORT,
    .bigints = BIGINTS
};

#define FIXED(name, value, stated) _Static_assert((value) == (stated), #name);

FIXED(word, sizeof(term), 4)
FIXED(context_global, offsetof(Context, global), 0)
FIXED(context_heap, offsetof(Context, heap), 4)
FIXED(context_stack, offsetof(Context, e), 20)
FIXED(context_x, offsetof(Context, x), 24)
FIXED(process_id_size, sizeof(((Context *) 0)->process_id), 4)
FIXED(native_continue, NativeContinue, 2)
FIXED(native_terminate, NativeTerminate, 1)
FIXED(heap_root, offsetof(Heap, root), 0)
FIXED(heap_start, offsetof(Heap, heap_start), 4)
FIXED(heap_ptr, offsetof(Heap, heap_ptr), 8)
FIXED(heap_end, offsetof(Heap, heap_end), 12)
FIXED(heap_size, sizeof(Heap), 16)
FIXED(fragment_next, offsetof(HeapFragment, next), 0)
FIXED(fragment_mso_list, offsetof(HeapFragment, mso_list), 4)
FIXED(fragment_heap_end, offsetof(HeapFragment, heap_end), 4)
FIXED(fragment_storage, offsetof(HeapFragment, storage), 8)
FIXED(memory_ok, MEMORY_GC_OK, 0)
FIXED(memory_no_gc, MEMORY_NO_GC, 3)
FIXED(env_size, sizeof(struct ErlNifEnv), 32)
FIXED(env_stack, offsetof(struct ErlNifEnv, stack_pointer), 20)
FIXED(message_next, offsetof(Message, base.next), 0)
FIXED(message_type, offsetof(Message, base.type), 4)
FIXED(message_term, offsetof(Message, message), 8)
FIXED(message_heap_end, offsetof(Message, heap_end), 12)
FIXED(message_mso_list, offsetof(Message, storage) + STORAGE_MSO_LIST_INDEX * sizeof(term), 16)
FIXED(message_terms, offsetof(Message, storage) + STORAGE_HEAP_START_INDEX * sizeof(term), 20)
FIXED(message_normal, NormalMessage, 0)
FIXED(resource_init_dtor, offsetof(ErlNifResourceTypeInit, dtor), 4)
FIXED(resource_init_down, offsetof(ErlNifResourceTypeInit, down), 12)
FIXED(resource_init_size, sizeof(ErlNifResourceTypeInit), 16)
FIXED(nif_type, NIFFunctionType, 2)
FIXED(nif_function, offsetof(struct Nif, nif_ptr), 4)
FIXED(nif_size, sizeof(struct Nif), 8)
FIXED(tag_integer, TERM_INTEGER_TAG, 15)
FIXED(tag_atom, TERM_FROM_ATOM_INDEX(0), 11)
FIXED(header_small_positive, HEADER(1, TERM_BOXED_POSITIVE_INTEGER), 0x48)
FIXED(header_int64_positive, HEADER(2, TERM_BOXED_POSITIVE_INTEGER), 0x88)
FIXED(header_local_ref, HEADER(REF_SIZE - 1, TERM_BOXED_REF), 0x90)
#ifdef TERM_PID_TAG /* 0.6 has no names for these */
FIXED(tag_pid, TERM_PID_TAG, 3)
FIXED(nil, TERM_NIL, 0x3B)
FIXED(tag_list, TERM_PRIMARY_LIST, 1)
FIXED(tag_boxed, TERM_PRIMARY_BOXED, 2)
#endif
FIXED(cons_tail, LIST_TAIL_INDEX, 0)
FIXED(cons_head, LIST_HEAD_INDEX, 1)
FIXED(header_tuple_2, HEADER(2, TERM_BOXED_TUPLE), 0x80)
FIXED(tag_sub_binary, TERM_BOXED_SUB_BINARY, 0x28)
FIXED(tag_refc_binary, TERM_BOXED_REFC_BINARY, 0x20)
FIXED(tag_heap_binary, TERM_BOXED_HEAP_BINARY, 0x24)

/* Ends a NIF by an exception of class error; of no reason, by badarg. */
term avm_vm_raise(Context *context, term reason)
{
    Context *ctx = context; /* as the macro calls it */
    RAISE_ERROR(term_is_invalid_term(reason) ? BADARG_ATOM : reason);
}

/* Declared where tasks may send only, but exported everywhere else, too. */
void mailbox_enqueue_message(Context *context, MailboxMessage *message);

/* Pushes a message and has its context run; on a thread of the VM. */
void avm_vm_enqueue(Context *context, MailboxMessage *message)
{
#if !defined(AVM_NO_SMP) || defined(AVM_TASK_DRIVER_ENABLED)
    mailbox_enqueue_message(context, message);
#else
    message->next = context->mailbox.outer_first;
    context->mailbox.outer_first = message;
#endif
    scheduler_signal_message(context);
}

/*
 * What the crate critical-section calls. The platform of a board defines the
 * same; these are for a library without a board.
 */
__attribute__((weak)) bool _critical_section_1_0_acquire(void)
{
    return avm_vm_enter();
}

__attribute__((weak)) void _critical_section_1_0_release(bool outermost)
{
    avm_vm_leave(outermost);
}

/* Takes a lock of AtomVM's own kind, which is made at its first use. */
void avm_vm_lock(void **lock)
{
#ifdef AVM_NO_SMP
    /* One thread: what is held already is wanted by whoever holds it. */
    if (*lock) {
        fprintf(stderr, "avm: a lock is taken twice\n");
        abort();
    }
    *lock = lock;
#else
    if (!*(void *volatile *) lock) {
        Mutex *made = smp_mutex_create();
        bool outermost = avm_vm_enter();
        if (!*(void *volatile *) lock) {
            *lock = made;
            made = NULL;
        }
        avm_vm_leave(outermost);
        if (made) {
            smp_mutex_destroy(made);
        }
    }
    smp_mutex_lock(*lock);
#endif
}

void avm_vm_unlock(void **lock)
{
#ifdef AVM_NO_SMP
    *lock = NULL;
#else
    smp_mutex_unlock(*lock);
#endif
}

/* Says a line of so many bytes to who looks at the console. */
void avm_vm_report(const char *text, size_t length)
{
    fprintf(stderr, "%.*s\n", (int) length, text);
}

/* The end after a panic: what AtomVM itself does when it cannot go on. */
void avm_vm_abort(void)
{
    abort();
}
