/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What AtomVM loads for the port `display' where the port itself is linked
 * into the VM, because the NIFs are: resources of both are the same only if
 * they are of one library.
 */

#include <stdint.h>

void *linked_create_port(void *global, uintptr_t options);
void *display_create_port(void *global, uintptr_t options);

void *display_create_port(void *global, uintptr_t options)
{
    return linked_create_port(global, options);
}
