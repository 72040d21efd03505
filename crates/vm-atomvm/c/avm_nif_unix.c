/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * NIFs of a Rust library in an AtomVM for generic_unix that is linked anew:
 * that platform has no REGISTER_NIF_COLLECTION, and a library that it loads
 * can bring ports only. Compiled with AtomVM's own flags and include paths,
 * and with the collections' names:
 *
 *     -D'AVM_NIF_COLLECTIONS=AVM_NIFS(display) AVM_NIFS(other)'
 *
 * and linked with -Wl,--wrap=platform_nifs_get_nif, so that AtomVM asks here
 * for a NIF that is none of its own.
 */

#include <stddef.h>

#include "context.h"
#include "defaultatoms.h"
#include "exportedfunction.h"
#include "nifs.h"
#include "term.h"

#ifndef AVM_NIF_COLLECTIONS
#error "AVM_NIF_COLLECTIONS names the collections: AVM_NIFS(display)"
#endif

#define AVM_NIFS(name) const struct Nif *name##_get_nif(const char *nifname);
AVM_NIF_COLLECTIONS
#undef AVM_NIFS

const struct Nif *__real_platform_nifs_get_nif(const char *nifname);
const struct Nif *__wrap_platform_nifs_get_nif(const char *nifname);

const struct Nif *__wrap_platform_nifs_get_nif(const char *nifname)
{
    const struct Nif *found = __real_platform_nifs_get_nif(nifname);
#define AVM_NIFS(name)                   \
    if (!found) {                        \
        found = name##_get_nif(nifname); \
    }
    AVM_NIF_COLLECTIONS
#undef AVM_NIFS
    return found;
}

/* Ends a NIF by an exception of class error; of no reason, by badarg. */
term avm_vm_raise(Context *context, term reason);

term avm_vm_raise(Context *context, term reason)
{
    Context *ctx = context; /* as the macro calls it */
    RAISE_ERROR(term_is_invalid_term(reason) ? BADARG_ATOM : reason);
}
