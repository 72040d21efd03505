/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pins and their interrupts, by ST HAL's GPIO and EXTI.
 *
 * A line of EXTI is for one port's pin at a time; who has enabled it has it.
 * The interrupts that AtomVM's GPIO port serves are handed on to it.
 */

#include "shim.h"

#define LINES 16
#define GROUPS 7

struct avm_board_edge
{
    struct avm_board_slot slot;
    avm_board_handler handler;
    void *context;
    uint16_t pin;
};

/* Interrupts, their lines, and who had them before. */
static struct
{
    IRQn_Type irq;
    uint16_t lines;
    avm_board_isr before;
} groups[GROUPS] = {
    { EXTI0_IRQn, 0x0001, NULL },
    { EXTI1_IRQn, 0x0002, NULL },
    { EXTI2_IRQn, 0x0004, NULL },
    { EXTI3_IRQn, 0x0008, NULL },
    { EXTI4_IRQn, 0x0010, NULL },
    { EXTI9_5_IRQn, 0x03E0, NULL },
    { EXTI15_10_IRQn, 0xFC00, NULL },
};

static avm_board_edge edges[LINES];

GPIO_TypeDef *avm_board_port(uint16_t pin)
{
    /* The ports lie one after the other (RM0090, 2.3). */
    return (GPIO_TypeDef *) (GPIOA_BASE + (GPIOB_BASE - GPIOA_BASE) * (pin / 16u));
}

uint16_t avm_board_mask(uint16_t pin)
{
    return (uint16_t) (1u << (pin % 16u));
}

bool avm_board_is_pin(uint16_t pin)
{
    return pin < PIN('I', 12) && IS_GPIO_ALL_INSTANCE(avm_board_port(pin));
}

const struct avm_board_wire *avm_board_wire(
    const struct avm_board_wire *table, size_t rows, unsigned controller, unsigned role, uint16_t pin)
{
    for (size_t nth = 0; nth < rows; nth += 1) {
        const struct avm_board_wire *wire = &table[nth];
        if (wire->controller == controller && wire->role == role && wire->pin == pin) {
            return avm_board_is_pin(pin) ? wire : NULL;
        }
    }
    return NULL;
}

static void set_mode(uint16_t pin, uint32_t mode, uint32_t pull, uint8_t alternate)
{
    GPIO_InitTypeDef init = {
        .Pin = avm_board_mask(pin),
        .Mode = mode,
        .Pull = pull,
        .Speed = GPIO_SPEED_FREQ_HIGH,
        .Alternate = alternate,
    };
    HAL_GPIO_Init(avm_board_port(pin), &init);
}

void avm_board_alternate(uint16_t pin, uint32_t mode, uint32_t pull, uint8_t alternate)
{
    set_mode(pin, mode, pull, alternate);
}

int32_t avm_board_pin_output(uint16_t pin, bool high)
{
    if (!avm_board_is_pin(pin)) {
        return AVM_BOARD_NO_PIN;
    }
    avm_board_pin_write(pin, high);
    set_mode(pin, GPIO_MODE_OUTPUT_PP, GPIO_NOPULL, 0);
    return AVM_BOARD_OK;
}

/* This leaves what EXTI is set to. */
int32_t avm_board_pin_input(uint16_t pin)
{
    if (!avm_board_is_pin(pin)) {
        return AVM_BOARD_NO_PIN;
    }
    set_mode(pin, GPIO_MODE_INPUT, GPIO_PULLUP, 0);
    return AVM_BOARD_OK;
}

void avm_board_pin_write(uint16_t pin, bool high)
{
    HAL_GPIO_WritePin(
        avm_board_port(pin), avm_board_mask(pin), high ? GPIO_PIN_SET : GPIO_PIN_RESET);
}

bool avm_board_pin_read(uint16_t pin)
{
    return HAL_GPIO_ReadPin(avm_board_port(pin), avm_board_mask(pin)) == GPIO_PIN_SET;
}

void avm_board_pin_release(uint16_t pin)
{
    set_mode(pin, GPIO_MODE_ANALOG, GPIO_NOPULL, 0);
}

static void on_exti(void)
{
    uint64_t now = avm_board_now_us();
    IRQn_Type irq = (IRQn_Type) (__get_IPSR() - 16);
    for (size_t group = 0; group < GROUPS; group += 1) {
        if (groups[group].irq != irq) {
            continue;
        }
        uint32_t pending = EXTI->PR & EXTI->IMR & groups[group].lines;
        for (size_t line = 0; line < LINES; line += 1) {
            avm_board_edge *edge = &edges[line];
            if (!(pending & (1u << line)) || !edge->slot.open) {
                continue;
            }
            __HAL_GPIO_EXTI_CLEAR_IT(1u << line);
            pending &= ~(1u << line);
            uint32_t generation = edge->slot.generation;
            if (avm_board_slot_begin(&edge->slot, generation)) {
                edge->handler(edge->context, now);
                avm_board_slot_end(&edge->slot, generation);
            }
        }
        if (pending != 0 && groups[group].before != NULL) {
            groups[group].before();
        }
    }
}

static void take_line(uint32_t line)
{
    for (size_t group = 0; group < GROUPS; group += 1) {
        if (groups[group].lines & (1u << line)) {
            avm_board_isr before = avm_board_take_irq(groups[group].irq, on_exti);
            if (before != on_exti) {
                groups[group].before = before;
            }
        }
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

int32_t avm_board_edge_open(uint16_t pin, uint32_t wanted, avm_board_handler handler, void *context,
    avm_board_edge **out)
{
    if (!avm_board_is_pin(pin)) {
        return AVM_BOARD_NO_PIN;
    }
    uint32_t line = pin % 16u;
    avm_board_edge *edge = &edges[line];
    struct wanted with = { edge, handler, context, pin };
    if ((EXTI->IMR & (1u << line)) || !avm_board_slot_take(&edge->slot, fill, &with)) {
        return AVM_BOARD_IN_USE;
    }
    uint32_t mode = GPIO_MODE_IT_RISING_FALLING;
    if (wanted == AVM_BOARD_FALLING) {
        mode = GPIO_MODE_IT_FALLING;
    } else if (wanted == AVM_BOARD_RISING) {
        mode = GPIO_MODE_IT_RISING;
    }
    take_line(line);
    __HAL_RCC_SYSCFG_CLK_ENABLE();
    set_mode(pin, mode, GPIO_PULLUP, 0);
    *out = edge;
    return AVM_BOARD_OK;
}

void avm_board_edge_close(avm_board_edge *edge)
{
    uint32_t bit = avm_board_mask(edge->pin);
    bool outermost = avm_board_critical_enter();
    EXTI->IMR &= ~bit;
    EXTI->RTSR &= ~bit;
    EXTI->FTSR &= ~bit;
    __HAL_GPIO_EXTI_CLEAR_IT(bit);
    avm_board_critical_leave(outermost);
    avm_board_slot_close(&edge->slot);
}
