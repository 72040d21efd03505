/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the files of ESP-IDF's shim share. ESP-IDF 5.4 and 5.5.
 */

#ifndef AVM_BOARD_ESP_IDF_H
#define AVM_BOARD_ESP_IDF_H

#include "../slot.h"

#include <driver/gpio.h>
#include <esp_err.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>

/* What an error of ESP-IDF is here; what is not here is its own number. */
static inline int32_t avm_board_status(esp_err_t error)
{
    switch (error) {
        case ESP_OK:
            return AVM_BOARD_OK;
        case ESP_ERR_NO_MEM:
            return AVM_BOARD_NO_RESOURCES;
        case ESP_ERR_TIMEOUT:
            return AVM_BOARD_TIMEOUT;
        default:
            return error;
    }
}

/* ESP-IDF counts time-outs in milliseconds, and a tick is up to ten. */
static inline int avm_board_ms(uint32_t us)
{
    return (int) (us / 1000) + 1 + portTICK_PERIOD_MS;
}

static inline bool avm_board_is_output(uint16_t pin)
{
    return pin < GPIO_NUM_MAX && GPIO_IS_VALID_OUTPUT_GPIO(pin);
}

static inline bool avm_board_is_pin(uint16_t pin)
{
    return pin < GPIO_NUM_MAX && GPIO_IS_VALID_GPIO(pin);
}

#endif
