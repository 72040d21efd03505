/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the files of the Pico SDK's shim share. SDK 1.5.1 and 2.x.
 */

#ifndef AVM_BOARD_PICO_H
#define AVM_BOARD_PICO_H

#include "../slot.h"

#include <hardware/gpio.h>
#include <hardware/sync.h>
#include <pico/mutex.h>
#include <pico/stdlib.h>

#endif
