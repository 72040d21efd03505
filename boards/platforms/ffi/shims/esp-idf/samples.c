/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Samples by ESP-IDF's i2s_std. The driver's buffers are filled where they
 * are, when they have been sent.
 */

#include "shim.h"

#include <stdlib.h>
#include <string.h>

#include <driver/i2s_std.h>
#include <soc/soc_caps.h>

#define BUFFERS 4
#define FRAMES 240u
#define FRAME_BYTES_MAX 8u

struct avm_board_samples
{
    struct avm_board_slot slot;
    avm_board_feed feed;
    void *context;
    i2s_chan_handle_t channel;
    struct avm_board_i2s_wires wires;
    bool configured;
    uint8_t bytes;
    uint8_t channels;
    uint8_t half[FRAMES * FRAME_BYTES_MAX];
};

static int32_t make_channel(avm_board_samples *samples)
{
    i2s_chan_config_t config = I2S_CHANNEL_DEFAULT_CONFIG(samples->wires.controller, I2S_ROLE_MASTER);
    config.dma_desc_num = BUFFERS;
    config.dma_frame_num = FRAMES;
    esp_err_t error = i2s_new_channel(&config, &samples->channel, NULL);
    samples->configured = false;
    return error == ESP_ERR_NOT_FOUND ? AVM_BOARD_IN_USE : avm_board_status(error);
}

int32_t avm_board_samples_open(const struct avm_board_i2s_wires *wires, avm_board_feed feed,
    void *context, avm_board_samples **out)
{
    if (wires->controller >= SOC_I2S_NUM) {
        return AVM_BOARD_NO_CONTROLLER;
    }
    bool clocked = wires->mclk != AVM_BOARD_NO_WIRE;
    if (!avm_board_is_output(wires->bclk) || !avm_board_is_output(wires->ws)
        || !avm_board_is_output(wires->dout) || (clocked && !avm_board_is_output(wires->mclk))) {
        return AVM_BOARD_NO_PIN;
    }
    avm_board_samples *samples = calloc(1, sizeof(*samples));
    if (samples == NULL) {
        return AVM_BOARD_NO_RESOURCES;
    }
    samples->feed = feed;
    samples->context = context;
    samples->wires = *wires;
    int32_t status = make_channel(samples);
    if (status != AVM_BOARD_OK) {
        free(samples);
        return status;
    }
    *out = samples;
    return AVM_BOARD_OK;
}

/* Bytes of a sample on the wires: what is deeper than 16 bits has 32. */
static unsigned wire_bytes(const avm_board_samples *samples)
{
    return samples->bytes == 2 ? 2 : 4;
}

/* A sample with zeros below it. */
static void widen(uint8_t *to, const uint8_t *sample, unsigned bytes, unsigned wide)
{
    memset(to, 0, wide - bytes);
    memcpy(to + wide - bytes, sample, bytes);
}

/* Has frames filled and lays them out as the wires have them. */
static void refill(avm_board_samples *samples, uint8_t *buffer, size_t size)
{
    unsigned bytes = samples->bytes;
    unsigned wide = wire_bytes(samples);
    size_t frames = size / (2u * wide);
    frames = frames < FRAMES ? frames : FRAMES;
    if (samples->channels == 2 && wide == bytes) {
        samples->feed(samples->context, buffer, frames * 2u * bytes);
        return;
    }
    size_t frame = (size_t) bytes * samples->channels;
    samples->feed(samples->context, samples->half, frames * frame);
    for (size_t nth = 0; nth < frames; nth += 1) {
        const uint8_t *left = samples->half + nth * frame;
        widen(buffer + 2u * wide * nth, left, bytes, wide);
        widen(buffer + 2u * wide * nth + wide, left + frame - bytes, bytes, wide);
    }
}

static bool on_sent(i2s_chan_handle_t channel, i2s_event_data_t *event, void *context)
{
    (void) channel;
    avm_board_samples *samples = context;
    uint32_t generation = samples->slot.generation;
    if (avm_board_slot_begin(&samples->slot, generation)) {
        refill(samples, event->dma_buf, event->size);
        avm_board_slot_end(&samples->slot, generation);
    }
    return false;
}

static esp_err_t set_up(avm_board_samples *samples, uint32_t rate_hz)
{
    const struct avm_board_i2s_wires *wires = &samples->wires;
    i2s_data_bit_width_t width
        = wire_bytes(samples) == 2 ? I2S_DATA_BIT_WIDTH_16BIT : I2S_DATA_BIT_WIDTH_32BIT;
    i2s_std_config_t config = {
        .clk_cfg = I2S_STD_CLK_DEFAULT_CONFIG(rate_hz),
        .slot_cfg = I2S_STD_PHILIPS_SLOT_DEFAULT_CONFIG(width, I2S_SLOT_MODE_STEREO),
        .gpio_cfg = {
            .mclk = wires->mclk == AVM_BOARD_NO_WIRE ? I2S_GPIO_UNUSED : (gpio_num_t) wires->mclk,
            .bclk = (gpio_num_t) wires->bclk,
            .ws = (gpio_num_t) wires->ws,
            .dout = (gpio_num_t) wires->dout,
            .din = I2S_GPIO_UNUSED,
        },
    };
    esp_err_t error = i2s_channel_init_std_mode(samples->channel, &config);
    if (error != ESP_OK) {
        return error;
    }
    i2s_event_callbacks_t callbacks = { .on_sent = on_sent };
    return i2s_channel_register_event_callback(samples->channel, &callbacks, samples);
}

int32_t avm_board_samples_configure(
    avm_board_samples *samples, uint32_t rate_hz, uint8_t bits, uint8_t channels)
{
    if (bits != 16 && bits != 24 && bits != 32) {
        return AVM_BOARD_BAD_DEPTH;
    }
    if (channels != 1 && channels != 2) {
        return AVM_BOARD_BAD_CHANNELS;
    }
    if (rate_hz < 8000 || rate_hz > 192000) {
        return AVM_BOARD_BAD_RATE;
    }
    /* A channel is set up once; a second time takes a new one. */
    if (samples->configured) {
        i2s_del_channel(samples->channel);
        samples->channel = NULL;
    }
    if (samples->channel == NULL) {
        int32_t status = make_channel(samples);
        if (status != AVM_BOARD_OK) {
            samples->channel = NULL;
            return status;
        }
    }
    samples->bytes = bits / 8;
    samples->channels = channels;
    samples->configured = true;
    esp_err_t error = set_up(samples, rate_hz);
    return error == ESP_ERR_INVALID_ARG ? AVM_BOARD_BAD_RATE : avm_board_status(error);
}

/* What was left in the driver's buffers is not played again. */
static void silence(avm_board_samples *samples)
{
    memset(samples->half, 0, sizeof(samples->half));
    size_t loaded = sizeof(samples->half);
    while (loaded == sizeof(samples->half)) {
        loaded = 0;
        if (i2s_channel_preload_data(
                samples->channel, samples->half, sizeof(samples->half), &loaded)
            != ESP_OK) {
            return;
        }
    }
}

int32_t avm_board_samples_start(avm_board_samples *samples)
{
    if (samples->slot.open) {
        return AVM_BOARD_OK;
    }
    if (!samples->configured) {
        return AVM_BOARD_BAD_RATE;
    }
    silence(samples);
    avm_board_slot_take(&samples->slot, NULL, NULL);
    esp_err_t error = i2s_channel_enable(samples->channel);
    if (error != ESP_OK) {
        avm_board_slot_close(&samples->slot);
    }
    return avm_board_status(error);
}

int32_t avm_board_samples_stop(avm_board_samples *samples)
{
    if (!samples->slot.open) {
        return AVM_BOARD_OK;
    }
    esp_err_t error = i2s_channel_disable(samples->channel);
    avm_board_slot_close(&samples->slot);
    return avm_board_status(error);
}

void avm_board_samples_close(avm_board_samples *samples)
{
    avm_board_samples_stop(samples);
    if (samples->channel != NULL) {
        i2s_del_channel(samples->channel);
    }
    free(samples);
}
