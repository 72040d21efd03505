/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Samples by ST HAL's I2S with DMA in a circle, clocked by PLLI2S. For the
 * processors whose PLLI2S has the main PLL's input: STM32F405, F407, F415, F417.
 */

#include "shim.h"

#include <stdlib.h>
#include <string.h>

#define HALVES 2
#define FRAMES 256u
#define FRAME_BYTES_MAX 8u

enum
{
    CLOCK,
    SELECT,
    DATA,
    MASTER_CLOCK,
};

static const struct avm_board_wire WIRES[] = {
    { 2, CLOCK, PIN('B', 10), GPIO_AF5_SPI2 },
    { 2, CLOCK, PIN('B', 13), GPIO_AF5_SPI2 },
    { 2, SELECT, PIN('B', 9), GPIO_AF5_SPI2 },
    { 2, SELECT, PIN('B', 12), GPIO_AF5_SPI2 },
    { 2, DATA, PIN('B', 15), GPIO_AF5_SPI2 },
    { 2, DATA, PIN('C', 3), GPIO_AF5_SPI2 },
    { 2, MASTER_CLOCK, PIN('C', 6), GPIO_AF5_SPI2 },
    { 3, CLOCK, PIN('B', 3), GPIO_AF6_SPI3 },
    { 3, CLOCK, PIN('C', 10), GPIO_AF6_SPI3 },
    { 3, SELECT, PIN('A', 4), GPIO_AF6_SPI3 },
    { 3, SELECT, PIN('A', 15), GPIO_AF6_SPI3 },
    { 3, DATA, PIN('B', 5), GPIO_AF6_SPI3 },
    { 3, DATA, PIN('C', 12), GPIO_AF6_SPI3 },
    { 3, MASTER_CLOCK, PIN('C', 7), GPIO_AF6_SPI3 },
};

#define ROWS (sizeof(WIRES) / sizeof(WIRES[0]))

/* PLLI2S from an input of 1 MHz, as AtomVM sets the main PLL: RM0090, 28.4.4. */
static const struct
{
    uint32_t rate_hz;
    uint16_t n;
    uint8_t r;
} RATES[] = {
    { 8000, 256, 5 },
    { 11025, 429, 4 },
    { 16000, 213, 2 },
    { 22050, 429, 4 },
    { 32000, 213, 2 },
    { 44100, 271, 2 },
    { 48000, 258, 3 },
    { 96000, 344, 2 },
};

struct avm_board_samples
{
    struct avm_board_slot slot;
    I2S_HandleTypeDef i2s;
    DMA_HandleTypeDef dma;
    avm_board_feed feed;
    void *context;
    struct avm_board_i2s_wires wires;
    bool configured;
    uint8_t bytes;
    uint8_t channels;
    uint16_t words[HALVES][4 * FRAMES];
    uint8_t half[FRAMES * FRAME_BYTES_MAX];
};

/* Of the controllers 2 and 3. */
static avm_board_samples *paths[2];

static const struct avm_board_wire *wire(
    const struct avm_board_i2s_wires *wires, unsigned role, uint16_t pin)
{
    return avm_board_wire(WIRES, ROWS, wires->controller, role, pin);
}

static bool has_wires(const struct avm_board_i2s_wires *wires)
{
    bool clocked = wires->mclk != AVM_BOARD_NO_WIRE;
    return wire(wires, CLOCK, wires->bclk) != NULL && wire(wires, SELECT, wires->ws) != NULL
        && wire(wires, DATA, wires->dout) != NULL
        && (!clocked || wire(wires, MASTER_CLOCK, wires->mclk) != NULL);
}

static void give(const struct avm_board_i2s_wires *wires, unsigned role, uint16_t pin)
{
    const struct avm_board_wire *row = wire(wires, role, pin);
    if (row != NULL) {
        avm_board_alternate(pin, GPIO_MODE_AF_PP, GPIO_NOPULL, row->alternate);
    }
}

static SPI_TypeDef *instance(unsigned controller)
{
    if (controller == 2) {
        __HAL_RCC_SPI2_CLK_ENABLE();
        return SPI2;
    }
    __HAL_RCC_SPI3_CLK_ENABLE();
    return SPI3;
}

int32_t avm_board_samples_open(const struct avm_board_i2s_wires *wires, avm_board_feed feed,
    void *context, avm_board_samples **out)
{
#if !defined(STM32F405xx) && !defined(STM32F407xx) && !defined(STM32F415xx) && !defined(STM32F417xx)
    return AVM_BOARD_NO_CONTROLLER;
#endif
    if (wires->controller != 2 && wires->controller != 3) {
        return AVM_BOARD_NO_CONTROLLER;
    }
    if (!has_wires(wires)) {
        return AVM_BOARD_NO_PIN;
    }
    if (paths[wires->controller - 2] != NULL
        || (instance(wires->controller)->CR1 & SPI_CR1_SPE)) {
        return AVM_BOARD_IN_USE;
    }
    avm_board_samples *samples = calloc(1, sizeof(*samples));
    if (samples == NULL) {
        return AVM_BOARD_NO_RESOURCES;
    }
    samples->feed = feed;
    samples->context = context;
    samples->wires = *wires;
    paths[wires->controller - 2] = samples;
    give(wires, CLOCK, wires->bclk);
    give(wires, SELECT, wires->ws);
    give(wires, DATA, wires->dout);
    give(wires, MASTER_CLOCK, wires->mclk);
    *out = samples;
    return AVM_BOARD_OK;
}

static int32_t set_pll(uint32_t rate_hz)
{
    for (size_t nth = 0; nth < sizeof(RATES) / sizeof(RATES[0]); nth += 1) {
        if (RATES[nth].rate_hz != rate_hz) {
            continue;
        }
        RCC_PeriphCLKInitTypeDef clock = { .PeriphClockSelection = RCC_PERIPHCLK_I2S };
        clock.PLLI2S.PLLI2SN = RATES[nth].n;
        clock.PLLI2S.PLLI2SR = RATES[nth].r;
        bool set = HAL_RCCEx_PeriphCLKConfig(&clock) == HAL_OK;
        return set ? AVM_BOARD_OK : AVM_BOARD_TIMEOUT;
    }
    return AVM_BOARD_BAD_RATE;
}

/* Streams and channel of the requests: RM0090, table 42. */
static HAL_StatusTypeDef set_dma(avm_board_samples *samples)
{
    bool second = samples->wires.controller == 2;
    __HAL_RCC_DMA1_CLK_ENABLE();
    samples->dma = (DMA_HandleTypeDef) { .Instance = second ? DMA1_Stream4 : DMA1_Stream7 };
    samples->dma.Init.Channel = DMA_CHANNEL_0;
    samples->dma.Init.Direction = DMA_MEMORY_TO_PERIPH;
    samples->dma.Init.PeriphInc = DMA_PINC_DISABLE;
    samples->dma.Init.MemInc = DMA_MINC_ENABLE;
    samples->dma.Init.PeriphDataAlignment = DMA_PDATAALIGN_HALFWORD;
    samples->dma.Init.MemDataAlignment = DMA_MDATAALIGN_HALFWORD;
    samples->dma.Init.Mode = DMA_CIRCULAR;
    samples->dma.Init.Priority = DMA_PRIORITY_HIGH;
    samples->dma.Init.FIFOMode = DMA_FIFOMODE_DISABLE;
    __HAL_LINKDMA(&samples->i2s, hdmatx, samples->dma);
    return HAL_DMA_Init(&samples->dma);
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
    int32_t status = set_pll(rate_hz);
    if (status != AVM_BOARD_OK) {
        return status;
    }
    bool clocked = samples->wires.mclk != AVM_BOARD_NO_WIRE;
    samples->i2s = (I2S_HandleTypeDef) { .Instance = instance(samples->wires.controller) };
    samples->i2s.Init.Mode = I2S_MODE_MASTER_TX;
    samples->i2s.Init.Standard = I2S_STANDARD_PHILIPS;
    samples->i2s.Init.DataFormat = bits == 16 ? I2S_DATAFORMAT_16B : I2S_DATAFORMAT_32B;
    samples->i2s.Init.MCLKOutput = clocked ? I2S_MCLKOUTPUT_ENABLE : I2S_MCLKOUTPUT_DISABLE;
    samples->i2s.Init.AudioFreq = rate_hz;
    samples->i2s.Init.CPOL = I2S_CPOL_LOW;
    samples->i2s.Init.ClockSource = I2S_CLOCK_PLL;
    if (HAL_I2S_Init(&samples->i2s) != HAL_OK || set_dma(samples) != HAL_OK) {
        return AVM_BOARD_BAD_RATE;
    }
    samples->bytes = bits / 8;
    samples->channels = channels;
    samples->configured = true;
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

/* Halfwords of a frame: a sample of more than 16 bits has two, high first. */
static unsigned wide(const avm_board_samples *samples)
{
    return samples->bytes == 2 ? 2 : 4;
}

static void refill(avm_board_samples *samples, unsigned nth)
{
    unsigned bytes = samples->bytes;
    unsigned frame = bytes * samples->channels;
    samples->feed(samples->context, samples->half, FRAMES * frame);
    uint16_t *to = samples->words[0] + nth * FRAMES * wide(samples);
    for (unsigned at = 0; at < FRAMES; at += 1) {
        const uint8_t *left = &samples->half[at * frame];
        const uint8_t *both[2] = { left, left + frame - bytes };
        for (unsigned side = 0; side < 2; side += 1) {
            uint32_t value = word(both[side], bytes);
            *to++ = (uint16_t) (value >> 16);
            if (bytes > 2) {
                *to++ = (uint16_t) value;
            }
        }
    }
}

static void played(I2S_HandleTypeDef *i2s, unsigned nth)
{
    for (size_t path = 0; path < 2; path += 1) {
        avm_board_samples *samples = paths[path];
        if (samples == NULL || &samples->i2s != i2s) {
            continue;
        }
        uint32_t generation = samples->slot.generation;
        if (avm_board_slot_begin(&samples->slot, generation)) {
            refill(samples, nth);
            avm_board_slot_end(&samples->slot, generation);
        }
    }
}

/* The HAL calls these by name. */
void HAL_I2S_TxHalfCpltCallback(I2S_HandleTypeDef *i2s)
{
    played(i2s, 0);
}

void HAL_I2S_TxCpltCallback(I2S_HandleTypeDef *i2s)
{
    played(i2s, 1);
}

static IRQn_Type irq_of(const avm_board_samples *samples)
{
    return samples->wires.controller == 2 ? DMA1_Stream4_IRQn : DMA1_Stream7_IRQn;
}

static void on_dma(void)
{
    for (size_t path = 0; path < 2; path += 1) {
        avm_board_samples *samples = paths[path];
        if (samples != NULL && irq_of(samples) == (IRQn_Type) (__get_IPSR() - 16)) {
            HAL_DMA_IRQHandler(&samples->dma);
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
    memset(samples->words, 0, sizeof(samples->words));
    avm_board_slot_take(&samples->slot, NULL, NULL);
    avm_board_take_irq(irq_of(samples), on_dma);
    /* The HAL counts samples, of either width. */
    uint16_t count = HALVES * 2 * FRAMES;
    if (HAL_I2S_Transmit_DMA(&samples->i2s, samples->words[0], count) != HAL_OK) {
        avm_board_slot_close(&samples->slot);
        return (int32_t) (0x10000u | samples->i2s.ErrorCode);
    }
    return AVM_BOARD_OK;
}

int32_t avm_board_samples_stop(avm_board_samples *samples)
{
    if (!samples->slot.open) {
        return AVM_BOARD_OK;
    }
    HAL_StatusTypeDef status = HAL_I2S_DMAStop(&samples->i2s);
    HAL_NVIC_DisableIRQ(irq_of(samples));
    avm_board_slot_close(&samples->slot);
    return status == HAL_OK ? AVM_BOARD_OK : (int32_t) (0x10000u | samples->i2s.ErrorCode);
}

void avm_board_samples_close(avm_board_samples *samples)
{
    avm_board_samples_stop(samples);
    if (samples->configured) {
        HAL_I2S_DeInit(&samples->i2s);
        HAL_DMA_DeInit(&samples->dma);
    }
    paths[samples->wires.controller - 2] = NULL;
    avm_board_pin_release(samples->wires.bclk);
    avm_board_pin_release(samples->wires.ws);
    avm_board_pin_release(samples->wires.dout);
    if (samples->wires.mclk != AVM_BOARD_NO_WIRE) {
        avm_board_pin_release(samples->wires.mclk);
    }
    free(samples);
}
