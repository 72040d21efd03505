/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pulses by the Pico SDK's hardware_pwm. Two pins share a slice, and so a rate.
 */

#include "shim.h"

#include <hardware/clocks.h>
#include <hardware/pwm.h>

struct avm_board_pwm
{
    uint16_t pin;
};

struct slice
{
    uint32_t hz;
    uint32_t users;
    uint16_t wrap;
};

static avm_board_pwm pulses[NUM_BANK0_GPIOS];
static struct slice slices[NUM_PWM_SLICES];
auto_init_mutex(turn);

/* The finest steps: the smallest divider with which a period fits the counter. */
static bool set_rate(unsigned nth, uint32_t hz)
{
    uint32_t clock = clock_get_hz(clk_sys);
    uint32_t divider = hz == 0 ? 0 : clock / hz / 65535u + 1;
    if (divider == 0 || divider > 255 || clock / divider / hz < 2) {
        return false;
    }
    slices[nth].hz = hz;
    slices[nth].wrap = (uint16_t) (clock / divider / hz - 1);
    pwm_config config = pwm_get_default_config();
    pwm_config_set_clkdiv_int(&config, divider);
    pwm_config_set_wrap(&config, slices[nth].wrap);
    pwm_init(nth, &config, true);
    return true;
}

static int32_t open(uint16_t pin, uint32_t hz)
{
    unsigned nth = pwm_gpio_to_slice_num(pin);
    bool shared = slices[nth].users > 0;
    if (shared ? slices[nth].hz != hz : !set_rate(nth, hz)) {
        return AVM_BOARD_BAD_CLOCK;
    }
    slices[nth].users += 1;
    pwm_set_gpio_level(pin, 0);
    gpio_set_function(pin, GPIO_FUNC_PWM);
    return AVM_BOARD_OK;
}

int32_t avm_board_pwm_open(uint16_t pin, uint32_t hz, uint16_t *max_duty, avm_board_pwm **out)
{
    if (pin >= NUM_BANK0_GPIOS) {
        return AVM_BOARD_NO_PIN;
    }
    mutex_enter_blocking(&turn);
    int32_t status = open(pin, hz);
    mutex_exit(&turn);
    if (status == AVM_BOARD_OK) {
        pulses[pin].pin = pin;
        *max_duty = slices[pwm_gpio_to_slice_num(pin)].wrap + 1;
        *out = &pulses[pin];
    }
    return status;
}

int32_t avm_board_pwm_set(avm_board_pwm *pwm, uint16_t duty)
{
    pwm_set_gpio_level(pwm->pin, duty);
    return AVM_BOARD_OK;
}

void avm_board_pwm_close(avm_board_pwm *pwm)
{
    unsigned nth = pwm_gpio_to_slice_num(pwm->pin);
    mutex_enter_blocking(&turn);
    pwm_set_gpio_level(pwm->pin, 0);
    gpio_init(pwm->pin);
    gpio_pull_down(pwm->pin);
    slices[nth].users -= 1;
    if (slices[nth].users == 0) {
        pwm_set_enabled(nth, false);
    }
    mutex_exit(&turn);
}
