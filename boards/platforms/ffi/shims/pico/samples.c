/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Samples by a state machine of the PIO and two DMA channels that start each
 * other. On the wires a sample has 32 bits, the lower ones zero; controller 0
 * and 1 are the two PIOs. Word select is on the pin after or before the clock.
 */

#include "shim.h"

#include <stdlib.h>
#include <string.h>

#include <hardware/clocks.h>
#include <hardware/dma.h>
#include <hardware/irq.h>
#include <hardware/pio.h>

#define FRAMES 256u
#define FRAME_BYTES_MAX 8u
/* Instructions for each bit, and bits for each frame. */
#define CYCLES_OF_FRAME (2u * 64u)
/* Those of the eight words in the FIFO, and the one that is shifted out. */
#define FRAMES_BEHIND_DMA 5u

struct avm_board_samples
{
    struct avm_board_slot slot;
    avm_board_feed feed;
    void *context;
    PIO pio;
    uint sm;
    uint offset;
    int dma[2];
    struct avm_board_i2s_wires wires;
    uint16_t program[8];
    uint32_t rate_hz;
    uint8_t bytes;
    uint8_t channels;
    uint32_t words[2][2 * FRAMES];
    uint8_t half[FRAMES * FRAME_BYTES_MAX];
};

/* There is one path: more would need an interrupt each. */
static avm_board_samples *volatile path;

/*
 * Bit clock and word select are set aside of each instruction. Word select
 * changes with the last bit of the sample before, as I2S has it.
 */
#define OUT_1 0x6001u
#define JMP_X_DEC(to) (0x0040u | (to))
#define SET_X_30 0xE03Eu
#define ENTRY 7u

static void write_program(avm_board_samples *samples)
{
    bool clock_below = samples->wires.bclk < samples->wires.ws;
    uint16_t clock = clock_below ? 0x0800 : 0x1000;
    uint16_t right = clock_below ? 0x1000 : 0x0800;
    const uint16_t program[8] = {
        OUT_1,
        JMP_X_DEC(0) | clock,
        OUT_1 | right,
        SET_X_30 | clock | right,
        OUT_1 | right,
        JMP_X_DEC(4) | clock | right,
        OUT_1,
        SET_X_30 | clock,
    };
    memcpy(samples->program, program, sizeof(program));
}

static bool has_wires(const struct avm_board_i2s_wires *wires)
{
    unsigned above = wires->bclk + 1u;
    unsigned below = wires->ws + 1u;
    return wires->mclk == AVM_BOARD_NO_WIRE && wires->bclk < NUM_BANK0_GPIOS
        && wires->ws < NUM_BANK0_GPIOS && wires->dout < NUM_BANK0_GPIOS
        && (wires->ws == above || wires->bclk == below);
}

static bool claim_dma(avm_board_samples *samples)
{
    samples->dma[0] = dma_claim_unused_channel(false);
    samples->dma[1] = dma_claim_unused_channel(false);
    if (samples->dma[1] < 0 && samples->dma[0] >= 0) {
        dma_channel_unclaim((uint) samples->dma[0]);
    }
    return samples->dma[1] >= 0;
}

static bool claim_pio(avm_board_samples *samples)
{
    struct pio_program program
        = { .instructions = samples->program, .length = 8, .origin = -1 };
    int sm = pio_claim_unused_sm(samples->pio, false);
    if (sm < 0) {
        return false;
    }
    if (!pio_can_add_program(samples->pio, &program)) {
        pio_sm_unclaim(samples->pio, (uint) sm);
        return false;
    }
    samples->sm = (uint) sm;
    samples->offset = (uint) pio_add_program(samples->pio, &program);
    return true;
}

static void unclaim_pio(avm_board_samples *samples)
{
    struct pio_program program
        = { .instructions = samples->program, .length = 8, .origin = -1 };
    pio_remove_program(samples->pio, &program, samples->offset);
    pio_sm_unclaim(samples->pio, samples->sm);
}

static void set_up(const avm_board_samples *samples)
{
    const struct avm_board_i2s_wires *wires = &samples->wires;
    uint side = wires->bclk < wires->ws ? wires->bclk : wires->ws;
    uint32_t pins = 3u << side | 1u << wires->dout;
    pio_sm_config config = pio_get_default_sm_config();
    sm_config_set_out_pins(&config, wires->dout, 1);
    sm_config_set_sideset(&config, 2, false, false);
    sm_config_set_sideset_pins(&config, side);
    sm_config_set_out_shift(&config, false, true, 32);
    sm_config_set_fifo_join(&config, PIO_FIFO_JOIN_TX);
    sm_config_set_wrap(&config, samples->offset, samples->offset + 7);
    pio_sm_init(samples->pio, samples->sm, samples->offset + ENTRY, &config);
    pio_sm_set_pins_with_mask(samples->pio, samples->sm, 0, pins);
    pio_sm_set_pindirs_with_mask(samples->pio, samples->sm, pins, pins);
    pio_gpio_init(samples->pio, wires->bclk);
    pio_gpio_init(samples->pio, wires->ws);
    pio_gpio_init(samples->pio, wires->dout);
}

/* The only path, or nobody's. */
static bool take(avm_board_samples *samples)
{
    bool outermost = avm_board_critical_enter();
    bool is_free = path == NULL;
    if (is_free) {
        path = samples;
    }
    avm_board_critical_leave(outermost);
    return is_free;
}

static int32_t claim(avm_board_samples *samples)
{
    if (!claim_dma(samples)) {
        return AVM_BOARD_NO_RESOURCES;
    }
    if (!claim_pio(samples)) {
        dma_channel_unclaim((uint) samples->dma[0]);
        dma_channel_unclaim((uint) samples->dma[1]);
        return AVM_BOARD_NO_RESOURCES;
    }
    return AVM_BOARD_OK;
}

int32_t avm_board_samples_open(const struct avm_board_i2s_wires *wires, avm_board_feed feed,
    void *context, avm_board_samples **out)
{
    if (wires->controller > 1) {
        return AVM_BOARD_NO_CONTROLLER;
    }
    if (!has_wires(wires)) {
        return AVM_BOARD_NO_PIN;
    }
    avm_board_samples *samples = calloc(1, sizeof(*samples));
    if (samples == NULL) {
        return AVM_BOARD_NO_RESOURCES;
    }
    samples->feed = feed;
    samples->context = context;
    samples->wires = *wires;
    samples->pio = wires->controller == 0 ? pio0 : pio1;
    write_program(samples);
    if (!take(samples)) {
        free(samples);
        return AVM_BOARD_NO_RESOURCES;
    }
    int32_t status = claim(samples);
    if (status != AVM_BOARD_OK) {
        path = NULL;
        free(samples);
        return status;
    }
    set_up(samples);
    *out = samples;
    return AVM_BOARD_OK;
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
    if (rate_hz == 0 || rate_hz > 192000) {
        return AVM_BOARD_BAD_RATE;
    }
    /* In parts of 256; at most 65536 whole ones. */
    uint64_t divider = (uint64_t) clock_get_hz(clk_sys) * 256 / (CYCLES_OF_FRAME * rate_hz);
    if (divider < 256 || divider >= 65536ull * 256) {
        return AVM_BOARD_BAD_RATE;
    }
    pio_sm_set_clkdiv_int_frac(
        samples->pio, samples->sm, (uint16_t) (divider >> 8), (uint8_t) divider);
    samples->rate_hz = rate_hz;
    samples->bytes = bits / 8;
    samples->channels = channels;
    return AVM_BOARD_OK;
}

/* The sample in the highest bits. */
static uint32_t word(const uint8_t *sample, unsigned bytes)
{
    uint32_t value = 0;
    for (unsigned nth = 0; nth < bytes; nth += 1) {
        value = value >> 8 | (uint32_t) sample[nth] << 24;
    }
    return value;
}

/* Has a half filled, and makes words of it, one channel for both sides. */
static void refill(avm_board_samples *samples, unsigned nth)
{
    unsigned bytes = samples->bytes;
    unsigned frame = bytes * samples->channels;
    samples->feed(samples->context, samples->half, FRAMES * frame);
    for (unsigned at = 0; at < FRAMES; at += 1) {
        const uint8_t *left = &samples->half[at * frame];
        samples->words[nth][2 * at] = word(left, bytes);
        samples->words[nth][2 * at + 1] = word(left + (samples->channels - 1u) * bytes, bytes);
    }
}

/* The channel that has ended is set back, and started by the other's end. */
static void __not_in_flash_func(on_dma)(void)
{
    avm_board_samples *samples = path;
    if (samples == NULL) {
        return;
    }
    uint32_t generation = samples->slot.generation;
    for (unsigned nth = 0; nth < 2; nth += 1) {
        uint channel = (uint) samples->dma[nth];
        if (!dma_channel_get_irq1_status(channel)) {
            continue;
        }
        dma_channel_acknowledge_irq1(channel);
        if (avm_board_slot_begin(&samples->slot, generation)) {
            dma_channel_set_read_addr(channel, samples->words[nth], false);
            refill(samples, nth);
            avm_board_slot_end(&samples->slot, generation);
        }
    }
}

static void set_channel(avm_board_samples *samples, unsigned nth)
{
    uint channel = (uint) samples->dma[nth];
    dma_channel_config config = dma_channel_get_default_config(channel);
    channel_config_set_dreq(&config, pio_get_dreq(samples->pio, samples->sm, true));
    channel_config_set_chain_to(&config, (uint) samples->dma[1 - nth]);
    dma_channel_configure(channel, &config, &samples->pio->txf[samples->sm], samples->words[nth],
        2 * FRAMES, false);
    dma_channel_acknowledge_irq1(channel);
    dma_channel_set_irq1_enabled(channel, true);
}

static bool heard[2];

int32_t avm_board_samples_start(avm_board_samples *samples)
{
    if (samples->slot.open || samples->bytes == 0) {
        return samples->bytes == 0 ? AVM_BOARD_BAD_RATE : AVM_BOARD_OK;
    }
    memset(samples->words, 0, sizeof(samples->words));
    pio_sm_clear_fifos(samples->pio, samples->sm);
    pio_sm_restart(samples->pio, samples->sm);
    pio_sm_exec(samples->pio, samples->sm, pio_encode_jmp(samples->offset + ENTRY));
    avm_board_slot_take(&samples->slot, NULL, NULL);
    if (!heard[get_core_num()]) {
        heard[get_core_num()] = true;
        irq_add_shared_handler(
            DMA_IRQ_1, on_dma, PICO_SHARED_IRQ_HANDLER_DEFAULT_ORDER_PRIORITY);
        irq_set_enabled(DMA_IRQ_1, true);
    }
    set_channel(samples, 0);
    set_channel(samples, 1);
    dma_channel_start((uint) samples->dma[0]);
    pio_sm_set_enabled(samples->pio, samples->sm, true);
    return AVM_BOARD_OK;
}

/* A channel that starts nobody can be aborted without starting the other. */
static void end_channel(uint channel)
{
    dma_channel_set_irq1_enabled(channel, false);
    dma_channel_config config = dma_get_channel_config(channel);
    channel_config_set_chain_to(&config, channel);
    dma_channel_set_config(channel, &config, false);
}

/* A half was played for DMA when the FIFO has its end: the state machine goes on
 * until it waits for more. */
static void play_out(const avm_board_samples *samples)
{
    uint32_t waits = 1u << (PIO_FDEBUG_TXSTALL_LSB + samples->sm);
    uint64_t until = avm_board_now_us() + FRAMES_BEHIND_DMA * 1000000u / samples->rate_hz + 1;
    samples->pio->fdebug = waits;
    while ((samples->pio->fdebug & waits) == 0 && avm_board_now_us() < until) {
        tight_loop_contents();
    }
}

int32_t avm_board_samples_stop(avm_board_samples *samples)
{
    if (!samples->slot.open) {
        return AVM_BOARD_OK;
    }
    end_channel((uint) samples->dma[0]);
    end_channel((uint) samples->dma[1]);
    dma_channel_abort((uint) samples->dma[0]);
    dma_channel_abort((uint) samples->dma[1]);
    play_out(samples);
    pio_sm_set_enabled(samples->pio, samples->sm, false);
    avm_board_slot_close(&samples->slot);
    return AVM_BOARD_OK;
}

void avm_board_samples_close(avm_board_samples *samples)
{
    avm_board_samples_stop(samples);
    unclaim_pio(samples);
    dma_channel_unclaim((uint) samples->dma[0]);
    dma_channel_unclaim((uint) samples->dma[1]);
    avm_board_pin_release(samples->wires.bclk);
    avm_board_pin_release(samples->wires.ws);
    avm_board_pin_release(samples->wires.dout);
    path = NULL;
    free(samples);
}
