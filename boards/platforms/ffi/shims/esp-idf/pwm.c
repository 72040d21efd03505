/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pulses by ESP-IDF's ledc. Channels and timers are taken from the highest
 * down, so that AtomVM's LEDC functions have the others.
 */

#include "shim.h"

#include <driver/ledc.h>
#include <esp_rom_gpio.h>

/* Finer steps than any eye sees. */
#define BITS_MAX 13u
/* The slowest clock that ledc has on any of the chips. */
#define CLOCK_HZ 40000000u

/* One channel with a timer of its own: as many as there are timers. */
struct avm_board_pwm
{
    bool open;
    uint16_t pin;
};

static avm_board_pwm pulses[LEDC_TIMER_MAX];

static ledc_channel_t channel_of(const avm_board_pwm *pwm)
{
    return (ledc_channel_t) (LEDC_CHANNEL_MAX - 1 - (pwm - pulses));
}

static ledc_timer_t timer_of(const avm_board_pwm *pwm)
{
    return (ledc_timer_t) (LEDC_TIMER_MAX - 1 - (pwm - pulses));
}

static uint32_t bits_for(uint32_t hz)
{
    uint32_t bits = 0;
    while (bits < BITS_MAX && (uint64_t) hz << (bits + 1) <= CLOCK_HZ) {
        bits += 1;
    }
    return bits;
}

static esp_err_t start(const avm_board_pwm *pwm, uint32_t hz, uint32_t bits)
{
    ledc_timer_config_t timer = {
        .speed_mode = LEDC_LOW_SPEED_MODE,
        .duty_resolution = (ledc_timer_bit_t) bits,
        .timer_num = timer_of(pwm),
        .freq_hz = hz,
        .clk_cfg = LEDC_AUTO_CLK,
    };
    esp_err_t error = ledc_timer_config(&timer);
    if (error != ESP_OK) {
        return error;
    }
    ledc_channel_config_t channel = {
        .gpio_num = pwm->pin,
        .speed_mode = LEDC_LOW_SPEED_MODE,
        .channel = channel_of(pwm),
        .timer_sel = timer_of(pwm),
        .duty = 0,
    };
    return ledc_channel_config(&channel);
}

static avm_board_pwm *take(void)
{
    avm_board_pwm *taken = NULL;
    bool outermost = avm_board_critical_enter();
    for (size_t nth = 0; nth < LEDC_TIMER_MAX && taken == NULL; nth += 1) {
        taken = pulses[nth].open ? NULL : &pulses[nth];
    }
    if (taken != NULL) {
        taken->open = true;
    }
    avm_board_critical_leave(outermost);
    return taken;
}

int32_t avm_board_pwm_open(uint16_t pin, uint32_t hz, uint16_t *max_duty, avm_board_pwm **out)
{
    uint32_t bits = bits_for(hz);
    if (!avm_board_is_output(pin)) {
        return AVM_BOARD_NO_PIN;
    }
    if (hz == 0 || bits == 0) {
        return AVM_BOARD_BAD_CLOCK;
    }
    avm_board_pwm *pwm = take();
    if (pwm == NULL) {
        return AVM_BOARD_NO_RESOURCES;
    }
    pwm->pin = pin;
    if (start(pwm, hz, bits) != ESP_OK) {
        pwm->open = false;
        return AVM_BOARD_BAD_CLOCK;
    }
    *max_duty = (uint16_t) (1u << bits);
    *out = pwm;
    return AVM_BOARD_OK;
}

int32_t avm_board_pwm_set(avm_board_pwm *pwm, uint16_t duty)
{
    esp_err_t error = ledc_set_duty(LEDC_LOW_SPEED_MODE, channel_of(pwm), duty);
    if (error == ESP_OK) {
        error = ledc_update_duty(LEDC_LOW_SPEED_MODE, channel_of(pwm));
    }
    return avm_board_status(error);
}

void avm_board_pwm_close(avm_board_pwm *pwm)
{
    ledc_stop(LEDC_LOW_SPEED_MODE, channel_of(pwm), 0);
    esp_rom_gpio_pad_select_gpio(pwm->pin);
    gpio_set_direction(pwm->pin, GPIO_MODE_DISABLE);
    gpio_set_pull_mode(pwm->pin, GPIO_PULLDOWN_ONLY);
    pwm->open = false;
}
