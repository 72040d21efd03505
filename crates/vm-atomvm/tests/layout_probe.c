/* Prints, as "name value" lines, what src/layout.rs states about AtomVM.
 *
 * Compiled by layout.rs against the headers of an AtomVM source tree, without
 * linking anything of AtomVM: the few functions that the headers' inline
 * functions call are defined at the end. Term shapes are not copied from the
 * headers' macros but read off terms that the headers' own inlines build. */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "context.h"
#include "defaultatoms.h"
#include "erl_nif.h"
#include "erl_nif_priv.h"
#include "exportedfunction.h"
#include "globalcontext.h"
#include "mailbox.h"
#include "memory.h"
#include "refc_binary.h"
#include "resources.h"
#include "term.h"

#include "generic_unix_sys.h"

#define PRINT(name, value) printf("%s %zu\n", #name, (size_t) (value))
#define OFFSET(name, type, field) PRINT(name, offsetof(type, field))

static const term *words(term t)
{
    return (const term *) (t & ~(term) 3);
}

static void print_context(void)
{
    PRINT(context_size, sizeof(Context));
    OFFSET(context_global, Context, global);
    OFFSET(context_heap, Context, heap);
    OFFSET(context_stack, Context, e);
    OFFSET(context_x, Context, x);
    OFFSET(context_process_id, Context, process_id);
    OFFSET(context_mailbox, Context, mailbox);
    OFFSET(context_native_handler, Context, native_handler);
    OFFSET(context_flags, Context, flags);
    OFFSET(context_platform_data, Context, platform_data);
    OFFSET(context_exit_reason, Context, exit_reason);
    PRINT(mailbox_size, sizeof(Mailbox));
    PRINT(mailbox_pointers, offsetof(Mailbox, receive_pointer_prev) / sizeof(void *) + 1);
    PRINT(process_id_size, sizeof(((Context *) 0)->process_id));
    PRINT(native_continue, NativeContinue);
    PRINT(native_terminate, NativeTerminate);
}

static void print_memory(void)
{
    OFFSET(heap_root, Heap, root);
    OFFSET(heap_start, Heap, heap_start);
    OFFSET(heap_ptr, Heap, heap_ptr);
    OFFSET(heap_end, Heap, heap_end);
    PRINT(heap_size, sizeof(Heap));
    OFFSET(fragment_next, HeapFragment, next);
    OFFSET(fragment_mso_list, HeapFragment, mso_list);
    OFFSET(fragment_heap_end, HeapFragment, heap_end);
    OFFSET(fragment_storage, HeapFragment, storage);
    PRINT(memory_ok, MEMORY_GC_OK);
    PRINT(memory_no_gc, MEMORY_NO_GC);
    PRINT(env_size, sizeof(struct ErlNifEnv));
    OFFSET(env_stack, struct ErlNifEnv, stack_pointer);
}

static void print_messages(void)
{
    OFFSET(message_next, Message, base.next);
    OFFSET(message_type, Message, base.type);
    OFFSET(message_term, Message, message);
    OFFSET(message_heap_end, Message, heap_end);
    PRINT(message_mso_list, offsetof(Message, storage) + STORAGE_MSO_LIST_INDEX * sizeof(term));
    PRINT(message_terms, offsetof(Message, storage) + STORAGE_HEAP_START_INDEX * sizeof(term));
    PRINT(message_normal, NormalMessage);
    PRINT(signal_kill, KillSignal);
    OFFSET(signal_term, struct TermSignal, signal_term);
    OFFSET(signal_heap_end, struct TermSignal, heap_end);
    OFFSET(signal_storage, struct TermSignal, storage);
}

static void print_listener_and_resource(void)
{
    PRINT(listener_size, sizeof(EventListener));
    OFFSET(listener_list, EventListener, listeners_list_head);
    OFFSET(listener_handler, EventListener, handler);
    OFFSET(listener_fd, EventListener, fd);
    OFFSET(refc_count, struct RefcBinary, ref_count);
    OFFSET(refc_type, struct RefcBinary, resource_type);
    OFFSET(refc_data, struct RefcBinary, data);
    OFFSET(resource_init_dtor, ErlNifResourceTypeInit, dtor);
    OFFSET(resource_init_down, ErlNifResourceTypeInit, down);
    PRINT(resource_init_size, sizeof(ErlNifResourceTypeInit));
    PRINT(monitor_size, sizeof(ErlNifMonitor));
    OFFSET(monitor_ref_ticks, ErlNifMonitor, ref_ticks);
}

static void print_nif(void)
{
    PRINT(nif_type, NIFFunctionType);
    OFFSET(nif_function, struct Nif, nif_ptr);
    PRINT(nif_size, sizeof(struct Nif));
}

static void print_immediates(void)
{
    PRINT(tag_pid, term_from_local_process_id(0));
#ifdef TERM_PORT_TAG
    PRINT(tag_port, term_port_from_local_process_id(0));
#else
    PRINT(tag_port, term_from_local_process_id(0));
#endif
    PRINT(tag_integer, term_from_int(0));
    PRINT(tag_atom, TERM_FROM_ATOM_INDEX(0));
    PRINT(atom_shift, __builtin_ctzl(TERM_FROM_ATOM_INDEX(1) ^ TERM_FROM_ATOM_INDEX(0)));
    PRINT(nil, term_nil());
    PRINT(atom_false, FALSE_ATOM);
    PRINT(atom_true, TRUE_ATOM);
    PRINT(atom_ok, OK_ATOM);
    PRINT(atom_error, ERROR_ATOM);
}

static void print_numbers_and_lists(Heap *heap)
{
    PRINT(header_small_positive, words(term_make_boxed_int(1, heap))[0]);
    PRINT(header_small_negative, words(term_make_boxed_int(-1, heap))[0]);
    PRINT(header_int64_positive, words(term_make_boxed_int64(INT64_MAX, heap))[0]);
    PRINT(header_int64_negative, words(term_make_boxed_int64(INT64_MIN, heap))[0]);
    PRINT(header_float, words(term_from_float(1.0, heap))[0]);
    PRINT(header_local_ref, words(term_from_ref_ticks(1, heap))[0]);
    term list = term_list_prepend(term_from_int(7), term_nil(), heap);
    PRINT(tag_list, list & 3);
    PRINT(cons_tail, words(list)[0] == term_nil() ? 0 : 1);
    PRINT(cons_head, words(list)[0] == term_nil() ? 1 : 0);
}

static void print_compounds(Heap *heap)
{
    term tuple = term_alloc_tuple(2, heap);
    PRINT(tag_boxed, tuple & 3);
    PRINT(header_tuple_2, words(tuple)[0]);
    term map = term_alloc_map(2, heap);
    PRINT(header_map_2, words(map)[0]);
    PRINT(map_keys_index, words(map)[1] == term_get_map_keys(map) ? 1 : 0);
    term_set_map_assoc(map, 1, OK_ATOM, ERROR_ATOM);
    PRINT(map_value_index, words(map)[3] == ERROR_ATOM ? 2 : 0);
    static const char text[] = "123456789";
    term binary = term_from_literal_binary(text, 9, heap, NULL);
    PRINT(header_binary_9, words(binary)[0]);
    PRINT(binary_size_index, words(binary)[1] == 9 ? 1 : 0);
    PRINT(binary_data_index, memcmp(words(binary) + 2, text, 9) == 0 ? 2 : 0);
    PRINT(refc_binary_min, REFC_BINARY_MIN);
    PRINT(tag_sub_binary, TERM_BOXED_SUB_BINARY);
    PRINT(tag_refc_binary, TERM_BOXED_REFC_BINARY);
    PRINT(tag_heap_binary, TERM_BOXED_HEAP_BINARY);
}

static void print_resource_term(Heap *heap)
{
    static struct RefcBinary refc;
    term t = term_from_resource(&refc.data, heap);
    const term *w = words(t);
    PRINT(resource_words, TERM_BOXED_RESOURCE_SIZE);
    PRINT(header_resource, w[0]);
    for (size_t i = 1; i < TERM_BOXED_RESOURCE_SIZE; i++) {
        if (w[i] == (term) &refc) {
            PRINT(resource_pointer_index, i);
        }
    }
    PRINT(resource_mso_index, words(heap->root->mso_list) - w);
#ifdef TERM_BOXED_REFERENCE_RESOURCE_SIZE
    PRINT(refc_resource_managed, RefcBinaryIsResourceManaged);
    OFFSET(resource_binary_data, struct ResourceBinary, data);
    PRINT(resource_binary_size, sizeof(struct ResourceBinary));
#else
    PRINT(refc_resource_managed, 0);
    PRINT(resource_binary_data, 0);
    PRINT(resource_binary_size, 0);
#endif
}

int main(void)
{
    BEGIN_WITH_STACK_HEAP(128, heap)
    PRINT(word, sizeof(term));
    print_context();
    print_memory();
    print_messages();
    print_listener_and_resource();
    print_nif();
    print_immediates();
    print_numbers_and_lists(&heap);
    print_compounds(&heap);
    print_resource_term(&heap);
    return 0;
}

/* What the inline functions above call. */

void memory_init_heap_root_fragment(Heap *heap, HeapFragment *root, size_t size)
{
    heap->root = root;
    root->next = NULL;
    root->mso_list = term_nil();
    heap->heap_start = root->storage;
    heap->heap_ptr = root->storage;
    heap->heap_end = root->storage + size;
}

struct RefcBinary *refc_binary_from_data(void *data)
{
    return (struct RefcBinary *) ((char *) data - offsetof(struct RefcBinary, data));
}

const char *refc_binary_get_data(const struct RefcBinary *refc)
{
    return (const char *) refc->data;
}

term term_alloc_refc_binary(size_t size, bool is_const, Heap *heap, GlobalContext *glb)
{
    (void) size;
    (void) is_const;
    (void) heap;
    (void) glb;
    return 0;
}
