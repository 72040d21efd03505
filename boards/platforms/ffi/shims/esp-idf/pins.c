/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pins and their interrupts, by ESP-IDF's gpio and its shared interrupt.
 *
 * AtomVM's GPIO port takes that interrupt away when its last listener goes, so
 * it must be left out (docs/beside-atomvm.md); its GPIO functions may stay.
 */

#include "shim.h"

#include <esp_rom_gpio.h>

#define EDGES 8

struct avm_board_edge
{
    struct avm_board_slot slot;
    avm_board_handler handler;
    void *context;
    uint16_t pin;
};

static avm_board_edge edges[EDGES];

int32_t avm_board_pin_output(uint16_t pin, bool high)
{
    if (!avm_board_is_output(pin)) {
        return AVM_BOARD_NO_PIN;
    }
    esp_rom_gpio_pad_select_gpio(pin);
    gpio_set_level(pin, high);
    return avm_board_status(gpio_set_direction(pin, GPIO_MODE_INPUT_OUTPUT));
}

/* Pins that are only read have no pull-ups. */
int32_t avm_board_pin_input(uint16_t pin)
{
    if (!avm_board_is_pin(pin)) {
        return AVM_BOARD_NO_PIN;
    }
    esp_rom_gpio_pad_select_gpio(pin);
    if (avm_board_is_output(pin)) {
        gpio_set_pull_mode(pin, GPIO_PULLUP_ONLY);
    }
    return avm_board_status(gpio_set_direction(pin, GPIO_MODE_INPUT));
}

void avm_board_pin_write(uint16_t pin, bool high)
{
    gpio_set_level(pin, high);
}

bool avm_board_pin_read(uint16_t pin)
{
    return gpio_get_level(pin) == 1;
}

void avm_board_pin_release(uint16_t pin)
{
    gpio_set_direction(pin, GPIO_MODE_DISABLE);
    if (avm_board_is_output(pin)) {
        gpio_set_pull_mode(pin, GPIO_FLOATING);
    }
}

static void on_gpio(void *arg)
{
    avm_board_edge *edge = arg;
    uint64_t now = avm_board_now_us();
    uint32_t generation = edge->slot.generation;
    if (avm_board_slot_begin(&edge->slot, generation)) {
        edge->handler(edge->context, now);
        avm_board_slot_end(&edge->slot, generation);
    }
}

struct wanted
{
    avm_board_edge *edge;
    avm_board_handler handler;
    void *context;
    uint16_t pin;
};

static void fill(void *with)
{
    struct wanted *wanted = with;
    wanted->edge->handler = wanted->handler;
    wanted->edge->context = wanted->context;
    wanted->edge->pin = wanted->pin;
}

static esp_err_t start(avm_board_edge *edge, uint32_t wanted)
{
    gpio_int_type_t type = GPIO_INTR_ANYEDGE;
    if (wanted == AVM_BOARD_FALLING) {
        type = GPIO_INTR_NEGEDGE;
    } else if (wanted == AVM_BOARD_RISING) {
        type = GPIO_INTR_POSEDGE;
    }
    /* Who is second is told that it is there, which is as good. */
    esp_err_t error = gpio_install_isr_service(0);
    if (error != ESP_OK && error != ESP_ERR_INVALID_STATE) {
        return error;
    }
    error = gpio_set_intr_type(edge->pin, type);
    if (error != ESP_OK) {
        return error;
    }
    /* This turns the pin's interrupt on too. */
    return gpio_isr_handler_add(edge->pin, on_gpio, edge);
}

static void stop(const avm_board_edge *edge)
{
    gpio_intr_disable(edge->pin);
    gpio_isr_handler_remove(edge->pin);
    gpio_set_intr_type(edge->pin, GPIO_INTR_DISABLE);
}

int32_t avm_board_edge_open(uint16_t pin, uint32_t wanted, avm_board_handler handler, void *context,
    avm_board_edge **out)
{
    if (!avm_board_is_pin(pin)) {
        return AVM_BOARD_NO_PIN;
    }
    for (size_t nth = 0; nth < EDGES; nth += 1) {
        avm_board_edge *edge = &edges[nth];
        struct wanted with = { edge, handler, context, pin };
        if (!avm_board_slot_take(&edge->slot, fill, &with)) {
            continue;
        }
        esp_err_t error = start(edge, wanted);
        if (error != ESP_OK) {
            stop(edge);
            avm_board_slot_close(&edge->slot);
            return avm_board_status(error);
        }
        *out = edge;
        return AVM_BOARD_OK;
    }
    return AVM_BOARD_NO_RESOURCES;
}

void avm_board_edge_close(avm_board_edge *edge)
{
    stop(edge);
    avm_board_slot_close(&edge->slot);
}
