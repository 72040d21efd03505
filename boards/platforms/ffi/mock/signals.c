/* Pins, and what interrupts. */

#include "mock.h"

int32_t avm_board_pin_output(uint16_t pin, bool high)
{
    int32_t status = passes();
    if (status == AVM_BOARD_OK) {
        expect(pins[pin] == -1);
        pins[pin] = high;
    }
    return status;
}

int32_t avm_board_pin_input(uint16_t pin)
{
    int32_t status = passes();
    if (status == AVM_BOARD_OK && pins[pin] == -1) {
        pins[pin] = 1;
    }
    return status;
}

void avm_board_pin_write(uint16_t pin, bool high)
{
    expect(pins[pin] != -1);
    pins[pin] = high;
}

bool avm_board_pin_read(uint16_t pin)
{
    expect(pins[pin] != -1);
    return pins[pin] == 1;
}

void avm_board_pin_release(uint16_t pin) { pins[pin] = -1; }

int32_t avm_board_edge_open(uint16_t pin, uint32_t edges, avm_board_handler handler, void *context,
    avm_board_edge **out)
{
    int32_t status = passes();
    expect(pins[pin] != -1);
    if (status == AVM_BOARD_OK) {
        struct wanted edge = { .kind = EDGE, .pin = pin, .edges = edges };
        edge.handler = handler;
        edge.context = context;
        *out = (avm_board_edge *) interrupting(edge);
    }
    return status;
}

void avm_board_edge_close(avm_board_edge *edge) { unmake(edge, EDGE); }

int32_t avm_board_ticker_open(
    uint32_t period_us, avm_board_handler handler, void *context, avm_board_ticker **out)
{
    int32_t status = passes();
    expect(period_us > 0);
    if (status == AVM_BOARD_OK) {
        struct wanted ticker = { .kind = TICKER, .handler = handler, .context = context };
        *out = (avm_board_ticker *) interrupting(ticker);
    }
    return status;
}

void avm_board_ticker_close(avm_board_ticker *ticker) { unmake(ticker, TICKER); }

int32_t avm_board_pwm_open(uint16_t pin, uint32_t hz, uint16_t *max_duty, avm_board_pwm **out)
{
    int32_t status = hz == 0 ? AVM_BOARD_BAD_CLOCK : passes();
    if (status == AVM_BOARD_OK) {
        *out = (avm_board_pwm *) make(PWM);
        (*out)->c.pin = pin;
        *max_duty = 1000;
        duties[pin] = 0;
    }
    return status;
}

int32_t avm_board_pwm_set(avm_board_pwm *pwm, uint16_t duty)
{
    expect(is_open(pwm, PWM) && duty <= 1000);
    duties[pwm->c.pin] = duty;
    return passes();
}

void avm_board_pwm_close(avm_board_pwm *pwm)
{
    duties[pwm->c.pin] = -1;
    unmake(pwm, PWM);
}

int32_t avm_board_samples_open(const struct avm_board_i2s_wires *wires, avm_board_feed feed,
    void *context, avm_board_samples **out)
{
    int32_t status = wires->dout >= PINS ? AVM_BOARD_NO_PIN : passes();
    if (status == AVM_BOARD_OK) {
        struct wanted samples = { .kind = SAMPLES, .feed = feed, .context = context };
        *out = (avm_board_samples *) interrupting(samples);
    }
    return status;
}

int32_t avm_board_samples_configure(
    avm_board_samples *samples, uint32_t rate_hz, uint8_t bits, uint8_t channels)
{
    expect(is_open(samples, SAMPLES) && !samples->c.slot.open && channels >= 1 && channels <= 2);
    int32_t status = passes();
    if (status == AVM_BOARD_OK && rate_hz > 192000) {
        status = AVM_BOARD_BAD_RATE;
    }
    if (status == AVM_BOARD_OK && bits == 24) {
        status = AVM_BOARD_BAD_DEPTH;
    }
    samples->c.configured |= status == AVM_BOARD_OK;
    return status;
}

int32_t avm_board_samples_start(avm_board_samples *samples)
{
    int32_t status = passes();
    expect(is_open(samples, SAMPLES) && samples->c.configured);
    if (status == AVM_BOARD_OK) {
        (void) avm_board_slot_take(&samples->c.slot, NULL, NULL);
    }
    return status;
}

int32_t avm_board_samples_stop(avm_board_samples *samples)
{
    expect(is_open(samples, SAMPLES));
    avm_board_slot_close(&samples->c.slot);
    return passes();
}

void avm_board_samples_close(avm_board_samples *samples) { unmake(samples, SAMPLES); }
