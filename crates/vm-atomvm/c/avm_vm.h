/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What a firmware's own C file needs to give AtomVM the ports of a Rust
 * library. For each port that the library exports by `export_port!`:
 *
 *     #include "avm_vm.h"
 *     AVM_PORT(touch)
 *     AVM_PORT(spi)
 *
 * For the NIFs of a module, which it exports by `nif_collection!`:
 *
 *     AVM_NIFS(display)
 *
 * That file and avm_vm.c are compiled with AtomVM's own flags and include
 * paths, as a driver of AtomVM's would be.
 */

#ifndef AVM_VM_H
#define AVM_VM_H

#if __has_include("rp2_sys.h")
#include "rp2_sys.h"
#elif __has_include("rp2040_sys.h")
#include "rp2040_sys.h"
#elif __has_include("esp32_sys.h")
#include "esp32_sys.h"
#elif __has_include("stm_sys.h")
#include "stm_sys.h"
#else
#error "no platform of AtomVM is in the include paths"
#endif

#include "context.h"
#include "exportedfunction.h"
#include "globalcontext.h"
#include "term.h"

#if __has_include("portnifloader.h")
#include "portnifloader.h"
#endif

/* Registers a port under its name; Rust exports what makes one. */
#define AVM_PORT(name)                                                  \
    Context *name##_create_port(GlobalContext *global, term options);   \
    REGISTER_PORT_DRIVER(name, NULL, NULL, name##_create_port)

/* Registers a collection of NIFs; Rust exports what finds one by its name. */
#define AVM_NIFS(name)                                                  \
    const struct Nif *name##_get_nif(const char *nifname);              \
    REGISTER_NIF_COLLECTION(name, NULL, NULL, name##_get_nif)

/* How often the VM's queue had no room for a bell, which was rung again. */
unsigned avm_vm_rung_again(void);

#endif
