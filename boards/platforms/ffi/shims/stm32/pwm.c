/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pulses by ST HAL's TIM2, TIM3 and TIM4. Four pins share a timer, and so a
 * rate.
 */

#include "shim.h"

#define FIRST_TIMER 2
#define TIMERS 3
#define CHANNELS 4

static const struct avm_board_wire WIRES[] = {
    { 2, 0, PIN('A', 0), GPIO_AF1_TIM2 },
    { 2, 0, PIN('A', 5), GPIO_AF1_TIM2 },
    { 2, 0, PIN('A', 15), GPIO_AF1_TIM2 },
    { 2, 1, PIN('A', 1), GPIO_AF1_TIM2 },
    { 2, 1, PIN('B', 3), GPIO_AF1_TIM2 },
    { 2, 2, PIN('A', 2), GPIO_AF1_TIM2 },
    { 2, 2, PIN('B', 10), GPIO_AF1_TIM2 },
    { 2, 3, PIN('A', 3), GPIO_AF1_TIM2 },
    { 2, 3, PIN('B', 11), GPIO_AF1_TIM2 },
    { 3, 0, PIN('A', 6), GPIO_AF2_TIM3 },
    { 3, 0, PIN('B', 4), GPIO_AF2_TIM3 },
    { 3, 0, PIN('C', 6), GPIO_AF2_TIM3 },
    { 3, 1, PIN('A', 7), GPIO_AF2_TIM3 },
    { 3, 1, PIN('B', 5), GPIO_AF2_TIM3 },
    { 3, 1, PIN('C', 7), GPIO_AF2_TIM3 },
    { 3, 2, PIN('B', 0), GPIO_AF2_TIM3 },
    { 3, 2, PIN('C', 8), GPIO_AF2_TIM3 },
    { 3, 3, PIN('B', 1), GPIO_AF2_TIM3 },
    { 3, 3, PIN('C', 9), GPIO_AF2_TIM3 },
    { 4, 0, PIN('B', 6), GPIO_AF2_TIM4 },
    { 4, 0, PIN('D', 12), GPIO_AF2_TIM4 },
    { 4, 1, PIN('B', 7), GPIO_AF2_TIM4 },
    { 4, 1, PIN('D', 13), GPIO_AF2_TIM4 },
    { 4, 2, PIN('B', 8), GPIO_AF2_TIM4 },
    { 4, 2, PIN('D', 14), GPIO_AF2_TIM4 },
    { 4, 3, PIN('B', 9), GPIO_AF2_TIM4 },
    { 4, 3, PIN('D', 15), GPIO_AF2_TIM4 },
};

#define ROWS (sizeof(WIRES) / sizeof(WIRES[0]))

static const uint32_t CHANNEL[CHANNELS]
    = { TIM_CHANNEL_1, TIM_CHANNEL_2, TIM_CHANNEL_3, TIM_CHANNEL_4 };

static struct
{
    TIM_HandleTypeDef hal;
    uint32_t hz;
    uint32_t users;
} timers[TIMERS];

struct avm_board_pwm
{
    bool open;
    uint8_t timer;
    uint8_t channel;
    uint16_t pin;
};

static avm_board_pwm pulses[TIMERS][CHANNELS];

static TIM_TypeDef *instance(unsigned nth)
{
    switch (nth) {
        case 0:
            __HAL_RCC_TIM2_CLK_ENABLE();
            return TIM2;
        case 1:
            __HAL_RCC_TIM3_CLK_ENABLE();
            return TIM3;
        default:
            __HAL_RCC_TIM4_CLK_ENABLE();
            return TIM4;
    }
}

/* The finest steps: the smallest divider with which a period fits the counter. */
static bool set_rate(unsigned nth, uint32_t hz)
{
    uint32_t clock = avm_board_timer_hz();
    uint32_t divider = hz == 0 ? 0 : clock / hz / 65535u + 1;
    if (divider == 0 || divider > 65536u || clock / divider / hz < 2) {
        return false;
    }
    TIM_HandleTypeDef *hal = &timers[nth].hal;
    *hal = (TIM_HandleTypeDef) { .Instance = instance(nth) };
    hal->Init.Prescaler = divider - 1;
    hal->Init.CounterMode = TIM_COUNTERMODE_UP;
    hal->Init.Period = clock / divider / hz - 1;
    timers[nth].hz = hz;
    return HAL_TIM_PWM_Init(hal) == HAL_OK;
}

static const struct avm_board_wire *find(uint16_t pin)
{
    for (unsigned timer = 0; timer < TIMERS; timer += 1) {
        for (unsigned channel = 0; channel < CHANNELS; channel += 1) {
            const struct avm_board_wire *row
                = avm_board_wire(WIRES, ROWS, timer + FIRST_TIMER, channel, pin);
            if (row != NULL) {
                return row;
            }
        }
    }
    return NULL;
}

int32_t avm_board_pwm_open(uint16_t pin, uint32_t hz, uint16_t *max_duty, avm_board_pwm **out)
{
    const struct avm_board_wire *row = find(pin);
    if (row == NULL) {
        return AVM_BOARD_NO_PIN;
    }
    unsigned nth = row->controller - FIRST_TIMER;
    avm_board_pwm *pwm = &pulses[nth][row->role];
    if (pwm->open) {
        return AVM_BOARD_IN_USE;
    }
    bool shared = timers[nth].users > 0;
    if (shared ? timers[nth].hz != hz : !set_rate(nth, hz)) {
        return AVM_BOARD_BAD_CLOCK;
    }
    TIM_OC_InitTypeDef channel = { .OCMode = TIM_OCMODE_PWM1, .OCPolarity = TIM_OCPOLARITY_HIGH };
    if (HAL_TIM_PWM_ConfigChannel(&timers[nth].hal, &channel, CHANNEL[row->role]) != HAL_OK
        || HAL_TIM_PWM_Start(&timers[nth].hal, CHANNEL[row->role]) != HAL_OK) {
        return AVM_BOARD_NO_RESOURCES;
    }
    avm_board_alternate(pin, GPIO_MODE_AF_PP, GPIO_NOPULL, row->alternate);
    timers[nth].users += 1;
    *pwm = (avm_board_pwm) { true, (uint8_t) nth, row->role, pin };
    *max_duty = (uint16_t) (timers[nth].hal.Init.Period + 1);
    *out = pwm;
    return AVM_BOARD_OK;
}

int32_t avm_board_pwm_set(avm_board_pwm *pwm, uint16_t duty)
{
    __HAL_TIM_SET_COMPARE(&timers[pwm->timer].hal, CHANNEL[pwm->channel], duty);
    return AVM_BOARD_OK;
}

void avm_board_pwm_close(avm_board_pwm *pwm)
{
    HAL_TIM_PWM_Stop(&timers[pwm->timer].hal, CHANNEL[pwm->channel]);
    timers[pwm->timer].users -= 1;
    avm_board_alternate(pwm->pin, GPIO_MODE_INPUT, GPIO_PULLDOWN, 0);
    pwm->open = false;
}
