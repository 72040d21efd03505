/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The ports and the NIFs of the Rust library, by name.
 */

#include "avm_vm.h"

AVM_PORT(audio)
AVM_PORT(display)
AVM_PORT(spi)
AVM_PORT(touch)
AVM_NIFS(example_nifs)
