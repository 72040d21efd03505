/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The ports and the NIFs of the Rust library, by name.
 */

#include "avm_vm.h"

AVM_PORT(ping)
AVM_PORT(counters)
AVM_PORT(touch)
AVM_PORT(spi)
AVM_NIFS(example_nifs)
