/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the files of ST HAL's shim share. STM32F4, STM32CubeF4 HAL 1.8.
 *
 * AtomVM has one thread here, so nothing is locked between tasks. It has
 * enabled the clocks of all ports (sys_enable_core_periph_clocks).
 */

#ifndef AVM_BOARD_STM32_H
#define AVM_BOARD_STM32_H

#include "../slot.h"

#include "stm32f4xx_hal.h"

/* AtomVM's configuration leaves these out. */
#include "stm32f4xx_hal_i2s.h"
#include "stm32f4xx_hal_rcc_ex.h"
#include "stm32f4xx_hal_tim.h"

/* One priority for all, so that no handler interrupts another. */
#define AVM_BOARD_PRIORITY 1

/* The number of a pin, such as PIN('B', 6). */
#define PIN(letter, nth) ((uint16_t) (((letter) - 'A') * 16 + (nth)))

typedef void (*avm_board_isr)(void);

/*
 * Has `isr` called instead of what the table of vectors has, which comes back.
 * The table is moved to RAM first, so that AtomVM's handlers stay its own.
 */
avm_board_isr avm_board_take_irq(IRQn_Type irq, avm_board_isr isr);

/* One wire that a controller can have: DS8626, table 9. */
struct avm_board_wire
{
    uint8_t controller;
    /* What it is for, counted by the table's owner. */
    uint8_t role;
    uint16_t pin;
    uint8_t alternate;
};

/* The row for a pin; NULL without. */
const struct avm_board_wire *avm_board_wire(
    const struct avm_board_wire *table, size_t rows, unsigned controller, unsigned role, uint16_t pin);

GPIO_TypeDef *avm_board_port(uint16_t pin);
uint16_t avm_board_mask(uint16_t pin);
bool avm_board_is_pin(uint16_t pin);

/* Gives a pin to a controller. */
void avm_board_alternate(uint16_t pin, uint32_t mode, uint32_t pull, uint8_t alternate);

/* Hz of the timers on the first peripheral bus. */
uint32_t avm_board_timer_hz(void);

#endif
