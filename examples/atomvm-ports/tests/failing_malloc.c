/* Fails one allocation of a thread on purpose: preloaded by the test, and told
 * which by the port `fault`. */

#include <stddef.h>
#include <stdio.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_realloc(void *block, size_t size);

/* How many allocations are left up to the one that fails; 0 for none. */
static _Thread_local unsigned left;

static int fails(void)
{
    return left > 0 && --left == 0;
}

/* The nth allocation from here on fails, none for 0. Returns what was left. */
unsigned fail_allocation(unsigned nth)
{
    unsigned before = left;
    left = nth;
    return before;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *realloc(void *block, size_t size)
{
    return fails() ? NULL : __libc_realloc(block, size);
}
