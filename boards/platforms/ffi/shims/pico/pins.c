/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pins and their interrupts, by the Pico SDK's hardware_gpio.
 *
 * A raw handler of its own leaves gpio_set_irq_callback to others. The SDK has
 * few places for handlers, so this one is registered once on each core, for
 * all its pins.
 */

#include "shim.h"

#include <hardware/irq.h>
#include <hardware/structs/iobank0.h>

#define EDGES 8

struct avm_board_edge
{
    struct avm_board_slot slot;
    avm_board_handler handler;
    void *context;
    uint16_t pin;
    uint8_t events;
    uint8_t core;
};

static avm_board_edge edges[EDGES];
/* On each core, the pins whose interrupts are this file's from now on. */
static uint32_t own[2];

int32_t avm_board_pin_output(uint16_t pin, bool high)
{
    if (pin >= NUM_BANK0_GPIOS) {
        return AVM_BOARD_NO_PIN;
    }
    gpio_init(pin);
    gpio_put(pin, high);
    gpio_set_dir(pin, GPIO_OUT);
    return AVM_BOARD_OK;
}

int32_t avm_board_pin_input(uint16_t pin)
{
    if (pin >= NUM_BANK0_GPIOS) {
        return AVM_BOARD_NO_PIN;
    }
    gpio_set_dir(pin, GPIO_IN);
    gpio_pull_up(pin);
    gpio_set_function(pin, GPIO_FUNC_SIO);
    return AVM_BOARD_OK;
}

void avm_board_pin_write(uint16_t pin, bool high)
{
    gpio_put(pin, high);
}

bool avm_board_pin_read(uint16_t pin)
{
    return gpio_get(pin);
}

void avm_board_pin_release(uint16_t pin)
{
    gpio_set_dir(pin, GPIO_IN);
    gpio_disable_pulls(pin);
    gpio_deinit(pin);
}

/* Of either core: an edge may be closed on the other one. */
static io_rw_32 *enables(const avm_board_edge *edge)
{
    unsigned word = edge->pin / 8u;
    return edge->core == 0 ? &iobank0_hw->proc0_irq_ctrl.inte[word]
                           : &iobank0_hw->proc1_irq_ctrl.inte[word];
}

static uint32_t in_word(const avm_board_edge *edge)
{
    return (uint32_t) edge->events << (4u * (edge->pin % 8u));
}

static void on_gpio(void)
{
    uint64_t now = time_us_64();
    for (size_t nth = 0; nth < EDGES; nth += 1) {
        avm_board_edge *edge = &edges[nth];
        if (!edge->slot.open || edge->core != get_core_num()) {
            continue;
        }
        uint32_t events = gpio_get_irq_event_mask(edge->pin) & edge->events;
        if (events == 0) {
            continue;
        }
        gpio_acknowledge_irq(edge->pin, events);
        uint32_t generation = edge->slot.generation;
        if (avm_board_slot_begin(&edge->slot, generation)) {
            edge->handler(edge->context, now);
            avm_board_slot_end(&edge->slot, generation);
        }
    }
}

/* With interrupts off on this core. */
static void own_pin(uint32_t core, uint32_t pin)
{
    if (own[core] & (1u << pin)) {
        return;
    }
    if (own[core] != 0) {
        gpio_remove_raw_irq_handler_masked(own[core], on_gpio);
    }
    own[core] |= 1u << pin;
    gpio_add_raw_irq_handler_masked(own[core], on_gpio);
    irq_set_enabled(IO_IRQ_BANK0, true);
}

struct wanted
{
    avm_board_edge *edge;
    avm_board_handler handler;
    void *context;
    uint16_t pin;
    uint8_t events;
};

static void fill(void *with)
{
    struct wanted *wanted = with;
    avm_board_edge *edge = wanted->edge;
    edge->handler = wanted->handler;
    edge->context = wanted->context;
    edge->pin = wanted->pin;
    edge->events = wanted->events;
    edge->core = (uint8_t) get_core_num();
    own_pin(edge->core, edge->pin);
    gpio_acknowledge_irq(edge->pin, edge->events);
    hw_set_bits(enables(edge), in_word(edge));
}

int32_t avm_board_edge_open(uint16_t pin, uint32_t wanted, avm_board_handler handler, void *context,
    avm_board_edge **out)
{
    if (pin >= NUM_BANK0_GPIOS || pin >= 32) {
        return AVM_BOARD_NO_PIN;
    }
    uint32_t events = (wanted & AVM_BOARD_FALLING ? GPIO_IRQ_EDGE_FALL : 0)
        | (wanted & AVM_BOARD_RISING ? GPIO_IRQ_EDGE_RISE : 0);
    for (size_t nth = 0; nth < EDGES; nth += 1) {
        avm_board_edge *edge = &edges[nth];
        struct wanted with = { edge, handler, context, pin, (uint8_t) events };
        if (avm_board_slot_take(&edge->slot, fill, &with)) {
            *out = edge;
            return AVM_BOARD_OK;
        }
    }
    return AVM_BOARD_NO_RESOURCES;
}

void avm_board_edge_close(avm_board_edge *edge)
{
    hw_clear_bits(enables(edge), in_word(edge));
    avm_board_slot_close(&edge->slot);
}
